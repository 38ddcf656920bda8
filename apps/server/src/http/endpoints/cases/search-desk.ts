import { operations, type DoorRefusal, type Input, type SearchHitBody } from '@holdfast/contract'
import { parseQuery, type Query } from '@holdfast/desk'
import type { CustomerId, OrderId, Refusal } from '@holdfast/lease'
import { searchStart, type SearchFilter, type SearchHit, type Store } from '@holdfast/store'
import { findNamedCase } from '../../../desk/find-case.ts'
import { HitViews } from '../../../desk/views/hit-views.ts'
import { findNumbered, listOrders, showNumbered, type MayFind } from '../../../desk/views/number-hits.ts'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { termsOfQuery } from '../../../desk/terms-of-query.ts'
import { endpoint, type Caller } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'

type Asked = Input<typeof operations.searchDesk>['query']

export const searchDesk = endpoint(operations.searchDesk, async ({ query: asked }, caller, { store }) => {
  const reveal = asked.reveal === 'yes'
  const refused = (await refuseReveal(caller, reveal)) ?? (await refuseKind(caller, asked.kind))
  if (refused !== null) return refused
  const query = parseQuery(asked.q)
  if (query.kind === 'refused') return query
  if (query.phrases.length === 0) return { items: [], next: null }
  const within = asked.case === undefined ? null : await findNamedCase(store.read, asked.case)
  if (within !== null && 'code' in within) return within
  const may = await judgeMay(caller)
  const page = pageOf(asked)
  // All of them stand on the first page, however short it is: no later one has them.
  const numbered = page.after === null ? await listFirst(store.read, asked, { query, may }) : []
  const limit = Math.max(0, page.limit - numbered.length)
  if (asked.kind === 'device') return { items: [...numbered], next: null }
  if (limit === 0) return { items: [...numbered], next: searchStart }
  const filter: SearchFilter = {
    ...filterOf(asked),
    ...(within === null ? {} : { case: within.id }),
    // An order is nobody's mail: it has no audience.
    ...(may.orders && asked.audience === undefined ? {} : { without: ['order'] }),
  }
  const listed = await store.read.search(termsOfQuery(query), filter, { ...page, limit })
  if (listed.kind === 'refused') return listed
  const shown = new Set(numbered.map(({ subject }) => subject))
  const hits = listed.items.filter(({ subject }) => !shown.has(subject))
  const views = new HitViews(store.read, query, { words: asked.q, locale: caller.locale, reveal })
  const items = [...numbered, ...(await showHits(store.read, hits, { query, views }))]
  if (reveal)
    for (const id of new Set(listed.items.flatMap((hit) => hit.case ?? [])))
      await recordReveal(store, caller, { subject: `case:${id}`, what: 'search' })
  return { items, next: listed.next }
})

function filterOf({ kind, audience, customer, product }: Asked): SearchFilter {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(audience === undefined ? {} : { audiences: [audience] }),
    ...(customer === undefined ? {} : { customer: customer as CustomerId }),
    ...(product === undefined ? {} : { product }),
  }
}

/** Whoever asks for orders or devices alone is told that the token does not reach; else they are left out. */
async function refuseKind(
  caller: Pick<Caller, 'refuseWithout'>,
  kind: Asked['kind'],
): Promise<Refusal<DoorRefusal> | null> {
  if (kind === 'order') return await caller.refuseWithout('orders:read')
  return kind === 'device' ? await caller.refuseWithout('devices:read') : null
}

async function judgeMay({ refuseWithout }: Pick<Caller, 'refuseWithout'>): Promise<MayFind> {
  return {
    orders: (await refuseWithout('orders:read')) === null,
    devices: (await refuseWithout('devices:read')) === null,
    fleet: (await refuseWithout('fleet:read')) === null,
  }
}

/** Orders and devices that the whole query names stand in front. They lie in no case: a filter of cases leaves them out. */
async function listFirst(
  read: Store['read'],
  { q, kind, audience, case: place, customer, product }: Asked,
  { query, may }: { readonly query: Query; readonly may: MayFind },
): Promise<readonly SearchHitBody[]> {
  if (kind !== undefined && kind !== 'order' && kind !== 'device') return []
  if ([audience, place, customer, product].some((filter) => filter !== undefined)) return []
  return await showNumbered(read, await findNumbered(read, q, may, kind), query)
}

/** In their order; orders are read together. */
async function showHits(
  read: Store['read'],
  hits: readonly SearchHit[],
  { query, views }: { readonly query: Query; readonly views: HitViews },
): Promise<readonly SearchHitBody[]> {
  const ids = hits.filter(({ kind }) => kind === 'order').map(({ subject }) => subject as OrderId)
  const orders = await showNumbered(read, await listOrders(read, ids, null), query)
  const byId = new Map(orders.map((order) => [order.subject, order]))
  const items: SearchHitBody[] = []
  for (const hit of hits) {
    const view = hit.kind === 'order' ? byId.get(hit.subject) : await views.show(hit)
    if (view !== null && view !== undefined) items.push(view)
  }
  return items
}
