import type { Complaint } from './complaint.ts'
import { tableRows } from './markdown.ts'
import type { SourceFile } from './source-files.ts'

/** A code of the sources; `facts` are the names that stand beside it in some source. */
export type ListedCode = {
  readonly code: string
  readonly number: number
  readonly supportFact: string | null
  readonly facts: readonly string[]
}

/** Differences between the tables `| code | number | means | facts | support fact |` of the page and the codes of the sources. */
export function findWrongCodes(page: SourceFile, codes: readonly ListedCode[]): Complaint[] {
  const rows = tableRows(page.text, 'code').map(({ cells, line }) => ({
    code: (cells[0] ?? '').replaceAll('`', ''),
    number: cells[1] ?? '',
    means: cells[2] ?? '',
    facts: cells[3] ?? '',
    supportFact: (cells[4] ?? '').replaceAll('`', ''),
    line,
  }))
  const complaints: Complaint[] = []
  const complain = (line: number, message: string): number =>
    complaints.push({ path: page.path, line, message })
  for (const [at, row] of rows.entries()) {
    const listed = codes.find((entry) => entry.code === row.code)
    if (listed === undefined) complain(row.line, `${row.code} is no code of the sources`)
    else if (String(listed.number) !== row.number)
      complain(row.line, `${row.code} has the number ${listed.number}`)
    else if ((listed.supportFact ?? '') !== row.supportFact)
      complain(row.line, `the support code of ${row.code} carries ${listed.supportFact ?? 'nothing'}`)
    for (const fact of listed?.facts ?? [])
      if (!row.facts.includes(`\`${fact}\``))
        complain(row.line, `${row.code} is given with the fact \`${fact}\``)
    if (row.means === '') complain(row.line, `${row.code} is not explained`)
    if (rows.findIndex((other) => other.code === row.code) !== at)
      complain(row.line, `${row.code} stands twice`)
  }
  for (const { code, number } of codes)
    if (!rows.some((row) => row.code === code)) complain(0, `${code} (${number}) has no entry`)
  return complaints
}
