import { isPlausibleGb } from './find-encoding.ts'

// Windows-1252 gives 27 of the bytes 80 to 9F other characters than Latin-1; whoever misread may have used either.
const byteOfCharacter: ReadonlyMap<number, number> = new Map(
  Array.from(
    new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
    (character, byte) => [character.codePointAt(0) ?? 0, byte],
  ),
)

// One pair may be chance: "öß" is one. Chinese lines have dozens.
const pairsMin = 3

/**
 * The text that was meant, where `text` consists of GB18030 bytes that somebody read as Latin-1 or Windows-1252;
 * null where it does not.
 */
export function repairMojibake(text: string): string | null {
  const bytes = misreadBytes(text)
  if (bytes === null || !isPlausibleGb(bytes)) return null
  if (bytes.reduce((high, byte) => high + (byte >= 0x80 ? 1 : 0), 0) < pairsMin * 2) return null
  const repaired = new TextDecoder('gb18030').decode(bytes, { stream: true })
  return repaired.includes('\ufffd') ? null : repaired
}

/** The bytes that were read as Latin-1 or Windows-1252, or null where these have no such character. */
export function misreadBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const byte = unit <= 0xff ? unit : byteOfCharacter.get(unit)
    if (byte === undefined) return null
    bytes[index] = byte
  }
  return bytes
}
