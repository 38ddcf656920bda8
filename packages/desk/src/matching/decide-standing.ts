// What a sender is to a case, and which of its threads a message joins. spec: threading §6
import type { KnownCase, KnownSide, MatchBooks, MessageAudience } from './match-books.ts'
import type { MatchDoubt, SenderStanding } from './match-verdict.ts'
import { addressCharactersMax, domainOf, type MessageClues } from './message-clues.ts'
import { listRecipients, listSenders } from './read-clues.ts'
import type { TokenAudience } from './reply-token.ts'

export type Standing = {
  readonly standing: SenderStanding
  readonly audience: MessageAudience
  readonly held: 'pending' | null
  readonly doubts: readonly MatchDoubt[]
}

/** What one address is to a case: the threads in which it may write, the likeliest first. */
type Part = {
  readonly standing: 'participant' | 'organisation' | 'staff' | 'stranger'
  readonly audiences: readonly TokenAudience[]
}

/** From the most to the least that a sender may; of several senders the least counts. */
const precedence = ['staff', 'participant', 'organisation', 'stranger'] as const

export type Claim = {
  /** The case that the message belongs to, null for a new one. */
  readonly found: KnownCase | null
  /** The thread that the clue belongs to, null where it names the case alone. */
  readonly claimed: MessageAudience | null
  /** The clue is one that nobody but a recipient of ours can have: a token, or a report about a mail of ours. */
  readonly isProven: boolean
}

export function decideStanding(clues: MessageClues, books: MatchBooks, claim: Claim): Standing {
  const { found, claimed } = claim
  const part = partOfSenders(clues, books, found)
  if (clues.automaton.kind !== 'person') return standingOfAutomaton(clues, part, claim)
  if (part.standing === 'stranger') {
    // Nobody else reads a case that begins: there is nothing to be held back from.
    const held = found === null ? null : 'pending'
    return {
      standing: 'stranger',
      audience: claimed ?? (found === null ? 'customer' : 'unknown'),
      held,
      doubts: [],
    }
  }
  if (clues.authentication === 'fail') return contradicted('authentication-failed', clues)
  if (part.standing === 'staff') return standingOfStaff(clues, books, claim)
  const [likeliest] = part.audiences
  if (claimed === null || claimed === 'unknown')
    return { standing: part.standing, audience: likeliest ?? 'unknown', held: null, doubts: [] }
  if (!part.audiences.includes(claimed)) return contradicted('audience-contradicted', clues)
  return { standing: part.standing, audience: claimed, held: null, doubts: [] }
}

/** An automaton that nobody knows is held like a stranger, but for proven bounces: mail servers are nobody's people. */
function standingOfAutomaton(
  { automaton }: MessageClues,
  { standing, audiences }: Part,
  { found, claimed, isProven }: Claim,
): Standing {
  const isBounce = automaton.kind === 'bounce' && isProven
  const held = found !== null && standing === 'stranger' && !isBounce ? 'pending' : null
  const own = audiences[0] ?? (found === null ? 'customer' : 'unknown')
  return { standing: 'automaton', audience: claimed ?? own, held, doubts: [] }
}

/**
 * Staff may write anywhere, and their mail goes where its recipients are: to an outer thread only where somebody of it is
 * addressed. A remark meant for colleagues so never stands among the customer's mails.
 */
function standingOfStaff(clues: MessageClues, books: MatchBooks, { found, claimed }: Claim): Standing {
  const recipients = listRecipients(clues).map((address) => partOf(address, books, found))
  const outer = (['customer', 'upstream'] as const).filter((audience) =>
    recipients.some(({ standing, audiences }) => standing !== 'staff' && audiences.includes(audience)),
  )
  const staff = (audience: MessageAudience, kind?: 'audience-narrowed' | 'audiences-mixed'): Standing => ({
    ...{ standing: 'staff', audience, held: null },
    doubts: kind === undefined ? [] : [{ kind, text: senderOf(clues) }],
  })
  if (outer.length > 1) return staff('internal', 'audiences-mixed')
  const [addressed] = outer
  if (claimed === null || claimed === 'unknown') return staff(addressed ?? 'internal')
  if (claimed === 'internal' || claimed === 'rnd')
    return addressed === undefined ? staff(claimed) : staff(claimed, 'audiences-mixed')
  if (addressed === undefined) return staff('internal', 'audience-narrowed')
  return addressed === claimed ? staff(claimed) : staff('internal', 'audiences-mixed')
}

function contradicted(
  kind: 'authentication-failed' | 'audience-contradicted',
  clues: MessageClues,
): Standing {
  const doubts = [{ kind, text: senderOf(clues) }]
  return { standing: 'contradicted', audience: 'unknown', held: 'pending', doubts }
}

function senderOf({ from }: MessageClues): string {
  return (from[0] ?? '').slice(0, addressCharactersMax)
}

/** Of several senders the one who may least: a mail is not believed for the sake of one name among others. */
function partOfSenders(clues: MessageClues, books: MatchBooks, found: KnownCase | null): Part {
  const parts = listSenders(clues).map((address) => partOf(address, books, found))
  const rank = ({ standing }: Part) => precedence.indexOf(standing)
  const [least] = parts.toSorted((one, other) => rank(other) - rank(one))
  return least ?? { standing: 'stranger', audiences: [] }
}

function partOf(address: string, books: MatchBooks, found: KnownCase | null): Part {
  const side = books.people.get(address) ?? books.domains.get(domainOf(address)) ?? null
  const own = found?.participants.get(address)
  if (side?.kind === 'staff') return { standing: 'staff', audiences: [own ?? 'internal'] }
  if (own !== undefined) return { standing: 'participant', audiences: [own] }
  return partOfSide(side, found)
}

function partOfSide(side: KnownSide | null, found: KnownCase | null): Part {
  if (side?.kind === 'organisation' && (found === null || found.organisation === side.organisation))
    return { standing: 'organisation', audiences: ['customer'] }
  // Someone upstream is at home in every case that has an upstream thread, and in a new one.
  const hasUpstream = found === null || [...found.participants.values()].includes('upstream')
  if (side?.kind === 'upstream' && hasUpstream) return { standing: 'organisation', audiences: ['upstream'] }
  return { standing: 'stranger', audiences: [] }
}
