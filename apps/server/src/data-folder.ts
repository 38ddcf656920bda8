// What one server keeps beside its books: who it is, that it runs, where it listens, its first token.
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Entropy } from '@holdfast/capabilities'
import { StartFailure } from './start-failure.ts'

export const adminTokenFile = 'admin-token'
const serverIdFile = 'server-id'
const addressFile = 'server.json'
const lockFile = 'server.lock'

/** Makes the folder, for its owner alone, where it is missing. */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartFailure('folder-unwritable', {
      folder,
      reason: (error as NodeJS.ErrnoException).code ?? 'unknown',
    })
  }
}

/**
 * Holds the folder for this process. The lock is one of SQLite's own on a file beside the books: the system frees it when
 * the process dies, however it dies. Refuses (StartFailure) where another process holds it.
 */
export function lockDataFolder(folder: string): { free(): void } {
  let lock: DatabaseSync | null = null
  try {
    lock = new DatabaseSync(join(folder, lockFile), { timeout: 0 })
    lock.exec('PRAGMA locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    const busy = (error as { errcode?: number }).errcode === 5
    if (busy) throw new StartFailure('folder-in-use', { folder, address: readAddress(folder) ?? '' })
    throw new StartFailure('folder-unwritable', { folder, reason: (error as Error).message })
  }
  const held = lock
  return { free: () => held.close() }
}

/** Null where the folder is none of a server's. */
export function readServerId(folder: string): string | null {
  const known = readText(join(folder, serverIdFile))
  return known !== null && /^srv_[0-9a-f]{16}$/.test(known) ? known : null
}

/** The id that names this server in its audit chain; made once. */
export function readOrMakeServerId(folder: string, entropy: Entropy): string {
  const known = readServerId(folder)
  if (known !== null) return known
  const made = `srv_${Buffer.from(entropy.bytes(8)).toString('hex')}`
  writeOwnersFile(join(folder, serverIdFile), `${made}\n`)
  return made
}

export function writeAddress(folder: string, address: string): void {
  writeOwnersFile(join(folder, addressFile), `${JSON.stringify({ address })}\n`)
}

export function removeAddress(folder: string): void {
  rmSync(join(folder, addressFile), { force: true })
}

/** The address of the server that runs on this folder, or last did and crashed; null where none is known. */
export function readAddress(folder: string): string | null {
  const text = readText(join(folder, addressFile))
  if (text === null) return null
  try {
    const { address } = JSON.parse(text) as { address?: unknown }
    return typeof address === 'string' ? address : null
  } catch {
    return null
  }
}

export function readAdminToken(folder: string): string | null {
  return readText(join(folder, adminTokenFile))
}

/**
 * Makes an empty file of mode 0600 where there is none; what SQLite puts beside it takes the same mode. Refuses
 * (StartFailure) where it cannot be written.
 */
export function makeOwnersFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new StartFailure('books-unreachable', { books: path, because: 'file', reason })
  }
}

/** Mode 0600 from the first byte on; durable, its name too, when this returns; never half written. */
export function writeOwnersFile(path: string, text: string): void {
  const temporary = temporaryOf(path)
  try {
    writeTemporary(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** Throws where `writeOwnersFile` would; what stands under the name is not touched. */
export function tryOwnersFile(path: string): void {
  const temporary = temporaryOf(path)
  try {
    writeTemporary(temporary, '\n')
    syncFolder(dirname(path))
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Of this process alone: another that writes the same name neither removes this one nor takes it for its own. */
function temporaryOf(path: string): string {
  return `${path}.${process.pid}.new`
}

function writeTemporary(path: string, text: string): void {
  rmSync(path, { force: true })
  const bytes = Buffer.from(text)
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  chmodSync(path, 0o600)
}

function syncFolder(folder: string): void {
  // Windows opens no folders; its rename is in the file system's journal.
  if (process.platform === 'win32') return
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    // Some file systems of networks know no such thing for a folder: there is nothing more that could be asked of them.
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
  } finally {
    closeSync(file)
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
