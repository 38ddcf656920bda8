// The mails of vectors/mail, against what their maker put into them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatInstant } from '@holdfast/capabilities'
import { describe, expect, test } from 'vitest'
import { parseMail } from '../src/parse-mail.ts'
import type { ParsedMail } from '../src/parsed-mail.ts'

const folder = join(import.meta.dirname, '../../../vectors/mail')
type Expected = { readonly why: string; readonly [member: string]: unknown }
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  readonly [file: string]: Expected
}

/** The members that vectors speak of, in their form. */
function look(mail: ParsedMail): { readonly [member: string]: unknown } {
  return {
    from: mail.from,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    flags: mail.flags,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date:
      mail.date === null
        ? null
        : {
            moment: mail.date.moment === null ? null : formatInstant(mail.date.moment),
            offsetMinutes: mail.date.offsetMinutes,
          },
    attachments: mail.attachments.map(({ name, mediaType, role, hash, contentId }) => ({
      name,
      mediaType,
      role,
      hash,
      ...(contentId === null ? {} : { contentId }),
    })),
  }
}

describe('every vector', () => {
  test.each(Object.entries(expected))('%s', async (file, { why, ...members }) => {
    const mail = await parseMail(readFileSync(join(folder, file)))
    expect(why).not.toBe('')
    if (mail.kind === 'refused') throw new Error(mail.code)
    const seen = look(mail)
    expect(Object.fromEntries(Object.keys(members).map((name) => [name, seen[name]]))).toEqual(members)
  })

  test('no file without an expectation, at least 150 of them', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted())
    expect(files.length).toBeGreaterThanOrEqual(150)
  })
})
