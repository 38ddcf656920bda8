// Whether a compound file is one whose chains end: the reader of Outlook messages follows them wherever they lead. [MS-CFB]

/** Entries of the directory of one file. */
export const compoundEntriesMax = 50_000
/** Storages in each other: messages in messages. */
export const compoundDepthMax = 32

const signature = 'd0cf11e0a1b11ae1'
const [headerBytes, fatsInHeader, entryBytes, miniBytes, miniCutoff] = [512, 109, 128, 64, 4096] as const
const [noEntry, endOfChain] = [-1, -2] as const

class Damage extends Error {}

export function isCompoundFile(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex') === signature
}

/**
 * Every sector belongs to one chain at most, every entry to one storage, and streams together are no longer than the file:
 * then reading it costs no more than its own length.
 */
export function checkCompoundFile(bytes: Uint8Array): 'sound' | 'damaged' {
  try {
    new CompoundFile(bytes).check()
    return 'sound'
  } catch (error) {
    if (error instanceof Damage || error instanceof RangeError) return 'damaged'
    throw error
  }
}

class CompoundFile {
  readonly #view: DataView
  readonly #sectorBytes: number
  readonly #sectors: number
  readonly #fat: number[]
  readonly #used = new Set<number>()
  readonly #usedMini = new Set<number>()
  #miniFat: number[] = []
  #streamBytes = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    ensure(isCompoundFile(bytes) && bytes.length >= headerBytes)
    const shift = this.#view.getUint8(30)
    ensure(shift === 9 || shift === 12)
    this.#sectorBytes = 1 << shift
    this.#sectors = Math.ceil(bytes.length / this.#sectorBytes) - 1
    this.#fat = this.#listFat()
  }

  check(): void {
    const directory = this.#chain(this.#int(0x30))
    const miniCount = this.#int(0x40)
    ensure(miniCount >= 0 && miniCount <= this.#sectors)
    this.#miniFat = miniCount === 0 ? [] : this.#chain(this.#int(0x3c))
    const perSector = this.#sectorBytes / entryBytes
    const entries = directory.length * perSector
    ensure(entries > 0 && entries <= compoundEntriesMax)
    const offsetOf = (entry: number) =>
      this.#offset(directory[Math.floor(entry / perSector)] ?? -1) + (entry % perSector) * entryBytes
    this.#chain(this.#int(offsetOf(0) + 0x74))
    this.#walk(offsetOf, entries)
  }

  /** Each entry is reached at most once. */
  #walk(offsetOf: (entry: number) => number, entries: number): void {
    const reached = new Set<number>([0])
    const open: { entry: number; depth: number }[] = []
    const push = (entry: number, depth: number) => {
      if (entry === noEntry) return
      ensure(entry >= 0 && entry < entries && !reached.has(entry) && depth <= compoundDepthMax)
      reached.add(entry)
      open.push({ entry, depth })
    }
    push(this.#int(offsetOf(0) + 0x4c), 1)
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const offset = offsetOf(next.entry)
      const type = this.#view.getUint8(offset + 0x42)
      ensure(this.#view.getInt16(offset + 0x40, true) <= 64)
      push(this.#int(offset + 0x44), next.depth)
      push(this.#int(offset + 0x48), next.depth)
      if (type === 1) push(this.#int(offset + 0x4c), next.depth + 1)
      else if (type === 2) this.#checkStream(this.#int(offset + 0x74), this.#int(offset + 0x78))
    }
  }

  #checkStream(start: number, size: number): void {
    this.#streamBytes += size
    ensure(size >= 0 && this.#streamBytes <= this.#view.byteLength)
    if (size === 0) return
    if (size >= miniCutoff) {
      ensure(this.#chain(start).length >= Math.ceil(size / this.#sectorBytes))
      return
    }
    let [at, count] = [start, 0]
    const perSector = this.#sectorBytes / 4
    while (at !== endOfChain) {
      const sector = this.#miniFat[Math.floor(at / perSector)]
      ensure(at >= 0 && sector !== undefined && !this.#usedMini.has(at))
      this.#usedMini.add(at)
      count++
      at = this.#int(this.#offset(sector ?? -1) + (at % perSector) * 4)
    }
    ensure(count >= Math.ceil(size / miniBytes))
  }

  #listFat(): number[] {
    const count = this.#int(0x2c)
    const moreCount = this.#int(0x48)
    ensure(count >= 0 && count <= this.#sectors && moreCount >= 0 && moreCount <= this.#sectors)
    const fat: number[] = []
    for (let at = 0; at < Math.min(count, fatsInHeader); at++) fat.push(this.#int(0x4c + at * 4))
    let next = this.#int(0x44)
    for (let more = 0; more < moreCount; more++) {
      const offset = this.#offset(next)
      const perSector = this.#sectorBytes / 4 - 1
      for (let at = 0; at < perSector && fat.length < count; at++) fat.push(this.#int(offset + at * 4))
      next = this.#int(offset + perSector * 4)
      if (next === noEntry || next === endOfChain) break
    }
    return fat
  }

  /** Sectors of a chain; none of them is in another chain. */
  #chain(start: number): number[] {
    const chain: number[] = []
    for (let at = start; at !== endOfChain; at = this.#next(at)) {
      ensure(at >= 0 && at < this.#sectors && !this.#used.has(at))
      this.#used.add(at)
      chain.push(at)
    }
    return chain
  }

  #next(sector: number): number {
    const perSector = this.#sectorBytes / 4
    const table = this.#fat[Math.floor(sector / perSector)]
    return table === undefined ? endOfChain : this.#int(this.#offset(table) + (sector % perSector) * 4)
  }

  #offset(sector: number): number {
    ensure(sector >= 0 && sector < this.#sectors)
    return (sector + 1) * this.#sectorBytes
  }

  /** Throws a RangeError beyond the end. */
  #int(offset: number): number {
    return this.#view.getInt32(offset, true)
  }
}

function ensure(isSound: boolean): void {
  if (!isSound) throw new Damage()
}
