import type { Command } from '../command.ts'

const importCase: Command = {
  path: ['case', 'import'],
  summary: {
    en: 'Reads a thread of mails into a case. With --dry-run it shows what it finds, stores nothing and needs no server.',
    zh: '将邮件往来读取为案例。使用 --dry-run 时只显示识别结果，不保存，也无需服务器。',
  },
  takes: [
    {
      name: '<file...>',
      summary: {
        en: 'thread exports, mails (.eml, .msg), mailboxes (.mbox), or - for standard input',
        zh: '导出的邮件往来纯文本、邮件（.eml、.msg）、邮箱文件（.mbox），或用 - 表示标准输入',
      },
    },
  ],
  options: [{ flags: '--dry-run', summary: { en: 'show only, store nothing', zh: '只显示，不保存' } }],
  example: 'case import thread.txt --dry-run --json',
  async run(context, given, options) {
    if (options['dryRun'] !== true)
      return {
        kind: 'misused',
        message: context.say({
          en: 'add --dry-run: it shows what an import finds; this version has no server that takes cases in',
          zh: '请加上 --dry-run，即可查看识别结果；此版本的服务器尚不接收案例',
        }),
      }
    // Loaded here, so that no other command waits for it.
    const { importFiles } = await import('../case/import-files.ts')
    return await importFiles(
      context,
      given.filter((name) => name !== undefined),
    )
  },
}

export const caseCommands: readonly Command[] = [importCase]
