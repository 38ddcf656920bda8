// A desk's plain-text export of a thread. spec: case-import §1
import { refuse, type Refusal } from '@holdfast/lease'
import { headLengthMax, messageLengthMax, threadLengthMax, threadMessagesMax } from './import-limits.ts'
import { parseCorrespondent, parseCorrespondents } from './parse-correspondent.ts'
import { parseWrittenTime } from './parse-written-time.ts'
import type { SourceMessage, SourceThread } from './source-thread.ts'

const subjectLine = /^\s{0,20}邮件主题\s{0,5}[:：]/
const separatorLine =
  /^\s{0,200}[=＝]{3,}\s{0,20}第\s{0,5}([0-9０-９]{1,9})\s{0,5}封\s{0,5}邮件\s{0,20}[=＝]{3,}\s{0,200}$/
const headLine = /^\s{0,20}(发件人|发送时间|收件人|抄送|邮件内容)\s{0,5}(?:[:：](.*)|$)/
/** Lines between a separator and its text: more are no head. */
const headLinesMax = 60

/** Whether a text is a thread export: its first line that is not blank is the subject's. */
export function isThreadExport(text: string): boolean {
  return subjectLine.test(text.slice(0, 4096).replace(/^[\s\uFEFF]+/, ''))
}

/**
 * The messages of an export, in its order. A separator counts where a head follows it, so that one that a mail quotes stays
 * text; of a whole thread pasted into a mail, what repeats earlier numbers stays text too.
 * Refuses: THREAD_UNREADABLE (because: subject, messages), THREAD_TOO_LARGE (limit: length, messages, message, head; max).
 */
export function parseThreadExport(
  text: string,
): SourceThread | Refusal<'THREAD_UNREADABLE' | 'THREAD_TOO_LARGE'> {
  if (text.length > threadLengthMax) return tooLarge('length', threadLengthMax)
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .split('\n')
  const separators = listSeparators(lines)
  const first = separators[0]?.line ?? lines.length
  const subjectAt = lines.slice(0, first).findIndex((line) => subjectLine.test(line))
  if (subjectAt < 0) return refuse('THREAD_UNREADABLE', { because: 'subject' })
  if (separators.length === 0) return refuse('THREAD_UNREADABLE', { because: 'messages' })
  if (separators.length > threadMessagesMax) return tooLarge('messages', threadMessagesMax)
  const subject = (lines[subjectAt] ?? '').replace(subjectLine, '').trim()
  const heads = separators.flatMap(({ head }) => [head.from, head.sentAt, head.to ?? ''])
  if ([subject, ...heads].some((head) => head.length > headLengthMax)) return tooLarge('head', headLengthMax)
  const messages = separators.map((separator, place) =>
    messageOf(lines, separator, {
      end: separators[place + 1]?.line ?? lines.length,
      index: place + 1,
      subject,
    }),
  )
  if (messages.some((message) => message.text.length > messageLengthMax))
    return tooLarge('message', messageLengthMax)
  return { kind: 'thread', subject, messages }
}

function tooLarge(limit: string, max: number): Refusal<'THREAD_TOO_LARGE'> {
  return refuse('THREAD_TOO_LARGE', { limit, max })
}

type Head = {
  readonly from: string
  readonly sentAt: string
  readonly to: string | null
  /** The text on the label's own line, and the line after it. */
  readonly rest: string
  readonly textLine: number
}
type Separator = { readonly line: number; readonly number: number; readonly head: Head }

function listSeparators(lines: readonly string[]): Separator[] {
  const candidates: Separator[] = []
  for (const [line, text] of lines.entries()) {
    // Looked for first because most lines are none.
    const found = text.includes('封') ? separatorLine.exec(text) : null
    if (found === null) continue
    const number = Number((found[1] ?? '').normalize('NFKC'))
    const head = readHead(lines, line + 1)
    if (head !== null) candidates.push({ line, number, head })
  }
  return withoutPasted(candidates)
}

/** Null where no line of a head follows: then nobody's message begins here. */
function readHead(lines: readonly string[], start: number): Head | null {
  let [from, sentAt, to] = ['', '', null as string | null]
  let isHead = false
  const end = Math.min(lines.length, start + headLinesMax)
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    const [, label, value = ''] = headLine.exec(line) ?? []
    if (label === undefined) return isHead ? { from, sentAt, to, rest: '', textLine: at } : null
    isHead = true
    if (label === '发件人') from = value.trim()
    else if (label === '发送时间') sentAt = value.trim()
    else if (label === '邮件内容') return { from, sentAt, to, rest: value, textLine: at + 1 }
    else to = to === null ? value : `${to};${value}`
  }
  return isHead ? { from, sentAt, to, rest: '', textLine: end } : null
}

/**
 * Without the messages of a thread that somebody pasted into a mail: such a run begins with a number that was there already
 * and is smaller than the last one or says the same sender and time, and ends where the numbers go on after the last one.
 */
function withoutPasted(candidates: readonly Separator[]): Separator[] {
  const kept: Separator[] = []
  const heads = new Set<string>()
  const numbers = new Set<number>()
  const latest = new Map(candidates.map(({ number }, place) => [number, place]))
  let last = 0
  let inPaste: boolean = false
  for (const [place, candidate] of candidates.entries()) {
    const { number, head } = candidate
    const name = JSON.stringify([number, head.from, head.sentAt])
    const goesOn = (latest.get(last + 1) ?? -1) > place
    const isRepeat: boolean = numbers.has(number) && (number < last || inPaste) && goesOn
    inPaste = head.sentAt !== '' && heads.has(name) ? true : isRepeat
    if (inPaste) continue
    kept.push(candidate)
    heads.add(name)
    numbers.add(number)
    last = number
  }
  return kept
}

function messageOf(
  lines: readonly string[],
  { head }: Separator,
  { end, index, subject }: { readonly end: number; readonly index: number; readonly subject: string },
): SourceMessage {
  const body = [head.rest, ...lines.slice(Math.min(head.textLine, end), end)]
  const time = parseWrittenTime(head.sentAt)
  return {
    index,
    from: parseCorrespondent(head.from),
    to: head.to === null ? null : parseCorrespondents(head.to),
    sentAt: head.sentAt,
    moment: time?.moment ?? null,
    offsetMinutes: time?.offsetMinutes ?? null,
    subject,
    text: trimLines(body),
    attachments: [],
    messageId: null,
    inReplyTo: [],
    references: [],
  }
}

/** Without blank lines at both ends; a text on the label's line begins at its first word. */
function trimLines(lines: readonly string[]): string {
  const isBlank = (line: string | undefined) => line !== undefined && line.trim() === ''
  let [first, end] = [0, lines.length]
  while (first < end && isBlank(lines[first])) first++
  while (end > first && isBlank(lines[end - 1])) end--
  const kept = lines.slice(first, end)
  if (first === 0 && kept.length > 0) kept[0] = (kept[0] ?? '').trimStart()
  return kept.join('\n')
}
