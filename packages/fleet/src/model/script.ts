// What is played: what was granted, when it was activated, and what people do. spec: modelled-device §6
import { addSeconds, addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { durationSecondsMax } from './duration.ts'
import { stepsMax, type Deed, type FileStep, type Model } from './model.ts'

export type Step = { readonly at: Instant; readonly deed: Deed }

export type Script = {
  readonly granted: number | 'perpetual'
  readonly activatedAt: Instant
  readonly steps: readonly Step[]
  /** null: until nothing more happens. */
  readonly until: Instant | null
}

/** What somebody gave of a script; what is absent comes from the model's example. */
export type GivenScript = {
  readonly granted?: number | 'perpetual'
  readonly activatedAt?: Instant
  readonly steps: readonly Step[]
  readonly until?: Instant
}

/**
 * The script to play on `model`. Given steps replace all steps and the end of the example.
 * Refuses: MODEL_SCRIPT_WRONG (facts: complaints).
 */
export function composeScript(
  model: Model,
  given: GivenScript,
): { readonly kind: 'script'; readonly script: Script } | Refusal<'MODEL_SCRIPT_WRONG'> {
  const { example } = model
  const activatedAt = given.activatedAt ?? example.activatedAt
  const asExample = given.steps.length === 0
  const untilExample =
    asExample && example.untilSeconds !== null ? addSeconds(activatedAt, example.untilSeconds) : null
  const script: Script = {
    granted: given.granted ?? example.granted,
    activatedAt,
    steps: sortSteps(asExample ? stepsFrom(activatedAt, example.steps) : given.steps),
    until: given.until ?? untilExample,
  }
  const complaints = listScriptComplaints(model, script)
  if (complaints.length > 0) return refuse('MODEL_SCRIPT_WRONG', { complaints })
  return { kind: 'script', script }
}

/** Steps as a file has them, from one moment on. A moment past the year 9999 is held there. */
export function stepsFrom(start: Instant, steps: readonly FileStep[]): Step[] {
  return steps.map(({ afterSeconds, deed }) => ({ at: addSecondsHeld(start, afterSeconds), deed }))
}

/** By moment; steps of one moment stay in the order in which they were given. */
export function sortSteps(steps: readonly Step[]): Step[] {
  return steps.toSorted((left, right) => left.at - right.at)
}

/** Whether some rule of the model, under some answer, holds a term so that it can be lost. */
export function holdsFault(model: Model): boolean {
  return model.rules.some(
    (rule) =>
      rule.kind === 'end' &&
      [rule.follows, rule.question?.otherwise].some(
        (follows) => follows?.end === 'computed' && follows.holds !== 'exact',
      ),
  )
}

function listScriptComplaints(model: Model, script: Script): string[] {
  const { granted, activatedAt, steps, until } = script
  const complaints: string[] = []
  if (granted === 'perpetual' && holdsFault(model))
    complaints.push('granted: this model holds a term as a number; give the number')
  if (granted !== 'perpetual' && !isDuration(granted))
    complaints.push(`granted: must be from 1 to ${durationSecondsMax} seconds`)
  if (steps.length > stepsMax) complaints.push(`steps: at most ${stepsMax}`)
  if (until !== null && until <= activatedAt) complaints.push('until: must be later than the activation')
  if (steps.some(({ at }) => at < activatedAt)) complaints.push('steps: none may lie before the activation')
  for (const { deed } of steps.slice(0, stepsMax)) {
    if (deed.kind === 'upgrade' && !model.releases.includes(deed.release))
      complaints.push(`upgrade: ${model.name} knows ${model.releases.join(', ')}, not ${deed.release}`)
    if (deed.kind === 'action' && !model.actions.some(({ id }) => id === deed.action))
      complaints.push(
        `action: ${model.name} knows ${model.actions.map(({ id }) => id).join(', ')}, not ${deed.action}`,
      )
  }
  return [...new Set(complaints)]
}

function isDuration(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 1 && seconds <= durationSecondsMax
}
