import { refuse, type Refusal } from '@holdfast/lease'
import type { MailAddress } from '../parsed-mail.ts'
import {
  draftAttachmentsMax,
  draftBytesMax,
  draftIdCharactersMax,
  draftNameCharactersMax,
  draftOffsetMinutesMax,
  draftRecipientsMax,
  draftSubjectCharactersMax,
  type MailDraft,
} from './mail-draft.ts'

type Because = 'control-character' | 'malformed' | 'missing' | 'too-long' | 'too-many' | 'too-large'
type Fault = { readonly field: string; readonly because: Because }

// C0, DEL, C1 and the two line ends of Unicode: whatever could end a header or hide in one.
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// Printable ASCII before the at sign, because few servers take more there; a domain may be written in any script.
const localPart = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]{1,64}$/
const domain = /^[\p{L}\p{M}\p{N}.-]{1,253}$/u
const idForm = /^[\x21-\x3b\x3d\x3f-\x7e]+$/
const mediaTypeForm = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,100}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/i

/** Whether an id can stand between brackets: one at sign, printable ASCII, not too long. */
export function isWritableId(id: string): boolean {
  return id.length <= draftIdCharactersMax && idForm.test(id) && id.split('@').length === 2
}

/** The first of a draft's faults, in the order of its fields: MAIL_DRAFT_REFUSED. spec: mail-doors §5 */
export function verifyDraft(draft: MailDraft): Refusal<'MAIL_DRAFT_REFUSED'> | null {
  const fault =
    faultOfIdAndDate(draft) ?? faultOfPeople(draft) ?? faultOfSubject(draft.subject) ?? faultOfContent(draft)
  return fault === null ? null : refuse('MAIL_DRAFT_REFUSED', { field: fault.field, because: fault.because })
}

function faultOfIdAndDate({ messageId, date }: MailDraft): Fault | null {
  if (!isWritableId(messageId)) return { field: 'messageId', because: 'malformed' }
  const { offsetMinutes } = date
  const isOffset = Number.isInteger(offsetMinutes) && Math.abs(offsetMinutes) <= draftOffsetMinutesMax
  return isOffset ? null : { field: 'date', because: 'malformed' }
}

function faultOfPeople({ from, to, cc, replyTo }: MailDraft): Fault | null {
  if (to.length + cc.length === 0) return { field: 'to', because: 'missing' }
  if (to.length + cc.length > draftRecipientsMax) return { field: 'to', because: 'too-many' }
  const people: readonly (readonly [string, readonly MailAddress[]])[] = [
    ['from', [from]],
    ['to', to],
    ['cc', cc],
    ['replyTo', replyTo === null ? [] : [replyTo]],
  ]
  for (const [field, addresses] of people)
    for (const address of addresses) {
      const because = faultOfAddress(address)
      if (because !== null) return { field, because }
    }
  return null
}

function faultOfAddress({ name, address }: MailAddress): Because | null {
  if (control.test(name)) return 'control-character'
  if (name.length > draftNameCharactersMax) return 'too-long'
  const at = address.lastIndexOf('@')
  const isAddress = at > 0 && localPart.test(address.slice(0, at)) && domain.test(address.slice(at + 1))
  return isAddress ? null : 'malformed'
}

function faultOfSubject(subject: string): Fault | null {
  if (control.test(subject)) return { field: 'subject', because: 'control-character' }
  return subject.length > draftSubjectCharactersMax ? { field: 'subject', because: 'too-long' } : null
}

function faultOfContent({ text, html, attachments }: MailDraft): Fault | null {
  if (attachments.length > draftAttachmentsMax) return { field: 'attachments', because: 'too-many' }
  for (const { name, mediaType, contentId } of attachments) {
    if (name === '') return { field: 'attachments', because: 'missing' }
    if (control.test(name)) return { field: 'attachments', because: 'control-character' }
    if (name.length > draftNameCharactersMax) return { field: 'attachments', because: 'too-long' }
    const isNamed = contentId === null || isWritableId(contentId)
    if (!mediaTypeForm.test(mediaType) || !isNamed) return { field: 'attachments', because: 'malformed' }
  }
  const texts = Buffer.byteLength(text) + Buffer.byteLength(html ?? '')
  const bytes = attachments.reduce((sum, attachment) => sum + attachment.bytes.length, texts)
  return bytes > draftBytesMax ? { field: 'content', because: 'too-large' } : null
}
