import { operations, type SearchHitBody } from '@holdfast/contract'
import { parseQuery } from '@holdfast/desk'
import type { CustomerId } from '@holdfast/lease'
import type { SearchFilter } from '@holdfast/store'
import { findNamedCase } from '../../../desk/find-case.ts'
import { HitViews } from '../../../desk/views/hit-views.ts'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { termsOfQuery } from '../../../desk/terms-of-query.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'

export const searchDesk = endpoint(operations.searchDesk, async ({ query: asked }, caller, { store }) => {
  const reveal = asked.reveal === 'yes'
  const refused = await refuseReveal(caller, reveal)
  if (refused !== null) return refused
  const query = parseQuery(asked.q)
  if (query.kind === 'refused') return query
  if (query.phrases.length === 0) return { items: [], next: null }
  const within = asked.case === undefined ? null : await findNamedCase(store.read, asked.case)
  if (within !== null && 'code' in within) return within
  const { kind, audience, customer, product } = asked
  const filter: SearchFilter = {
    ...(kind === undefined ? {} : { kind }),
    ...(audience === undefined ? {} : { audiences: [audience] }),
    ...(within === null ? {} : { case: within.id }),
    ...(customer === undefined ? {} : { customer: customer as CustomerId }),
    ...(product === undefined ? {} : { product }),
  }
  const listed = await store.read.search(termsOfQuery(query), filter, pageOf(asked))
  if (listed.kind === 'refused') return listed
  const views = new HitViews(store.read, query, { words: asked.q, locale: caller.locale, reveal })
  const items: SearchHitBody[] = []
  for (const hit of listed.items) {
    const view = await views.show(hit)
    if (view !== null) items.push(view)
  }
  if (reveal)
    for (const id of new Set(listed.items.flatMap((hit) => hit.case ?? [])))
      await recordReveal(store, caller, { subject: `case:${id}`, what: 'search' })
  return { items, next: listed.next }
})
