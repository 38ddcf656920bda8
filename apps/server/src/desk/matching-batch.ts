// The books of one batch: what the store knows, and what the mails before in the batch have added. spec: threading §4
import {
  cluesToLookUp,
  listKeptReferences,
  type KnownCase,
  type KnownCaseState,
  type KnownMessage,
  type KnownSide,
  type LookUp,
  type MatchBooks,
  type MessageClues,
  type TokenAudience,
} from '@holdfast/desk'
import type { CaseId, CaseMessageId } from '@holdfast/lease'
import type {
  CaseRecord,
  MessageAudience,
  NewCase,
  NewMessage,
  PersonRecord,
  ThreadedMessage,
  ThreadingFacts,
  ThreadingKeys,
} from '@holdfast/store'
import { isDeskAddress, type ReceivingSettings } from './receiving-settings.ts'

const messagePrefix = 'cms_'

/** What to fetch for all of these mails at once. */
export function threadingKeysOf(
  mails: readonly { readonly clues: MessageClues; readonly identity: string }[],
  settings: ReceivingSettings,
): ThreadingKeys {
  const lookUps = mails.map(({ clues }) => cluesToLookUp(clues, settings.match))
  const all = <Key>(keysOf: (lookUp: LookUp) => readonly Key[]) => [...new Set(lookUps.flatMap(keysOf))]
  const values = all(({ numbers }) => numbers.flatMap((key) => [key, valueOf(key)]))
  const addresses = all((lookUp) => lookUp.addresses).filter((address) => !isDeskAddress(address, settings))
  return {
    messageIds: all((lookUp) => lookUp.messageIds),
    referredIds: all((lookUp) => lookUp.referredIds),
    numbers: values,
    tokens: values,
    addresses,
    domains: all((lookUp) => lookUp.domains),
    identities: mails.map(({ identity }) => identity),
    rawHashes: all(({ hash }) => [hash]),
    ids: all(({ messages }) => messages.map((symbols) => `${messagePrefix}${symbols}` as CaseMessageId)),
    runnings: all(({ caseRunnings }) => caseRunnings),
    participants: addresses,
    withUpstream: settings.upstreamDomains.length > 0,
  }
}

/** The value of a `numberKey`: pattern or header, a slash, the value. */
export function valueOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

type OpenCase = Omit<KnownCase, 'participants'> & { readonly participants: Map<string, TokenAudience> }

/** `MatchBooks` that grow: each mail is matched against those before it. */
export class MatchingBatch implements MatchBooks {
  readonly byMessageId = new Map<string, readonly KnownMessage[]>()
  readonly byReference = new Map<string, readonly KnownMessage[]>()
  readonly byHash = new Map<string, KnownMessage>()
  readonly byMessage = new Map<string, KnownMessage>()
  readonly byRunning = new Map<number, string>()
  readonly byNumber = new Map<string, string>()
  readonly cases = new Map<string, OpenCase>()
  readonly people = new Map<string, KnownSide>()
  readonly domains = new Map<string, KnownSide>()
  readonly #facts: ThreadingFacts
  readonly #settings: ReceivingSettings

  constructor(facts: ThreadingFacts, keys: ThreadingKeys, settings: ReceivingSettings) {
    this.#facts = facts
    this.#settings = settings
    for (const [id, messages] of facts.messages)
      this.byMessageId.set(id, messages.map(knownMessageOf).toReversed())
    for (const [id, messages] of facts.referrers) this.byReference.set(id, messages.map(knownMessageOf))
    for (const [hash, message] of facts.rawHashes) this.byHash.set(hash, knownMessageOf(message))
    for (const [id, message] of facts.ids) this.byMessage.set(symbolsOf(id), knownMessageOf(message))
    for (const record of facts.cases.values()) this.cases.set(record.id, this.#openCase(record))
    for (const [running, { given, leadsTo }] of facts.runnings) {
      // The rules look at when the case began that has the number, before they follow it to where it was merged.
      this.byRunning.set(running, given)
      if (given !== leadsTo) this.cases.set(given, mergedCase(given, leadsTo))
    }
    for (const key of keys.numbers) this.#nameNumber(key)
    for (const [domain, organisation] of facts.domains)
      this.domains.set(domain, { kind: 'organisation', organisation })
    for (const domain of settings.upstreamDomains) this.domains.set(domain, { kind: 'upstream' })
    for (const domain of [...settings.staffDomains, ...settings.ownDomains])
      this.domains.set(domain, { kind: 'staff' })
    for (const [address, person] of facts.persons) this.#namePerson(address, person)
    for (const address of settings.match.ownAddresses) this.people.set(address, { kind: 'staff' })
  }

  /** `foreign`: keys of numbers that the case brings from other desks. */
  addCase(added: Pick<NewCase, 'id' | 'customer'>, foreign: readonly string[]): void {
    this.cases.set(added.id, {
      id: added.id,
      state: { kind: 'open' },
      organisation: added.customer,
      participants: new Map(),
    })
    for (const key of foreign) if (!this.byNumber.has(key)) this.byNumber.set(key, added.id)
  }

  addMessage(message: NewMessage, hash: string): void {
    const { id, messageId, people, audience } = message
    const known: KnownMessage = {
      id: symbolsOf(id),
      case: message.case,
      audience,
      direction: 'received',
      hash,
      bodyHash: message.bodyHash,
      from: people.find(({ role }) => role === 'from')?.address ?? '',
      sentAt: message.sent.moment,
    }
    this.byHash.set(hash, known)
    this.byMessage.set(known.id, known)
    if (messageId !== null)
      this.byMessageId.set(messageId, [known, ...(this.byMessageId.get(messageId) ?? [])])
    if (message.held === null)
      for (const id of listKeptReferences(message))
        this.byReference.set(id, [...(this.byReference.get(id) ?? []), known])
    const place = this.cases.get(message.case)
    if (place === undefined || message.held !== null || audience === 'unknown') return
    for (const { address } of people)
      if (!isDeskAddress(address, this.#settings)) place.participants.set(address, audience)
  }

  #openCase(record: CaseRecord): OpenCase {
    const participants = new Map<string, TokenAudience>()
    for (const [address, audience] of this.#facts.participants.get(record.id) ?? [])
      if (audience !== 'unknown') participants.set(address, audience)
    // An address that nobody has stands for the thread itself.
    if (this.#facts.upstreamCases.has(record.id)) participants.set('', 'upstream')
    return { id: record.id, state: knownStateOf(record), organisation: record.customer, participants }
  }

  /** A value may be a number, a tracking token, or a foreign desk's; links of foreign desks hold the key or the bare value. */
  #nameNumber(key: string): void {
    const value = valueOf(key)
    const { numbers, tokens, foreignNumbers } = this.#facts
    const found =
      numbers.get(value) ??
      tokens.get(value) ??
      foreignNumbers.get(key)?.[0] ??
      foreignNumbers.get(value)?.[0]
    if (found !== undefined) this.byNumber.set(key, found)
  }

  #namePerson(address: string, { side, customer }: PersonRecord): void {
    if (side === 'vendor') this.people.set(address, { kind: 'staff' })
    else if (side === 'upstream') this.people.set(address, { kind: 'upstream' })
    else if (customer !== null) this.people.set(address, { kind: 'organisation', organisation: customer })
  }
}

export function symbolsOf(id: CaseMessageId): string {
  return id.slice(messagePrefix.length)
}

function knownMessageOf(message: ThreadedMessage): KnownMessage {
  return {
    id: symbolsOf(message.id),
    case: message.case,
    audience: message.audience satisfies MessageAudience,
    direction: message.direction === 'out' ? 'sent' : 'received',
    hash: message.rawHash ?? '',
    bodyHash: message.bodyHash,
    from: message.from,
    sentAt: message.sentAt,
  }
}

function mergedCase(id: CaseId, into: CaseId): OpenCase {
  return { id, state: { kind: 'merged', into }, organisation: null, participants: new Map() }
}

function knownStateOf({ state, mergedInto }: CaseRecord): KnownCaseState {
  if (mergedInto !== null) return { kind: 'merged', into: mergedInto satisfies CaseId }
  return state.kind === 'resolved' || state.kind === 'archived'
    ? { kind: state.kind, since: state.at }
    : { kind: 'open' }
}
