// Files for what is shown once and kept nowhere else: product keys, labels, tokens, secrets of webhooks.
import { statSync } from 'node:fs'
import { refuse, type Refusal } from '@holdfast/lease'
import { tryOwnersFile, writeOwnersFile } from '../data-folder.ts'
import type { CommandContext, Options, Outcome } from './command.ts'

export type Unwritable = Refusal<'FILE_UNWRITABLE'>

/**
 * Whether `writeSecretFile` can write there: asked before the server makes the secret, because one that cannot be kept
 * should not be made. Touches nothing that is there. Null where it can, or where no file was asked for.
 */
export function trySecretFile(path: string | undefined): Unwritable | null {
  return path === undefined ? null : refuseTaken(path, () => tryOwnersFile(path))
}

/** Writes what only its owner may read; null where it went well. Never over a file that holds something. */
export function writeSecretFile(path: string, text: string): Unwritable | null {
  // Asked again: another command may have written there while the server answered.
  return refuseTaken(path, () => writeOwnersFile(path, text))
}

/**
 * What a command answers where the secret was made and its file failed after all: the secret exists nowhere else, so it is
 * shown as if no file had been asked for, and the refusal follows.
 */
export function showUnkept(
  { api, stdout }: Pick<CommandContext, 'api' | 'stdout'>,
  options: Options,
  { json, text, refusal }: { readonly json: unknown; readonly text: string; readonly refusal: Unwritable },
): Outcome {
  stdout.write(`${options['json'] === true ? JSON.stringify(json, null, 2) : text}\n`)
  return api.refused(refusal)
}

function refuseTaken(path: string, write: () => void): Unwritable | null {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    // An empty file holds no secret, and scripts make them to have a name of their own.
    const free = there === undefined || (there.isFile() && there.size === 0)
    if (!free) return refuse('FILE_UNWRITABLE', { file: path, exists: true })
    write()
    return null
  } catch (error) {
    return refuse('FILE_UNWRITABLE', {
      file: path,
      reason: (error as NodeJS.ErrnoException).code ?? 'unknown',
    })
  }
}
