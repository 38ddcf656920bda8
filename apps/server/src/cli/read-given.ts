import { cabinetBytesMax, readFile, readStream, type FileRead } from '@holdfast/intake'
import type { Refusal } from '@holdfast/lease'
import type { CommandContext } from './command.ts'

/** A file by its name; `-` is standard input. */
export async function readGiven(
  { stdin }: Pick<CommandContext, 'stdin'>,
  name: string,
): Promise<FileRead | Refusal> {
  if (name !== '-') return await readFile({ path: name })
  const bytes = await readStream(stdin, cabinetBytesMax)
  return 'kind' in bytes ? bytes : await readFile({ bytes })
}
