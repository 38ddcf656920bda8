import { statSync, writeFileSync } from 'node:fs'
import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import {
  answerFolder,
  countBlocks,
  countLeases,
  readRefusals,
  type AnsweredFolder,
} from '../answer-folder.ts'
import { done, textOf, type Command, type CommandContext, type Done, type Outcome } from '../command.ts'
import { readTextFile } from '../read-text-file.ts'

const answerOffline: Command = {
  path: ['offline', 'answer'],
  summary: {
    en: 'Answers a request file of devices without a network, or a whole folder of them.',
    zh: '答复离线设备的请求文件，或整个文件夹。',
  },
  takes: [{ name: '<file>', summary: { en: 'request file, or a folder of them', zh: '请求文件或文件夹' } }],
  options: [
    {
      flags: '--out <file>',
      summary: {
        en: 'answer file (default: stdout); of a folder: the folder for the answers',
        zh: '答复文件（默认标准输出）；对文件夹则为答复文件夹',
      },
    },
  ],
  example: 'offline answer request.txt --out answer.txt',
  async run(context, [file = ''], options) {
    const out = textOf(options, 'out')
    if (isFolder(file)) return await runFolder(context, file, out)
    return await runFile(context, file, out)
  },
}

async function runFile(
  { api, say }: CommandContext,
  file: string,
  out: string | undefined,
): Promise<Outcome> {
  const read = readTextFile(file, { strict: false })
  if (read.kind === 'refused') return api.refused(read)
  const body = read.text
  const answered = await api.call(operations.answerOffline, { body })
  if (answered.kind === 'problem') return answered
  const { answer } = answered
  const refusals = readRefusals(answer)
  const leases = countLeases(answer)
  const blocks = countBlocks(body) ?? refusals.length
  const counts = { answered: blocks - refusals.length, leases, refused: refusals.length }
  const status = refusals.length === 0 ? 0 : 1
  if (out === undefined) return done({ answer, ...counts, refusals }, answer, status)
  try {
    writeFileSync(out, answer)
  } catch (error) {
    return api.refused(
      refuse('FILE_UNWRITABLE', { file: out, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
    )
  }
  const words = say({
    en: `Written to ${out}: ${counts.answered} answered (${leases} leases), ${counts.refused} refused`,
    zh: `已写入 ${out}：已答复 ${counts.answered} 项（租约 ${leases} 份），拒绝 ${counts.refused} 项`,
  })
  const lines = refusals.map(({ request, code }) => `  ${request ?? '-'} ${code}`)
  return done({ file: out, ...counts, refusals }, [words, ...lines].join('\n'), status)
}

async function runFolder(context: CommandContext, folder: string, out: string | undefined): Promise<Outcome> {
  if (out === undefined) {
    const words = { en: 'a folder needs --out FOLDER', zh: '文件夹需要 --out 文件夹' }
    return { kind: 'misused', message: context.say(words) }
  }
  const answered = await answerFolder(context.api, folder, out)
  return answered.kind === 'problem' ? answered : tellFolder(context, answered, out)
}

/** The summary of a folder: every file with what became of it, and 1 where any was refused. */
export function tellFolder(
  { say }: Pick<CommandContext, 'say'>,
  { files }: AnsweredFolder,
  out: string,
): Done {
  const leases = files.reduce((sum, file) => sum + file.leases, 0)
  const refused = files.filter(({ code, refusals }) => code !== null || refusals.length > 0)
  const already = files.filter((file) => file.already).length
  const words = say({
    en: `${files.length} files answered into ${out}: ${leases} leases, ${refused.length} files with refusals, ${already} answered before.`,
    zh: `已答复 ${files.length} 个文件到 ${out}：租约 ${leases} 份，${refused.length} 个文件含拒绝，${already} 个此前已答复。`,
  })
  const lines = refused.flatMap(({ file, code, refusals }) => [
    ...(code === null ? [] : [`  ${file} ${code}`]),
    ...refusals.map((each) => `  ${file} ${each.request ?? '-'} ${each.code}`),
  ])
  const json = { out, leases, refused: refused.length, already, files }
  return done(json, [words, ...lines].join('\n'), refused.length === 0 ? 0 : 1)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

export const offlineCommands: readonly Command[] = [answerOffline]
