import { operations } from '@holdfast/contract'
import type { CaseChange } from '@holdfast/store'
import { findOpenCase } from '../../../desk/find-case.ts'
import { entryOfCase } from '../../../desk/search-entries.ts'
import { namedLinks } from '../../../desk/work/named-links.ts'
import { refuseUnknown } from '../../../desk/work/open-case.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { caseBody } from '../../wire/case-work.ts'

export const changeCase = endpoint(operations.changeCase, async ({ params, body }, caller, { store }) => {
  const changed = await store.write(caller.actor, async (tx) => {
    const found = await findOpenCase(tx.read, params.case)
    if (isRefusal(found)) return found
    const unknown = await refuseUnknown(tx.read, body)
    if (unknown !== null) return unknown
    const links = await namedLinks(tx.read, body.links ?? [])
    if (isRefusal(links)) return links
    const { version, watchers, ...fields } = body
    const present = watchers === undefined ? [] : await tx.read.listWatchers(found.id)
    // `watchers` is the whole set: who is not named any more goes.
    const set =
      watchers === undefined
        ? {}
        : { watchersAdded: watchers, watchersRemoved: present.filter((who) => !watchers.includes(who)) }
    const after = await tx.changeCase(
      found.id,
      version,
      { ...fields, ...set, links } as CaseChange,
      caller.now,
    )
    if (!isRefusal(after) && after.title !== found.title)
      await tx.putSearchEntries([entryOfCase(after, after.createdAt)])
    return after
  })
  return isRefusal(changed) ? changed : caseBody(changed)
})
