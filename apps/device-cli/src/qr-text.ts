// A QR code of an artefact for the terminal: two modules in one character, ink is black.
import { encode } from 'uqr'

/** spec: lease-format §11 */
export const qrBytesMax = 2_300

/** Light modules around the code that readers rely on. ISO/IEC 18004 §6.3.8 */
const quietModules = 4

const inks = [' ', '▄', '▀', '█']

/**
 * Lines of the code, or `null` where the bytes are too many for one code. With `colour` each line forces black on white,
 * so that it can be read on a dark terminal; without, the characters are the ink (for paper and plain files).
 */
export function qrText(
  bytes: Uint8Array,
  colour: boolean,
): { readonly lines: string[]; readonly columns: number } | null {
  if (bytes.length > qrBytesMax) return null
  const { data, size } = encode([...bytes], { ecc: 'L', boostEcc: true, border: quietModules })
  const dark = (row: number, column: number) => data[row]?.[column] === true
  const lines: string[] = []
  for (let row = 0; row < size; row += 2) {
    let line = ''
    for (let column = 0; column < size; column++)
      line += inks[(dark(row, column) ? 2 : 0) + (dark(row + 1, column) ? 1 : 0)]
    lines.push(colour ? `\u001b[30;107m${line}\u001b[0m` : line)
  }
  return { lines, columns: size }
}
