import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { refuse, type Refusal } from '@holdfast/lease'

export type FileRefusal = Refusal<'VAULT_NOT_OURS' | 'VAULT_READ_ONLY' | 'VAULT_FULL' | 'FILE_UNWRITABLE'>

/**
 * What a failed file operation on the vault means to a person. Rethrows what is no failure of the file system.
 * spec: device §4
 */
export function refusalOfFileError(error: unknown, dir: string): FileRefusal {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || typeof syscall !== 'string') throw error
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return refuse('VAULT_FULL', { dir, errno: code })
    case 'EROFS':
      return refuse('VAULT_READ_ONLY', { dir, errno: code })
    case 'EACCES':
    case 'EPERM': {
      const owner = ownerOf(dir)
      const ours = owner === null || owner === process.geteuid?.()
      return ours ? refuse('VAULT_READ_ONLY', { dir, errno: code }) : notOurs(dir, owner)
    }
    default:
      return refuse('FILE_UNWRITABLE', { dir, errno: code, call: syscall })
  }
}

/** VAULT_NOT_OURS where a vault file belongs to another user - also for root, whose files its owner could not read. */
export function refuseOtherOwner(dir: string, files: readonly string[]): FileRefusal | null {
  for (const file of files) {
    const owner = ownerOf(file)
    if (owner !== null && owner !== process.geteuid?.()) return notOurs(dir, owner)
  }
  return null
}

function notOurs(dir: string, owner: number): FileRefusal {
  const command = owner === 0 ? 'sudo' : `sudo -u '#${owner}'`
  return refuse('VAULT_NOT_OURS', { dir, ownerUid: owner, user: nameOfUser(), command })
}

function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return `#${process.geteuid?.() ?? 0}`
  }
}

function ownerOf(path: string): number | null {
  if (process.geteuid === undefined) return null
  try {
    return statSync(path).uid
  } catch {
    return null
  }
}
