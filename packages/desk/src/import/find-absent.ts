// Files and pictures that a text names and that did not come along. spec: case-import §4
import { absentRules, enclosedName, fileName, notAbsentRules, pictureName } from './absent-words.ts'
import { absentListedMax, judgedLengthMax } from './import-limits.ts'
import { readMessageParts } from './message-parts.ts'
import type { SourceMessage } from './source-thread.ts'

type Mention = { readonly what: 'file' | 'picture'; readonly text: string; readonly isName: boolean }

/**
 * Of each message, in their order: names of files, or the words where no name is given. What a mail quotes counts once in
 * the thread, and only by its name.
 */
export function findAbsent(messages: readonly SourceMessage[]): string[][] {
  const own = messages.map((message) => absentOf(message, readMessageParts(message.text).own))
  const listed = new Set(own.flat().map((name) => name.toLowerCase()))
  return messages.map((message, place) => {
    const names = [...(own[place] ?? [])]
    const quoted = mentionsIn(message.text.slice(0, judgedLengthMax)).filter(
      ({ isName, text }) => isName && !hasCome(message, text),
    )
    for (const { text } of quoted) {
      if (listed.has(text.toLowerCase())) continue
      listed.add(text.toLowerCase())
      names.push(text)
    }
    return names.slice(0, absentListedMax)
  })
}

/** Where files are named, words that only speak of attachments say nothing further; the same for pictures. */
function absentOf(message: SourceMessage, own: string): string[] {
  const mentions = mentionsIn(own)
  const named = new Set(mentions.flatMap(({ isName, what }) => (isName ? [what] : [])))
  const isPlace = ({ text }: Mention) => /^[[【]/.test(text)
  const placed = new Set(mentions.filter(isPlace).map(({ what }) => what))
  const missing = mentions.filter(({ isName, text, what }) =>
    isName
      ? !hasCome(message, text)
      : !named.has(what) && !hasAny(message, what) && (!placed.has(what) || /^[[【]/.test(text)),
  )
  return [...new Map(missing.map(({ text }) => [text.toLowerCase(), text])).values()]
}

function hasCome({ attachments }: SourceMessage, name: string): boolean {
  return attachments.some((attachment) => attachment.toLowerCase() === name.toLowerCase())
}

function hasAny({ attachments }: SourceMessage, what: Mention['what']): boolean {
  return attachments.some((name) => what === 'file' || pictureName.test(name))
}

const remnants: readonly RegExp[] = [
  /\[(?:image|inline image|picture|图片|图像|截图)\s?[:：]\s?([^\]\n]{1,120}\.\w{2,5})\]/gi,
  /\[cid:([^\]\s@]{1,120}?)(?:@[^\]\s]{0,120})?\]/gi,
  /[<[](image\d{1,6}\.\w{2,5})[>\]]/gi,
  /<<([^<>\n]{1,120}\.\w{1,5})>>/g,
]
const attachmentList =
  /(?:附件|附(?=[:：])|attachments?|enclosures?)(?:\s?[(（]?\d{0,3}[)）]?)?\s?[:：]([^\n]{1,400})/gi
/** A name this near to words that speak of an attachment is its name. UTF-16 units before and after. */
const nearBefore = 60
const nearAfter = 40

/** Mentions by one rule in one text; nobody writes more. */
const mentionsMax = 200

function mentionsIn(text: string): Mention[] {
  const asked = notAbsentRules.flatMap((rule) => rangesOf(rule, text))
  const isAsked = (at: number) => asked.some(({ from, to }) => at >= from && at < to)
  const found: (Mention & { readonly at: number })[] = []
  for (const rule of remnants)
    for (const { at, text: name } of matchesOf(rule, text))
      found.push({
        at,
        what: pictureName.test(name) || !name.includes('.') ? 'picture' : 'file',
        text: name,
        isName: true,
      })
  for (const list of matchesOf(attachmentList, text))
    for (const { at, text: name } of namesIn(list.text)) found.push({ at: list.at + at, ...name })
  for (const [what, words] of absentRules)
    for (const { from, to } of rangesOf(words, text)) {
      if (isAsked(from) || isAsked(to - 1)) continue
      const names = namesNear(text, from, to)
      for (const { at, text: name } of names) found.push({ at, ...name })
      // `(attached)` behind a name says nothing further, whatever is named.
      if (what === 'file' && names.length > 0) continue
      found.push({ at: from, what, text: text.slice(from, to).trim(), isName: false })
    }
  let end = 0
  return found
    .toSorted((one, other) => one.at - other.at)
    .filter(({ at, text: words, isName }) => {
      // Words that run into each other are one mention.
      if (isName) return true
      const isNew = at >= end
      end = Math.max(end, at + words.length)
      return isNew
    })
}

/** Names in the line of a mention, near to it. */
function namesNear(text: string, from: number, to: number) {
  const start = Math.max(text.lastIndexOf('\n', from) + 1, from - nearBefore)
  const lineEnd = text.indexOf('\n', to)
  const end = Math.min(lineEnd < 0 ? text.length : lineEnd, to + nearAfter)
  return namesIn(text.slice(start, end)).map(({ at, text: name }) => ({ at: start + at, text: name }))
}

/** Names in quotes or brackets may have blanks in them; others end at one. */
function namesIn(text: string): { readonly at: number; readonly text: Mention }[] {
  const enclosed = [...text.matchAll(enclosedName)].flatMap((found) => {
    const name = (found[1] ?? '').trim()
    return [{ from: found.index, to: found.index + found[0].length, name }]
  })
  const open = [...text.matchAll(fileName)]
    .filter(({ index }) => !enclosed.some(({ from, to }) => index >= from && index < to))
    .map((found) => ({ from: found.index, name: bareFileName(found[0]) }))
  return [...enclosed, ...open]
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, name }) => ({
      at: from,
      text: { what: pictureName.test(name) ? 'picture' : 'file', text: name, isName: true },
    }))
}

/** Words run into names where no blank stands between them: 附件中的日志.zip. */
function bareFileName(name: string): string {
  return (
    name.replace(
      /^.{0,40}(?:附件(?:中的?|里的?|为|是|的)?|请查收|参见|详见|见)|^(?:已?将|把|和|与|以及|及|并)/u,
      '',
    ) || name
  )
}

function rangesOf(rule: RegExp, text: string): { readonly from: number; readonly to: number }[] {
  return matchesUpTo(rule, text).map((found) => ({ from: found.index, to: found.index + found[0].length }))
}

function matchesOf(rule: RegExp, text: string): { readonly at: number; readonly text: string }[] {
  return matchesUpTo(rule, text).map((found) => ({ at: found.index, text: (found[1] ?? '').trim() }))
}

function matchesUpTo(rule: RegExp, text: string): RegExpExecArray[] {
  return text.matchAll(rule).take(mentionsMax).toArray()
}
