// Bodies of mails into one growing piece of memory. Those of postal-mime keep an object for each line, and for each padding of
// base64: a mail of short lines would cost a thousand times its bytes.

export type BodyDecoder = { update(line: Uint8Array): void; finalize(): Promise<ArrayBuffer> }

class GrowingBytes {
  #bytes = new Uint8Array(4096)
  #length = 0

  push(byte: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = byte
  }

  append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  take(): ArrayBuffer {
    return this.#bytes.buffer.slice(0, this.#length)
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

const newline = 0x0a

/** 7bit, 8bit and binary: lines as they come. */
export function plainDecoder(): BodyDecoder {
  const bytes = new GrowingBytes()
  return {
    update(line) {
      bytes.append(line)
      bytes.push(newline)
    },
    finalize: async () => bytes.take(),
  }
}

const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextetOf = new Int8Array(256).fill(-1)
for (let sextet = 0; sextet < symbols.length; sextet++) sextetOf[symbols.charCodeAt(sextet)] = sextet
const pad = 0x3d

/** Base64: what is no symbol is passed over, a padding ends a unit wherever it stands. RFC 2045 §6.8 */
export function base64Decoder(): BodyDecoder {
  const bytes = new GrowingBytes()
  let [bits, count] = [0, 0]
  return {
    update(line) {
      for (const unit of line) {
        if (unit === pad) [bits, count] = [0, 0]
        const sextet = sextetOf[unit] ?? -1
        if (sextet < 0) continue
        bits = ((bits << 6) | sextet) & 0xffff
        count += 6
        if (count < 8) continue
        count -= 8
        bytes.push((bits >> count) & 0xff)
      }
    },
    finalize: async () => bytes.take(),
  }
}
