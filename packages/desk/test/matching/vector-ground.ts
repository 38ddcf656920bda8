// vectors/threading as books, settings and clues. What the files hold is told in vectors/threading/README.md.
import { readFileSync, readdirSync } from 'node:fs'
import { instant } from '@holdfast/capabilities/testing'
import type { KnownCaseState, KnownSide, MessageAudience } from '../../src/matching/match-books.ts'
import type { AutomatonClue, MessageClues } from '../../src/matching/message-clues.ts'
import {
  formatMessageId,
  formatReplyAddress,
  formatReplyToken,
  type ReplyKey,
  type TokenAudience,
} from '../../src/matching/reply-token.ts'
import { pattern, sha256, type Ground, type KeptCase, type KeptMessage } from './paper-desk.ts'

export const vectorFolder = new URL('../../../../vectors/threading/', import.meta.url)

type WrittenCase = {
  readonly running: number
  readonly numbers: readonly string[]
  readonly state: string
  readonly organisation: string | null
  readonly participants: { readonly [address: string]: TokenAudience }
}
type WrittenMessage = {
  readonly case: string
  readonly sentFrom?: string
  readonly audience: TokenAudience
  readonly sent?: string
  readonly received?: string
  readonly from?: string
  readonly messageId?: string
  readonly key?: number
  /** It was sent, and the books have lost it. */
  readonly lost?: true
  readonly body: string
}
type WrittenGround = {
  readonly now: string
  readonly settings: {
    readonly mailboxes: readonly string[]
    readonly messageIdDomains: readonly string[]
    readonly ownAddresses: readonly string[]
    readonly patterns: { readonly [name: string]: string }
    readonly foreignHeaders: readonly string[]
    readonly reopenDays: number
  }
  readonly keys: readonly {
    readonly id: number
    readonly state: ReplyKey['state']
    readonly secret: string
  }[]
  readonly domains: { readonly [domain: string]: string }
  readonly people: { readonly [address: string]: string }
  readonly cases: { readonly [id: string]: WrittenCase }
  readonly messages: { readonly [name: string]: WrittenMessage }
}

export type WrittenMail = Partial<
  Omit<MessageClues, 'automaton' | 'sentAt' | 'from' | 'hash' | 'bodyHash' | 'bodyText' | 'headers'>
> & {
  readonly from: string | readonly string[]
  readonly at?: string
  readonly body?: string
  readonly bytes?: string
  readonly headers?: { readonly [name: string]: string }
  readonly automaton?: string
  readonly now?: string
  readonly expect: ExpectedVerdict
}
export type ExpectedVerdict = {
  readonly kind: string
  readonly rule: string
  readonly case?: string
  readonly audience?: MessageAudience
  readonly standing: string
  readonly held?: 'pending'
  readonly linked?: string
  readonly redirectedFrom?: string
  readonly runnerUp?: string
  readonly doubts?: readonly string[]
  readonly evidence?: readonly string[]
}
export type ThreadingVector = {
  readonly why: string
  readonly given?: { readonly [id: string]: Partial<WrittenCase> }
  readonly mails: readonly WrittenMail[]
}

const ground = read<WrittenGround>('ground.json')
export const keys: readonly ReplyKey[] = ground.keys.map(({ secret, ...key }) => ({
  ...key,
  secret: Buffer.from(secret, 'hex'),
}))
const [mailboxWritten = ''] = ground.settings.mailboxes
const mailbox = { local: mailboxWritten.split('@')[0] ?? '', domain: mailboxWritten.split('@')[1] ?? '' }

export function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(file, vectorFolder), 'utf8')) as Content
}

export const vectorFiles = readdirSync(vectorFolder).filter(
  (name) => name.endsWith('.json') && !['ground.json', 'tokens.json', 'numbers.json'].includes(name),
)

/** The books of ground.json with what a file gives otherwise. */
export function groundOf(vector: Pick<ThreadingVector, 'given'>): Ground {
  const cases = Object.entries(ground.cases).map(([id, written]) =>
    caseOf(id, { ...written, ...vector.given?.[id] }),
  )
  const { patterns, ...settings } = ground.settings
  return {
    settings: {
      ...settings,
      mailboxes: [mailbox],
      keys,
      patterns: Object.entries(patterns).map(([name, written]) => pattern(name, written)),
    },
    cases,
    messages: Object.entries(ground.messages)
      .filter(([, { lost }]) => lost !== true)
      .map(([name, written]) => messageOf(name, written)),
    people: new Map(Object.entries(ground.people).map(([address, side]) => [address, sideOf(side)])),
    domains: new Map(Object.entries(ground.domains).map(([domain, side]) => [domain, sideOf(side)])),
  }
}

export function cluesOf(mail: WrittenMail): { clues: MessageClues; now: ReturnType<typeof instant> } {
  const { expect: _expect, from, at, body = '', bytes, headers = {}, automaton, now, ...rest } = mail
  const senders = typeof from === 'string' ? [from] : from
  const written = { to: [], cc: [], deliveredTo: [], inReplyTo: [], references: [], ...rest }
  const lists = Object.entries(written).filter((entry): entry is [string, string[]] =>
    Array.isArray(entry[1]),
  )
  const clues: MessageClues = {
    ...{ subject: '', authentication: 'none', ...written },
    ...(Object.fromEntries(lists.map(([name, list]) => [name, list.map(expand)])) as Partial<MessageClues>),
    ...{ from: senders, messageId: expandMaybe(rest.messageId ?? null) },
    ...{
      bodyText: body,
      bodyHash: sha256(body),
      hash: sha256(bytes ?? JSON.stringify({ ...mail, expect: null })),
    },
    sentAt: at === undefined ? instant(ground.now) : instant(at),
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    automaton: automatonOf(automaton ?? 'person'),
  }
  return { clues, now: instant(now ?? ground.now) }
}

function expandMaybe(text: string | null): string | null {
  return text === null ? null : expand(text)
}

/** `{reply a1}`, `{id a1}`, `{token a1}`, and the same with a fault: `{reply forged a1}`. */
export function expand(text: string): string {
  return text.replaceAll(
    /\{(reply|id|token)(?: (forged|withdrawn|unknown|shouted))? (\w+)\}/g,
    (_, form, fault, name) => {
      const token = faultyToken(name as string, fault as string | undefined)
      if (form === 'token') return token
      return form === 'reply' ? formatReplyAddress(mailbox, token) : formatMessageId(token, mailbox.domain)
    },
  )
}

function faultyToken(name: string, fault: string | undefined): string {
  if (fault === undefined) return tokenOf(name)
  if (fault === 'shouted') return tokenOf(name).toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l')
  if (fault === 'withdrawn') return tokenOf(name, 1)
  if (fault === 'unknown') return `9${tokenOf(name).slice(1)}`
  const token = tokenOf(name)
  return `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`
}

function tokenOf(name: string, keyId?: number): string {
  const written = ground.messages[name]
  const key = keys.find(({ id }) => id === (keyId ?? written?.key ?? 3))
  if (written === undefined || key === undefined) throw new Error(`no message ${name} or no key`)
  const caseRunning = ground.cases[written.sentFrom ?? written.case]?.running ?? 0
  return formatReplyToken(
    { caseRunning, audience: written.audience, message: symbolsOf(name) },
    { ...key, state: 'signing' },
  )
}

/** A message's id is its name behind zeros. */
function symbolsOf(name: string): string {
  return name.padStart(26, '0')
}

function messageOf(name: string, written: WrittenMessage): KeptMessage {
  const isSent = written.sent !== undefined
  return {
    ...{ id: symbolsOf(name), case: written.case, audience: written.audience },
    direction: isSent ? 'sent' : 'received',
    ...{ hash: sha256(`bytes of ${name}`), bodyHash: sha256(written.body) },
    from: written.from ?? mailboxWritten,
    sentAt: instant(written.sent ?? written.received ?? ''),
    messageId: written.messageId ?? formatMessageId(tokenOf(name), mailbox.domain),
  }
}

function caseOf(id: string, { state, participants, ...rest }: WrittenCase): KeptCase {
  return { ...rest, id, state: stateOf(state), participants: new Map(Object.entries(participants)) }
}

function stateOf(written: string): KnownCaseState {
  const [kind, fact = ''] = written.split(' ')
  if (kind === 'merged') return { kind, into: fact }
  if (kind === 'resolved' || kind === 'archived') return { kind, since: instant(fact) }
  return { kind: 'open' }
}

function sideOf(written: string): KnownSide {
  const [kind, organisation = ''] = written.split(' ')
  return kind === 'organisation' ? { kind, organisation } : { kind: kind === 'staff' ? 'staff' : 'upstream' }
}

function automatonOf(written: string): AutomatonClue {
  const [kind, about] = written.split(' about ')
  if (kind === 'bounce') return { kind, about: about === undefined ? null : expand(about) }
  return { kind } as AutomatonClue
}
