import { importThread, type ImportedCase } from '@holdfast/desk'
import type { Refusal } from '@holdfast/lease'
import { done, type CommandContext, type Outcome } from '../command.ts'
import { describeRefused } from '../describe-file-read.ts'
import { importTools } from '../../bridges/import-tools.ts'
import { groupSources, type NamedSource } from './group-sources.ts'
import { formatImported } from './imported-text.ts'
import { readSource } from './read-thread.ts'

/**
 * What an import of these files would yield; nothing is stored. One file prints its case, several `cases` with their
 * files, among them what was refused. spec: case-import §3
 */
export async function importFiles(context: CommandContext, files: readonly string[]): Promise<Outcome> {
  const sources: NamedSource[] = []
  for (const file of files) sources.push({ file, source: await readSource(context, file) })
  const tools = importTools(context.clock.now())
  const read = groupSources(sources).map(({ files: from, thread }) => ({
    from,
    of: thread.kind === 'refused' ? thread : importThread(thread, tools),
  }))
  const [only] = read
  if (only !== undefined && files.length === 1)
    return isRefused(only.of)
      ? context.api.refused({ ...only.of, facts: { file: files[0] ?? null, ...only.of.facts } })
      : done(only.of, formatImported(only.of, context.locale))
  const cases = read.map(({ from, of }) => ({
    file: from[0] ?? null,
    ...(from.length > 1 ? { files: from } : {}),
    ...(isRefused(of) ? refusedJson(of) : of),
  }))
  const texts = read.map(({ from, of }) =>
    isRefused(of)
      ? describeRefused(from.join(', '), of, context.locale)
      : `${from.join(', ')}\n${formatImported(of, context.locale)}`,
  )
  return done({ cases }, texts.join('\n\n'), read.some(({ of }) => isRefused(of)) ? 1 : 0)
}

function isRefused(of: ImportedCase | Refusal): of is Refusal {
  return 'kind' in of
}

function refusedJson({ code, facts }: Refusal) {
  return { refused: { code, ...facts } }
}
