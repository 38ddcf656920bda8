import { operations } from '@holdfast/contract'
import { makeCaseId } from '@holdfast/lease'
import { entryOfCase } from '../../../desk/search-entries.ts'
import { makeCase, refuseUnknown } from '../../../desk/work/open-case.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { caseBody } from '../../wire/case-work.ts'

export const openCase = endpoint(operations.openCase, async ({ body }, caller, services) => {
  const { store, desk, entropy } = services
  const { now } = caller
  const id = makeCaseId(now, entropy)
  const added = await store.write(caller.actor, async (tx) => {
    const unknown = await refuseUnknown(tx.read, body)
    if (unknown !== null) return unknown
    const made = await makeCase(
      tx,
      { desk, entropy, id },
      {
        title: body.title,
        source: body.source ?? '',
        severity: body.severity ?? 'normal',
        owner: body.owner ?? null,
        queue: body.queue ?? null,
        customer: body.customer ?? null,
        product: body.product ?? null,
        watchers: body.watchers ?? [],
        maySend: body.maySend ?? true,
      } as Parameters<typeof makeCase>[2],
      now,
    )
    const opened = await tx.addCases([made], now)
    if (!isRefusal(opened)) await tx.putSearchEntries([entryOfCase(made, now)])
    return opened
  })
  if (isRefusal(added)) return added
  const [record] = added.cases
  if (record === undefined) throw new Error('a case was added and is not there')
  return caseBody(record)
})
