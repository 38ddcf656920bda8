// What a person reads of a mail: its text, and its page. RFC 2046 §5.1. spec: mail §3
import { decodeMailBytes, flowOf, htmlToText, unflow, type CharsetFlag, type RawPart } from '@holdfast/intake'

export type MailBody = {
  readonly text: string
  readonly html: string | null
  /** Parts that are no body, in their order. */
  readonly rest: readonly RawPart[]
  readonly flags: readonly (CharsetFlag | 'parts-missing')[]
}

/** One thing said once: as text, as a page, or as both where a mail offers them to choose from. */
type Saying = { readonly plain: string | null; readonly page: string | null }

export function readBody(
  root: RawPart,
  fallback: string,
  fileNameOf: (part: RawPart) => string | null,
): MailBody {
  const flags = new Set<CharsetFlag | 'parts-missing'>()
  const rest: RawPart[] = []
  const decode = (part: RawPart): string => {
    const charset = part.type.parameters.get('charset') ?? charsetOfPage(part)
    const { text, flags: more } = decodeMailBytes(part.bytes, charset, fallback)
    for (const flag of more) flags.add(flag)
    return text.replace(/\r\n?/g, '\n')
  }
  const sayingsOf = (part: RawPart): Saying[] => {
    const type = part.type.value
    if (part.parts.length > 0) {
      const inner = part.parts.flatMap(sayingsOf)
      return type === 'multipart/alternative' ? choose(inner) : inner
    }
    if (type.startsWith('multipart/') && part.bytes.length > 0) {
      flags.add('parts-missing')
      return [{ plain: decode(part), page: null }]
    }
    const isBody = /^text\/(?:plain|html)$/.test(type) && part.disposition.value !== 'attachment'
    if (!isBody || fileNameOf(part) !== null) {
      if (!type.startsWith('multipart/')) rest.push(part)
      return []
    }
    const text = decode(part)
    if (type === 'text/html') return [{ plain: null, page: text }]
    return [{ plain: unflow(text, flowOf(part.type.parameters)), page: null }]
  }
  const sayings = sayingsOf(root)
  return {
    text: withoutBlankEnds(sayings.map(textOf).filter(isSomething).join('\n')),
    html: pageOf(sayings),
    rest,
    flags: [...flags],
  }
}

/** All texts of an alternative are one text, all its pages one page. */
function choose(sayings: readonly Saying[]): Saying[] {
  if (sayings.length === 0) return []
  const all = (of: (saying: Saying) => string | null) => {
    const found = sayings.map(of).filter((text) => text !== null)
    return found.length === 0 ? null : found.join('\n')
  }
  return [{ plain: all(({ plain }) => plain), page: all(({ page }) => page) }]
}

function textOf({ plain, page }: Saying): string {
  if (plain !== null && (isSomething(plain) || page === null)) return plain
  return page === null ? '' : htmlToText(page)
}

function isSomething(text: string): boolean {
  return /\S/.test(text)
}

function pageOf(sayings: readonly Saying[]): string | null {
  if (!sayings.some(({ page }) => page !== null)) return null
  return sayings.map(({ plain, page }) => page ?? `<pre>${escapeHtml(plain ?? '')}</pre>`).join('\n')
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A page without a declared character set may name one in its head. */
function charsetOfPage(part: RawPart): string | null {
  if (part.type.value !== 'text/html') return null
  const head = Buffer.from(part.bytes.subarray(0, 2048)).toString('latin1')
  return /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w-]{1,40})/i.exec(head)?.[1] ?? null
}

/** Each end is looked at once. */
export function withoutBlankEnds(text: string): string {
  let [from, to] = [0, text.length]
  for (let at = 0; at < text.length && /\s/.test(text[at] ?? ''); at++) if (text[at] === '\n') from = at + 1
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--
  return text.slice(from, to)
}
