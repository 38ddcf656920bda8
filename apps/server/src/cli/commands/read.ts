import { formatFileRead } from '@holdfast/intake'
import type { Refusal } from '@holdfast/lease'
import { done, type Command } from '../command.ts'
import { describeFileRead, describeRefused } from '../describe-file-read.ts'
import { listGivenFiles } from '../list-given-files.ts'
import { readGiven } from '../read-given.ts'

const read: Command = {
  path: ['read'],
  summary: {
    en: 'Says what files with licence information hold. Needs no server.',
    zh: '读取含有许可信息的文件，无需服务器。',
  },
  takes: [
    {
      name: '<file...>',
      summary: {
        en: 'text, CSV, JSON, XLSX, EML, ZIP, CAB, a folder, or - for standard input',
        zh: '文本、CSV、JSON、XLSX、EML、ZIP、CAB、文件夹，或用 - 表示标准输入',
      },
    },
  ],
  options: [
    {
      flags: '--places',
      summary: {
        en: 'with --json: where in the text each fact stood',
        zh: '与 --json 合用：给出每项内容在文本中的位置',
      },
    },
  ],
  example: 'read dlv.txt reports.zip --json',
  async run(context, given, options) {
    const places = options['places'] === true
    const json: [string, unknown][] = []
    const texts: string[] = []
    let status: 0 | 1 = 0
    for (const name of listGivenFiles(given.filter((one) => one !== undefined))) {
      const file = await readGiven(context, name)
      if (file.kind === 'refused') status = 1
      json.push([name, file.kind === 'refused' ? formatRefused(file) : formatFileRead(file, { places })])
      texts.push(
        file.kind === 'refused'
          ? describeRefused(name, file, context.locale)
          : describeFileRead(name, file, context.locale),
      )
    }
    return done(Object.fromEntries(json), texts.join('\n\n'), status)
  },
}

function formatRefused({ code, facts }: Refusal): { refused: { code: string; [fact: string]: unknown } } {
  return { refused: { code, ...facts } }
}

export const readCommands: readonly Command[] = [read]
