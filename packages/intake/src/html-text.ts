// The text of an HTML page as a person would copy it: no markup, line breaks where blocks end. Each step looks at each unit once.

const lineTags = /^(?:br|p|div|tr|li|h[1-6]|pre|table|ul|ol|blockquote|hr|dt|dd|section|article)$/
const silentTags = /^(?:script|style|head|title|template)$/
const entities: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  ensp: ' ',
  emsp: ' ',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
}

export function looksLikeHtml(text: string): boolean {
  return /^\s{0,64}(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<meta[\s>]|<div[\s>]|<p[\s>])/i.test(
    text.slice(0, 1024),
  )
}

export function htmlToText(html: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      pieces.push(plain(html.slice(at)))
      break
    }
    pieces.push(plain(html.slice(at, open)))
    if (html.startsWith('<!--', open)) {
      at = after(html, '-->', open + 4)
      continue
    }
    const close = html.indexOf('>', open)
    if (close < 0) break
    const tag = /^<(\/?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24))
    const name = tag?.[2]?.toLowerCase() ?? ''
    at = close + 1
    // A single bracket is text, as in "a < b".
    if (tag === null && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      pieces.push('<')
      at = open + 1
    } else if (tag?.[1] === '' && silentTags.test(name)) at = endOfSilent(html, name, at)
    else if (lineTags.test(name)) pieces.push('\n')
    else if (name === 'td' || name === 'th') pieces.push(' ')
  }
  return pieces
    .join('')
    .replace(/\n[ \t\n]*\n/g, '\n\n')
    .trimStart()
}

// Line ends of the source are blanks; those of <pre> are few in captures, and their lines are found again by the tags around them.
function plain(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? String(whole)
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })
}

function after(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from)
  return found < 0 ? text.length : found + wanted.length
}

function endOfSilent(html: string, name: string, from: number): number {
  const found = new RegExp(`</${name}`, 'gi')
  found.lastIndex = from
  const match = found.exec(html)
  return match === null ? html.length : after(html, '>', match.index)
}
