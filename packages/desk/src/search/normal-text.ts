// Text as search compares it, with the way back to what was written. spec: search §1

/** One character of normal text (a code point) and the place of what it was made of, in UTF-16 code units; `to` excluded. */
export type NormalCharacter = { readonly text: string; readonly from: number; readonly to: number }

/** Marks that one letter may carry; further ones count as another letter (as the Stream-Safe Text Format does, UAX 15). */
export const marksMax = 30

/**
 * Compatibility forms are resolved (NFKC), letters small, what nobody sees left out, and some dashes and apostrophes made equal.
 * A letter and its marks become one or several characters that share a place.
 */
export function* normaliseText(text: string): Generator<NormalCharacter> {
  let from = 0
  while (from < text.length) {
    const to = endOfSegment(text, from)
    const written = text.slice(from, to)
    if (to === from + 1 && isPlain(text.charCodeAt(from))) yield { text: lowerPlain(written), from, to }
    else for (const character of foldSegment(written)) yield { text: character, from, to }
    from = to
  }
}

/** What nobody sees goes first, so that a letter and its mark compose over it. */
function foldSegment(written: string): string {
  return written
    .replaceAll(unseen, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(unseen, '')
    .replaceAll('\u03c2', '\u03c3')
    .replaceAll(/[\u2010-\u2013\u2212]/g, '-')
    .replaceAll('\u2019', "'")
}

const unseen = /\p{Default_Ignorable_Code_Point}/gu
const composing = /^[\p{M}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7fb\u{16d63}-\u{16d6a}]/u

/** A code point with what composes with it: marks, voicing signs, the vowels and endings of Hangul written in parts. */
function endOfSegment(text: string, from: number): number {
  let to = from + widthAt(text, from)
  for (let marks = 0; marks < marksMax && to < text.length && composesAt(text, to); marks++)
    to += widthAt(text, to)
  return to
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function composesAt(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0
  if ((code < 0x300 && code !== softHyphen) || isPlain(code)) return false
  return composing.test(String.fromCodePoint(code).normalize('NFKD'))
}

const softHyphen = 0xad

/**
 * ASCII, and what most Chinese text consists of: neither changed by NFKC nor composing with what stands before. Only a shortcut,
 * without which a text takes several times as long.
 */
function isPlain(code: number): boolean {
  return code < 0x80 || (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3001 && code <= 0x3029)
}

function lowerPlain(character: string): string {
  return character >= 'A' && character <= 'Z' ? character.toLowerCase() : character
}
