// Every case that a clue of the message names, by precedence. spec: threading §5
import { isId, momentOfIdSymbols } from '@holdfast/lease'
import { decideStanding } from './decide-standing.ts'
import type { KnownCase, KnownMessage, MatchBooks, MessageAudience } from './match-books.ts'
import { matchRules, type MatchDoubt, type MatchEvidence, type MatchRule } from './match-verdict.ts'
import {
  domainOf,
  normaliseAddress,
  usableId,
  type MatchSettings,
  type MessageClues,
} from './message-clues.ts'
import {
  listNumbers,
  listRecipients,
  listReferences,
  listSenders,
  listTokens,
  verifyMessageId,
  type TokenClue,
} from './read-clues.ts'
import type { TokenReference, TokenVerdict } from './reply-token.ts'

export type Candidate = {
  readonly rule: MatchRule
  readonly case: KnownCase
  /** The thread that the clue belongs to; null: it names the case alone. */
  readonly audience: MessageAudience | null
  readonly redirectedFrom: string | null
  readonly evidence: MatchEvidence
}

export type Candidates = { readonly candidates: readonly Candidate[]; readonly doubts: readonly MatchDoubt[] }

/** Merges that are followed one after the other. */
export const redirectsMax = 32

type Named = {
  readonly rule: MatchRule
  readonly case: string | undefined
  readonly audience: MessageAudience | null
  readonly evidence: MatchEvidence
}

export function listCandidates(clues: MessageClues, settings: MatchSettings, books: MatchBooks): Candidates {
  const doubts: MatchDoubt[] = []
  const named = [
    ...nameByBounce(clues, settings, books, doubts),
    ...nameByTokens(listTokens(clues, settings), books, doubts),
    ...nameByReferences(clues, books),
    ...nameByNumbers(clues, settings, books, doubts),
    ...nameByReferrers(clues, books, doubts),
  ].toSorted((one, other) => matchRules.indexOf(one.rule) - matchRules.indexOf(other.rule))
  const own = usableId(clues.messageId)
  if (own !== null && [clues.inReplyTo, clues.references].some((ids) => ids.includes(own)))
    doubts.push({ kind: 'reference-to-itself', text: own })
  const candidates = named.flatMap((one) => {
    const found = one.case === undefined ? 'case-unknown' : followMerges(one.case, books)
    if (typeof found !== 'string')
      return [{ ...one, case: found, redirectedFrom: found.id === one.case ? null : (one.case ?? null) }]
    doubts.push({ kind: found, text: one.evidence.text })
    return []
  })
  return { candidates, doubts: uniqueDoubts(doubts) }
}

/** A bounce belongs to the case of the mail that did not arrive. */
function nameByBounce(
  { automaton }: MessageClues,
  settings: MatchSettings,
  books: MatchBooks,
  doubts: MatchDoubt[],
): Named[] {
  if (automaton.kind !== 'bounce' || automaton.about === null) return []
  const evidence = { where: 'report', text: automaton.about } as const
  const token = { verdict: verifyMessageId(automaton.about, settings), evidence }
  const byToken = nameByTokens([token], books, doubts)
  // Only what was sent can come back: a report about a mail of somebody else proves nothing.
  const sent = (books.byMessageId.get(automaton.about) ?? []).filter(({ direction }) => direction === 'sent')
  const byId = sent.map(({ case: id, audience }) => ({ case: id, audience, evidence }))
  return [...byToken, ...byId].map((one) => ({ ...one, rule: 'bounce' }))
}

function nameByTokens(tokens: readonly TokenClue[], books: MatchBooks, doubts: MatchDoubt[]): Named[] {
  return tokens.flatMap(({ verdict, evidence }) => {
    if (verdict.kind === 'valid') {
      const { audience } = verdict.reference
      return [
        { rule: 'reply-token', case: caseOfToken(verdict.reference, books), audience, evidence } as const,
      ]
    }
    const kind = doubtOfToken(verdict)
    if (kind !== null) doubts.push({ kind, text: evidence.text })
    return []
  })
}

/** Where the message of the token lies now; where the books have lost the message, the case it was sent from. */
function caseOfToken(reference: TokenReference, books: MatchBooks): string | undefined {
  return books.byMessage.get(reference.message)?.case ?? caseOfRunning(reference, books)
}

/**
 * Books that were restored from a backup give running numbers again that mails carry already. A case that is younger than
 * the message was given the number anew: it is another case, and the token names none.
 */
export function caseOfRunning(
  { caseRunning, message }: TokenReference,
  books: MatchBooks,
): string | undefined {
  const id = books.byRunning.get(caseRunning)
  if (id === undefined || !isId('cas', id)) return id
  const begun = momentOfIdSymbols(id.slice('cas_'.length))
  const sent = momentOfIdSymbols(message)
  return begun !== null && sent !== null && begun > sent ? undefined : id
}

function doubtOfToken(verdict: TokenVerdict): MatchDoubt['kind'] | null {
  if (verdict.kind === 'forged') return 'token-forged'
  if (verdict.kind === 'key-withdrawn') return 'token-key-withdrawn'
  return verdict.kind === 'key-unknown' ? 'token-key-unknown' : null
}

function nameByReferences(clues: MessageClues, books: MatchBooks): Named[] {
  return listReferences(clues).flatMap(({ rule, messageId }) =>
    (books.byMessageId.get(messageId) ?? []).map(({ case: id, audience }) => ({
      ...{ rule, case: id, audience },
      evidence: { where: rule, text: messageId },
    })),
  )
}

/**
 * The case of a reply that was read before this mail. That something refers to the mail is a claim of somebody else, so it
 * counts only where the mail itself shows that the claim can be true, and where its sender is at home in that case.
 */
function nameByReferrers(clues: MessageClues, books: MatchBooks, doubts: MatchDoubt[]): Named[] {
  const own = usableId(clues.messageId)
  // Where another mail has this id, what refers to it may mean that one.
  if (own === null || (books.byMessageId.get(own) ?? []).length > 0) return []
  const evidence = { where: 'message-id', text: own } as const
  return (books.byReference.get(own) ?? []).flatMap((referrer) => {
    if (reaches(clues, referrer, books) && isAtHome(clues, referrer, books))
      return [{ rule: 'referred-by', case: referrer.case, audience: null, evidence }]
    doubts.push({ kind: 'referrer-unfounded', text: own })
    return []
  })
}

/** Whether whoever wrote the message that refers to this mail can have had it: by its head, or by a domain they share. */
function reaches(clues: MessageClues, referrer: KnownMessage, books: MatchBooks): boolean {
  const writer = normaliseAddress(referrer.from)
  const senders = listSenders(clues)
  if (writer === '' || senders.length === 0) return false
  if ([...senders, ...listRecipients(clues)].includes(writer)) return true
  const domain = domainOf(writer)
  return books.domains.has(domain) && senders.every((address) => domainOf(address) === domain)
}

function isAtHome(clues: MessageClues, { case: id }: KnownMessage, books: MatchBooks): boolean {
  const found = followMerges(id, books)
  if (typeof found === 'string') return false
  return decideStanding(clues, books, { found, claimed: null, isProven: false }).held === null
}

function nameByNumbers(
  clues: MessageClues,
  settings: MatchSettings,
  books: MatchBooks,
  doubts: MatchDoubt[],
): Named[] {
  return listNumbers(clues, settings).flatMap(({ rule, keys, evidence }) => {
    const id = keys.map((key) => books.byNumber.get(key)).find((found) => found !== undefined)
    if (id !== undefined) return [{ rule, case: id, audience: null, evidence }]
    // A foreign desk's reference is new with its first mail; a number of ours that is not in the books deserves a look.
    if (rule !== 'foreign-header') doubts.push({ kind: 'number-unknown', text: evidence.text })
    return []
  })
}

/** The case that `id` leads to, through every merge. */
export function followMerges(
  id: string,
  books: MatchBooks,
): KnownCase | 'case-unknown' | 'redirect-circular' {
  let found = books.cases.get(id)
  for (let step = 0; step < redirectsMax; step++) {
    if (found === undefined) return 'case-unknown'
    if (found.state.kind !== 'merged') return found
    found = books.cases.get(found.state.into)
  }
  return 'redirect-circular'
}

function uniqueDoubts(doubts: readonly MatchDoubt[]): MatchDoubt[] {
  return [...new Map(doubts.map((doubt) => [`${doubt.kind} ${doubt.text}`, doubt])).values()]
}
