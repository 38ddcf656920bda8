// What a message repeats of older ones: said by somebody else, and found there already. spec: case-import §5
import type { Place } from './places.ts'

/** Everything below one of these lines is an older message, up to a line that ends it. */
const dividers: readonly RegExp[] = [
  /^[ >]*-{2,}[ -]*(?:原始邮件|原邮件|转发的?邮件|回复的?邮件|转发邮件信息|邮件原文|Original (?:Message|mail)|Forwarded (?:message|by)|Forwarded mail)/i,
  /^[ >]*(?:Begin forwarded message|开始转发的邮件)\s*:/i,
  /^[ >]*(?:On|Am|Le) .{6,200}(?:wrote|schrieb|a écrit)\s*:\s*$/i,
  /^[ >]*(?:在|于|\d{4}[-/年]).{4,200}(?:写道|写到|wrote)\s*:\s*$/i,
]
/** A line that says where the older message ends: what follows is the writer's own again. */
const ending =
  /^[ >]*-{2,}[ -]*(?:(?:原始邮件|原邮件|转发的?邮件|邮件原文|引用)(?:到此)?结束|End of (?:the )?(?:original|forwarded|quoted) (?:message|mail))/i
/** The head of an older message: a first line, and two other fields within the next lines. */
const headStart = /^[ *]{0,4}(?:发件人|寄件人|发自|From)[ *]{0,4}:/i
const headField =
  /^[ *]{0,4}(?:发送时间|发送日期|日期|时间|收件人|抄送|主题|Sent|Date|To|Cc|Subject)[ *]{0,4}:/i
const headLinesMax = 8

export function findQuotations(plain: string): Place[] {
  const places: Place[] = []
  const lines = listLines(plain)
  let inside = false
  for (const [index, { from, to }] of lines.entries()) {
    const line = plain.slice(from, Math.min(to, from + 400))
    const ends = ending.test(line)
    if (!ends && (dividers.some((divider) => divider.test(line)) || isHead(plain, lines, index)))
      inside = true
    if (inside || ends || /^ {0,3}>/.test(line)) places.push({ from, to })
    if (ends) inside = false
  }
  return places
}

function isHead(plain: string, lines: readonly Place[], index: number): boolean {
  const start = lines[index]
  if (start === undefined || !headStart.test(behindLine(plain, start))) return false
  const fields = lines
    .slice(index + 1, index + 1 + headLinesMax)
    .filter((line) => headField.test(behindLine(plain, line)))
  return fields.length >= 2
}

function behindLine(plain: string, line: Place): string {
  return plain.slice(line.from, Math.min(line.to, line.from + 40))
}

function listLines(plain: string): Place[] {
  const lines: Place[] = []
  for (let from = 0; from <= plain.length;) {
    const end = plain.indexOf('\n', from)
    const to = end === -1 ? plain.length : end
    lines.push({ from, to })
    from = to + 1
  }
  return lines
}
