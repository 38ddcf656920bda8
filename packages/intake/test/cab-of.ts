/** A cabinet of one file in one LZX block of the kind that is stored as it is: no tool here writes LZX. MS-PATCH §2.3 */
export function lzxCabinetOf(name: string, content: Buffer): Buffer {
  const padded = content.length % 2 === 0 ? content : Buffer.concat([content, Buffer.alloc(1)])
  // One bit: no translation; three: kind 3, stored; 24: length. Words are little-endian, bits run from the highest.
  const bits = (0n << 31n) | (3n << 28n) | (BigInt(content.length) << 4n)
  const lzx = Buffer.alloc(4 + 12)
  lzx.writeUInt16LE(Number(bits >> 16n), 0)
  lzx.writeUInt16LE(Number(bits & 0xffffn), 2)
  for (const at of [4, 8, 12]) lzx.writeUInt32LE(1, at)
  const packed = Buffer.concat([lzx, padded])
  const nameBytes = Buffer.from(`${name}\0`)
  const filesAt = 36 + 8
  const blocksAt = filesAt + 16 + nameBytes.length
  const head = Buffer.alloc(filesAt)
  head.write('MSCF')
  head.writeUInt32LE(blocksAt + 8 + packed.length, 8)
  head.writeUInt32LE(filesAt, 16)
  head.writeUInt16LE(0x0103, 24)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(1, 28)
  head.writeUInt32LE(blocksAt, 36)
  head.writeUInt16LE(1, 40)
  head.writeUInt16LE(0x0f03, 42)
  const file = Buffer.alloc(16)
  file.writeUInt32LE(content.length, 0)
  file.writeUInt16LE(0x20, 14)
  const block = Buffer.alloc(8)
  block.writeUInt16LE(packed.length, 4)
  block.writeUInt16LE(content.length, 6)
  return Buffer.concat([head, file, nameBytes, block, packed])
}
