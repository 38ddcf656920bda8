// One message of an import as the books take it. spec: case-import §8, desk-books §4
import type { Instant } from '@holdfast/capabilities'
import type { CaseId, CaseMessageId } from '@holdfast/lease'
import type { FoundItem, NewAttachment, NewMessage } from '@holdfast/store'
import { bodyHashOf } from '../message-identity.ts'
import type { PreparedMessage } from './prepare-import.ts'
import { listCorrespondents, type PersonOf } from './record-persons.ts'

/** The reader of messages; a better one gets a higher number. */
export const importParser = 1

export function messageOfImport(
  { id, identity, source, imported, found, mail }: PreparedMessage,
  at: {
    readonly case: CaseId
    readonly idOf: (index: number) => CaseMessageId | null
    readonly personOf: PersonOf
    readonly now: Instant
  },
): NewMessage {
  const { side, sideCertainty, audience, audienceCertainty, because, text } = imported
  return {
    ...{ id, case: at.case, direction: 'imported', audience, audienceCertainty, side, sideCertainty },
    ...{ identity, bodyHash: bodyHashOf(text) },
    ...{ messageId: source.messageId, inReplyTo: source.inReplyTo, references: source.references },
    sent: { written: source.sentAt, moment: source.moment, offsetMinutes: source.offsetMinutes },
    receivedAt: at.now,
    orderedAt: source.moment ?? at.now,
    place: source.index,
    parsed: true,
    parser: importParser,
    hasHtml: mail !== null && mail.mail.html !== null,
    automaton: mail?.mail.automaton ?? { kind: 'person' },
    authentication: null,
    flags: [...new Set<string>([...imported.flags, ...(mail?.mail.flags ?? [])])],
    verdict: { rule: 'import', standing: 'imported' },
    because: because.map(({ message, from, to }) => ({ message: at.idOf(message), from, to })),
    held: null,
    subject: source.subject,
    text,
    people: listCorrespondents({ source, mail }).map(({ role, name, address }) => ({
      role,
      person: at.personOf({ name, address }),
      name,
      address,
    })),
    attachments: attachmentsOf({ imported, mail }),
    found: found.map(foundItemOf),
    raw: mail === null ? { kind: 'none' } : { kind: 'bytes', bytes: mail.bytes },
  }
}

/** What came along lies in the raw mail; what is only named lies nowhere. */
function attachmentsOf({
  imported,
  mail,
}: Pick<PreparedMessage, 'imported' | 'mail'>): readonly NewAttachment[] {
  const came = (mail?.mail.attachments ?? []).map(
    ({ name, mediaType, role, bytes, hash, contentId }): NewAttachment => ({
      ...{ name, mediaType, role, size: bytes.length, hash, contentId, bytesIn: 'raw' },
    }),
  )
  const absent = imported.absentAttachments.map((name): NewAttachment => ({
    ...{ name, mediaType: '', role: 'absent', size: null, hash: null, contentId: null, bytesIn: 'nowhere' },
  }))
  return [...came, ...absent]
}

/** Value and what qualifies it; the words stand in the message. */
function foundItemOf(found: PreparedMessage['found'][number]): FoundItem {
  const { kind, value, from, to, about, atLeast, asserts, certainty } = found
  const beside = Object.entries({ about, atLeast, asserts, certainty }).filter(
    ([, told]) => told !== undefined,
  )
  return { kind, value: { value, ...Object.fromEntries(beside) }, from, to }
}
