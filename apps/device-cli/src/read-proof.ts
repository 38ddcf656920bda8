import { parseSerial, refuse, type Refusal, type SerialNumber } from '@holdfast/lease'
import type { Ask } from './outcome.ts'
import { readBytes } from './text-file.ts'

/** Characters that SDK and server read at once as a serial number or product key. spec: lease-format §9.2 */
const typedCharactersMax = 2_000

/** Serial number and product key as typed or pasted; the SDK reads and judges them. The key is shown nowhere. */
export type Proof = { readonly kind: 'proof'; readonly serial: string; readonly key: string }

/** A key from the command line works, with a warning. What is typed wins over what stands on the label. */
export async function readProof(ask: Ask): Promise<Proof | Refusal> {
  const { typed, words, surroundings } = ask
  const label = await readText(typed.label, ask)
  if (label.kind === 'refused') return label
  const keyFile = await readText(typed.keyFile, ask)
  if (keyFile.kind === 'refused') return keyFile
  const serial = typed.serial ?? serialOfLabel(label.text)
  if (typeof serial !== 'string') return serial
  if (typed.key !== undefined) surroundings.complain(`${words.keyVisible}\n`)
  const key = typed.key ?? (typed.keyFile === undefined ? keyOfLabel(label.text) : keyFile.text)
  return { kind: 'proof', serial, key }
}

async function readText(
  file: string | undefined,
  { surroundings }: Ask,
): Promise<{ readonly kind: 'text'; readonly text: string } | Refusal> {
  if (file === undefined) return { kind: 'text', text: '' }
  const read = await readBytes(file, surroundings.standardInput)
  return read.kind === 'refused' ? read : { kind: 'text', text: textOf(read.bytes) }
}

/** Editors of Windows write UTF-16 with a byte order mark. */
function textOf(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes)
}

/** A list of many serial numbers is longer than what may be typed: then each line is read for itself. */
function serialOfLabel(label: string): string | Refusal {
  if (label.length <= typedCharactersMax) {
    const parsed = parseSerial(label)
    const several = parsed.kind === 'refused' ? parsed.facts['several'] : undefined
    return typeof several === 'number' ? refuseSeveral(several) : label
  }
  const found = new Set<SerialNumber>()
  for (const line of linesOf(label)) {
    const parsed = parseSerial(line)
    if (parsed.kind === 'serial') found.add(parsed.serial)
  }
  const [first] = found
  if (first === undefined) return refuse('SERIAL_MALFORMED')
  return found.size === 1 ? first : refuseSeveral(found.size)
}

function refuseSeveral(several: number): Refusal {
  return refuse('SERIAL_MALFORMED', { several, option: '--serial SN' })
}

/** A key has ten symbols more than a serial number: a line without so many holds none. */
function keyOfLabel(label: string): string {
  if (label.length <= typedCharactersMax) return label
  return linesOf(label)
    .filter((line) => line.replaceAll(/[^0-9A-Za-z\uff10-\uff5a]/g, '').length >= 25)
    .join('\n')
    .slice(0, typedCharactersMax)
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.slice(0, typedCharactersMax))
}
