// What nobody knows, each played both ways. spec: modelled-device §7
import type { Instant } from '@holdfast/capabilities'
import type { Evidence, FileStep, Mark, Model, Rule } from './model.ts'
import { playModel } from './play-model.ts'
import { sortSteps, stepsFrom, type Script, type Step } from './script.ts'
import type { Entry } from './timeline.ts'
import type { Words } from './words.ts'

/** Most entries that are told of one answer. */
export const seenMax = 6

export type SeenUnder = {
  /** Entries that only this answer shows. */
  readonly seen: readonly Entry[]
  /** The end of the term at the end of the run. */
  readonly end: Entry['end']
}

export type OpenQuestion = {
  readonly question: Words
  readonly rule: string
  readonly status: Mark
  readonly evidence: readonly Evidence[]
  readonly played: 'yes' | 'no'
  readonly reached: boolean
  /** Whether the rule's own steps had to be played, because the script does not reach it. */
  readonly tried: boolean
  readonly ifYes: SeenUnder | null
  readonly ifNo: SeenUnder | null
}

/** A run, each entry with its text, by which it is told from others. */
type Telling = { readonly entries: readonly Entry[]; readonly keys: readonly string[] }
type Both = { readonly kept: Telling; readonly other: Telling }

export function askQuestions(model: Model, script: Script): OpenQuestion[] {
  // Every question is held against this one run of the rules as they are.
  const asPlayed = model.rules.some(({ question }) => question !== null) ? tell(model, script) : null
  return model.rules.flatMap((rule) => {
    const { question } = rule
    if (question === null) return []
    const asGiven = playBoth(asPlayed, model, rule, script)
    const tried = asGiven === null && question.try.length > 0
    const both = asGiven ?? (tried ? tryBoth(model, rule, question.try, script) : null)
    const [kept, other] =
      both === null ? [null, null] : [seenOnly(both.kept, both.other), seenOnly(both.other, both.kept)]
    return [
      {
        question: question.text,
        rule: rule.id,
        status: rule.mark,
        evidence: rule.evidence,
        played: question.played,
        reached: both !== null,
        tried: tried && both !== null,
        ifYes: question.played === 'yes' ? kept : other,
        ifNo: question.played === 'yes' ? other : kept,
      },
    ]
  })
}

/** Both runs where they differ; null where the script does not reach the rule. */
function playBoth(kept: Telling | null, model: Model, rule: Rule, script: Script): Both | null {
  const other = tell(withOtherwise(model, rule), script)
  // A run that is too long under one answer tells nothing about the other.
  if (kept === null || other === null) return null
  const same = kept.keys.length === other.keys.length && kept.keys.every((key, at) => key === other.keys[at])
  return same ? null : { kept, other }
}

function tell(model: Model, script: Script): Telling | null {
  const played = playModel(model, script)
  if (played.kind === 'refused') return null
  return { entries: played.entries, keys: played.entries.map((entry) => JSON.stringify(entry)) }
}

function tryBoth(model: Model, rule: Rule, steps: readonly FileStep[], script: Script): Both | null {
  const before = stepsFrom(
    script.activatedAt,
    steps.filter(({ from }) => from === 'activation'),
  )
  const trial = { granted: script.granted, activatedAt: script.activatedAt, until: null }
  const fromEnd = steps.filter(({ from }) => from === 'end')
  const end = fromEnd.length === 0 ? null : firstEnd(model, { ...trial, steps: sortSteps(before) })
  if (fromEnd.length > 0 && end === null) return null
  const after: readonly Step[] = end === null ? [] : stepsFrom(end, fromEnd)
  const whole = { ...trial, steps: sortSteps([...before, ...after]) }
  return playBoth(tell(model, whole), model, rule, whole)
}

function firstEnd(model: Model, script: Script): Instant | null {
  const played = playModel(model, script)
  if (played.kind === 'refused') return null
  return played.entries.find(({ state }) => state === 'in-grace' || state === 'expired')?.at ?? null
}

function withOtherwise(model: Model, rule: Rule): Model {
  const otherwise = rule.question?.otherwise ?? rule.follows
  // The other answer has the shape of the rule's own kind: the file was checked for that.
  const turned = { ...rule, follows: otherwise } as Rule
  return { ...model, rules: model.rules.map((each) => (each === rule ? turned : each)) }
}

function seenOnly(told: Telling, other: Telling): SeenUnder {
  const known = new Set(other.keys)
  return {
    seen: told.entries.filter((_, at) => !known.has(told.keys[at] ?? '')).slice(0, seenMax),
    end: told.entries.at(-1)?.end ?? null,
  }
}
