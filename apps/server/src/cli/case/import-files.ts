import { importThread, type ImportedCase } from '@holdfast/desk'
import type { Refusal } from '@holdfast/lease'
import { done, type CommandContext, type Outcome } from '../command.ts'
import { describeRefused } from '../describe-file-read.ts'
import { importTools } from '../../bridges/import-tools.ts'
import { formatImported } from './imported-text.ts'
import { readThread } from './read-thread.ts'

/**
 * What an import of these files would yield; nothing is stored. One file prints its case, several `cases` with their
 * files, among them what was refused. spec: case-import §3
 */
export async function importFiles(context: CommandContext, files: readonly string[]): Promise<Outcome> {
  const read: { readonly file: string; readonly of: ImportedCase | Refusal }[] = []
  const tools = importTools(context.clock.now())
  for (const file of files) {
    const thread = await readThread(context, file)
    read.push({ file, of: thread.kind === 'refused' ? thread : importThread(thread, tools) })
  }
  const [only] = read
  if (only !== undefined && read.length === 1)
    return isRefused(only.of)
      ? context.api.refused({ ...only.of, facts: { file: only.file, ...only.of.facts } })
      : done(only.of, formatImported(only.of, context.locale))
  const cases = read.map(({ file, of }) => ({ file, ...(isRefused(of) ? refusedJson(of) : of) }))
  const texts = read.map(({ file, of }) =>
    isRefused(of)
      ? describeRefused(file, of, context.locale)
      : `${file}\n${formatImported(of, context.locale)}`,
  )
  return done({ cases }, texts.join('\n\n'), read.some(({ of }) => isRefused(of)) ? 1 : 0)
}

function isRefused(of: ImportedCase | Refusal): of is Refusal {
  return 'kind' in of
}

function refusedJson({ code, facts }: Refusal) {
  return { refused: { code, ...facts } }
}
