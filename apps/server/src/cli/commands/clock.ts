import { operations } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'

const acceptClock: Command = {
  path: ['clock', 'accept'],
  summary: {
    en: 'Takes the present clock of the server for true after it once ran ahead. Correct every clock first. Devices that took a lease from the time ahead go on counting from its moment.',
    zh: '服务器时钟曾超前时，确认采用其当前时钟。请先校正所有服务器的时钟。在超前期间取得授权的设备仍从该时刻起计时。',
  },
  options: [
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: 'clock accept --reason "the clock was a year ahead on 3 March"',
  async run({ api, say }, _given, options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    const answered = await api.call(operations.acceptClock, { body })
    if (answered.kind === 'problem') return answered
    const { clock, newest, behindSeconds } = answered.answer
    const accepted = {
      en: `Clock accepted: ${clock}. The books held ${newest}.`,
      zh: `已确认时钟：${clock}。账册中最新的时刻曾为 ${newest}。`,
    }
    const needless = {
      en: `Nothing to accept: the clock says ${clock}, and the books hold nothing later.`,
      zh: `无需确认：时钟为 ${clock}，账册中没有更晚的时刻。`,
    }
    return done(answered.answer, say(behindSeconds > 0 ? accepted : needless))
  },
}

export const clockCommands: readonly Command[] = [acceptClock]
