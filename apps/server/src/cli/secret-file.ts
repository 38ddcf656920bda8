import { refuse, type Refusal } from '@holdfast/lease'
import { writeOwnersFile } from '../data-folder.ts'

/** Writes what only its owner may read; null where it went well. */
export function writeSecretFile(path: string, text: string): Refusal<'FILE_UNWRITABLE'> | null {
  try {
    writeOwnersFile(path, text)
    return null
  } catch (error) {
    return refuse('FILE_UNWRITABLE', {
      file: path,
      reason: (error as NodeJS.ErrnoException).code ?? 'unknown',
    })
  }
}
