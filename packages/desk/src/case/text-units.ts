// A text as a row of units that survive copying: re-wrapped lines, quotation marks, width and case do not change them.
// spec: case §10

/** Characters of one Latin unit: a longer word is several, so that long codes weigh what they are. */
export const wordCharsMax = 16
// Weights are such that 12 Han characters, or 8 words, or a mixture of the same worth, make a passage.
export const passageHanMin = 12
export const passageWordsMin = 8
export const passageWeightMin = passageHanMin * passageWordsMin

export type TextUnits = {
  /** Normalised: one Han, Kana or Hangul character, or one word of letters and digits. */
  readonly units: readonly string[]
  /** Position of each in the text, in UTF-16 code units, end excluded. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u
const letterOrDigit = /^[\p{L}\p{N}]$/u
// Marks and what nobody sees neither end a word nor belong to it.
const unseen = /^[\p{M}\p{Cf}]$/u

type Kind = 'han' | 'word' | 'unseen' | 'gap'
const kinds = new Map<string, Kind>()
/** Kinds that are remembered: all characters of a language fit; beyond, they are asked again. */
const kindsKeptMax = 40_000

function kindOf(character: string): Kind {
  let kind = kinds.get(character)
  if (kind === undefined) {
    if (kinds.size >= kindsKeptMax) kinds.clear()
    kind = ideograph.test(character)
      ? 'han'
      : letterOrDigit.test(character)
        ? 'word'
        : unseen.test(character)
          ? 'unseen'
          : 'gap'
    kinds.set(character, kind)
  }
  return kind
}

/** Linear in the text. Each character is decomposed for compatibility and folded to lower case; marks are dropped. */
export function listUnits(text: string): TextUnits {
  const units: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let word = ''
  let wordStart = 0
  let wordEnd = 0
  const add = (unit: string, start: number, end: number) => {
    units.push(unit)
    starts.push(start)
    ends.push(end)
  }
  const closeWord = () => {
    if (word !== '') add(word, wordStart, wordEnd)
    word = ''
  }
  let at = 0
  for (const written of text) {
    const end = at + written.length
    for (const character of fold(written)) {
      const kind = kindOf(character)
      if (kind === 'unseen') continue
      if (kind !== 'word' || word.length >= wordCharsMax) closeWord()
      if (kind === 'han') add(character, at, end)
      if (kind !== 'word') continue
      if (word === '') wordStart = at
      word += character
      wordEnd = end
    }
    at = end
  }
  closeWord()
  return { units, starts, ends }
}

/** A Hangul syllable stays one character. */
function fold(character: string): string {
  return character >= '\uac00' && character <= '\ud7a3'
    ? character
    : character.normalize('NFKD').toLowerCase()
}

export function weightOf(unit: string): number {
  return kindOf(unit) === 'han' ? passageWordsMin : passageHanMin
}
