import { writeFileSync } from 'node:fs'
import { operations } from '@holdfast/contract'
import { parseArmour, refuse } from '@holdfast/lease'
import { done, textOf, type Command } from '../command.ts'
import { readTextFile } from '../read-text-file.ts'

/** A refusal inside an answer file. spec: activation-protocol §1 */
const refusedLine = /^Refused: (req_[0-9a-z]{26}|-) ([A-Z_]+)$/gm

const answerOffline: Command = {
  path: ['offline', 'answer'],
  summary: { en: 'Answers a request file of devices without a network.', zh: '答复离线设备的请求文件。' },
  takes: [{ name: '<file>', summary: { en: 'request file', zh: '请求文件' } }],
  options: [
    {
      flags: '--out <file>',
      summary: { en: 'answer file (default: stdout)', zh: '答复文件（默认标准输出）' },
    },
  ],
  example: 'offline answer request.txt --out answer.txt',
  async run({ api, say }, [file = ''], options) {
    const read = readTextFile(file, { strict: false })
    if (read.kind === 'refused') return api.refused(read)
    const body = read.text
    const answered = await api.call(operations.answerOffline, { body })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const refusals = [...answer.matchAll(refusedLine)].map((found) => ({
      request: found[1] === '-' ? null : (found[1] as string),
      code: found[2] as string,
    }))
    const leases = answer.match(/^-----BEGIN HOLDFAST LEASE-----$/gm)?.length ?? 0
    const asked = parseArmour(body)
    const blocks = asked.kind === 'refused' ? refusals.length : asked.blocks.length
    const counts = { answered: blocks - refusals.length, leases, refused: refusals.length }
    const status = refusals.length === 0 ? 0 : 1
    const out = textOf(options, 'out')
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
  },
}

export const offlineCommands: readonly Command[] = [answerOffline]
