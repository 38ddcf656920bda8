// The vault on disk: two generations of two files in one folder. spec: device §4
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { VaultFinding } from './device-licence.ts'
import {
  parseGeneration,
  formatGeneration,
  vaultBytesMax,
  vaultVersion,
  type VaultPart,
} from './vault-file.ts'

export type PartReading = {
  /** The body in use; `undefined` where no generation is valid. */
  readonly body: unknown
  /** Which of the two files is in use, and its sequence. */
  readonly inUse: { readonly index: 0 | 1; readonly sequence: number; readonly version: number } | null
  readonly findings: readonly VaultFinding[]
}

/** The two files' bytes, `null` where there is none, or why they could not be read. */
export type PartBytes = readonly [Uint8Array | null | 'unreadable', Uint8Array | null | 'unreadable']

const fileModes = { public: 0o644, private: 0o600 } as const
const folderMode = 0o755
// As root in a folder that others may write to, a link in place of the temporary file must not be followed.
const noFollow = constants.O_NOFOLLOW ?? 0

export function vaultFiles(dir: string): readonly string[] {
  return (['public', 'private'] as const).flatMap((part) => [join(dir, `${part}.0`), join(dir, `${part}.1`)])
}

export function readPartBytes(dir: string, part: VaultPart): PartBytes {
  return [readBytes(join(dir, `${part}.0`)), readBytes(join(dir, `${part}.1`))]
}

/** Files of the private part that others than the owner may read or write, as in a vault that was copied. */
export function findTooOpen(dir: string): readonly VaultFinding[] {
  if (process.platform === 'win32') return []
  return [0, 1].flatMap((index): VaultFinding[] => {
    const file = `private.${index}`
    return isTooOpen(join(dir, file)) ? [{ file, finding: 'too-open' }] : []
  })
}

function isTooOpen(path: string): boolean {
  try {
    const stat = lstatSync(path)
    return stat.isFile() && (stat.mode & 0o777 & ~fileModes.private) !== 0
  } catch {
    return false
  }
}

/** Whether there is a file of this part, whatever it holds. */
export function isThere(bytes: PartBytes): boolean {
  return bytes[0] !== null || bytes[1] !== null
}

/** The valid generation with the highest sequence, and what is wrong with the files. Pure. */
export function chooseGeneration(part: VaultPart, bytes: PartBytes): PartReading {
  const parsed = bytes.map((file) => (file instanceof Uint8Array ? parseGeneration(file, part) : file))
  let inUse: PartReading['inUse'] = null
  let body: unknown = undefined
  for (const index of [0, 1] as const) {
    const generation = parsed[index]
    if (generation === null || typeof generation !== 'object' || generation.kind !== 'generation') continue
    if (inUse !== null && inUse.sequence > generation.sequence) continue
    inUse = { index, sequence: generation.sequence, version: generation.version }
    body = generation.body
  }
  const [one, other] = bytes
  const twice = parsed.every(
    (file) => typeof file === 'object' && file?.kind === 'generation' && file.sequence === inUse?.sequence,
  )
  const split =
    twice && one instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(one, other) !== 0
  const findings = parsed.flatMap((generation, index): VaultFinding[] => {
    const file = `${part}.${index}`
    if (generation === 'unreadable') return [{ file, finding: 'unreadable' }]
    // Every write makes both.
    if (generation === null) return inUse === null ? [] : [{ file, finding: 'missing' }]
    if (generation === undefined || generation.kind === 'damaged') return [{ file, finding: 'damaged' }]
    if (generation.version > vaultVersion) return [{ file, finding: 'newer' }]
    return split && index === 0 ? [{ file, finding: 'damaged' }] : []
  })
  return { body, inUse, findings }
}

export type WrittenPart = {
  /** The generation that is in place now. */
  readonly inUse: NonNullable<PartReading['inUse']>
  /** Why nobody knows whether it survives a power cut: the folder's fsync failed after the rename. `null`: it does. */
  readonly unsynced: NodeJS.ErrnoException | null
}

/** The file for which nothing can be said of this part: it may be whole, and no other is valid. */
export function unreadableFile({ inUse, findings }: Pick<PartReading, 'inUse' | 'findings'>): string | null {
  if (inUse !== null) return null
  return findings.find(({ finding }) => finding === 'unreadable')?.file ?? null
}

/**
 * Writes the next generation over the file that is not in use, durably unless `unsynced` says otherwise. Before the
 * rename the old body counts, and file errors throw; after it the new one counts, and nothing throws. The caller holds
 * the lock; `fence` is asked right before the rename and throws where another has it meanwhile.
 */
export function writePart(
  dir: string,
  part: VaultPart,
  { inUse, body, fence }: { inUse: PartReading['inUse']; body: unknown; fence: () => void },
): WrittenPart {
  const next = {
    index: inUse?.index === 0 ? 1 : 0,
    sequence: (inUse?.sequence ?? 0) + 1,
    version: vaultVersion,
  } as const
  const temporary = join(dir, `${part}.tmp`)
  try {
    writeDurably(temporary, formatGeneration(part, next.sequence, body), fileModes[part])
    fence()
    renameSync(temporary, join(dir, `${part}.${next.index}`))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  try {
    syncFolder(dir)
    return { inUse: next, unsynced: null }
  } catch (error) {
    return { inUse: next, unsynced: error as NodeJS.ErrnoException }
  }
}

/** What a writer that was killed left behind. The caller holds the lock. */
export function removeLeftovers(dir: string): void {
  for (const part of ['public', 'private'] as const) rmSync(join(dir, `${part}.tmp`), { force: true })
}

/**
 * Makes the folder where it is missing, durably, and those above it one by one: Node's own way for all of them tries for
 * ever where the system says of a folder that is there that nothing can be in it (/proc).
 */
export function makeFolder(dir: string): void {
  const missing: string[] = []
  for (let path = resolve(dir); statSync(path, { throwIfNoEntry: false }) === undefined;) {
    missing.unshift(path)
    const above = dirname(path)
    if (above === path) break
    path = above
  }
  for (const path of missing) {
    try {
      mkdirSync(path, { mode: folderMode })
      // The umask may have taken what readers need. A folder of somebody else keeps the mode that it was given.
      if (process.platform !== 'win32') chmodSync(path, folderMode)
    } catch (error) {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    syncFolder(dirname(path))
  }
}

function writeDurably(path: string, bytes: Uint8Array, mode: number): void {
  rmSync(path, { force: true })
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, mode)
  try {
    // The umask may have taken what readers need.
    if (process.platform !== 'win32') fchmodSync(file, mode)
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(dir: string): void {
  // Windows opens no folders; its rename is in the file system's journal.
  if (process.platform === 'win32') return
  const folder = openSync(dir, constants.O_RDONLY)
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function readBytes(path: string): Uint8Array | null | 'unreadable' {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable'
  }
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) return 'unreadable'
    const bytes = Buffer.allocUnsafe(Math.min(stat.size, vaultBytesMax + 1))
    let length = 0
    for (let more = -1; more !== 0 && length < bytes.length; length += more)
      more = readSync(file, bytes, length, bytes.length - length, length)
    return bytes.subarray(0, length)
  } catch {
    return 'unreadable'
  } finally {
    closeSync(file)
  }
}
