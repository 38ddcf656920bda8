import { readFileSync, writeFileSync } from 'node:fs'
import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { done, textOf, type Command } from '../command.ts'

/** A refusal inside an answer file: a paragraph that names its code. */
const refusedLine = /^[A-Z]+ (?:refused: |被拒绝：)([A-Z_]+)$/gm

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
    let body: string
    try {
      body = readFileSync(file, 'utf8')
    } catch (error) {
      return api.refused(
        refuse('FILE_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
      )
    }
    const answered = await api.call(operations.answerOffline, { body })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const refusals = [...answer.matchAll(refusedLine)].map((found) => found[1] as string)
    const leases = answer.match(/^-----BEGIN HOLDFAST LEASE-----$/gm)?.length ?? 0
    const out = textOf(options, 'out')
    if (out === undefined) return done({ answer, leases, refusals }, answer)
    try {
      writeFileSync(out, answer)
    } catch (error) {
      return api.refused(
        refuse('FILE_UNWRITABLE', { file: out, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
      )
    }
    const words = say({
      en: `Written to ${out}: ${leases} leases, ${refusals.length} refused`,
      zh: `已写入 ${out}：租约 ${leases} 份，拒绝 ${refusals.length} 项`,
    })
    return done({ file: out, leases, refusals }, [words, ...refusals.map((code) => `  ${code}`)].join('\n'))
  },
}

export const offlineCommands: readonly Command[] = [answerOffline]
