// Reads a QR code from the terminal's characters by way of pixels, as a camera would see them.
import { createRequire } from 'node:module'

type Decode = (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly binaryData: number[] } | null
// The package is CommonJS with its function as module.exports.
const decode = createRequire(import.meta.url)('jsqr') as Decode

const modulePixels = 4

/** The bytes of the code in these lines of half blocks; `null` where none is found. */
export function decodeQr(lines: readonly string[]): Buffer | null {
  const plain = lines.map((line) => line.replaceAll(/\u001b\[[\d;]*m/g, ''))
  const columns = plain[0]?.length ?? 0
  const [width, height] = [columns * modulePixels, plain.length * 2 * modulePixels]
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const character = plain[Math.floor(y / modulePixels / 2)]?.[Math.floor(x / modulePixels)] ?? ' '
      const upper = Math.floor(y / modulePixels) % 2 === 0
      if (character === '█' || character === (upper ? '▀' : '▄'))
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  const found = decode(pixels, width, height)
  return found === null ? null : Buffer.from(found.binaryData)
}
