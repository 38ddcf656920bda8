// Which case does a message belong to? spec: threading §5
import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { decideStanding, type Standing } from './decide-standing.ts'
import {
  caseOfRunning,
  followMerges,
  listCandidates,
  type Candidate,
  type Candidates,
} from './list-candidates.ts'
import type { KnownMessage, MatchBooks } from './match-books.ts'
import type { MatchDoubt, MatchVerdict, RunnerUp, SenderStanding } from './match-verdict.ts'
import { normaliseAddress, type MatchSettings, type MessageClues } from './message-clues.ts'
import { listSenders, verifyMessageId } from './read-clues.ts'

export type MatchContext = { readonly settings: MatchSettings; readonly now: Instant }

/**
 * The verdict over one message: total, and a function of its arguments alone. `books` holds what `cluesToLookUp` asked for; a
 * clue that it does not know names no case.
 */
export function decideMatch(clues: MessageClues, books: MatchBooks, context: MatchContext): MatchVerdict {
  const { settings } = context
  const same = findSame(clues, books, settings)
  if (same !== null) return same
  const { candidates, doubts } = listCandidates(clues, settings, books)
  const all = [...doubtsOfId(clues, books), ...doubts]
  const [winner] = candidates
  if (winner === undefined) return begin(clues, books, all)
  return place(clues, books, { winner, candidates, doubts: all }, context)
}

/** The same mail once more, or our own on its way back. */
function findSame(clues: MessageClues, books: MatchBooks, settings: MatchSettings): MatchVerdict | null {
  const identical = books.byHash.get(clues.hash)
  const known = clues.messageId === null ? [] : (books.byMessageId.get(clues.messageId) ?? [])
  const message = identical ?? known.find((one) => isSame(clues, one, settings))
  if (message !== undefined) {
    const kind = message.direction === 'sent' ? 'returns' : 'duplicate'
    const differs = message.hash !== clues.hash
    const text = clues.messageId ?? message.id
    return {
      ...{ kind, rule: 'same', case: caseNow(message.case, books), message: message.id },
      ...{ runnerUp: null, held: null },
      evidence: [differs ? { where: 'message-id', text } : { where: 'bytes', text: clues.hash }],
      doubts: differs ? [{ kind: 'bytes-differ', text }] : [],
      standing: kind === 'returns' ? 'automaton' : standingBesideKnown(clues, books, message),
    }
  }
  return findLostOwn(clues, books, settings)
}

function caseNow(id: string, books: MatchBooks): string {
  const found = followMerges(id, books)
  return typeof found === 'string' ? id : found.id
}

function standingBesideKnown(clues: MessageClues, books: MatchBooks, message: KnownMessage): SenderStanding {
  const found = books.cases.get(caseNow(message.case, books)) ?? null
  return decideStanding(clues, books, { found, claimed: message.audience, isProven: true }).standing
}

/**
 * Two mails under one id are one where sender, moment and body agree: then only the way through the network differs. Our own
 * come back with lines that lists and gateways added, so their body does not count. In every other case two mails are shown
 * where a broken client has used one id twice, and nothing gets lost.
 */
function isSame(clues: MessageClues, known: KnownMessage, settings: MatchSettings): boolean {
  const [sender] = listSenders(clues)
  if (sender !== normaliseAddress(known.from) || clues.sentAt !== known.sentAt) return false
  if (known.direction === 'sent' && isOwn(clues, settings)) return true
  return clues.bodyHash === known.bodyHash
}

/** Our own mail that the books have lost, as after a restore: its Message-ID proves itself. */
function findLostOwn(clues: MessageClues, books: MatchBooks, settings: MatchSettings): MatchVerdict | null {
  if (clues.messageId === null || books.byMessageId.has(clues.messageId) || !isOwn(clues, settings))
    return null
  const token = verifyMessageId(clues.messageId, settings)
  const found = token.kind === 'valid' ? caseOfRunning(token.reference, books) : undefined
  if (found === undefined) return null
  return {
    ...{ kind: 'returns', rule: 'same', case: caseNow(found, books), message: null },
    ...{ runnerUp: null, held: null },
    ...{ evidence: [{ where: 'message-id', text: clues.messageId }], doubts: [], standing: 'automaton' },
  }
}

function isOwn(clues: MessageClues, { ownAddresses }: MatchSettings): boolean {
  const own = new Set(ownAddresses.map(normaliseAddress))
  const senders = listSenders(clues)
  return clues.authentication !== 'fail' && senders.length > 0 && senders.every((address) => own.has(address))
}

function doubtsOfId(clues: MessageClues, books: MatchBooks): MatchDoubt[] {
  if (clues.messageId === null || (books.byMessageId.get(clues.messageId) ?? []).length === 0) return []
  return [{ kind: 'id-doubled', text: clues.messageId }]
}

/** No clue names a case. What answers by itself, or comes back, begins none. */
function begin(clues: MessageClues, books: MatchBooks, doubts: readonly MatchDoubt[]): MatchVerdict {
  const { audience, ...standing } = decideStanding(clues, books, {
    ...{ found: null, claimed: null, isProven: false },
  })
  const reasons = { ...standing, evidence: [], doubts: [...doubts, ...standing.doubts], runnerUp: null }
  if (['auto-reply', 'out-of-office', 'bounce', 'own'].includes(clues.automaton.kind))
    return { ...reasons, kind: 'unplaced', rule: 'none' }
  return { ...reasons, kind: 'begins', rule: 'none', audience, linked: null }
}

type Placing = Candidates & { readonly winner: Candidate }

function place(
  clues: MessageClues,
  books: MatchBooks,
  placing: Placing,
  context: MatchContext,
): MatchVerdict {
  const { winner } = placing
  const standing = decideStanding(clues, books, {
    ...{ found: winner.case, claimed: winner.audience },
    isProven: winner.rule === 'bounce' || winner.rule === 'reply-token',
  })
  const { audience, ...rest } = standing
  const reasons = {
    ...rest,
    evidence: [winner.evidence],
    doubts: [...placing.doubts, ...standing.doubts, ...doubtsOfThreads(placing, standing)],
    runnerUp: findRunnerUp(placing),
  }
  const kind = effectOf(winner.case.state, standing, context)
  const { rule, redirectedFrom } = winner
  if (kind === 'begins') return { ...reasons, kind, rule, audience, linked: winner.case.id }
  return { ...reasons, kind, rule, case: winner.case.id, audience, redirectedFrom }
}

/** Somebody outside answers a chain in which inner messages stand: what was said inside may have left the house. */
function doubtsOfThreads({ winner, candidates }: Placing, { standing, audience }: Standing): MatchDoubt[] {
  const isOutside = standing === 'participant' || standing === 'organisation'
  if (!isOutside || audience === 'internal' || audience === 'rnd') return []
  const inner = candidates.filter(
    (one) => one.case.id === winner.case.id && (one.audience === 'internal' || one.audience === 'rnd'),
  )
  return inner.slice(0, 1).map(({ evidence }) => ({ kind: 'inner-thread-named', text: evidence.text }))
}

/**
 * What the message does to its case. Automata and what is held change nothing. Staff change nothing but what is archived: a
 * colleague's question after the archive is a question, a remark on a resolved case is a remark.
 */
function effectOf(
  state: Candidate['case']['state'],
  { standing, held }: Standing,
  { settings, now }: MatchContext,
): 'joins' | 'reopens' | 'asks' | 'begins' {
  if (held !== null || standing === 'automaton') return 'joins'
  if (state.kind === 'archived') return 'asks'
  if (state.kind !== 'resolved' || standing === 'staff') return 'joins'
  return now < addSecondsHeld(state.since, settings.reopenDays * secondsPerDay) ? 'reopens' : 'begins'
}

/** What would have decided without the winner: the first clue to another case, else the next rule that says the same. */
function findRunnerUp({ winner, candidates }: Placing): RunnerUp | null {
  const others = candidates.filter(({ rule, case: { id } }) => rule !== winner.rule || id !== winner.case.id)
  const next = others.find(({ case: { id } }) => id !== winner.case.id) ?? others[0]
  if (next === undefined) return null
  const disagrees = next.case.id !== winner.case.id
  return { rule: next.rule, case: next.case.id, disagrees, evidence: next.evidence }
}
