import { caseImportBytesMax, operations, type Output } from '@holdfast/contract'
import { captureBytesMax, readStream } from '@holdfast/intake'
import { phrase } from '@holdfast/phrases'
import { factsWire } from '../../http/wire/facts.ts'
import { done, type CommandContext, type Outcome } from '../command.ts'
import { bodiesOf, fileToSend, type FileToSend, type RefusedHere } from '../file-bodies.ts'
import { listGivenFiles } from '../list-given-files.ts'
import { formatTable } from '../table.ts'

type Answer = Output<typeof operations.importCases>

/** Sends threads to the server, which reads them into cases; `-` is standard input. spec: case-import §8 */
export async function sendFiles(
  context: CommandContext,
  files: readonly string[],
  customer: string | null,
): Promise<Outcome> {
  const cases: Answer['cases'][number][] = []
  const refused: Answer['refused'][number][] = []
  for await (const body of bodiesToSend(context, files)) {
    if ('file' in body) {
      refused.push(refusedHere(context, body))
      continue
    }
    const sent = { files: [...body], ...(customer === null ? {} : { customer }) }
    const answered = await context.api.call(operations.importCases, { body: sent })
    if (answered.kind === 'problem') return answered
    cases.push(...answered.answer.cases)
    refused.push(...answered.answer.refused)
  }
  return done({ cases, refused }, tellImported(context, cases, refused), refused.length > 0 ? 1 : 0)
}

async function* bodiesToSend(
  { stdin }: CommandContext,
  files: readonly string[],
): AsyncGenerator<readonly FileToSend[] | RefusedHere> {
  if (files.includes('-')) {
    const bytes = await readStream(stdin, captureBytesMax)
    if ('kind' in bytes) yield { file: '-', refusal: bytes }
    else yield [fileToSend('-', bytes)]
  }
  yield* bodiesOf(listGivenFiles(files.filter((file) => file !== '-')), caseImportBytesMax)
}

/** A file that was not sent, told as the server tells of those that it refuses. */
function refusedHere(
  { locale }: CommandContext,
  { file, refusal: { code, facts } }: RefusedHere,
): Answer['refused'][number] {
  const { title, adminAction } = phrase(code, facts, locale)
  return { file, mail: null, code, title, action: adminAction, facts: factsWire(facts) }
}

function tellImported({ say }: CommandContext, cases: Answer['cases'], refused: Answer['refused']): string {
  const head = [
    say({ en: 'Case', zh: '案例' }),
    say({ en: 'Mails new', zh: '新邮件' }),
    say({ en: 'known', zh: '已有' }),
    say({ en: 'Proposals', zh: '建议' }),
    say({ en: 'Absent attachments', zh: '缺少的附件' }),
    say({ en: 'Files', zh: '文件' }),
  ]
  const rows = cases.map(({ number, messages, proposals, absent, files }) => [
    ...[number, messages.new, messages.known, proposals, absent],
    files.join(', '),
  ])
  const told = refused.map(({ file, mail, code, title, action }) => {
    const place = mail === null ? file : `${file}: ${say({ en: `mail ${mail}`, zh: `第 ${mail} 封邮件` })}`
    return `${place}: ${title} (${code})\n  ${action}`
  })
  return [...(rows.length === 0 ? [] : [formatTable(head, rows)]), ...told].join('\n')
}
