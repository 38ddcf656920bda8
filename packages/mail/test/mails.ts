// Mails for tests, put together from what they are about.
import type { ParseMailOptions } from '../src/parse-mail.ts'
import { parseMail } from '../src/parse-mail.ts'
import type { ParsedMail } from '../src/parsed-mail.ts'

export const plainHead: readonly string[] = [
  'From: Li Ming <li@customer.example>',
  'To: support@vendor.example',
  'Subject: Licence',
  'Date: Tue, 05 Jan 2021 11:40:00 +0800',
  'Message-ID: <1@customer.example>',
]

export function mailOf(more: readonly string[] = [], body: string | Uint8Array = 'Hello'): Buffer {
  const head = `${[...plainHead, ...more].join('\r\n')}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), typeof body === 'string' ? Buffer.from(body) : body])
}

export async function parsed(bytes: Uint8Array, options: ParseMailOptions = {}): Promise<ParsedMail> {
  const mail = await parseMail(bytes, options)
  if (mail.kind === 'refused') throw new Error(`${mail.code} ${JSON.stringify(mail.facts)}`)
  return mail
}
