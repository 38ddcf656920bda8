// Files that somebody imports, as threads: exports, mailboxes, single mails. spec: case-import §1, §8
import {
  checkThreadSize,
  isThreadExport,
  parseSubject,
  parseThreadExport,
  type SourceThread,
} from '@holdfast/desk'
import { decodeText } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import { openMailbox, openOutlookMessage, parseMail, type ParsedMail } from '@holdfast/mail'
import { sourceKindOf } from '../../bridges/source-kind.ts'
import { orderMails, threadOfMails } from '../../bridges/thread-of-mails.ts'
import type { SentFile } from '../../captures/sent-files.ts'
import { identityOfMail } from '../message-identity.ts'

/** Mails of one import, over all of its files. */
export const importMailsMax = 2_000

export type SourceMail = { readonly bytes: Uint8Array; readonly mail: ParsedMail }
export type ImportSource = {
  /** Names of the files that it came in. */
  readonly files: readonly string[]
  readonly thread: SourceThread
  /** The mails in the order of the thread's messages; empty where it is an export. */
  readonly mails: readonly SourceMail[]
}
export type RefusedFile = {
  readonly file: string
  /** The mail of a mailbox, from 1; null: the file as a whole. */
  readonly mail: number | null
  readonly refusal: Refusal
}
type ReadMail = SourceMail & { readonly file: string }
/** The same mail may lie in several files. */
type HeldMail = SourceMail & { readonly files: Set<string> }

/**
 * Each export is one thread; mails that name each other, or one case number, are one. What a file is shows in its bytes,
 * never in its name. A file or mail that is refused stops none of the others.
 * `secret` is that of identities. Refuses: MAIL_REFUSED, CONTENT_*, THREAD_UNREADABLE, THREAD_TOO_LARGE.
 */
export async function readSources(
  files: readonly SentFile[],
  secret: Uint8Array,
): Promise<{ readonly sources: readonly ImportSource[]; readonly refused: readonly RefusedFile[] }> {
  const sources: ImportSource[] = []
  const mails = new Map<string, HeldMail>()
  const refused: RefusedFile[] = []
  for (const { name: file, bytes } of files) {
    const thread = readExport(bytes)
    if (thread !== null) {
      if (thread.kind === 'thread') sources.push({ files: [file], thread, mails: [] })
      else refused.push({ file, mail: null, refusal: thread })
      continue
    }
    for await (const read of readMails(file, bytes)) {
      if ('refusal' in read) {
        refused.push(read)
        continue
      }
      const identity = identityOfMail(read.mail, secret)
      const before = mails.get(identity)
      if (before !== undefined) before.files.add(file)
      else if (mails.size < importMailsMax) mails.set(identity, { ...read, files: new Set([file]) })
      else {
        const refusal = refuse('THREAD_TOO_LARGE', { limit: 'messages', max: importMailsMax })
        refused.push({ file, mail: null, refusal })
        break
      }
    }
  }
  for (const group of groupMails([...mails.values()])) {
    const source = sourceOf(group)
    const refusal = checkThreadSize(source.thread)
    if (refusal === null) sources.push(source)
    else refused.push({ file: source.files.join(', ').slice(0, 200), mail: null, refusal })
  }
  return { sources, refused }
}

/** null: not a thread export. */
function readExport(bytes: Uint8Array): SourceThread | Refusal | null {
  if (sourceKindOf(bytes) !== 'text') return null
  const decoded = decodeText(bytes)
  if (decoded.kind === 'refused') return decoded
  return isThreadExport(decoded.text)
    ? parseThreadExport(decoded.text)
    : refuse('THREAD_UNREADABLE', { because: 'subject' })
}

async function* readMails(file: string, bytes: Uint8Array): AsyncGenerator<ReadMail | RefusedFile> {
  const kind = sourceKindOf(bytes)
  if (kind !== 'mailbox') {
    const mail = kind === 'outlook' ? await openOutlookMessage(bytes) : await parseMail(bytes)
    yield mail.kind === 'mail' ? { file, bytes, mail } : { file, mail: null, refusal: mail }
    return
  }
  let count = 0
  for await (const { mail, bytes: raw } of openMailbox([bytes])) {
    count++
    yield mail.kind === 'mail' ? { file, bytes: raw, mail } : { file, mail: count, refusal: mail }
  }
  if (count === 0) yield { file, mail: null, refusal: refuse('THREAD_UNREADABLE', { because: 'messages' }) }
}

/** Mails that share a Message-ID, a reference or the number of a case, however long the way from one to the other. */
function groupMails(mails: readonly HeldMail[]): readonly (readonly HeldMail[])[] {
  const leaders = mails.map((_, at) => at)
  const leaderOf = (at: number): number => {
    let leader = at
    while (leaders[leader] !== leader) leader = leaders[leader] ?? 0
    leaders[at] = leader
    return leader
  }
  const first = new Map<string, number>()
  for (const [at, { mail }] of mails.entries())
    for (const key of keysOf(mail)) {
      const other = first.get(key)
      if (other === undefined) first.set(key, at)
      else leaders[leaderOf(at)] = leaderOf(other)
    }
  return [...Map.groupBy(mails.entries(), ([at]) => leaderOf(at)).values()].map((group) =>
    group.map(([, mail]) => mail),
  )
}

function keysOf({ messageId, inReplyTo, references, subject, hash }: ParsedMail): readonly string[] {
  const { number, token } = parseSubject(subject)
  const ids = [messageId, ...inReplyTo, ...references].filter((id) => id !== null)
  return [
    `hash ${hash}`,
    ...ids.map((id) => `id ${id}`),
    ...(number === null ? [] : [`number ${number.toLowerCase()}`]),
    ...(token === null ? [] : [`token ${token.toLowerCase()}`]),
  ]
}

function sourceOf(group: readonly HeldMail[]): ImportSource {
  const parsed = orderMails(group.map(({ mail }) => mail))
  const raws = new Map(group.map(({ mail, bytes }) => [mail.hash, bytes]))
  return {
    files: [...new Set(group.flatMap(({ files }) => [...files]))],
    thread: threadOfMails(parsed),
    mails: parsed.map((mail) => ({ mail, bytes: raws.get(mail.hash) ?? new Uint8Array() })),
  }
}
