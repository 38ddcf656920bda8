// A described activation scheme, as its file has it once it was checked. spec: modelled-device §1, §3, §4
import type { Instant } from '@holdfast/capabilities'
import type { TimeFault } from '../fault.ts'
import type { Words } from './words.ts'

export const modelBytesMax = 262_144
export const rulesMax = 200
/** Each is played twice, or four times. */
export const questionsMax = 32
export const modelListMax = 32
export const wordsCharsMax = 600
export const stepsMax = 200
export const entriesMax = 1_000

export const modelStates = ['not-activated', 'licensed', 'reminding', 'in-grace', 'expired'] as const
export type ModelState = (typeof modelStates)[number]

export const marks = ['observed', 'assumed', 'unknown'] as const
export type Mark = (typeof marks)[number]

export const endMoments = ['activation', 'upgrade', 'restart', 'renewal'] as const
export type EndMoment = (typeof endMoments)[number]

export const countings = ['granted', 'remaining', 'again'] as const
export type Counting = (typeof countings)[number]

export const effects = ['nothing', 'cleared', 'granted', 'resumed', 'restarted'] as const
export type Effect = (typeof effects)[number]

export const hostEvents = ['host-lost', 'host-back'] as const
export type HostEvent = (typeof hostEvents)[number]

export type Answer = 'yes' | 'no'
export type Evidence = { readonly ref: string; readonly says: Words; readonly answer?: Answer }

/** What happens at a moment of a script. */
export type Deed =
  | { readonly kind: 'upgrade'; readonly release: string }
  | { readonly kind: 'action'; readonly action: string }
  | { readonly kind: 'event'; readonly event: HostEvent }
  | { readonly kind: 'observe' }

/** A step as the file has it: so long after the activation, or after the first end of the term. */
export type FileStep = {
  readonly from: 'activation' | 'end'
  readonly afterSeconds: number
  readonly deed: Deed
}

export type Question<Follows> = {
  readonly text: Words
  /** The answer that the rule's own `follows` stands for. */
  readonly played: Answer
  readonly otherwise: Follows
  readonly try: readonly FileStep[]
}

export type When = {
  readonly states?: readonly ModelState[]
  readonly releases?: readonly string[]
  readonly host?: 'reachable' | 'lost'
  /** over: the end that the device has or had, and the grace after it, are past. */
  readonly term?: 'running' | 'over'
}

type RuleOf<Kind extends string, Given, Follows> = {
  readonly id: string
  readonly kind: Kind
  readonly mark: Mark
  readonly evidence: readonly Evidence[]
  readonly when: Given
  readonly follows: Follows
  readonly question: Question<Follows> | null
}

export type EndFollows =
  | { readonly end: 'stays' }
  | {
      readonly end: 'computed'
      readonly counted: Counting
      readonly holds: 'exact' | TimeFault
    }

export type EndRule = RuleOf<
  'end',
  {
    readonly at: readonly EndMoment[]
    readonly from?: readonly string[]
    readonly releases?: readonly string[]
  },
  EndFollows
>
export type ReminderRule = RuleOf<
  'reminder',
  Pick<When, 'releases'>,
  {
    readonly beforeSeconds: number
    readonly everySeconds: number
    readonly atLogon: boolean
    readonly shows: Words
  }
>
export type GraceRule = RuleOf<'grace', Pick<When, 'releases'>, { readonly lastsSeconds: number }>
export type RenewalRule = RuleOf<
  'renewal',
  Pick<When, 'releases'>,
  { readonly everySeconds: number; readonly retrySeconds: number }
>
export type ShowsRule = RuleOf<'shows', When, { readonly text: Words }>
export type ControlRule = RuleOf<
  'control',
  When & { readonly control: string },
  { readonly open: boolean; readonly why: Words }
>
export type ActionRule = RuleOf<
  'action',
  When & { readonly action: string },
  { readonly effect: Effect; readonly reports: Words }
>
export type PrintsRule = RuleOf<
  'prints',
  Pick<When, 'releases'>,
  { readonly through: 'minute' | 'second'; readonly rounding: 'up' | 'down' }
>

type Rules = {
  readonly end: EndRule
  readonly reminder: ReminderRule
  readonly grace: GraceRule
  readonly renewal: RenewalRule
  readonly shows: ShowsRule
  readonly control: ControlRule
  readonly action: ActionRule
  readonly prints: PrintsRule
}
export type RuleKind = keyof Rules
export type RuleOfKind<Kind extends RuleKind> = Rules[Kind]
export type Rule = Rules[RuleKind]

export type Model = {
  readonly name: string
  readonly title: Words
  readonly about: Words
  readonly releases: readonly [string, ...string[]]
  readonly controls: readonly { readonly id: string; readonly label: Words }[]
  readonly actions: readonly {
    readonly id: string
    readonly label: Words
    readonly through: readonly string[]
  }[]
  readonly example: {
    readonly granted: number | 'perpetual'
    readonly activatedAt: Instant
    readonly steps: readonly FileStep[]
    readonly untilSeconds: number | null
  }
  readonly rules: readonly Rule[]
}
