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

/** Reasons in order of precedence. */
export type AutomaticVerdict =
  | { readonly kind: 'sends' }
  | {
      readonly kind: 'withheld'
      readonly because: 'no-address' | 'own-address' | 'null-return-path' | 'automaton'
    }

/** Whether it may leave, whatever left before it; that the books count. */
export function decideAutomaticMail(
  mail: AutomaticMail,
  policy: Pick<AutomaticPolicy, 'ownAddresses' | 'ownDomains'>,
): AutomaticVerdict {
  const counted = countedMailOf(mail)
  if (counted.domain === '') return { kind: 'withheld', because: 'no-address' }
  if (isOwn(counted, policy)) return { kind: 'withheld', because: 'own-address' }
  if (nullPaths.has(mail.answers?.returnPath?.trim() ?? null))
    return { kind: 'withheld', because: 'null-return-path' }
  if (mail.answers !== null && mail.answers.automaton.kind !== 'person')
    return { kind: 'withheld', because: 'automaton' }
  return { kind: 'sends' }
}

/** What the books keep of an automatic mail that left, next to its moment, and what limits count by. */
export type CountedMail = {
  readonly address: string
  readonly domain: string
  readonly case: string | null
}

export function countedMailOf({ to, case: about }: Pick<AutomaticMail, 'to' | 'case'>): CountedMail {
  const address = countedMailbox(to)
  return { address, domain: domainOf(address), case: about }
}

/** `mailsMax` mails in the books that are alike in `per`, from `since` on, withhold one more; `desk`: all are alike. */
export type AutomaticCount = Pick<AutomaticLimit, 'per' | 'mailsMax'> & { readonly since: Instant }

/**
 * What is to be counted before this mail leaves. One that is exactly as old as the window counts no more; one dated after
 * `now` does, as a clock was set back. About no case there is nothing to count by case.
 */
export function listAutomaticCounts(
  mail: CountedMail,
  limits: readonly AutomaticLimit[],
  now: Instant,
): readonly AutomaticCount[] {
  return limits
    .filter(({ per }) => per !== 'case' || mail.case !== null)
    .map(({ per, windowSeconds, mailsMax }) => ({
      ...{ per, mailsMax },
      since: addSecondsHeld(now, 1 - windowSeconds),
    }))
}

const nullPaths: ReadonlySet<string | null> = new Set(['', '<>'])

/** The mailbox that limits count: details behind a `+` belong to one, however many a responder makes up. */
export function countedMailbox(written: string): string {
  const address = normaliseAddress(written)
  const [local = ''] = address.slice(0, address.lastIndexOf('@')).split('+', 1)
  return `${local}@${domainOf(address)}`
}

function isOwn(
  { address, domain }: CountedMail,
  { ownAddresses, ownDomains }: Pick<AutomaticPolicy, 'ownAddresses' | 'ownDomains'>,
): boolean {
  return (
    ownAddresses.map(normaliseAddress).includes(address) ||
    ownDomains.some((one) => one.toLowerCase() === domain)
  )
}
