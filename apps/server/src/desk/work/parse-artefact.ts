import { Type, type TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import { parseInstant } from '@holdfast/capabilities'
import { artefactKinds, type Artefact } from '@holdfast/desk'
import { refuse, type Refusal } from '@holdfast/lease'

/** Complaints that are told. */
const complaintsMax = 20

const closed = { additionalProperties: false } as const
const text = Type.String()
const texts = Type.Array(text)
const consent = Type.Object(
  { who: text, how: Type.Enum(['mail', 'call']), at: text, reference: text },
  closed,
)
const option = Type.Object({ what: text, reason: text, effect: text, cost: text, evidence: texts }, closed)

const shapes: { readonly [kind in Artefact['kind']]: { readonly [name: string]: TSchema } } = {
  'first-response': { call: text, scope: text, definition: text, next: text },
  'scope-statement': { scope: text, definition: text, excluded: texts },
  'question-list': {
    questions: Type.Array(Type.Object({ question: text, addressee: text, answer: text }, closed)),
  },
  'capture-request': { purpose: text, target: text, steps: texts, returns: texts, content: text },
  'action-plan': { options: Type.Array(option), decision: text },
  'call-confirmation': { when: text, said: text, agreed: texts, consent: text },
  'closing-summary': {
    description: text,
    analysis: text,
    result: text,
    evidence: texts,
    consent: Type.Union([consent, Type.Null()]),
  },
}

// What may be empty may be absent.
const absent: { readonly [name: string]: unknown } = {
  call: '',
  excluded: [],
  agreed: [],
  consent: '',
  answer: '',
}

/**
 * An artefact as a caller wrote it. Parts that are missing are empty, so that the check of the draft names them. Refuses
 * INPUT_INVALID for what is of another shape. spec: case §12
 */
export function parseArtefact(written: {
  readonly [name: string]: unknown
}): { readonly kind: 'artefact'; readonly artefact: Artefact } | Refusal<'INPUT_INVALID'> {
  const kind = artefactKinds.find((known) => known === written['kind'])
  if (kind === undefined)
    return refuse('INPUT_INVALID', {
      complaints: [`body/artefact/kind: must be one of ${artefactKinds.join(', ')}`],
    })
  const whole = { ...emptyOf(kind), ...written }
  const schema = Type.Object({ kind: Type.Literal(kind), ...shapes[kind] }, closed)
  const complaints = Errors(schema, whole)
    .slice(0, complaintsMax)
    .map(({ instancePath, keyword }) => `body/artefact${instancePath}: ${keyword}`)
  if (complaints.length > 0) return refuse('INPUT_INVALID', { complaints })
  const at = (whole as { consent?: { at?: unknown } | string | null }).consent
  if (typeof at !== 'object' || at === null)
    return { kind: 'artefact', artefact: whole as unknown as Artefact }
  const moment = parseInstant(String(at.at))
  if (moment === null)
    return refuse('INPUT_INVALID', { complaints: ['body/artefact/consent/at: is no moment'] })
  const artefact = { ...whole, consent: { ...at, at: moment } } as unknown as Artefact
  return { kind: 'artefact', artefact }
}

function emptyOf(kind: Artefact['kind']): { readonly [name: string]: unknown } {
  const parts = Object.entries(shapes[kind]).map(([name, schema]) => {
    if (kind === 'closing-summary' && name === 'consent') return [name, null]
    return [name, absent[name] ?? (schema === text ? '' : [])]
  })
  return Object.fromEntries(parts) as { readonly [name: string]: unknown }
}
