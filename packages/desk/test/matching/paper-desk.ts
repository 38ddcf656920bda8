// Books in memory that answer what `cluesToLookUp` asks, and nothing else, and keep what verdicts say.
import { createHash } from 'node:crypto'
import type { Instant } from '@holdfast/capabilities'
import { SeededEntropy, instant } from '@holdfast/capabilities/testing'
import { decideMatch } from '../../src/matching/match-message.ts'
import type { KnownCase, KnownMessage, KnownSide, MatchBooks } from '../../src/matching/match-books.ts'
import type { MatchVerdict } from '../../src/matching/match-verdict.ts'
import { domainOf, type MatchSettings, type MessageClues } from '../../src/matching/message-clues.ts'
import { parseNumberPattern, type NumberPattern } from '../../src/matching/number-pattern.ts'
import {
  cluesToLookUp,
  listKeptReferences,
  listRecipients,
  listSenders,
  type LookUp,
} from '../../src/matching/read-clues.ts'
import type { ReplyKey } from '../../src/matching/reply-token.ts'

export type KeptMessage = KnownMessage & {
  readonly messageId: string | null
  /** What it refers to; nothing where it is held. */
  readonly refersTo?: readonly string[]
}
export type KeptCase = KnownCase & { readonly running: number; readonly numbers: readonly string[] }

export type Ground = {
  readonly settings: MatchSettings
  readonly cases: readonly KeptCase[]
  readonly messages: readonly KeptMessage[]
  readonly people: ReadonlyMap<string, KnownSide>
  readonly domains: ReadonlyMap<string, KnownSide>
}

export class PaperDesk {
  readonly settings: MatchSettings
  readonly cases: Map<string, KeptCase>
  readonly messages: KeptMessage[]
  readonly #people: ReadonlyMap<string, KnownSide>
  readonly #domains: ReadonlyMap<string, KnownSide>
  #begun = 0

  constructor(ground: Ground) {
    this.settings = ground.settings
    this.cases = new Map(ground.cases.map((one) => [one.id, one]))
    this.messages = [...ground.messages]
    this.#people = ground.people
    this.#domains = ground.domains
  }

  /** Decides and records, as a store does in one transaction. */
  receive(clues: MessageClues, now: Instant): { verdict: MatchVerdict; case: string | null } {
    const books = this.lookUp(cluesToLookUp(clues, this.settings))
    const verdict = decideMatch(clues, books, { settings: this.settings, now })
    return { verdict, case: this.#record(clues, verdict, now) }
  }

  lookUp(asked: LookUp): MatchBooks {
    const some = <Key, Value>(keys: readonly Key[], find: (key: Key) => Value | undefined) =>
      new Map(
        keys.flatMap((key) => {
          const value = find(key)
          return value === undefined ? [] : [[key, value] as const]
        }),
      )
    const all = [...this.cases.values()]
    const listed = (id: string) => this.messages.filter(({ messageId }) => messageId === id).toReversed()
    return {
      byMessageId: some(asked.messageIds, (id) => (listed(id).length > 0 ? listed(id) : undefined)),
      byReference: some(asked.referredIds, (id) => {
        const referrers = this.messages.filter(({ refersTo }) => refersTo?.includes(id) === true)
        return referrers.length > 0 ? referrers : undefined
      }),
      byHash: some([asked.hash], (hash) => this.messages.find((one) => one.hash === hash)),
      byMessage: some(asked.messages, (id) => this.messages.find((one) => one.id === id)),
      byRunning: some(asked.caseRunnings, (running) => all.find((one) => one.running === running)?.id),
      byNumber: some(asked.numbers, (key) => all.find(({ numbers }) => numbers.includes(key))?.id),
      cases: this.cases,
      people: some(asked.addresses, (address) => this.#people.get(address)),
      domains: some(asked.domains, (domain) => this.#domains.get(domain)),
    }
  }

  #record(clues: MessageClues, verdict: MatchVerdict, now: Instant): string | null {
    if (verdict.kind === 'duplicate' || verdict.kind === 'returns') return verdict.case
    if (verdict.kind === 'unplaced') return null
    const found = verdict.kind === 'begins' ? this.#begin(clues) : verdict.case
    const known = this.cases.get(found)
    if (verdict.kind === 'reopens' && known !== undefined)
      this.cases.set(found, { ...known, state: { kind: 'open' } })
    this.messages.push({
      ...{ id: messageSymbols(`${clues.hash} ${this.messages.length}`), case: found, direction: 'received' },
      ...{
        audience: verdict.audience,
        hash: clues.hash,
        bodyHash: clues.bodyHash,
        messageId: clues.messageId,
        refersTo: verdict.held === null ? listKeptReferences(clues) : [],
      },
      ...{ from: clues.from[0] ?? '', sentAt: clues.sentAt ?? now },
    })
    return found
  }

  #organisationOf(clues: MessageClues): string | null {
    const [sender = ''] = listSenders(clues)
    const side = this.#people.get(sender) ?? this.#domains.get(domainOf(sender))
    return side?.kind === 'organisation' ? side.organisation : null
  }

  #begin(clues: MessageClues): string {
    const id = `new${++this.#begun}`
    const addresses = [...listSenders(clues), ...listRecipients(clues)]
    const isOurs = (address: string) => this.settings.ownAddresses.includes(address)
    const participants = new Map(
      addresses.filter((address) => !isOurs(address)).map((address) => [address, 'customer'] as const),
    )
    this.cases.set(id, {
      ...{ id, running: 9000 + this.#begun, numbers: [], participants },
      organisation: this.#organisationOf(clues),
      state: { kind: 'open' },
    })
    return id
  }
}

/** 26 symbols that a name always leads to. */
export function messageSymbols(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex')
  return `0${Array.from(digest.slice(0, 25), (digit) => digit).join('')}`
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function replyKey(id: number, state: ReplyKey['state']): ReplyKey {
  return { id, state, secret: new SeededEntropy(`reply key ${id}`).bytes(32) }
}

export function pattern(name: string, written: string): NumberPattern {
  const parsed = parseNumberPattern(name, written)
  if ('code' in parsed) throw new Error(JSON.stringify(parsed))
  return parsed
}

/** Clues with nothing in them but what a test is about. */
export function sampleClues(given: Partial<MessageClues> = {}): MessageClues {
  const body = given.bodyText ?? 'hello'
  return {
    ...{
      bodyHash: sha256(body),
      messageId: null,
      inReplyTo: [],
      references: [],
      to: [],
      cc: [],
      deliveredTo: [],
    },
    ...{
      sentAt: instant('2026-03-10T08:00:00Z'),
      from: ['li.na@qinghe.example'],
      subject: '',
      bodyText: body,
    },
    ...{ headers: [], automaton: { kind: 'person' }, authentication: 'none' },
    hash: sha256(JSON.stringify(given)),
    ...given,
  }
}
