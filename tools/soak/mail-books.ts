// The books of a server that does not run: replies are queued in them, and what became of everything is read from them.
import { join } from 'node:path'
import type { Instant } from '@holdfast/capabilities'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { watchRulesDefault } from '@holdfast/fleet'
import { makeCaseId, makeCaseMessageId, makeOutgoingMailId } from '@holdfast/lease'
import { composeServer, type ComposedServer } from '@holdfast/server/compose'
import type { NewCase, NewMessage, Page, Store } from '@holdfast/store'
import type { MailProcess } from '../load/mail-server.ts'

export type MailBooksOptions = { readonly folder: string; readonly databaseUrl?: string }
type OutgoingState = 'queued' | 'sending' | 'sent' | 'refused' | 'doubt'

const actor = { kind: 'server', id: 'soak' } as const

/** Opens the books for one piece of work: the folder is the server's again afterwards. */
async function withBooks<T>(
  options: MailBooksOptions,
  work: (store: Store, server: ComposedServer) => Promise<T>,
): Promise<T> {
  const { folder, databaseUrl } = options
  const server = await composeServer({
    config: {
      ...{ dataFolder: folder, host: '127.0.0.1', port: 0, url: null, trustProxy: false },
      database:
        databaseUrl === undefined
          ? { kind: 'sqlite', file: join(folder, 'holdfast.sqlite') }
          : { kind: 'postgres', url: databaseUrl },
      ...{ adminToken: null, keySecret: null, tls: null, vendor: 'Example Systems', logLevel: 'silent' },
      watch: { rules: watchRulesDefault, atSeconds: 3 * 3600 },
      ...{ webhookTargets: 'https', mail: null },
      serviceTime: { calendar: 'every-day', promises: { firstResponse: null, resolution: null } },
    },
    clock: systemClock,
    entropy: systemEntropy,
  })
  try {
    return await work(server.store, server)
  } finally {
    await server.close()
  }
}

/** Replies to as many customers, each in a case of its own, with the bytes that are to leave. */
export function queueReplies(options: MailBooksOptions, round: number, count: number): Promise<void> {
  return withBooks(options, (store) =>
    store.write(actor, async (tx) => {
      const now = systemClock.now()
      const first = await tx.drawRunningNumbers(count)
      for (let at = 0; at < count; at++) {
        const id = `r${round}-${at}@vendor.example`
        const begun = caseOf(first + at, now)
        const message = messageOf(begun, id, now)
        await tx.addCases([begun], now)
        await tx.addMessages([message], now)
        const envelope = { from: 'support@vendor.example', to: ['ines@harbour.example'] }
        const mail = { id: makeOutgoingMailId(now, systemEntropy), case: begun.id, message: message.id }
        const queued = await tx.queueMail({ ...mail, audience: 'customer', envelope }, now)
        if ('code' in queued) throw new Error(queued.code)
      }
    }),
  )
}

function caseOf(running: number, now: Instant): NewCase {
  return {
    ...{ id: makeCaseId(now, systemEntropy), running, number: `SOAK-${running}`, token: `SOAK-T-${running}` },
    ...{ subject: 'reply', title: 'reply', customer: null, product: null, severity: null, owner: null },
    ...{ queue: null, dueAt: null, imported: false, maySend: true, links: [], watchers: [] },
    state: { kind: 'received', at: now, waitsOn: null, facts: { source: 'mail' } },
  }
}

function messageOf(begun: NewCase, messageId: string, now: Instant): NewMessage {
  const text = `This is ${messageId}.`
  const raw = Buffer.from(
    `From: support@vendor.example\r\nTo: ines@harbour.example\r\nMessage-ID: <${messageId}>\r\nSubject: reply\r\n\r\n${text}\r\n`,
  )
  return {
    ...{ id: makeCaseMessageId(now, systemEntropy), case: begun.id, direction: 'out', audience: 'customer' },
    ...{ audienceCertainty: 'confirmed', side: 'vendor', sideCertainty: 'confirmed' },
    ...{ identity: `soak:${messageId}`, bodyHash: '0'.repeat(64), messageId, inReplyTo: [], references: [] },
    ...{ sent: { written: '', moment: now, offsetMinutes: 0 }, receivedAt: now, orderedAt: now, place: 0 },
    ...{ parsed: true, parser: 1, hasHtml: false, automaton: { kind: 'own' }, authentication: null },
    ...{ flags: [], verdict: {}, because: [], held: null, subject: 'reply', text, people: [] },
    ...{ attachments: [], found: [], raw: { kind: 'bytes', bytes: raw } },
  }
}

/** Counts of the running server. */
export async function countMails(server: MailProcess): Promise<{ readonly [name: string]: number }> {
  const { body } = await server.call('GET', '/v1/mail')
  return body as { readonly [name: string]: number }
}

/** Resolves when nothing waits to be read or to leave. */
export async function untilSettled(server: MailProcess): Promise<void> {
  for (;;) {
    const { waiting, queued } = await countMails(server)
    if (waiting === 0 && queued === 0) return
  }
}

export type MailTruth = {
  /** Message-IDs of what was received, a message each. */
  readonly received: readonly string[]
  readonly outgoing: readonly { readonly id: string; readonly state: OutgoingState }[]
  /** Mails that no message came of. */
  readonly failed: number
}

export function readTruth(options: MailBooksOptions): Promise<MailTruth> {
  return withBooks(options, async ({ read }) => {
    const done = await listAll((page) => read.listIntake('done', page))
    const ids = new Set(done.flatMap(({ state }) => (state.kind === 'done' ? [state.message] : [])))
    const received = [...ids].map(async (id) => (await read.findMessage(id))?.messageId ?? '')
    const states = ['queued', 'sending', 'sent', 'refused', 'doubt'] as const
    const outgoing: { readonly id: string; readonly state: OutgoingState }[] = []
    for (const state of states)
      for (const mail of await listAll((page) => read.listOutgoing({ state }, page)))
        outgoing.push({ id: (await read.findMessage(mail.message))?.messageId ?? '', state })
    const failed = await listAll((page) => read.listIntake('failed', page))
    return { received: await Promise.all(received), outgoing, failed: failed.length }
  })
}

async function listAll<T>(
  list: (
    page: Page,
  ) => Promise<
    | { readonly kind: 'refused' }
    | { readonly kind: 'listed'; readonly items: readonly T[]; readonly next: string | null }
  >,
): Promise<readonly T[]> {
  const all: T[] = []
  for (let after: string | null = null; ;) {
    const listed = await list({ after, limit: 500 })
    if (listed.kind === 'refused') throw new Error('the list was refused')
    all.push(...listed.items)
    if (listed.next === null) return all
    after = listed.next
  }
}
