// Text to bytes of the GB family, which the platform only decodes: its decoder is asked once what every code means.
const twoByteLeads = { from: 0x81, to: 0xfe }
const twoByteTrails = { from: 0x40, to: 0xfe }
const deleteByte = 0x7f
// The four-byte codes of the basic plane begin with these leads.
const fourByteLeads = { from: 0x81, to: 0x84 }
const supplementaryFirst = 0x10000
const supplementaryLead = 0x90

/** Each character of the basic plane above ASCII with its code, a unit of the string for each byte. */
let codes: ReadonlyMap<string, string> | null = null

/** GB18030, of which GB2312 and GBK are the part of two bytes. */
export function encodeGb(text: string): Buffer {
  codes ??= listCodes()
  let bytes = ''
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (point < 0x80) bytes += character
    else if (point >= supplementaryFirst) bytes += fourBytes(point - supplementaryFirst, supplementaryLead)
    else {
      const code = codes.get(character)
      if (code === undefined) throw new Error(`no code of GB18030 for U+${point.toString(16)}`)
      bytes += code
    }
  }
  return Buffer.from(bytes, 'latin1')
}

function listCodes(): ReadonlyMap<string, string> {
  const decoder = new TextDecoder('gb18030')
  const listed = new Map<string, string>()
  const add = (code: string) => {
    const character = decoder.decode(Buffer.from(code, 'latin1'))
    // Codes of two bytes come first, and stay.
    if (character.length === 1 && character !== '\ufffd' && !listed.has(character))
      listed.set(character, code)
  }
  for (let lead = twoByteLeads.from; lead <= twoByteLeads.to; lead++)
    for (let trail = twoByteTrails.from; trail <= twoByteTrails.to; trail++)
      if (trail !== deleteByte) add(String.fromCharCode(lead, trail))
  const linearCount = (fourByteLeads.to - fourByteLeads.from + 1) * 10 * 126 * 10
  for (let linear = 0; linear < linearCount; linear++) add(fourBytes(linear, fourByteLeads.from))
  return listed
}

function fourBytes(linear: number, lead: number): string {
  const [first, second] = [Math.floor(linear / 12_600), Math.floor(linear / 1_260) % 10]
  const third = Math.floor(linear / 10) % 126
  return String.fromCharCode(lead + first, 0x30 + second, 0x81 + third, 0x30 + (linear % 10))
}
