// Transfer encodings of mails undone, each over the whole body at once: no result is longer than what was sent. RFC 2045

const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextetOf = new Int8Array(256).fill(-1)
for (let sextet = 0; sextet < symbols.length; sextet++) sextetOf[symbols.charCodeAt(sextet)] = sextet
const pad = 0x3d

/** Base64: what is no symbol is passed over, a padding ends a unit wherever it stands. RFC 2045 §6.8 */
export function decodeBase64(sent: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((sent.length * 3) / 4))
  let [bits, count, length] = [0, 0, 0]
  for (const unit of sent) {
    if (unit === pad) [bits, count] = [0, 0]
    const sextet = sextetOf[unit] ?? -1
    if (sextet < 0) continue
    bits = ((bits << 6) | sextet) & 0xffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes[length++] = (bits >> count) & 0xff
  }
  return bytes.subarray(0, length)
}

const [tab, newline, carriageReturn, space, equals] = [0x09, 0x0a, 0x0d, 0x20, 0x3d] as const

/** Quoted-printable: blanks that were added at the end of a line go, what is no escape stays as it is. RFC 2045 §6.7 */
export function decodeQuotedPrintable(sent: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(sent.length)
  let length = 0
  // Bytes before this were escaped, or end a line: they are no blanks that transport added.
  let firm = 0
  for (let at = 0; at < sent.length; at++) {
    const byte = sent[at] ?? 0
    if (byte === newline || (byte === carriageReturn && sent[at + 1] === newline))
      while (length > firm && isBlank(bytes[length - 1])) length--
    if (byte !== equals) {
      bytes[length++] = byte
      if (byte === newline) firm = length
      continue
    }
    const [high, low] = [nibbleOf(sent[at + 1]), nibbleOf(sent[at + 2])]
    if (high >= 0 && low >= 0) {
      bytes[length++] = (high << 4) | low
      firm = length
      at += 2
      continue
    }
    const end = softBreakEnd(sent, at + 1)
    if (end === null) bytes[length++] = byte
    else {
      firm = length
      at = end - 1
    }
  }
  return bytes.subarray(0, length)
}

/** Where the line goes on after a soft break whose `=` stands before `at`; null where it is none. */
function softBreakEnd(sent: Uint8Array, at: number): number | null {
  let end = at
  // A line has few blanks at its end; more of them are no soft break, so that each byte is looked at few times.
  while (end < at + blanksMax && isBlank(sent[end])) end++
  if (end >= sent.length) return end
  if (sent[end] === carriageReturn && sent[end + 1] === newline) return end + 2
  return sent[end] === newline ? end + 1 : null
}

const blanksMax = 80

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab
}

function nibbleOf(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte & ~0x20
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1
}

/** The bytes of a text that is percent-encoded; what is no escape stays, as UTF-8. RFC 2231 §4 */
export function decodePercent(text: string): Uint8Array {
  const sent = Buffer.from(text, 'utf8')
  const bytes = new Uint8Array(sent.length)
  let length = 0
  for (let at = 0; at < sent.length; at++) {
    const [high, low] =
      sent[at] === percent ? [nibbleOf(sent[at + 1]), nibbleOf(sent[at + 2])] : ([-1, -1] as const)
    if (high >= 0 && low >= 0) {
      bytes[length++] = (high << 4) | low
      at += 2
    } else bytes[length++] = sent[at] ?? 0
  }
  return bytes.subarray(0, length)
}

const percent = 0x25
