// A model file, parsed: from the plain values of its YAML to a model, or every complaint at once. spec: modelled-device §1
import { instantMin, parseInstant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { parseDuration } from './duration.ts'
import { listMeaningComplaints } from './model-meaning.ts'
import { ModelShape, ruleShape, type FileRule, type FileStepShape, type ModelFile } from './model-schema.ts'
import type { Deed, FileStep, Model, Rule } from './model.ts'
import { listSchemaComplaints } from './schema-complaints.ts'
import { listTextComplaints } from './text-complaints.ts'

/** Most complaints that are told; how many there are is told beside them. */
export const complaintsMax = 40

/**
 * `value` is what YAML gave: nothing of it is believed.
 * Refuses: MODEL_MALFORMED (facts: complaints, each with its path, and how many there are).
 */
export function parseModel(
  value: unknown,
): { readonly kind: 'model'; readonly model: Model } | Refusal<'MODEL_MALFORMED'> {
  const complaints = [...listSchemaComplaints(ModelShape, value, ''), ...listRuleComplaints(value)]
  // Both walk the whole value: its shape has bounded it.
  if (complaints.length === 0)
    complaints.push(...listTextComplaints(value), ...listMeaningComplaints(value as ModelFile))
  if (complaints.length > 0)
    return refuse('MODEL_MALFORMED', {
      complaints: [...new Set(complaints)].slice(0, complaintsMax),
      count: new Set(complaints).size,
    })
  return { kind: 'model', model: modelOf(value as ModelFile) }
}

function listRuleComplaints(value: unknown): string[] {
  const rules = (value as { readonly rules?: unknown } | null)?.rules
  if (!Array.isArray(rules)) return []
  return rules.flatMap((rule: unknown, index) => {
    const path = `rules/${index}`
    if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
      return [`${path}: must be a rule, with id, kind, mark and follows`]
    const members = rule as { readonly [member: string]: unknown }
    const kind = members['kind']
    const shape = typeof kind === 'string' ? ruleShape(kind, members) : null
    if (shape === null)
      return [`${path}/kind: must be end, reminder, grace, renewal, shows, control, action or prints`]
    return listSchemaComplaints(shape, rule, path)
  })
}

function modelOf(file: ModelFile): Model {
  const [first = '', ...rest] = file.releases
  const { example } = file
  return {
    name: file.name,
    title: file.title,
    about: file.about,
    releases: [first, ...rest],
    controls: file.controls,
    actions: file.actions,
    example: {
      granted: example.granted === 'perpetual' ? 'perpetual' : (parseDuration(example.granted) ?? 0),
      activatedAt: parseInstant(example.activated) ?? instantMin,
      steps: example.steps.map(stepOf),
      untilSeconds: example.until === undefined ? null : parseDuration(example.until),
    },
    rules: (file.rules as readonly FileRule[]).map(ruleOf),
  }
}

function ruleOf(rule: FileRule): Rule {
  const { id, kind, mark, evidence = [], when = {}, question } = rule
  return {
    ...{ id, kind, mark, evidence, when },
    follows: consequenceOf(rule.follows),
    question:
      question === undefined
        ? null
        : {
            text: question.text,
            played: question.played,
            otherwise: consequenceOf(question.otherwise),
            try: (question.try ?? []).map(stepOf),
          },
    // The shape of `when` and `follows` was checked against `kind`.
  } as unknown as Rule
}

const durations = ['before', 'every', 'lasts', 'retry']

/** Durations become seconds, and their names say so; a fault gets the member that files leave out. */
function consequenceOf(follows: { readonly [member: string]: unknown }): {
  readonly [member: string]: unknown
} {
  return Object.fromEntries(
    Object.entries(follows).map(([member, value]) =>
      durations.includes(member)
        ? [`${member}Seconds`, parseDuration(String(value)) ?? 0]
        : [member, typeof value === 'object' && member === 'holds' ? { epoch: null, ...value } : value],
    ),
  )
}

function stepOf(step: FileStepShape): FileStep {
  return {
    from: step.from ?? 'activation',
    afterSeconds: parseDuration(step.after) ?? 0,
    deed: deedOf(step),
  }
}

function deedOf({ upgrade, action, event }: FileStepShape): Deed {
  if (upgrade !== undefined) return { kind: 'upgrade', release: upgrade }
  if (action !== undefined) return { kind: 'action', action }
  return event === undefined ? { kind: 'observe' } : { kind: 'event', event }
}
