// What of a mail its sender wrote: the greeting, the signature, and nothing that is quoted. spec: case-import §4
import { judgedLengthMax } from './import-limits.ts'

export type Range = { readonly from: number; readonly to: number }
export type MessageParts = {
  /**
   * The text as its sender wrote it, positions as in the whole: of quoted lines only blanks are left, and the quoted mail
   * at the end is cut off.
   */
  readonly own: string
  readonly greeting: Range
  /** Empty where none was recognised. */
  readonly signature: Range
  /** Who wrote the mail that is quoted at the end, as the quotation says; '' where it does not. */
  readonly quotedSender: string
}

const original =
  /^\s{0,9}[-—_=]{2,}\s{0,3}(?:原始邮件|原邮件|原始信息|转发的?邮件|回复的原邮件|original (?:message|mail)|forwarded (?:message|mail))/i
const quotedFrom = /^\s{0,9}[*]?(?:发件人|寄件者|from)[*]?\s{0,3}[:：]\s{0,3}\S/i
const quotedNext =
  /^\s{0,9}[*]?(?:发送时间|发送日期|时间|日期|收件人|抄送|主题|sent|date|to|cc|subject)[*]?\s{0,3}[:：]/i
const quotationEnd =
  /^\s{0,9}[-—_=]{2,}\s{0,3}(?:(?:原始邮件|原邮件|原始信息|转发的?邮件)(?:到此)?结束|end of (?:the )?(?:original|forwarded|quoted) (?:message|mail))/i
const wrote = /^\s{0,9}(?:on .{5,200} wrote|.{2,200}(?:写道|寫道))\s{0,3}[:：]\s{0,9}$/i
const pastedSeparator = /^\s{0,9}[=＝]{3,}\s{0,9}第.{1,9}封\s{0,5}邮件/

const closing =
  /^\s{0,9}(?:--\s{0,3}|[—-]{2,}|此致.{0,6}|敬礼.?|顺?祝.{0,12}|(?:非常)?(?:谢谢|感谢|多谢).{0,3}|(?:many )?thanks.{0,12}|thank you.{0,4}|(?:with )?(?:best|kind|warm)(?:est)? (?:regards|wishes).{0,3}|regards.{0,3}|(?:yours )?sincerely.{0,10}|cheers.?|BR.?)\s{0,9}$/i
const signatureLine =
  /@|(?:电话|手机|座机|传真|热线|地址|邮箱|网址|tel|phone|mobile|fax|hotline|e-?mail|web)[.:： ]|\d{3,4}[- ]\d{7,8}|\+\d{1,3}[ -]?\d|公司|集团|工程师|经理|顾问|专员|部$|\b(?:inc|ltd|llc|gmbh|corp|engineer|manager|adviser|advisor|support|department)\b/i
const nameLine = /^\p{Script=Han}{2,4}$|^\p{Lu}[\p{L}'.-]{1,20}(?: \p{Lu}[\p{L}'.-]{0,20}){0,2}$/u
const signatureLinesMax = 14
const signatureLineLengthMax = 90
const greetingLengthMax = 60
const quotedSenderLengthMax = 200

export function readMessageParts(text: string): MessageParts {
  const bounded = text.length > judgedLengthMax ? text.slice(0, judgedLengthMax) : text
  const lines = bounded.split('\n')
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  const { own, quotedAt } = ownLines(lines)
  return {
    own: own.join('\n'),
    greeting: greetingOf(own, starts),
    signature: signatureOf(own, starts),
    quotedSender: quotedSenderOf(
      quotedAt < 0 ? lines.filter((line) => marked.test(line)) : lines.slice(quotedAt, quotedAt + 6),
    ),
  }
}

const marked = /^\s{0,9}[>＞|]/

/** Blanks for what is quoted; a quotation at the end is cut off, one that says where it ends is followed by own words. */
function ownLines(lines: readonly string[]): { readonly own: string[]; readonly quotedAt: number } {
  const own: string[] = []
  let [quotedAt, end] = [-1, -1]
  for (const [place, line] of lines.entries()) {
    if (place > end && beginsQuotation(lines, place)) {
      end = lines.findIndex((later, at) => at > place && quotationEnd.test(later))
      if (quotedAt < 0) quotedAt = place
      if (end < 0) break
    }
    own.push(place <= end || marked.test(line) ? ' '.repeat(line.length) : line)
  }
  return { own, quotedAt }
}

function quotedSenderOf(lines: readonly string[]): string {
  const line = lines.map((one) => one.replace(/^[\s>＞|]{1,9}/, '')).find((one) => quotedFrom.test(one)) ?? ''
  return line.slice(line.search(/[:：]/) + 1, quotedSenderLengthMax).trim()
}

function beginsQuotation(lines: readonly string[], place: number): boolean {
  const line = lines[place] ?? ''
  if (original.test(line) || wrote.test(line) || pastedSeparator.test(line)) return true
  if (!quotedFrom.test(line)) return false
  return lines.slice(place + 1, place + 4).some((next) => quotedNext.test(next))
}

/** The first words: the first line that is not blank, and the next one where it is short. */
function greetingOf(lines: readonly string[], starts: readonly number[]): Range {
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0) return { from: 0, to: 0 }
  const line = lines[first] ?? ''
  const from = (starts[first] ?? 0) + line.length - line.trimStart().length
  const next = lines.findIndex((other, place) => place > first && other.trim() !== '')
  const isShort = line.trim().length <= 20 && next >= 0
  const last = isShort ? next : first
  const end = (starts[last] ?? 0) + (lines[last]?.length ?? 0)
  return { from, to: Math.min(end, from + greetingLengthMax) }
}

/** After the last closing words; else the last block of short lines, where two of them look like a signature's. */
function signatureOf(lines: readonly string[], starts: readonly number[]): Range {
  let end = lines.length
  while (end > 0 && (lines[end - 1] ?? '').trim() === '') end--
  const first = Math.max(1, end - signatureLinesMax * 2)
  let start = -1
  for (let at = end - 1; at >= first && start < 0; at--) if (closing.test(lines[at] ?? '')) start = at + 1
  if (start < 0 || start >= end) start = blockStart(lines, end)
  const to = (starts[end - 1] ?? 0) + (lines[end - 1]?.length ?? 0)
  return start < 0 || end === 0 ? { from: 0, to: 0 } : { from: starts[start] ?? to, to }
}

/** The block of short lines at the end: behind a blank line where it begins with a name or looks like a signature, else where two lines do. */
function blockStart(lines: readonly string[], end: number): number {
  let start = end
  let alike = 0
  while (start > 1 && end - start < signatureLinesMax) {
    const line = (lines[start - 1] ?? '').trim()
    if (line.length > signatureLineLengthMax || /[。？?！!；;]$/.test(line)) break
    if (line === '' && start < end && (alike > 0 || nameLine.test((lines[start] ?? '').trim()))) return start
    if (signatureLine.test(line)) alike++
    start--
  }
  const isSigned = alike >= 1 && end - start >= 2 && nameLine.test((lines[start] ?? '').trim())
  return alike >= 2 || isSigned ? start : -1
}
