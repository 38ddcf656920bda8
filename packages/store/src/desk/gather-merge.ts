import type { Instant } from '@holdfast/capabilities'
import type { CaseId } from '@holdfast/lease'
import { insertRows } from '../bulk.ts'
import type { MovedRow } from '../desk-tables.ts'
import { actorText, type WriteTools } from '../write-tools.ts'
import { replaceLink } from './write-cases.ts'

export type Touched = Pick<MovedRow, 'kind' | 'subject' | 'from_case'>

/**
 * Everything of a case that a merge takes along: messages, items, and proposals whose cause the other has not. Links and
 * watchers that the other lacks are added to it; what a person decided about a link takes the place of what is only proposed.
 */
export async function gatherMerge(
  tools: WriteTools,
  { from, to }: { readonly from: CaseId; readonly to: CaseId },
  now: Instant,
): Promise<readonly Touched[]> {
  const { db, facts } = tools
  const of = (kind: string, ids: readonly { readonly id: string }[]): readonly Touched[] =>
    ids.map(({ id }) => ({ kind, subject: id, from_case: from }))
  const messages = await db.selectFrom('case_messages').select('id').where('case_id', '=', from).execute()
  const items = await db.selectFrom('case_items').select('id').where('case_id', '=', from).execute()
  const proposals = await db
    .selectFrom('proposals')
    .select('id')
    .where('case_id', '=', from)
    .where('cause', 'not in', db.selectFrom('proposals').select('cause').where('case_id', '=', to))
    .execute()

  const links = await db.selectFrom('case_links').selectAll().where('case_id', '=', from).execute()
  const linked = await db.selectFrom('case_links').selectAll().where('case_id', '=', to).execute()
  const keyOf = ({ kind, value }: { readonly kind: string; readonly value: string }) => `${kind} ${value}`
  const known = new Map(linked.map((link) => [keyOf(link), link.certainty]))
  const addedLinks = links.filter((link) => !known.has(keyOf(link)))
  const decidedLinks = links.filter(
    (link) => known.get(keyOf(link)) === 'proposed' && link.certainty !== 'proposed',
  )
  const copies = [...addedLinks, ...decidedLinks].map((link) => ({
    ...link,
    ...{ case_id: to, actor: actorText(tools), at: now },
  }))
  await insertRows(db, facts, 'case_links', copies, replaceLink)

  const watchers = await db.selectFrom('case_watchers').selectAll().where('case_id', '=', from).execute()
  const watching = await db.selectFrom('case_watchers').selectAll().where('case_id', '=', to).execute()
  const present = new Set(watching.map(({ who }) => who))
  const addedWatchers = watchers.filter(({ who }) => !present.has(who))
  await insertRows(
    db,
    facts,
    'case_watchers',
    addedWatchers.map(({ who }) => ({ case_id: to, who })),
  )
  return [
    ...of('message', messages),
    ...of('item', items),
    ...of('proposal', proposals),
    ...addedLinks.map((link) => ({ kind: 'link', subject: keyOf(link), from_case: from })),
    ...decidedLinks.map((link) => ({
      kind: `link-${link.certainty}`,
      subject: keyOf(link),
      from_case: from,
    })),
    ...addedWatchers.map(({ who }) => ({ kind: 'watcher', subject: who, from_case: from })),
  ]
}
