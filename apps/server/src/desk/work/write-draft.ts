// A draft: an artefact or a text becomes subject and text to somebody, with what its check says. spec: case §10 to §12
import type { Artefact } from '@holdfast/desk'
import { refuse, type CaseItemId, type Refusal } from '@holdfast/lease'
import { formatArtefact } from '@holdfast/phrases'
import type { MessageRecord, Writer } from '@holdfast/store'
import type { DeskTools } from '../desk-tools.ts'
import { keepDraft, type CaseDraft, type DraftAudience } from './case-entries.ts'
import type { NewEntry } from './add-entries.ts'
import { checkDraft, fillVariables, findValues, listCorrespondence } from './check-draft.ts'
import type { GatheredCase } from './gather-case.ts'
import { isByPerson } from './parse-action.ts'

export type AskedDraft = {
  readonly audience: DraftAudience
  readonly language: 'en' | 'zh'
  readonly content:
    | { readonly kind: 'artefact'; readonly artefact: Artefact }
    | { readonly kind: 'text'; readonly text: string }
  readonly subject: string | null
  readonly replyTo: string | null
  /** null: those who wrote last to this audience. */
  readonly to: readonly string[] | null
  readonly cc: readonly string[]
  readonly confirms: string | null
}

/** The draft as an entry. Refuses INPUT_INVALID: an answer to another audience, an address that is none, too long. */
export async function writeDraft(
  read: Writer['read'],
  gathered: GatheredCase,
  asked: AskedDraft,
  { id, desk }: { readonly id: CaseItemId; readonly desk: DeskTools },
): Promise<NewEntry | Refusal<'INPUT_INVALID' | 'NOT_FOUND'>> {
  const messages = await listCorrespondence(read, gathered)
  const answered = findAnswered(messages, asked)
  if (answered !== null && 'code' in answered) return answered
  const to = (asked.to ?? listAnswering(answered)).map(normalise)
  const cc = asked.cc.map(normalise)
  const wrong = [...to, ...cc].filter((address) => !addressForm.test(address))
  if (wrong.length > 0) return refuse('INPUT_INVALID', { complaints: ['body/to: holds no mail address'] })
  const contact = await findContact(read, messages, to)
  const values = await findValues(read, gathered, { contact, mail: desk.mail })
  const { content, language, audience } = asked
  const composed =
    content.kind === 'artefact'
      ? formatArtefact(content.artefact, values, language)
      : { subject: subjectOf(gathered, answered), text: fillVariables(content.text, values) }
  const written = {
    audience,
    artefact: content.kind === 'artefact' ? content.artefact : null,
    subject: withNumber(gathered, asked.subject ?? composed.subject),
    text: composed.text,
    to,
    cc,
  }
  const checked = await checkDraft(read, written, { gathered, messages, values, mail: desk.mail })
  if (checked.kind === 'refused') return checked
  const draft: CaseDraft = {
    ...written,
    id,
    state: 'open',
    language,
    replyTo: answered?.id ?? null,
    confirms: asked.confirms,
    check: checked.check,
  }
  return { id, kind: 'draft', message: null, ...keepDraft(draft) }
}

// One address as envelopes take it; MAIL_DRAFT_REFUSED judges the rest.
const addressForm = /^[^\s@<>,;"\p{Cc}]{1,64}@[^\s@<>,;"\p{Cc}]{1,255}$/u

function normalise(address: string): string {
  return address.trim().toLowerCase()
}

/** The message that is answered: the one that is named, else the newest that somebody of the audience wrote by hand. */
function findAnswered(
  messages: readonly MessageRecord[],
  { replyTo, audience }: AskedDraft,
): MessageRecord | Refusal<'INPUT_INVALID' | 'NOT_FOUND'> | null {
  if (replyTo === null)
    return (
      messages.findLast(
        (message) =>
          message.audience === audience &&
          !isOurs(message) &&
          message.held === null &&
          isByPerson(message.automaton),
      ) ?? null
    )
  const named = messages.find(({ id }) => id === replyTo)
  if (named === undefined) return refuse('NOT_FOUND', { what: replyTo })
  return named.audience === audience
    ? named
    : refuse('INPUT_INVALID', {
        complaints: [`body/replyTo: is a message to ${named.audience}, and the draft is to ${audience}`],
      })
}

/** Said by us to others; among ourselves every message is somebody's. */
function isOurs({ direction, side, audience }: MessageRecord): boolean {
  return direction === 'out' || (side === 'vendor' && (audience === 'customer' || audience === 'upstream'))
}

/** Reply-To goes before From, and a list of both would answer twice; after a message of our own, those whom it went to. */
function listAnswering(answered: MessageRecord | null): readonly string[] {
  if (answered === null) return []
  const of = (role: string) => answered.people.filter((one) => one.role === role && one.address !== '')
  const wanted = isOurs(answered) ? of('to') : of('reply-to').length > 0 ? of('reply-to') : of('from')
  return [...new Set(wanted.map(({ address }) => address))]
}

/** Whom a text greets: the first recipient as the books name them, else by the address. */
async function findContact(
  read: Writer['read'],
  messages: readonly MessageRecord[],
  to: readonly string[],
): Promise<string> {
  const [first] = to
  if (first === undefined) return ''
  const people = messages.flatMap((message) => message.people)
  const written = people.findLast(({ address, name }) => address === first && name !== '')
  if (written !== undefined) return written.name
  const nothing = { messageIds: [], numbers: [], tokens: [], domains: [], identities: [] }
  const { persons } = await read.gatherThreading({ ...nothing, addresses: [first] })
  const name = persons.get(first)?.name ?? ''
  return name === '' ? first : name
}

function subjectOf({ record }: GatheredCase, answered: MessageRecord | null): string {
  if (answered === null || answered.subject.trim() === '') return record.title
  const subject = answered.subject.trim()
  return /^(?:re|回复|答复)\s{0,2}[:：]/i.test(subject) ? subject : `Re: ${subject}`
}

/** Number and tracking token stand in every subject, so that an answer without its thread finds home. spec: case-import §4 */
function withNumber({ record }: GatheredCase, subject: string): string {
  const { number, token } = record
  const numbered = subject.includes(number) ? subject : `[Case: ${number}] % ${subject}`
  return numbered.includes(token) ? numbered : `${numbered} ${token}`
}
