// What support writes in the course of a case, as typed objects; a template in each language makes texts of them.
// spec: case §12
import type { Consent } from '../case/case-state.ts'

export type PlanOption = {
  readonly what: string
  readonly reason: string
  readonly effect: string
  readonly cost: string
  /** What it rests on; an assumption is written down as one. */
  readonly evidence: readonly string[]
}

export type ListedQuestion = {
  readonly question: string
  /** Whom it asks, in words. */
  readonly addressee: string
  /** '' while nobody answered. */
  readonly answer: string
}

export type Artefact =
  | {
      readonly kind: 'first-response'
      /** When it was spoken about on the telephone, in words; '' where it was not. */
      readonly call: string
      readonly scope: string
      readonly definition: string
      readonly next: string
    }
  | {
      readonly kind: 'scope-statement'
      readonly scope: string
      readonly definition: string
      readonly excluded: readonly string[]
    }
  | { readonly kind: 'question-list'; readonly questions: readonly ListedQuestion[] }
  | {
      readonly kind: 'capture-request'
      readonly purpose: string
      /** On which devices, and in which state they have to be. */
      readonly target: string
      readonly steps: readonly string[]
      readonly returns: readonly string[]
      /** What the captured files hold about people and machines. */
      readonly content: string
    }
  | {
      readonly kind: 'action-plan'
      readonly options: readonly PlanOption[]
      /** What the customer is asked to decide. */
      readonly decision: string
    }
  | {
      readonly kind: 'call-confirmation'
      /** Local time and zone, in words. */
      readonly when: string
      readonly said: string
      readonly agreed: readonly string[]
      /** What was consented to; '' where nothing was. */
      readonly consent: string
    }
  | {
      readonly kind: 'closing-summary'
      readonly description: string
      readonly analysis: string
      readonly result: string
      readonly evidence: readonly string[]
      /** null: not given yet, and then the summary asks for it. */
      readonly consent: Consent | null
    }

export type ArtefactKind = Artefact['kind']
export const artefactKinds = [
  'first-response',
  'scope-statement',
  'question-list',
  'capture-request',
  'action-plan',
  'call-confirmation',
  'closing-summary',
] as const satisfies readonly ArtefactKind[]

/** What may stand in braces in any text of an artefact: `{case}` becomes the number of the case. */
export const artefactVariables = [
  'case',
  'title',
  'customer',
  'contact',
  'owner',
  'product',
  'release',
] as const
export type ArtefactVariable = (typeof artefactVariables)[number]

/** '' where nothing is known. */
export type ArtefactValues = { readonly [variable in ArtefactVariable]: string }

/** A text of an artefact with its path (`options/0/cost`); `optional` ones may be empty. */
export type ArtefactText = { readonly path: string; readonly text: string; readonly optional: boolean }

const given = (path: string, text: string): ArtefactText => ({ path, text, optional: false })
const maybe = (path: string, text: string): ArtefactText => ({ path, text, optional: true })
const every = (path: string, texts: readonly string[]): readonly ArtefactText[] =>
  texts.map((text, at) => given(`${path}/${at}`, text))
/** As `every`; a list without any entry lacks its first. */
const atLeastOne = (path: string, texts: readonly string[]): readonly ArtefactText[] =>
  texts.length === 0 ? [given(path, '')] : every(path, texts)

/** Every text of an artefact, and a blank one for every list that lacks its first entry, in the order of the template. */
export function listArtefactTexts(artefact: Artefact): readonly ArtefactText[] {
  switch (artefact.kind) {
    case 'first-response':
      return [
        maybe('call', artefact.call),
        given('scope', artefact.scope),
        given('definition', artefact.definition),
        given('next', artefact.next),
      ]
    case 'scope-statement':
      return [
        given('scope', artefact.scope),
        given('definition', artefact.definition),
        ...every('excluded', artefact.excluded),
      ]
    case 'question-list':
      return listQuestionTexts(artefact.questions)
    case 'capture-request':
      return [
        given('purpose', artefact.purpose),
        given('target', artefact.target),
        ...atLeastOne('steps', artefact.steps),
        ...atLeastOne('returns', artefact.returns),
        given('content', artefact.content),
      ]
    case 'action-plan':
      return [...listOptionTexts(artefact.options), given('decision', artefact.decision)]
    case 'call-confirmation':
      return [
        given('when', artefact.when),
        given('said', artefact.said),
        ...every('agreed', artefact.agreed),
        maybe('consent', artefact.consent),
      ]
    case 'closing-summary':
      return [
        given('description', artefact.description),
        given('analysis', artefact.analysis),
        given('result', artefact.result),
        ...atLeastOne('evidence', artefact.evidence),
        ...(artefact.consent === null ? [] : [given('consent/reference', artefact.consent.reference)]),
      ]
  }
}

function listQuestionTexts(questions: readonly ListedQuestion[]): readonly ArtefactText[] {
  if (questions.length === 0) return [given('questions', '')]
  return questions.flatMap(({ question, addressee, answer }, at) => [
    given(`questions/${at}/question`, question),
    given(`questions/${at}/addressee`, addressee),
    maybe(`questions/${at}/answer`, answer),
  ])
}

function listOptionTexts(options: readonly PlanOption[]): readonly ArtefactText[] {
  if (options.length === 0) return [given('options', '')]
  return options.flatMap(({ what, reason, effect, cost, evidence }, at) => [
    given(`options/${at}/what`, what),
    given(`options/${at}/reason`, reason),
    given(`options/${at}/effect`, effect),
    given(`options/${at}/cost`, cost),
    ...atLeastOne(`options/${at}/evidence`, evidence),
  ])
}
