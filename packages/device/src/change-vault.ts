// The only way to write the vault: lock, read, decide, write, free. spec: device §4
import { join } from 'node:path'
import { refuse, privateKeyOfSeed, type PrivateKey, type Refusal } from '@holdfast/lease'
import type { DeviceContext } from './device-context.ts'
import { refusalOfFileError, refuseOtherOwner } from './file-refusal.ts'
import type { Held } from './held-licence.ts'
import {
  chooseGeneration,
  findTooOpen,
  makeFolder,
  readPartBytes,
  removeLeftovers,
  unreadableFile,
  vaultFiles,
  writePart,
} from './vault.ts'
import {
  formatPrivateVault,
  formatPublicVault,
  parsePrivateVault,
  type PrivateVault,
  type PublicVault,
} from './vault-body.ts'
import { vaultVersion, type VaultPart } from './vault-file.ts'
import { LockLost, takeLock } from './vault-lock.ts'

/** What the writer sees: what is held, and the private part. */
export type OpenVault = {
  readonly held: Held
  readonly private: PrivateVault | null
  readonly deviceKey: PrivateKey | null
}

export type VaultChange<T> = {
  /** Written before the public part, whose write is the action: a key must be durable before anything signed with it is. */
  readonly private?: PrivateVault
  readonly public?: PublicVault
  readonly result: T
}

/**
 * Changes the vault. `decide` runs under the lock, synchronously, on what is on disk at that moment; it may be asked to
 * decide nothing (a refusal writes nothing). Refuses with VAULT_LOCKED, _NOT_OURS, _READ_ONLY, _FULL, _NEWER, FILE_UNREADABLE,
 * FILE_UNWRITABLE, LEASE_OTHER_PRODUCT.
 */
export async function changeVault<T>(
  context: DeviceContext,
  decide: (vault: OpenVault) => VaultChange<T> | Refusal,
): Promise<T | Refusal> {
  const { dir } = context
  const other = refuseOtherOwner(dir, vaultFiles(dir))
  if (other !== null) return other
  try {
    makeFolder(dir)
    const lock = await takeLock(dir, context)
    if (lock.kind === 'refused') return lock
    try {
      return changeLocked(context, lock.fence, decide)
    } finally {
      // Never throws: what was done is told as done, whether or not the lock could be marked free.
      lock.free()
    }
  } catch (error) {
    if (error instanceof LockLost) return refuse('VAULT_LOCKED', { dir, lost: true })
    return refusalOfFileError(error, dir)
  }
}

/** The private part for reading alone; `null` where there is none or it is not ours to read. */
export function readPrivate(dir: string): PrivateVault | null {
  const reading = chooseGeneration('private', readPartBytes(dir, 'private'))
  return reading.inUse === null ? null : parsePrivateVault(reading.body)
}

function changeLocked<T>(
  context: DeviceContext,
  fence: () => void,
  decide: (vault: OpenVault) => VaultChange<T> | Refusal,
): T | Refusal {
  const { dir } = context
  removeLeftovers(dir)
  const held = context.read()
  const reading = chooseGeneration('private', readPartBytes(dir, 'private'))
  if (held.newer || reading.findings.some((found) => found.finding === 'newer')) {
    const version = Math.max(held.inUse?.version ?? 0, reading.inUse?.version ?? 0)
    return refuse('VAULT_NEWER', { dir, version, versionMax: vaultVersion })
  }
  if (held.inUse !== null && held.vault.product !== context.product)
    return refuse('LEASE_OTHER_PRODUCT', { dir, product: held.vault.product, expected: context.product })
  // What cannot be read now may be whole: it is never written over as if it were lost.
  const unreadable = held.unreadable ?? unreadableFile(reading)
  if (unreadable !== null) return refuse('FILE_UNREADABLE', { file: join(dir, unreadable) })
  const secrets = reading.inUse === null ? null : parsePrivateVault(reading.body)
  const change = decide({
    held,
    private: secrets,
    deviceKey: secrets === null ? null : privateKeyOfSeed(secrets.seed),
  })
  if ('kind' in change) return change
  // A copy of the key that is damaged, or open to others, is replaced by the next write, whether or not that changes anything of the key.
  const faulty = reading.findings.length > 0 || findTooOpen(dir).length > 0
  const healed = change.public !== undefined && faulty ? secrets : null
  const written = change.private ?? healed
  if (written !== null)
    writeTwice(dir, 'private', { inUse: reading.inUse, body: formatPrivateVault(written), fence })
  if (change.public !== undefined)
    writeTwice(dir, 'public', { inUse: held.inUse, body: formatPublicVault(change.public), fence })
  if (change.public?.lease === null) context.read.forget()
  return change.result
}

/**
 * The next generation, which is the one durable write of an action, and then a copy over the other file: so that neither
 * a damaged file nor one that somebody cuts off brings an older state back. Failing at the copy undoes nothing, and its
 * fsync of the folder makes the first rename durable too, where that one's own failed. Where both fail, what stands on the
 * disk is told: a change that is in place is done, although it may not survive a power cut. A key must: without it, nothing
 * that depends on it is written.
 */
function writeTwice(dir: string, part: VaultPart, write: Parameters<typeof writePart>[2]): void {
  const { inUse, unsynced } = writePart(dir, part, write)
  if (writeCopy(dir, part, { ...write, inUse }) || unsynced === null) return
  if (part === 'private') throw unsynced
  const found = chooseGeneration(part, readPartBytes(dir, part)).inUse
  if (found === null || found.sequence < inUse.sequence) throw unsynced
}

/** Whether the copy is durable. */
function writeCopy(dir: string, part: VaultPart, write: Parameters<typeof writePart>[2]): boolean {
  try {
    return writePart(dir, part, write).unsynced === null
  } catch (error) {
    if (error instanceof LockLost || typeof (error as NodeJS.ErrnoException).syscall === 'string')
      return false
    throw error
  }
}
