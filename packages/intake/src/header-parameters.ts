// `text/plain; charset=gb2312; name="..."`: a value with parameters. RFC 2045 §5.1, RFC 2231, and what mailers make of them
import { decodeBareBytes, decodeEncodedWords, withoutControls } from './decode-header.ts'
import { decodeMailBytes, type CharsetFlag, type MailText } from './decode-mail-bytes.ts'
import { decodePercent } from './mail-decoders.ts'

export type HeaderValue = {
  /** In lower case, without comments. */
  readonly value: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  readonly flags: readonly CharsetFlag[]
}

type Section = { readonly number: number; readonly isEncoded: boolean; readonly value: string }

/** Reads a value of one character for each byte. Nothing is refused: what cannot be read is left out. */
export function parseHeaderValue(bytes: string, fallback: string): HeaderValue {
  const flags = new Set<CharsetFlag>()
  const collect = ({ text, flags: more }: MailText): string => {
    for (const flag of more) flags.add(flag)
    return text
  }
  // Bare bytes first: a trail byte of GBK may be a backslash.
  const segments = splitSegments(collect(decodeBareBytes(bytes, fallback)))
  const parameters = new Map<string, string>()
  const sections = new Map<string, Section[]>()
  for (const segment of segments.slice(1)) {
    const equals = segment.indexOf('=')
    if (equals < 0) continue
    const name = segment.slice(0, equals).trim().toLowerCase()
    const value = unquote(segment.slice(equals + 1).trim())
    const found = /^([^*\s]{1,80})\*(?:(\d{1,4})(\*?))?$/.exec(name)
    if (found === null) {
      if (!parameters.has(name)) parameters.set(name, collect(decodeEncodedWords(value, fallback)))
      continue
    }
    const list = sections.get(found[1] ?? '') ?? []
    const isEncoded = found[2] === undefined || found[3] === '*'
    list.push({ number: Number(found[2] ?? 0), isEncoded, value })
    sections.set(found[1] ?? '', list)
  }
  for (const [name, list] of sections) parameters.set(name, collect(joinSections(list, fallback)))
  const clean = new Map([...parameters].map(([name, value]) => [name, withoutControls(value).trim()]))
  const value = withoutComments(segments[0] ?? '')
    .replace(/[\s"]/g, '')
    .toLowerCase()
  return { value, parameters: clean, flags: [...flags] }
}

/** At semicolons outside of quotes. A quote that does not end costs its own parameter only. */
function splitSegments(text: string): string[] {
  const segments: string[] = []
  // Where one quote does not end, none after it does: they are not looked at again.
  let [from, quotesEnd] = [0, true]
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at]
    if (sign === '"' && quotesEnd) {
      const end = quoteEnd(text, at + 1)
      if (end === null) quotesEnd = false
      else at = end
    } else if (sign === ';' || at === text.length) {
      segments.push(text.slice(from, at))
      from = at + 1
    }
  }
  return segments
}

function quoteEnd(text: string, from: number): number | null {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return null
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return withoutComments(value).trim()
  const end = quoteEnd(value, 1) ?? value.length
  // Only quote and backslash are escaped: paths of Windows have backslashes that are none.
  return value.slice(1, end).replace(/\\(["\\])/g, '$1')
}

/** A comment follows a blank: `invoice(1).pdf` has none. */
function withoutComments(text: string): string {
  const at = text.search(/(?:^|\s)\(/)
  return at < 0 ? text : text.slice(0, at)
}

function joinSections(list: readonly Section[], fallback: string): MailText {
  const sorted = list.toSorted((one, other) => one.number - other.number)
  const flags: CharsetFlag[] = []
  let [text, pending, charset] = ['', '', null as string | null]
  const flush = () => {
    if (pending === '') return
    const decoded = decodeMailBytes(decodePercent(pending), charset, fallback)
    text += decoded.text
    flags.push(...decoded.flags)
    pending = ''
  }
  for (const [index, { isEncoded, value }] of sorted.entries()) {
    if (!isEncoded) {
      flush()
      text += value
      continue
    }
    const found = index === 0 ? /^([^']{0,80})'[^']{0,80}'/.exec(value) : null
    if (found !== null) charset = found[1] === '' ? null : (found[1] ?? null)
    pending += found === null ? value : value.slice(found[0].length)
  }
  flush()
  // Some mailers cut an encoded word into sections.
  const words = decodeEncodedWords(text, fallback)
  return { text: words.text, flags: [...flags, ...words.flags] }
}
