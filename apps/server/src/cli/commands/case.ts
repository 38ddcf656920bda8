import { textOf, type Command } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'

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
        en: 'plain-text thread exports, or - for standard input',
        zh: '导出的邮件往来纯文本文件，或用 - 表示标准输入',
      },
    },
  ],
  options: [
    { flags: '--dry-run', summary: { en: 'show only, store nothing', zh: '只显示，不保存' } },
    { flags: '--customer <name>', summary: { en: 'whose case a new one is', zh: '新案例所属客户' } },
  ],
  example: 'case import thread.txt --customer "Harbour Office of Westmark"',
  async run(context, given, options) {
    const files = given.filter((name) => name !== undefined)
    // Loaded here, so that no other command waits for them.
    if (options['dryRun'] === true) {
      const { importFiles } = await import('../case/import-files.ts')
      return await importFiles(context, files)
    }
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const { sendFiles } = await import('../case/send-files.ts')
    return await sendFiles(context, files, customer?.id ?? null)
  },
}

export const caseCommands: readonly Command[] = [importCase]
