// The text of an HTML page as a person would copy it: no markup, a line for each block. Each unit is looked at once.

const blockTags = /^(?:p|div|tr|li|h[1-6]|pre|table|ul|ol|blockquote|hr|dt|dd|section|article)$/
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

/** What a page shows as text. White space of the source is one blank, except within `pre`. */
export function htmlToText(html: string): string {
  const page = new PageText()
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    page.text(html.slice(at, open < 0 ? html.length : open))
    if (open < 0) break
    if (html.startsWith('<!--', open)) {
      at = after(html, '-->', open + 4)
      continue
    }
    const tag = /^<(\/?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24))
    // A single bracket is text, as in "a < b".
    if (tag === null && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      page.text('&lt;')
      at = open + 1
      continue
    }
    const close = html.indexOf('>', open)
    if (close < 0) break
    at = close + 1
    const name = tag?.[2]?.toLowerCase() ?? ''
    if (tag?.[1] === '' && silentTags.test(name)) at = endOfSilent(html, name, at)
    else page.tag(name, tag?.[1] === '')
  }
  return page.take()
}

class PageText {
  readonly #pieces: string[] = []
  #atLineStart = true
  #preDepth = 0

  text(raw: string): void {
    const text = this.#preDepth > 0 ? raw : raw.replace(/[ \t\r\n]+/g, ' ')
    if (text === '' || (this.#preDepth === 0 && text === ' ' && this.#atLineStart)) return
    this.#push(withoutEntities(text))
  }

  tag(name: string, isOpening: boolean): void {
    if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth + (isOpening ? 1 : -1))
    if (name === 'br') this.#push('\n')
    else if (blockTags.test(name) && !this.#atLineStart) this.#push('\n')
    else if (isOpening && /^t[dh]$/.test(name) && !this.#atLineStart) this.#push(' ')
  }

  take(): string {
    return this.#pieces.join('')
  }

  #push(text: string): void {
    this.#pieces.push(text)
    this.#atLineStart = text.endsWith('\n')
  }
}

function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
    },
  )
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
