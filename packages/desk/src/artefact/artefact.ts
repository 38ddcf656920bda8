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

/** Every text of an artefact, and a blank one for every list that lacks its first entry, in the order of the template. */
export function listArtefactTexts(artefact: Artefact): readonly ArtefactText[] {
  const given = (path: string, text: string): ArtefactText => ({ path, text, optional: false })
  const maybe = (path: string, text: string): ArtefactText => ({ path, text, optional: true })
  const each = (path: string, texts: readonly string[]) =>
    texts.length === 0 ? [given(path, '')] : texts.map((text, at) => given(`${path}/${at}`, text))
  switch (artefact.kind) {
    case 'first-response': {
      const { call, scope, definition, next } = artefact
      return [
        maybe('call', call),
        given('scope', scope),
        given('definition', definition),
        given('next', next),
      ]
    }
    case 'scope-statement': {
      const { scope, definition, excluded } = artefact
      return [
        given('scope', scope),
        given('definition', definition),
        ...excluded.map((text, at) => given(`excluded/${at}`, text)),
      ]
    }
    case 'question-list':
      return artefact.questions.length === 0
        ? [given('questions', '')]
        : artefact.questions.flatMap(({ question, addressee, answer }, at) => [
            given(`questions/${at}/question`, question),
            given(`questions/${at}/addressee`, addressee),
            maybe(`questions/${at}/answer`, answer),
          ])
    case 'capture-request': {
      const { purpose, target, steps, returns, content } = artefact
      return [
        given('purpose', purpose),
        given('target', target),
        ...each('steps', steps),
        ...each('returns', returns),
        given('content', content),
      ]
    }
    case 'action-plan': {
      const options = artefact.options.flatMap(({ what, reason, effect, cost, evidence }, at) => [
        given(`options/${at}/what`, what),
        given(`options/${at}/reason`, reason),
        given(`options/${at}/effect`, effect),
        given(`options/${at}/cost`, cost),
        ...each(`options/${at}/evidence`, evidence),
      ])
      return [
        ...(options.length === 0 ? [given('options', '')] : options),
        given('decision', artefact.decision),
      ]
    }
    case 'call-confirmation': {
      const { when, said, agreed, consent } = artefact
      return [
        given('when', when),
        given('said', said),
        ...agreed.map((text, at) => given(`agreed/${at}`, text)),
        maybe('consent', consent),
      ]
    }
    case 'closing-summary': {
      const { description, analysis, result, evidence, consent } = artefact
      return [
        given('description', description),
        given('analysis', analysis),
        given('result', result),
        ...each('evidence', evidence),
        ...(consent === null
          ? []
          : [given('consent/who', consent.who), given('consent/reference', consent.reference)]),
      ]
    }
  }
}
