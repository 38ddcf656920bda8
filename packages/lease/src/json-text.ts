import { payloadDepthMax } from './limits.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Reads UTF-8 JSON without byte order mark, laid out at will; `null` where it is not. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) as unknown }
  } catch {
    return null
  }
}

/**
 * Reads JSON in compact form: the very bytes that `JSON.stringify` would write, whole characters only, at most 32
 * levels deep; `null` where it is not. spec: lease-format §1
 */
export function parseCompactJson(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    const text = decoder.decode(bytes)
    const value: unknown = JSON.parse(text)
    // Before it is written again: writing goes down as deep as the value, reading does not.
    if (isDeeper(text, payloadDepthMax) || JSON.stringify(value) !== text || hasLoneSurrogate(text))
      return null
    return { value }
  } catch {
    return null
  }
}

/** Compact JSON in UTF-8. */
export function formatJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value))
}

/** Compact JSON in UTF-8; `null` where a text in it is not well-formed. */
export function formatCompactJson(value: unknown): Uint8Array | null {
  const text = JSON.stringify(value)
  return hasLoneSurrogate(text) ? null : encoder.encode(text)
}

const quote = 0x22
const backslash = 0x5c
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** `text` is valid JSON. */
function isDeeper(text: string, levelsMax: number): boolean {
  let levels = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfText(text, at)
    else if (opening.has(code)) levels++
    else if (closing.has(code)) levels--
    if (levels > levelsMax) return true
  }
  return false
}

/** The place of the quotation mark that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return at
  }
}

/** In compact JSON only unpaired surrogates are written as escapes from d800 on. */
function hasLoneSurrogate(text: string): boolean {
  if (!text.includes('\\ud')) return false
  for (const [escape] of text.matchAll(/\\(?:u[0-9a-f]{4}|.)/g)) if (/^\\ud[89a-f]/.test(escape)) return true
  return false
}
