// No full product key leaves the reader. spec: reading §9
import { fold } from './lines.ts'

const grouped =
  /(?<![0-9a-z])[0-9a-z]{5}(?:(?: ?[-_.,\u2010-\u2015\u2212] ?| {1,3})[0-9a-z]{5}){4}(?![0-9a-z])/gi
/** What a value was joined with does not save a key: of its own symbols, with whatever stands before and behind it. */
const amid =
  /[2-9BCDFGHJKMNPQRTVWXY]{5}(?:(?: ?[-_.,\u2010-\u2015\u2212] ?| {1,3})[2-9BCDFGHJKMNPQRTVWXY]{5}){4}/gi
/** Undivided, only of the symbols that keys have: other words of 25 letters exist. */
const undivided = /(?<![0-9a-z])[2346789BCDFGHJKMNPQRTVWXY]{25}(?![0-9a-z])/g

/** The text with all but the last five symbols of every product key masked. */
export function hideKeys(text: string): string {
  if (text.length < 25) return text
  const folded = fold(text)
  const spans = [grouped, amid, undivided].flatMap((keys) => [...folded.matchAll(keys)])
  if (spans.length === 0) return text
  let hidden = ''
  let done = 0
  for (const span of spans.toSorted((a, b) => a.index - b.index)) {
    if (span.index < done) continue
    const end = span.index + span[0].length
    hidden += `${text.slice(done, span.index)}*****-*****-*****-*****-${folded.slice(end - 5, end)}`
    done = end
  }
  return hidden + text.slice(done)
}
