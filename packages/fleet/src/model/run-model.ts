// A model played: timeline, open questions, and the same script on a second model beside it. spec: modelled-device §9
import { formatInstant, formatDay } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { askQuestions, type OpenQuestion, type SeenUnder } from './ask-questions.ts'
import { compareRuns, type DayFace, type Difference } from './compare-runs.ts'
import type { Model } from './model.ts'
import { playModel } from './play-model.ts'
import { composeScript, type GivenScript, type Script } from './script.ts'
import { formatEntry, type Entry } from './timeline.ts'
import type { Words } from './words.ts'

/** Stands on every output. */
export const simulationNotice: Words = {
  en: 'A simulation of rules that people wrote down. It touches no real device; what is marked assumed or unknown may be otherwise on one.',
  zh: '本结果是对人工记录的规则所作的模拟，不涉及任何真实设备；标为“推测”或“未知”之处，真实设备的表现可能不同。',
}

export type ModelRun = {
  readonly kind: 'run'
  readonly model: Model
  readonly script: Script
  readonly entries: readonly Entry[]
  readonly questions: readonly OpenQuestion[]
  readonly beside: { readonly model: Model; readonly entries: readonly Entry[] } | null
  readonly differences: readonly Difference[]
}

/**
 * Pure; 400 years take no longer than a day.
 * Refuses: MODEL_SCRIPT_WRONG, then MODEL_RUN_TOO_LONG.
 */
export function runModel(
  model: Model,
  given: GivenScript,
  beside: Model | null = null,
): ModelRun | Refusal<'MODEL_SCRIPT_WRONG' | 'MODEL_RUN_TOO_LONG'> {
  const composed = composeScript(model, given)
  if (composed.kind === 'refused') return composed
  const { script } = composed
  const played = playModel(model, script)
  if (played.kind === 'refused') return played
  const questions = askQuestions(model, script)
  const run = { kind: 'run', model, script: { ...script, until: played.until }, questions } as const
  const { entries } = played
  if (beside === null) return { ...run, entries, beside: null, differences: [] }
  const other = playModel(beside, run.script)
  if (other.kind === 'refused') return other
  const right = { model: beside, entries: other.entries }
  return { ...run, entries, beside: right, differences: compareRuns({ model, entries }, right) }
}

/** The run as JSON has it. spec: modelled-device §9 */
export function formatModelRun(run: ModelRun): { readonly [member: string]: unknown } {
  const { script, beside } = run
  return {
    simulation: simulationNotice,
    model: nameOf(run.model),
    script: {
      grantedSeconds: script.granted === 'perpetual' ? null : script.granted,
      activatedAt: formatInstant(script.activatedAt),
      until: script.until === null ? null : formatInstant(script.until),
    },
    timeline: run.entries.map(formatEntry),
    questions: run.questions.map((question) => ({
      ...question,
      ifYes: formatSeen(question.ifYes),
      ifNo: formatSeen(question.ifNo),
    })),
    beside:
      beside === null ? null : { model: nameOf(beside.model), timeline: beside.entries.map(formatEntry) },
    differences: run.differences.map(({ fromDay, toDay, differs, left, right }) => ({
      from: formatDay(fromDay),
      to: formatDay(toDay),
      differs,
      left: formatFace(left),
      right: formatFace(right),
    })),
  }
}

function nameOf({ name, title, about }: Model) {
  return { name, title, about }
}

function formatSeen(seen: SeenUnder | null) {
  if (seen === null) return null
  return { seen: seen.seen.map(formatEntry), end: formatEnd(seen.end) }
}

function formatFace(face: DayFace) {
  return { ...face, end: formatEnd(face.end) }
}

function formatEnd(end: Entry['end']): string | null {
  return typeof end === 'number' ? formatInstant(end) : end
}
