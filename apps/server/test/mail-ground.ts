// A server with mail, a client that hands mails in by SMTP, a sink for what it sends, and a log that can be waited for.
import { systemClock } from '@holdfast/capabilities/system'
import { parseReplyAddress } from '@holdfast/desk'
import {
  composeMail,
  openReceiver,
  openSender,
  type MailDraft,
  type ReceivedMail,
  type SendOutcome,
} from '@holdfast/mail/doors'
import type { ManualClock } from '@holdfast/capabilities/testing'
import { parseMailConfig, type MailConfig } from '../src/config/mail-config.ts'
import type { ServerConfig } from '../src/config/server-config.ts'
import type { Log } from '../src/log.ts'
import { startServer, type Ground, type TestServer } from './fixtures.ts'

export const deskAddress = 'support@vendor.example'

/** The mail file as a value, with members changed. */
export function mailConfigOf(changes: object = {}): MailConfig {
  const complaints: string[] = []
  const config = parseMailConfig(
    {
      address: deskAddress,
      replyAddress: 'desk@vendor.example',
      staffDomains: ['vendor.example'],
      receiver: { port: 0 },
      ...changes,
    },
    '/',
    (setting, reason) => {
      complaints.push(`${setting} ${reason}`)
      return null
    },
  )
  if (config === null) throw new Error(complaints.join('; '))
  return config
}

type Line = { readonly job?: string; readonly outcome?: string; readonly [member: string]: unknown }

/** Keeps what is logged; `until` resolves as soon as the lines so far fulfil a condition. */
export function openLog() {
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  const note = (line: unknown) => {
    if (typeof line === 'object' && line !== null) lines.push(line as Line)
    for (const look of waiting) look()
  }
  const members = { info: note, warn: note, error: note, fatal: note, debug: note, trace: note }
  const log = { ...members, level: 'info', silent: note, child: () => log } as unknown as Log
  return {
    log,
    lines,
    until(isDone: (lines: readonly Line[]) => boolean): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (!isDone(lines)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
    },
  }
}

/** Mails that the intake has finished with, by the log. */
export function countReceived(lines: readonly Line[]): number {
  const received = lines.filter(({ job, messages }) => job === 'mail-intake' && messages !== undefined)
  return received.reduce(
    (sum, { messages, known, failed, unplaced }) =>
      sum + Number(messages) + Number(known) + Number(failed) + Number(unplaced),
    0,
  )
}

export type MailServerForTests = TestServer & {
  readonly log: ReturnType<typeof openLog>
  /** Hands mails in, one after the other, and resolves when they are read. */
  receive(mails: readonly Uint8Array[], to?: string): Promise<void>
  deliver(raw: Uint8Array, to?: string, from?: string): Promise<SendOutcome>
}

export async function startMailServer(options: {
  readonly ground: Ground
  readonly name: string
  readonly mail?: object
  readonly clock?: ManualClock
  readonly config?: Partial<ServerConfig>
  /** Books that are there already; else new ones. */
  readonly database?: ServerConfig['database']
}): Promise<MailServerForTests> {
  const log = openLog()
  const { ground, name, clock, database } = options
  const server = await startServer({
    ...{ ground, name, logger: log.log, config: { mail: mailConfigOf(options.mail), ...options.config } },
    ...(clock === undefined ? {} : { clock }),
    ...(database === undefined ? {} : { database }),
  })
  const port = server.server.jobs.mail?.receiverPort ?? 0
  const client = openSender({ server: plainServer(port), helloName: 'mail.example' }, { clock: systemClock })
  const deliver = (raw: Uint8Array, to = deskAddress, from = 'ines@harbour.example') =>
    client.send({ raw, from, to: [to] })
  let handedIn = 0
  return {
    ...server,
    log,
    deliver,
    async receive(mails, to) {
      for (const raw of mails) {
        const outcome = await deliver(raw, to)
        if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome))
        handedIn += 1
      }
      await log.until((lines) => countReceived(lines) >= handedIn)
    },
  }
}

export function plainServer(port: number) {
  return { host: '127.0.0.1', port, security: 'none', trustedCertificates: null, login: null } as const
}

/** A server that takes what the desk sends. */
export async function openSink(take: (mail: ReceivedMail) => Promise<'taken'> = async () => 'taken') {
  const mails: ReceivedMail[] = []
  const receiver = await openReceiver(
    { name: 'sink', hostName: 'sink.example', host: '127.0.0.1', port: 0, security: { kind: 'none' } },
    {
      clock: systemClock,
      acceptsRecipient: () => true,
      take: async (mail) => {
        mails.push(mail)
        return await take(mail)
      },
    },
  )
  const sender = { host: '127.0.0.1', port: receiver.port, security: 'none' }
  return { mails, sender, close: () => receiver.stop() }
}

/** A mail to the desk, with defaults for everything. */
export async function mailOf(
  changes: Partial<MailDraft> & { readonly messageId: string },
): Promise<Uint8Array> {
  const composed = await composeMail({
    date: { moment: 1_772_353_800 as MailDraft['date']['moment'], offsetMinutes: 480 },
    from: { name: 'Ines Calder', address: 'ines@harbour.example' },
    to: [{ name: '', address: deskAddress }],
    ...{ cc: [], replyTo: null, subject: 'Renewal fails', text: 'The client shows 3 days.', html: null },
    ...{ attachments: [], inReplyTo: null, references: [], isAutomatic: false },
    ...changes,
  })
  if ('code' in composed) throw new Error(JSON.stringify(composed))
  return composed
}

/** Whether an address carries a token of the desk's. */
export function hasToken(address: string): boolean {
  return parseReplyAddress(address, [{ local: 'desk', domain: 'vendor.example' }]) !== null
}
