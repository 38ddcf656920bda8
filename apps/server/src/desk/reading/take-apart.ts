// The work on one mail that needs nothing but its bytes: parsing, finding, indexing. spec: desk-traffic §2
import type { Clock } from '@holdfast/capabilities'
import { findItems } from '@holdfast/desk'
import { foldText, ownText, parseMail, type ParsedMail } from '@holdfast/mail'
import type { DeskFacts, NewMessage } from '@holdfast/store'
import { indexText } from '../index-text.ts'
import { readAttachmentTexts, type AttachmentText } from './read-attachment-texts.ts'

/** UTF-16 units of a subject in the books. */
export const subjectCharactersMax = 2_000
/** UTF-16 units of a text in which items are looked for. */
export const searchedTextMax = 262_144

export type TakenMail = {
  readonly kind: 'taken'
  readonly mail: ParsedMail
  /** Without what is quoted. */
  readonly ownText: string
  readonly found: NewMessage['found']
  /** Of subject and text. */
  readonly tokens: string
  readonly attachmentTexts: readonly (AttachmentText & { readonly tokens: string })[]
}
export type TakenApart =
  TakenMail | { readonly kind: 'refused'; readonly code: string; readonly facts: DeskFacts }

/** Refuses as the parser of mails does. Attachments that begin past `untilMs` are found by their names alone. */
export async function takeApart(
  raw: Uint8Array,
  { ownAddresses }: { readonly ownAddresses: readonly string[] },
  lent: { readonly clock: Clock; readonly untilMs: number },
): Promise<TakenApart> {
  const mail = await parseMail(raw, { own: { addresses: ownAddresses, headers: [] } })
  if (mail.kind === 'refused') return { kind: 'refused', code: mail.code, facts: mail.facts }
  const attachmentTexts = await readAttachmentTexts(mail, lent)
  return {
    ...{ kind: 'taken', mail },
    ownText: ownText(foldText(mail.text)),
    found: foundIn(mail.text),
    tokens: indexText(`${mail.subject.slice(0, subjectCharactersMax)}\n${mail.text}`),
    attachmentTexts: attachmentTexts.map((one) => ({
      ...one,
      tokens: indexText(`${one.name}\n${one.text}`),
    })),
  }
}

const bareMessage: Omit<Parameters<typeof findItems>[0][number], 'text'> = {
  index: 1,
  from: { name: '', address: '' },
  side: 'unknown',
  sideCertainty: 'open',
  audience: 'unknown',
  audienceCertainty: 'open',
  because: [],
  sentAt: '',
  flags: [],
  attachments: [],
  absentAttachments: [],
}

function foundIn(text: string): NewMessage['found'] {
  return findItems([{ ...bareMessage, text: text.slice(0, searchedTextMax) }]).map(
    ({ kind, from, to, value, about, atLeast, asserts, certainty }) => ({
      ...{ kind, from, to },
      value: JSON.parse(JSON.stringify({ value, about, atLeast, asserts, certainty })) as object,
    }),
  )
}
