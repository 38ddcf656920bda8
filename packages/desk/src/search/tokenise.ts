// One tokenizer for both engines. spec: search §2
import { normaliseText, type NormalCharacter } from './normal-text.ts'

/**
 * `word`: a run of letters and digits; `joiner`: a sign that joins two words without any blank (`v0-h`, `a@b.example`); `gram`:
 * two neighbours of a run of Han, Kana or Hangul; `last`: the last character of such a run.
 */
export type TokenKind = 'word' | 'joiner' | 'gram' | 'last'

export type Token = {
  readonly kind: TokenKind
  /** Normal text. */
  readonly text: string
  /** Place in the text as written, in UTF-16 code units; `to` excluded. */
  readonly from: number
  readonly to: number
}

/** A token with its place in normal text, where `start` of one and `end` of another are equal when nothing stands between. */
export type PlacedToken = Token & { readonly start: number; readonly end: number }

/** Code points of a word; a longer run is cut into words that follow each other. */
export const wordCharactersMax = 100
/** Signs in a row that join; more of them part. */
export const joinersMax = 3

type CharacterClass = 'word' | 'gram' | 'joiner' | 'other'

const gramForm = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc]$/u
const wordForm = /^[\p{L}\p{N}]$/u
const markForm = /^\p{M}$/u
const joiners = new Set("-_.@/:+#'&\\")

/** Every token of the text, in its order. Linear in its length. */
export function tokenise(text: string): readonly Token[] {
  return Array.from(listTokens(text), ({ kind, text: normal, from, to }) => ({
    kind,
    text: normal,
    from,
    to,
  }))
}

/** As `tokenise`, one by one, so that a long text needs no memory for all of them. */
export function* listTokens(text: string): Generator<PlacedToken> {
  let at = 0
  let kind: CharacterClass = 'other'
  /** The characters of the word that is being read, or the last one of a run of Han, Kana or Hangul. */
  let open: NormalCharacter[] = []
  /** Signs since the last word; null: what stands before them is no word. */
  let signs: PlacedToken[] | null = null
  for (const character of normaliseText(text)) {
    const next = classOf(character.text, kind)
    const complete = closeRun(open, kind, next, { character, at })
    if (complete !== null) yield complete
    if (next === 'word' && kind === 'joiner' && signs !== null && signs.length <= joinersMax) yield* signs
    if (next === 'joiner' && kind !== 'joiner') signs = kind === 'word' ? [] : null
    if (next === 'joiner' && signs !== null && signs.length <= joinersMax) signs.push(joinerOf(character, at))
    const goesOn = next === 'word' && kind === 'word' && open.length < wordCharactersMax
    if (goesOn) open.push(character)
    else open = next === 'word' || next === 'gram' ? [character] : []
    kind = next
    at++
  }
  const end = { text: '', from: text.length, to: text.length }
  const complete = closeRun(open, kind, 'other', { character: end, at })
  if (complete !== null) yield complete
}

/** What is complete in front of `next`, or null: a word that ends, a pair of neighbours, the last character of a run. */
function closeRun(
  open: readonly NormalCharacter[],
  kind: CharacterClass,
  next: CharacterClass,
  { character, at }: { readonly character: NormalCharacter; readonly at: number },
): PlacedToken | null {
  const [first] = open
  const last = open.at(-1)
  if (first === undefined || last === undefined) return null
  const { from } = first
  if (kind === 'gram' && next === 'gram') {
    const text = first.text + character.text
    return { kind: 'gram', text, from, to: character.to, start: at - 1, end: at + 1 }
  }
  if (kind === 'gram') return { kind: 'last', text: first.text, from, to: first.to, start: at - 1, end: at }
  if (next === 'word' && open.length < wordCharactersMax) return null
  const text = open.map((one) => one.text).join('')
  return { kind: 'word', text, from, to: last.to, start: at - open.length, end: at }
}

function joinerOf({ text, from, to }: NormalCharacter, at: number): PlacedToken {
  return { kind: 'joiner', text, from, to, start: at, end: at + 1 }
}

/** A mark belongs to what it stands on. */
function classOf(character: string, before: CharacterClass): CharacterClass {
  const code = character.charCodeAt(0)
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) return 'word'
  if (code >= 0x4e00 && code <= 0x9fff) return 'gram'
  if (code < 0x80) return joiners.has(character) ? 'joiner' : 'other'
  if (gramForm.test(character)) return 'gram'
  if (wordForm.test(character)) return 'word'
  return markForm.test(character) && (before === 'word' || before === 'gram') ? before : 'other'
}
