// Mails through a real server by SMTP: taken in, threaded, deduplicated, indexed, committed, in one process.
import type { Clock, Entropy } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { composeMails } from '../load/mail-load.ts'
import { countReceived, loadDeskAddress, startMailProcess } from '../load/mail-server.ts'
import { openSmtpLine } from '../load/smtp-line.ts'
import { cpuMicrosOf } from './cpu-time.ts'

export type MailFigures = {
  readonly mails: number
  readonly seconds: number
  readonly perSecond: number
  readonly serverCpuMicros: number
}

const connections = 16

/** After a warm-up; numbers of cases stand in no mail here. SQLite. */
export async function measureMail(
  ground: { readonly folder: string; readonly clock: Clock; readonly entropy: Entropy },
  wanted: { readonly mails: number; readonly warmUp: number },
): Promise<MailFigures> {
  const { folder, clock, entropy } = ground
  const all = [...composeMails(wanted.warmUp + wanted.mails, entropy, instant('2026-03-02T01:00:00Z'))]
  const server = await startMailProcess({ folder, sinkPort: null })
  const lines = await Promise.all(Array.from({ length: connections }, () => openSmtpLine(server.smtpPort)))
  let next = 0
  const handIn = async (end: number) => {
    const run = async (line: (typeof lines)[number]) => {
      for (let at = next++; at < end; at = next++) {
        const reply = await line.send(all[at]?.raw ?? new Uint8Array(), loadDeskAddress)
        if (reply?.startsWith('250') !== true) throw new Error(`not taken: ${reply}`)
      }
    }
    await Promise.all(lines.map(run))
    // Each connection looked for one more than there was.
    next = end
    await server.printed((printed) => (countReceived(printed) >= end ? true : null))
  }
  try {
    await handIn(wanted.warmUp)
    const [startedMs, cpuBefore] = [clock.monotonicMs(), cpuMicrosOf(server.pid)]
    await handIn(wanted.warmUp + wanted.mails)
    const seconds = (clock.monotonicMs() - startedMs) / 1000
    const serverCpuMicros = (cpuMicrosOf(server.pid) - cpuBefore) / wanted.mails
    return { mails: wanted.mails, seconds, perSecond: wanted.mails / seconds, serverCpuMicros }
  } finally {
    for (const line of lines) line.close()
    await server.end('SIGTERM')
  }
}
