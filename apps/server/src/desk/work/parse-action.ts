// What a caller asks of a case -> an action of the desk, its evidence and consent looked up. spec: case §2
import { parseInstant, type Instant } from '@holdfast/capabilities'
import type { Input, operations } from '@holdfast/contract'
import { actionNeeds, consentOfCall, type CaseAction, type Consent, type SentMessage } from '@holdfast/desk'
import { isId, refuse, type CaseMessageId, type Refusal } from '@holdfast/lease'
import type { DeskReader, MessageRecord } from '@holdfast/store'
import type { GatheredCase } from './gather-case.ts'

export type AskedAction = Input<typeof operations.actOnCase>['body']
type MessageFinder = Pick<DeskReader, 'findMessage'>

/** Members of a body that belong to an action; others are refused, so that nobody thinks that they were kept. */
const members: { readonly [action in AskedAction['action']]: readonly (keyof AskedAction)[] } = {
  respond: ['message'],
  scope: actionNeeds.scope,
  investigate: actionNeeds.investigate,
  plan: actionNeeds.plan,
  wait: [...actionNeeds.wait, 'resumeBy'],
  resume: [],
  resolve: actionNeeds.resolve,
  archive: ['consent', 'accept'],
  reopen: actionNeeds.reopen,
}

/** Refuses INPUT_INVALID (members of another action, no moment), NOT_FOUND (a message or call that is not in the case). */
export async function parseAction(
  read: MessageFinder,
  gathered: GatheredCase,
  asked: AskedAction,
): Promise<
  { readonly kind: 'action'; readonly action: CaseAction } | Refusal<'INPUT_INVALID' | 'NOT_FOUND'>
> {
  const complaints = complain(asked)
  if (complaints.length > 0) return refuse('INPUT_INVALID', { complaints })
  const missing = await findMissing(read, gathered, asked)
  if (missing !== null) return refuse('NOT_FOUND', { what: missing })
  return { kind: 'action', action: await actionOf(read, gathered, asked) }
}

function complain(asked: AskedAction): string[] {
  const allowed: readonly string[] = ['version', 'action', ...members[asked.action]]
  return [
    ...Object.keys(asked)
      .filter((name) => !allowed.includes(name))
      .map((name) => `body/${name}: does not belong to ${asked.action}`),
    ...(typeof asked.resumeBy === 'string' && parseInstant(asked.resumeBy) === null
      ? ['body/resumeBy: is no moment']
      : []),
    ...(asked.consent?.at !== undefined && parseInstant(asked.consent.at) === null
      ? ['body/consent/at: is no moment']
      : []),
  ]
}

/** A message, a call that is named and is not of this case; of tests, observations and findings others keep books. */
async function findMissing(
  read: MessageFinder,
  { record, calls }: GatheredCase,
  { message, evidence = [], consent }: AskedAction,
): Promise<string | null> {
  const callIds = new Set(calls.map(({ id }) => id))
  const messages = [
    ...(message === undefined ? [] : [message]),
    ...evidence.filter(({ kind }) => kind === 'message').map(({ id }) => id),
    ...(consent?.how === 'mail' ? [consent.reference] : []),
  ]
  const called = [
    ...evidence.filter(({ kind }) => kind === 'call').map(({ id }) => id),
    ...(consent?.how === 'call' ? [consent.reference] : []),
  ]
  for (const id of called) if (!callIds.has(id)) return id
  for (const id of messages) if ((await findMessageOf(read, record.id, id)) === null) return id
  return null
}

export async function findMessageOf(
  read: MessageFinder,
  caseId: string,
  id: string,
): Promise<MessageRecord | null> {
  const found = isId('cms', id) ? await read.findMessage(id) : null
  return found?.case === caseId ? found : null
}

async function actionOf(
  read: MessageFinder,
  gathered: GatheredCase,
  asked: AskedAction,
): Promise<CaseAction> {
  const { action: kind, evidence = [] } = asked
  switch (kind) {
    case 'respond': {
      const id = asked.message as CaseMessageId | undefined
      const found = id === undefined ? null : await read.findMessage(id)
      return { kind, message: found === null ? null : sentMessageOf(found) }
    }
    case 'scope':
      return { kind, scope: asked.scope ?? '', definition: asked.definition ?? '' }
    case 'investigate':
      return { kind, question: asked.question ?? '' }
    case 'plan':
      return { kind, plan: asked.plan ?? '' }
    case 'wait':
      return { kind, on: asked.on ?? null, what: asked.what ?? '', resumeBy: momentOf(asked.resumeBy) }
    case 'resume':
      return { kind }
    case 'resolve':
      return { kind, result: asked.result ?? '', evidence }
    case 'archive':
      return { kind, consent: await consentOf(read, gathered, asked), accept: asked.accept ?? null }
    case 'reopen':
      return { kind, reason: asked.reason ?? '' }
  }
}

/** A message as a first response looks at it. What an import brought is judged by who wrote it. */
export function sentMessageOf({ id, audience, direction, side, automaton }: MessageRecord): SentMessage {
  const isOurs = direction === 'out' || (direction === 'imported' && side === 'vendor')
  return { id, audience, direction: isOurs ? 'out' : 'in', byPerson: isByPerson(automaton) }
}

/** Nobody found a sign of an automaton. */
export function isByPerson(automaton: MessageRecord['automaton']): boolean {
  const kind = automaton['kind']
  return kind === undefined || kind === 'person' || kind === null
}

/**
 * The consent as the books show it: given in a call that recorded one, or in a message that the customer's side wrote by
 * hand. What they do not show is missing, whatever the caller says.
 */
async function consentOf(
  read: MessageFinder,
  { calls }: GatheredCase,
  { consent: asked }: AskedAction,
): Promise<{ readonly [part in keyof Consent]: Consent[part] | null }> {
  const nothing = { who: null, how: null, at: null, reference: null }
  if (asked === undefined) return nothing
  const { how, reference } = asked
  if (how === 'call') {
    const call = calls.find(({ id }) => id === reference)
    const given = call === undefined ? null : consentOfCall(call)
    return given ?? { ...nothing, how, who: asked.who ?? null }
  }
  const message = isId('cms', reference) ? await read.findMessage(reference) : null
  const isTheirs =
    message !== null && message.held === null && message.side === 'customer' && isByPerson(message.automaton)
  if (!isTheirs) return { ...nothing, how, who: asked.who ?? null }
  const author = message.people.find(({ role }) => role === 'from')?.person ?? null
  const at = momentOf(asked.at) ?? message.sent.moment ?? message.receivedAt
  return { who: asked.who ?? author, how, at, reference }
}

function momentOf(text: string | null | undefined): Instant | null {
  return typeof text === 'string' ? parseInstant(text) : null
}
