// Whether a message only says that it was read: it changes nothing. spec: case §7

/** Characters of an acknowledgement without its greeting and signature; whoever writes more says something. */
export const acknowledgementCharsMax = 60

// What people write to say that they have read: each part of the message must be one of these.
const words = new Set(
  `知悉 已知悉 收悉 已收悉 收到 已收到 好的 好 明白 了解 已阅 已知晓 知晓 没问题 可以 没有补充 无补充 没有意见 无意见 没有其他意见 谢谢 多谢 感谢 辛苦了 谢谢知悉 好的谢谢 收到谢谢
  received|noted|noted with thanks|got it|ok|okay|fine|fine with me|thanks|thank you|many thanks|understood|acknowledged|roger|nothing to add|no objection|no objections|no comments|well received|all good`
    .split(/[\n|]/)
    .flatMap((line) => (/[a-z]/.test(line) ? [line.trim()] : line.trim().split(' '))),
)
const greeting =
  /^(?:(?:hi|hello|dear)(?: [\p{L}.'-]+){0,3}|[\p{Script=Han}]{1,4}(?:工|总|经理|老师|先生|女士)|各位|大家好|你好|您好)$/u
const quoted = /^\s*>/
const quoteHead = /^(?:-{3,}.*|_{5,}|(?:from|发件人)[:：].*|on .{1,80} wrote:|在.{1,80}写道[:：])$/iu

/**
 * True where every part of the text (without quotations, greeting and signature) is a word of acknowledgement. A question
 * mark anywhere, or anything else, makes it a message that says something.
 */
export function isAcknowledgement(text: string): boolean {
  const parts: string[] = []
  let length = 0
  for (const line of text.normalize('NFKC').toLowerCase().split('\n')) {
    const shown = line.trim()
    if (shown === '--' || quoteHead.test(shown.slice(0, 200))) break
    if (shown === '' || quoted.test(line)) continue
    length += shown.length
    if (length > acknowledgementCharsMax) return false
    // A question is none, however polite.
    if (shown.includes('?') || /[吗呢]/u.test(shown)) return false
    parts.push(...shown.split(/[,.;:!、，。；：！~\u2026]+/u).map((part) => part.trim()))
  }
  const said = parts.filter((part) => part !== '' && !greeting.test(part))
  return said.length > 0 && said.every((part) => words.has(part))
}
