// The clues of a message, each once, in the order in which the rules ask for them. spec: threading §1, §2
import { findCaseNumbers, numberKey, type FoundNumber } from './case-number.ts'
import {
  addressCharactersMax,
  addressesMax,
  domainOf,
  foreignReferenceCharactersMax,
  keptReferencesMax,
  normaliseAddress,
  referencesMax,
  usableId,
  type MatchSettings,
  type MessageClues,
} from './message-clues.ts'
import type { MatchEvidence } from './match-verdict.ts'
import { parseMessageId, parseReplyAddress, verifyReplyToken, type TokenVerdict } from './reply-token.ts'

export type TokenClue = { readonly verdict: TokenVerdict; readonly evidence: MatchEvidence }

export type NumberClue = {
  readonly rule: 'subject' | 'body' | 'foreign-header'
  /** Keys in the books, the likeliest first. */
  readonly keys: readonly string[]
  readonly evidence: MatchEvidence
}

export type ReferenceClue = { readonly rule: 'in-reply-to' | 'references'; readonly messageId: string }

/**
 * Ids that the message says it answers: In-Reply-To as written, then References from the newest back, each once; its own id is
 * left out.
 */
export function listReferences(
  clues: Pick<MessageClues, 'messageId' | 'inReplyTo' | 'references'>,
): readonly ReferenceClue[] {
  const seen = new Set([clues.messageId])
  const once = (messageId: string) =>
    usableId(messageId) !== null && !seen.has(messageId) && seen.add(messageId).size > 0
  return [
    ...clues.inReplyTo
      .slice(0, referencesMax)
      .filter(once)
      .map((messageId) => ({ rule: 'in-reply-to', messageId }) as const),
    ...clues.references
      .slice(-referencesMax)
      .toReversed()
      .filter(once)
      .map((messageId) => ({ rule: 'references', messageId }) as const),
  ]
}

/** Of these ids, those that the books keep, so that an original that comes after its reply is known: the nearest first. */
export function listKeptReferences(
  message: Pick<MessageClues, 'messageId' | 'inReplyTo' | 'references'>,
): readonly string[] {
  return listReferences(message)
    .slice(0, keptReferencesMax)
    .map(({ messageId }) => messageId)
}

/**
 * Tokens in the order in which they count: reply addresses as they are written (To, Cc), then where the mail was delivered, then
 * our own Message-IDs among those that it answers. Delivery comes after what is written, because two copies of one mail are
 * delivered to two addresses and are still one mail.
 */
export function listTokens(clues: MessageClues, settings: MatchSettings): readonly TokenClue[] {
  const lists = [
    ['to', clues.to],
    ['cc', clues.cc],
    ['delivered-to', clues.deliveredTo],
  ] as const
  const written = lists.flatMap(([where, addresses]) =>
    addresses.slice(0, addressesMax).map((address) => ({
      token: parseReplyAddress(normaliseAddress(address), settings.mailboxes),
      evidence: { where, text: address } as const,
    })),
  )
  const answered = listReferences(clues).map(({ rule, messageId }) => ({
    token: parseMessageId(messageId, settings.messageIdDomains),
    evidence: { where: rule, text: messageId } as const,
  }))
  const seen = new Set<string>()
  return [...written, ...answered].flatMap(({ token, evidence }) => {
    if (token === null || seen.has(token)) return []
    seen.add(token)
    const verdict = verifyReplyToken(token, settings.keys)
    return verdict.kind === 'no-token' ? [] : [{ verdict, evidence }]
  })
}

/** Numbers in subject, body and foreign headers, each key once. */
export function listNumbers(clues: MessageClues, settings: MatchSettings): readonly NumberClue[] {
  const inText = (
    text: string,
    rule: NumberClue['rule'],
    where: 'subject' | 'body' | 'header',
  ): NumberClue[] =>
    findCaseNumbers(text, settings.patterns).map((found) => ({
      ...{ rule, keys: keysOf(found) },
      evidence: { where, text: text.slice(found.from, found.to) },
    }))
  const named = new Set(settings.foreignHeaders.map((name) => name.toLowerCase()))
  const headers = clues.headers.filter(({ name }) => named.has(name.toLowerCase())).slice(0, addressesMax)
  const found = [
    ...inText(clues.subject, 'subject', 'subject'),
    ...inText(clues.bodyText, 'body', 'body'),
    ...headers.flatMap(({ name, value }) => [
      ...inText(value, 'foreign-header', 'header'),
      ...foreignReference(name.toLowerCase(), value.trim()),
    ]),
  ]
  const seen = new Set<string>()
  return found.filter(({ rule, keys }) => {
    const key = `${rule} ${keys[0]}`
    return !seen.has(key) && seen.add(key).size > 0
  })
}

/** Everything that the message tells of the sender: its addresses, normal. */
export function listSenders(clues: MessageClues): readonly string[] {
  return [...new Set(clues.from.slice(0, addressesMax).map(normaliseAddress))]
}

export function listRecipients(clues: MessageClues): readonly string[] {
  const all = [clues.to, clues.cc].flatMap((list) => list.slice(0, addressesMax).map(normaliseAddress))
  return [...new Set(all)]
}

/** What to fetch for one message, each list without repetitions and bounded. */
export type LookUp = {
  readonly hash: string
  readonly messageIds: readonly string[]
  /** Message-IDs of which is asked which messages refer to them: the mail's own. */
  readonly referredIds: readonly string[]
  /** Symbols of message ids, and running numbers, that valid tokens carry. */
  readonly messages: readonly string[]
  readonly caseRunnings: readonly number[]
  /** `numberKey`s. */
  readonly numbers: readonly string[]
  readonly addresses: readonly string[]
  readonly domains: readonly string[]
}

/**
 * What to look up for these clues, so that the store does it in one batch: then the cases that the answers name, and those that
 * merged ones lead to. Nothing that a token claims is looked up before its proof was verified.
 */
export function cluesToLookUp(clues: MessageClues, settings: MatchSettings): LookUp {
  const { automaton } = clues
  const ids = listReferences(clues).map(({ messageId }) => messageId)
  const about = automaton.kind === 'bounce' ? listUsable(automaton.about) : []
  const own = listUsable(clues.messageId)
  const references = [
    ...listTokens(clues, settings).map(({ verdict }) => verdict),
    ...[...own, ...about].map((id) => verifyMessageId(id, settings)),
  ].flatMap((verdict) => (verdict.kind === 'valid' ? [verdict.reference] : []))
  const addresses = [...new Set([...listSenders(clues), ...listRecipients(clues)])].filter(
    (address) => address.length <= addressCharactersMax,
  )
  return {
    hash: clues.hash,
    messageIds: [...new Set([...own, ...about, ...ids])],
    referredIds: own,
    messages: [...new Set(references.map(({ message }) => message))],
    caseRunnings: [...new Set(references.map(({ caseRunning }) => caseRunning))],
    numbers: [...new Set(listNumbers(clues, settings).flatMap(({ keys }) => keys))],
    addresses,
    domains: [...new Set(addresses.map(domainOf).filter((domain) => domain !== ''))],
  }
}

function listUsable(messageId: string | null): readonly string[] {
  const usable = usableId(messageId)
  return usable === null ? [] : [usable]
}

/** The verdict of the token in a Message-ID; `no-token` where it is none of ours. */
export function verifyMessageId(messageId: string, settings: MatchSettings): TokenVerdict {
  const token = parseMessageId(messageId, settings.messageIdDomains)
  return token === null ? { kind: 'no-token' } : verifyReplyToken(token, settings.keys)
}

function keysOf({ pattern, value, meant }: FoundNumber): string[] {
  return [...new Set([numberKey(pattern, value), numberKey(pattern, meant)])]
}

/** The whole value of a foreign desk's header is that desk's reference. */
function foreignReference(header: string, value: string): NumberClue[] {
  if (value === '' || value.length > foreignReferenceCharactersMax) return []
  const evidence = { where: 'header', text: `${header}: ${value}` } as const
  return [{ rule: 'foreign-header', keys: [numberKey(header, value)], evidence }]
}
