// Values of mail headers to text: encoded words, and whatever bytes stand bare. RFC 2047, RFC 6532. spec: mail §2
import { decodeMailBytes, type CharsetFlag, type MailText } from './decode-mail-bytes.ts'
import { decodeBase64, decodeQuotedPrintable } from './mail-decoders.ts'

/** A stretch of a header: text as it stands, or adjacent encoded words as the one text that they are. */
export type HeaderPiece = { readonly isEncoded: boolean; readonly text: string }

type Word = { readonly charset: string; readonly isBase64: boolean; readonly sent: string }

const encodedWord = /=\?([^?\s]{1,80})\?([QqBb])\?([^?]*)\?=/g

/** A value of one character for each byte, to text without controls. */
export function decodeHeader(bytes: string, fallback: string): MailText {
  const { pieces, flags } = listHeaderPieces(bytes, fallback)
  return { text: withoutControls(pieces.map(({ text }) => text).join('')).trim(), flags }
}

/** A value of one character for each byte, in pieces. */
export function listHeaderPieces(
  bytes: string,
  fallback: string,
): { readonly pieces: readonly HeaderPiece[]; readonly flags: readonly CharsetFlag[] } {
  const flags = new Set<CharsetFlag>()
  const bare = (piece: string) => collect(decodeBareBytes(piece, fallback), flags)
  const pieces = splitWords(bytes, { bare, fallback, flags })
  return { pieces, flags: [...flags] }
}

/** Encoded words in what is text already, as in a quoted file name. */
export function decodeEncodedWords(text: string, fallback: string): MailText {
  const flags = new Set<CharsetFlag>()
  const pieces = splitWords(text, { bare: (piece) => piece, fallback, flags })
  return { text: pieces.map((piece) => piece.text).join(''), flags: [...flags] }
}

/** Bytes that stand bare in a header. UTF-8 may. */
export function decodeBareBytes(bytes: string, fallback: string): MailText {
  const { text, flags } = decodeMailBytes(Buffer.from(bytes, 'latin1'), null, fallback)
  if (flags.length === 0) return { text, flags }
  const isUtf8 = Buffer.from(text, 'utf8').toString('latin1') === bytes
  return { text, flags: isUtf8 ? [] : flags }
}

/** Controls in a header would write headers of their own when it is sent on. */
export function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}

function splitWords(
  text: string,
  how: {
    readonly bare: (piece: string) => string
    readonly fallback: string
    readonly flags: Set<CharsetFlag>
  },
): HeaderPiece[] {
  const pieces: HeaderPiece[] = []
  let run: Word[] = []
  let end = 0
  const close = () => {
    if (run.length > 0)
      pieces.push({ isEncoded: true, text: collect(decodeRun(run, how.fallback), how.flags) })
    run = []
  }
  const push = (piece: string) => {
    if (piece !== '') pieces.push({ isEncoded: false, text: how.bare(piece) })
  }
  for (const found of text.matchAll(encodedWord)) {
    const between = text.slice(end, found.index)
    // Blanks between encoded words are folding and no text.
    if (run.length === 0 || /[^ \t\r\n]/.test(between)) {
      close()
      push(between)
    }
    run.push({
      charset: found[1] ?? '',
      isBase64: found[2]?.toLowerCase() === 'b',
      sent: found[3] ?? '',
    })
    end = found.index + found[0].length
  }
  close()
  push(text.slice(end))
  return pieces
}

function collect(decoded: MailText, flags: Set<CharsetFlag>): string {
  for (const flag of decoded.flags) flags.add(flag)
  return decoded.text
}

/** Adjacent words: those of one character set are one text, because writers cut characters in two. */
function decodeRun(run: readonly Word[], fallback: string): MailText {
  const flags: CharsetFlag[] = []
  let text = ''
  for (let from = 0; from < run.length;) {
    const charset = run[from]?.charset.toLowerCase() ?? ''
    let to = from + 1
    while (to < run.length && run[to]?.charset.toLowerCase() === charset) to++
    const decoded = decodeTogether(run.slice(from, to), charset, fallback)
    text += decoded.text
    flags.push(...decoded.flags)
    from = to
  }
  return { text, flags }
}

function decodeTogether(words: readonly Word[], charset: string, fallback: string): MailText {
  const together = decodeMailBytes(bytesOfWords(words), charset, fallback)
  if (together.flags.length === 0 || words.length === 1) return together
  // Words that each are whole, but do not fit together: padding left out, or a state that begins anew.
  const apart = words.map((word) => decodeMailBytes(bytesOfWords([word]), charset, fallback))
  if (apart.some(({ flags }) => flags.length > 0)) return together
  return { text: apart.map(({ text }) => text).join(''), flags: [] }
}

function bytesOfWords(words: readonly Word[]): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let from = 0; from < words.length;) {
    const isBase64 = words[from]?.isBase64 ?? false
    let to = from + 1
    while (to < words.length && words[to]?.isBase64 === isBase64) to++
    // Base64 is joined as it was sent: some writers cut it within a group.
    const sent = words
      .slice(from, to)
      .map((word) => word.sent)
      .join('')
    const bytes = Buffer.from(isBase64 ? sent : sent.replaceAll('_', ' '), 'latin1')
    pieces.push(isBase64 ? decodeBase64(bytes) : decodeQuotedPrintable(bytes))
    from = to
  }
  return pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : Buffer.concat(pieces)
}
