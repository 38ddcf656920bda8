// The shape of a model file. Unknown members are errors. spec: modelled-device §1, §3, §4
import { Type, type Static, type TSchema } from 'typebox'
import { epochSeconds, limitSeconds, unitTicks } from '../fault.ts'
import {
  countings,
  effects,
  endMoments,
  hostEvents,
  marks,
  modelListMax,
  modelStates,
  rulesMax,
  stepsMax,
  wordsCharsMax,
  type Evidence,
  type Mark,
  type Rule,
} from './model.ts'
import type { Words } from './words.ts'

const closed = { additionalProperties: false } as const
const idPattern = '^[a-z][a-z0-9.-]{0,59}$'

const Id = Type.String({ pattern: idPattern })
const ReleaseName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' })
const Duration = Type.String({ maxLength: 40 })
const Line = Type.String({ minLength: 1, maxLength: wordsCharsMax })
const WordsShape = Type.Object({ en: Line, zh: Line }, closed)
const AnswerWord = Type.Enum(['yes', 'no'])

const listOf = <Item extends TSchema>(item: Item) =>
  Type.Array(item, { minItems: 1, maxItems: modelListMax, uniqueItems: true })

export const StepShape = Type.Object(
  {
    from: Type.Optional(Type.Enum(['activation', 'end'])),
    after: Duration,
    upgrade: Type.Optional(ReleaseName),
    action: Type.Optional(Id),
    event: Type.Optional(Type.Enum([...hostEvents])),
    observe: Type.Optional(Type.Literal(true)),
  },
  closed,
)
export type FileStepShape = Static<typeof StepShape>

const EvidenceShape = Type.Object(
  {
    ref: Type.String({ minLength: 1, maxLength: 120 }),
    says: WordsShape,
    answer: Type.Optional(AnswerWord),
  },
  closed,
)

/** A rule as its file has it, once its shape is known to be right. */
export type FileRule = {
  readonly id: string
  readonly kind: Rule['kind']
  readonly mark: Mark
  readonly evidence?: readonly Evidence[]
  readonly when?: { readonly [member: string]: unknown }
  readonly follows: { readonly [member: string]: unknown }
  readonly question?: {
    readonly text: Words
    readonly played: 'yes' | 'no'
    readonly otherwise: { readonly [member: string]: unknown }
    readonly try?: readonly FileStepShape[]
  }
}

/** Rules are looked at one by one, so that a complaint is about the kind that the rule says it is. */
export const ModelShape = Type.Object(
  {
    format: Type.Literal('holdfast-model 1'),
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    title: WordsShape,
    about: WordsShape,
    releases: listOf(ReleaseName),
    controls: Type.Array(Type.Object({ id: Id, label: WordsShape }, closed), { maxItems: modelListMax }),
    actions: Type.Array(
      Type.Object(
        { id: Id, label: WordsShape, through: Type.Array(Id, { maxItems: modelListMax, uniqueItems: true }) },
        closed,
      ),
      { maxItems: modelListMax },
    ),
    example: Type.Object(
      {
        granted: Duration,
        activated: Type.String({ maxLength: 20 }),
        until: Type.Optional(Duration),
        steps: Type.Array(StepShape, { maxItems: stepsMax }),
      },
      closed,
    ),
    rules: Type.Array(Type.Unknown(), { minItems: 1, maxItems: rulesMax }),
  },
  closed,
)
export type ModelFile = Static<typeof ModelShape>

const FaultShape = Type.Object(
  {
    unit: Type.Enum(Object.keys(unitTicks)),
    width: Type.Enum([8, 10, 16, 24, 31, 32, 53, 63, 64]),
    signed: Type.Boolean(),
    held: Type.Enum(['term', 'instant']),
    epoch: Type.Optional(Type.Enum(Object.keys(epochSeconds))),
    past: Type.Enum(['wrap', 'clamp', 'zero', 'clip']),
    limit: Type.Optional(Type.Enum(Object.keys(limitSeconds))),
  },
  closed,
)

const releases = Type.Optional(listOf(ReleaseName))
const anywhere = {
  states: Type.Optional(listOf(Type.Enum([...modelStates]))),
  releases,
  host: Type.Optional(Type.Enum(['reachable', 'lost'])),
  term: Type.Optional(Type.Enum(['running', 'over'])),
}

const ExactShape = Type.Object(
  {
    end: Type.Literal('computed'),
    counted: Type.Enum([...countings]),
    holds: Type.Literal('exact'),
  },
  closed,
)
const FaultyShape = Type.Object(
  {
    end: Type.Literal('computed'),
    counted: Type.Enum([...countings]),
    holds: FaultShape,
  },
  closed,
)
const StaysShape = Type.Object({ end: Type.Literal('stays') }, closed)

/** The one shape of several that a `follows` of the kind `end` means to have, so that its complaints are to the point. */
function endFollows(value: unknown): TSchema {
  const given = (value ?? {}) as { readonly end?: unknown; readonly holds?: unknown }
  if (given.end === 'stays') return StaysShape
  return typeof given.holds === 'object' && given.holds !== null ? FaultyShape : ExactShape
}

const always =
  <Shape extends TSchema>(shape: Shape) =>
  () =>
    shape

/** What each kind may have in `when`, and what its `follows` is. */
export const kindShapes: {
  readonly [kind: string]: {
    readonly when: { readonly [member: string]: TSchema }
    follows(value: unknown): TSchema
  }
} = {
  end: {
    when: { at: listOf(Type.Enum([...endMoments])), from: releases, releases },
    follows: endFollows,
  },
  reminder: {
    when: { releases },
    follows: always(
      Type.Object({ before: Duration, every: Duration, atLogon: Type.Boolean(), shows: WordsShape }, closed),
    ),
  },
  grace: { when: { releases }, follows: always(Type.Object({ lasts: Duration }, closed)) },
  renewal: {
    when: { releases },
    follows: always(Type.Object({ every: Duration, retry: Duration }, closed)),
  },
  shows: { when: anywhere, follows: always(Type.Object({ text: WordsShape }, closed)) },
  control: {
    when: { control: Id, ...anywhere },
    follows: always(Type.Object({ open: Type.Boolean(), why: WordsShape }, closed)),
  },
  action: {
    when: { action: Id, ...anywhere },
    follows: always(Type.Object({ effect: Type.Enum([...effects]), reports: WordsShape }, closed)),
  },
  prints: {
    when: { releases },
    follows: always(
      Type.Object({ through: Type.Enum(['minute', 'second']), rounding: Type.Enum(['up', 'down']) }, closed),
    ),
  },
}

/** A rule whose `kind` is known. */
export function ruleShape(kind: string, rule: { readonly [member: string]: unknown }): TSchema | null {
  const shapes = Object.hasOwn(kindShapes, kind) ? kindShapes[kind] : undefined
  if (shapes === undefined) return null
  const needed = shapes.when['at'] ?? shapes.when['control'] ?? shapes.when['action']
  const when = Type.Object(shapes.when, closed)
  const question = rule['question'] as { readonly otherwise?: unknown } | null | undefined
  return Type.Object(
    {
      id: Id,
      kind: Type.Literal(kind),
      mark: Type.Enum([...marks]),
      evidence: Type.Optional(Type.Array(EvidenceShape, { maxItems: modelListMax })),
      when: needed === undefined ? Type.Optional(when) : when,
      follows: shapes.follows(rule['follows']),
      question: Type.Optional(
        Type.Object(
          {
            text: WordsShape,
            played: AnswerWord,
            otherwise: shapes.follows(question?.otherwise),
            try: Type.Optional(Type.Array(StepShape, { minItems: 1, maxItems: modelListMax })),
          },
          closed,
        ),
      ),
    },
    closed,
  )
}
