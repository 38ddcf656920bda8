// What makes two copies of a mail one message, and two proposals one. spec: desk-books §4
import { createHmac, hash } from 'node:crypto'
import type { ParsedMail } from '@holdfast/mail'

/**
 * A hash that tells nothing to whoever lacks the key. It outlives erasing: beside a redacted text a plain hash would give a
 * blanked telephone number to anybody who tries them all.
 */
export function keyedHash(parts: unknown, key: Uint8Array): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
}

/** Of a text as it was read: two mails under one Message-ID are compared by it. Lone surrogates count as U+FFFD. */
export function bodyHashOf(text: string): string {
  return hash('sha256', text.toWellFormed())
}

/**
 * The same whichever way the mail came: Message-ID, sender, moment and text; without an id also subject and attachments.
 * Sender and moment belong to it also where an id is there: machines send one id and one text every day, and none of these
 * mails may be lost.
 */
export function identityOfMail(
  mail: Pick<ParsedMail, 'messageId' | 'from' | 'date' | 'subject' | 'text'> & {
    readonly attachments: readonly Pick<ParsedMail['attachments'][number], 'hash'>[]
  },
  key: Uint8Array,
): string {
  const { messageId, from, date, subject, text } = mail
  const sender = (from[0]?.address ?? '').toLowerCase()
  const moment = date?.moment ?? date?.written ?? null
  const files = mail.attachments.map(({ hash }) => hash)
  const further = messageId === null ? [subject, files] : []
  return `mail:${keyedHash([messageId, sender, moment, text, ...further], key)}`
}
