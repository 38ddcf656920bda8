// Threads of the corpus and small ones, as bodies of an import.
import { readFileSync } from 'node:fs'
import type { Instant } from '@holdfast/capabilities'
import { importThread, parseThreadExport, type ImportedCase } from '@holdfast/desk'
import { decodeText } from '@holdfast/intake'
import { importTools } from '../src/bridges/import-tools.ts'

const folder = new URL('../../../vectors/desk/', import.meta.url)

export function corpusFile(name: string) {
  return { name, contentBase64: readFileSync(new URL(name, folder)).toString('base64') }
}

export function textFile(name: string, text: string) {
  return { name, contentBase64: Buffer.from(text).toString('base64') }
}

/** What the dry run finds in a thread of the corpus. */
export function dryRun(name: string, now: Instant): ImportedCase {
  const decoded = decodeText(readFileSync(new URL(name, folder)))
  if (decoded.kind === 'refused') throw new Error(decoded.code)
  const thread = parseThreadExport(decoded.text)
  if (thread.kind === 'refused') throw new Error(thread.code)
  return importThread(thread, importTools(now))
}

type Written = { readonly from: string; readonly at: string; readonly text: string }

/** An export as a desk writes it. */
export function exportText(subject: string, messages: readonly Written[]): string {
  const parts = messages.map(
    ({ from, at, text }, place) =>
      `====第${place + 1}封邮件====\n\n发件人：${from}\n发送时间：${at}\n邮件内容:\n${text}\n`,
  )
  return [`邮件主题：${subject}`, ...parts].join('\n')
}

/** A mail of plain text. */
export function mailText(mail: {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly from?: string
  readonly to?: string
  readonly reply?: string
  readonly date?: string
}): string {
  const { from = 'Ada Quill <ada.quill@westmark.example>', to = 'desk@vendor.example' } = mail
  return [
    `Message-ID: <${mail.id}>`,
    ...(mail.reply === undefined ? [] : [`In-Reply-To: <${mail.reply}>`, `References: <${mail.reply}>`]),
    `From: ${from}`,
    `To: ${to}`,
    `Date: ${mail.date ?? 'Mon, 02 Mar 2026 09:00:00 +0100'}`,
    `Subject: ${mail.subject}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    mail.text,
  ].join('\r\n')
}
