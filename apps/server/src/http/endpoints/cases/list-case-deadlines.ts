import { formatInstant } from '@holdfast/capabilities'
import { operations, type CaseDeadlineBody } from '@holdfast/contract'
import { viewListedCase } from '../../../desk/views/listed-case.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { momentOrNull } from '../../wire/books.ts'

export const listCaseDeadlines = endpoint(
  operations.listCaseDeadlines,
  async ({ query }, caller, { store }) => {
    const listed = await store.read.listCaseDeadlines(pageOf(query))
    if (listed.kind === 'refused') return listed
    const items: CaseDeadlineBody[] = []
    for (const { case: record, due, warnings } of listed.items)
      items.push({
        case: await viewListedCase(store.read, record, caller.locale),
        due: formatInstant(due),
        warnings: warnings.map((warning) => ({ ...warning, due: momentOrNull(warning.due) })),
      })
    return { items, next: listed.next }
  },
)
