// Whether an automatic mail may leave: what keeps two desks from talking to each other for ever. spec: threading §7
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { domainOf, normaliseAddress, type AutomatonClue } from './message-clues.ts'

/** At most `mailsMax` automatic mails in any `windowSeconds` to one address, to one domain, about one case, or in all; 0: none. */
export type AutomaticLimit = {
  readonly per: 'address' | 'domain' | 'case' | 'desk'
  readonly windowSeconds: number
  readonly mailsMax: number
}

/**
 * The limits that hold where nobody set others. Hours stop a loop at once, days keep one that goes on slowly small; those of
 * domain and desk are for what changes its address with every mail.
 */
export const automaticLimits: readonly AutomaticLimit[] = [
  { per: 'address', windowSeconds: 3_600, mailsMax: 2 },
  { per: 'address', windowSeconds: 86_400, mailsMax: 6 },
  { per: 'case', windowSeconds: 3_600, mailsMax: 2 },
  { per: 'case', windowSeconds: 86_400, mailsMax: 4 },
  { per: 'domain', windowSeconds: 3_600, mailsMax: 20 },
  { per: 'domain', windowSeconds: 86_400, mailsMax: 100 },
  { per: 'desk', windowSeconds: 3_600, mailsMax: 300 },
]

export type AutomaticPolicy = {
  readonly limits: readonly AutomaticLimit[]
  readonly ownAddresses: readonly string[]
  /** Domains all of whose addresses are ours. */
  readonly ownDomains: readonly string[]
}

/** An automatic mail that a rule wants to send, and what it answers. */
export type AutomaticMail = {
  readonly to: string
  /** null: it is about no case. */
  readonly case: string | null
  /** null: it answers no mail, such as a warning before a deadline. */
  readonly answers: {
    readonly automaton: AutomatonClue
    /** Return-Path as delivered; '' is the null path, null is unknown. */
    readonly returnPath: string | null
  } | null
}

type SentAutomatically = {
  readonly address: string
  readonly domain: string
  readonly case: string | null
  readonly at: Instant
}

/** Automatic mails that left, oldest first: as many as the longest window needs. */
export type AutomaticHistory = readonly SentAutomatically[]

/** Reasons in order of precedence. */
export const withheldReasons = [
  'no-address',
  'own-address',
  'null-return-path',
  'automaton',
  'limit',
] as const

export type AutomaticVerdict =
  | { readonly kind: 'sends' }
  | {
      readonly kind: 'withheld'
      readonly because: 'no-address' | 'own-address' | 'null-return-path' | 'automaton'
    }
  /** `limit`: the first that is reached; `until`: when it is so no longer. */
  | {
      readonly kind: 'withheld'
      readonly because: 'limit'
      readonly limit: AutomaticLimit
      readonly until: Instant
    }

export function decideAutomaticMail(
  history: AutomaticHistory,
  policy: AutomaticPolicy,
  { mail, now }: { readonly mail: AutomaticMail; readonly now: Instant },
): AutomaticVerdict {
  const entry = entryOf(mail, now)
  if (entry.domain === '') return { kind: 'withheld', because: 'no-address' }
  if (isOwn(entry, policy)) return { kind: 'withheld', because: 'own-address' }
  if (nullPaths.has(mail.answers?.returnPath?.trim() ?? null))
    return { kind: 'withheld', because: 'null-return-path' }
  if (mail.answers !== null && mail.answers.automaton.kind !== 'person')
    return { kind: 'withheld', because: 'automaton' }
  for (const limit of policy.limits) {
    const counted = history.filter(
      (one) => isAlike(one, entry, limit) && addSecondsHeld(one.at, limit.windowSeconds) > now,
    )
    if (counted.length < limit.mailsMax) continue
    const oldest = counted.toSorted((one, other) => one.at - other.at)[counted.length - limit.mailsMax]
    const until = oldest === undefined ? now : addSecondsHeld(oldest.at, limit.windowSeconds)
    return { kind: 'withheld', because: 'limit', limit, until }
  }
  return { kind: 'sends' }
}

/** The history with one more mail, without what no window reaches any more. Mails dated after `now` stay: a clock was set back. */
export function recordAutomaticMail(
  history: AutomaticHistory,
  policy: AutomaticPolicy,
  { mail, now }: { readonly mail: AutomaticMail; readonly now: Instant },
): AutomaticHistory {
  const seconds = Math.max(0, ...policy.limits.map(({ windowSeconds }) => windowSeconds))
  return [...history.filter(({ at }) => addSecondsHeld(at, seconds) > now), entryOf(mail, now)]
}

const nullPaths: ReadonlySet<string | null> = new Set(['', '<>'])

/** The mailbox that limits count: details behind a `+` belong to one, however many a responder makes up. */
export function countedMailbox(written: string): string {
  const address = normaliseAddress(written)
  const [local = ''] = address.slice(0, address.lastIndexOf('@')).split('+', 1)
  return `${local}@${domainOf(address)}`
}

function entryOf(mail: AutomaticMail, now: Instant): SentAutomatically {
  const address = countedMailbox(mail.to)
  return { address, domain: domainOf(address), case: mail.case, at: now }
}

function isOwn(entry: SentAutomatically, policy: AutomaticPolicy): boolean {
  const own = policy.ownAddresses.map(normaliseAddress)
  return (
    own.includes(entry.address) || policy.ownDomains.some((domain) => domain.toLowerCase() === entry.domain)
  )
}

function isAlike(one: SentAutomatically, other: SentAutomatically, { per }: AutomaticLimit): boolean {
  if (per === 'address') return one.address === other.address
  if (per === 'domain') return one.domain === other.domain
  return per === 'desk' || (one.case !== null && one.case === other.case)
}
