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

/** `text` is valid JSON. */
function isDeeper(text: string, levelsMax: number): boolean {
  let levels = 0
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') levels++
    else if (token === ']' || token === '}') levels--
    if (levels > levelsMax) return true
  }
  return false
}

/** In compact JSON only unpaired surrogates are written as escapes from d800 on. */
function hasLoneSurrogate(text: string): boolean {
  for (const [escape] of text.matchAll(/\\(?:u[0-9a-f]{4}|.)/g)) if (/^\\ud[89a-f]/.test(escape)) return true
  return false
}
