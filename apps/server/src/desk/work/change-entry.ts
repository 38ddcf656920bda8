// What somebody does with an entry of a case, by its kind. spec: case §5, §6
import type { Instant } from '@holdfast/capabilities'
import type { Input, operations } from '@holdfast/contract'
import {
  commitmentTransitions,
  decideCallConfirmed,
  decideCommitmentChange,
  decideQuestionChange,
  decideRequestChange,
  questionTransitions,
  requestTransitions,
  type Actor,
  type CommitmentAction,
  type EntryRefusal,
  type QuestionAction,
  type RequestAction,
} from '@holdfast/desk'
import { refuse, type Refusal } from '@holdfast/lease'
import type { CaseItem, DeskReader, ItemChange } from '@holdfast/store'
import { keepCall, keepCommitment, keepDraft, keepQuestion, keepRequest, parseEntry } from './case-entries.ts'
import { findMessageOf, sentMessageOf } from './parse-action.ts'

export type AskedChange = Input<typeof operations.changeItem>['body']
type Context = { readonly actor: Actor; readonly now: Instant }
type Changed = { readonly kind: 'change'; readonly change: ItemChange }

/** The change of an item, or why not: an action that its kind or its state does not have is CASE_ENTRY_STATE_WRONG. */
export async function changeEntry(
  read: Pick<DeskReader, 'findMessage'>,
  item: CaseItem,
  asked: AskedChange,
  context: Context,
): Promise<Changed | Refusal<EntryRefusal | 'NOT_FOUND'>> {
  const request = parseEntry('request', item)
  if (request !== null) {
    const action = requestActionOf(asked)
    if (action === null) return wrong(item, asked, requestTransitions[request.state.kind])
    const decided = decideRequestChange(request, action, context)
    return decided.kind === 'refused' ? decided : { kind: 'change', change: keepRequest(decided.request) }
  }
  const commitment = parseEntry('commitment', item)
  if (commitment !== null) {
    const action = commitmentActionOf(asked)
    if (action === null) return wrong(item, asked, commitmentTransitions[commitment.state.kind])
    const decided = decideCommitmentChange(commitment, action, context)
    return decided.kind === 'refused'
      ? decided
      : { kind: 'change', change: keepCommitment(decided.commitment) }
  }
  const question = parseEntry('question', item)
  if (question !== null) {
    const action = questionActionOf(asked)
    if (action === null) return wrong(item, asked, questionTransitions[question.state.kind])
    const decided = decideQuestionChange(question, action, context)
    return decided.kind === 'refused' ? decided : { kind: 'change', change: keepQuestion(decided.question) }
  }
  return await changeRecord(read, item, asked)
}

/** Calls are confirmed, drafts are discarded; of notes nothing changes. */
async function changeRecord(
  read: Pick<DeskReader, 'findMessage'>,
  item: CaseItem,
  asked: AskedChange,
): Promise<Changed | Refusal<EntryRefusal | 'NOT_FOUND'>> {
  const call = parseEntry('call', item)
  if (call !== null) {
    if (asked.action !== 'confirm') return wrong(item, asked, { confirm: 'confirmed' })
    const id = asked.message
    if (id === undefined) return refuse('CASE_FACTS_MISSING', { action: 'confirm', missing: ['message'] })
    const message = await findMessageOf(read, item.case, id)
    if (message === null) return refuse('NOT_FOUND', { what: id })
    const decided = decideCallConfirmed(call, sentMessageOf(message))
    return decided.kind === 'refused' ? decided : { kind: 'change', change: keepCall(decided.call) }
  }
  const draft = parseEntry('draft', item)
  if (draft === null) return wrong(item, asked, {})
  if (asked.action !== 'discard' || draft.state !== 'open')
    return wrong(item, asked, draft.state === 'open' ? { discard: 'discarded' } : {})
  return { kind: 'change', change: keepDraft({ ...draft, state: 'discarded' }) }
}

function wrong(
  { id, kind, state }: CaseItem,
  { action }: AskedChange,
  allowed: { readonly [action: string]: unknown },
): Refusal<'CASE_ENTRY_STATE_WRONG'> {
  const facts = { what: kind, entry: id, state, action, allowed: Object.keys(allowed) }
  return refuse('CASE_ENTRY_STATE_WRONG', facts)
}

function requestActionOf(asked: AskedChange): RequestAction | null {
  const { text = '', open = '', reason = '', reference = null } = asked
  switch (asked.action) {
    case 'answer':
      return { kind: 'answer', text, reference }
    case 'answer-partly':
      return { kind: 'answer-partly', text, reference, open }
    case 'collect':
      return { kind: 'collect', reference: reference ?? '' }
    case 'decline':
    case 'withdraw':
    case 'ask-again':
      return { kind: asked.action, reason }
    default:
      return null
  }
}

function commitmentActionOf({ action, evidence = [], reason = '' }: AskedChange): CommitmentAction | null {
  switch (action) {
    case 'keep':
      return { kind: 'keep', evidence }
    case 'break':
    case 'withdraw':
      return { kind: action, reason }
    default:
      return null
  }
}

function questionActionOf(asked: AskedChange): QuestionAction | null {
  const { action, text = '', evidence = [], reason = '' } = asked
  switch (action) {
    case 'answer':
      return { kind: 'answer', answer: text, evidence }
    case 'withdraw':
    case 'reopen':
      return { kind: action, reason }
    default:
      return null
  }
}
