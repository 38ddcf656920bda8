// What mails say a case is about, proposed once. spec: desk-books §3
import type { Instant } from '@holdfast/capabilities'
import { insertRows, selectRows } from '../bulk.ts'
import type { CaseLinkRow } from '../desk-tables.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import { caseLinksMax, linkCharsMax, type ProposedLink } from './desk-records.ts'
import { keyOfLink } from './diff-case.ts'
import { resolveCases } from './resolve-cases.ts'
import { storedText } from './stored-text.ts'

/** A link that is there stays as it is, whatever became of it; neither version nor timeline of the case changes. */
export async function proposeLinks(
  tools: WriteTools,
  proposed: readonly ProposedLink[],
  now: Instant,
): Promise<void> {
  if (proposed.length === 0) return
  const { db, facts } = tools
  const cases = await resolveCases(db, facts, [...new Set(proposed.map((one) => one.case))], true)
  const places = [...new Set([...cases.values()].map(({ id }) => id))]
  const before = await selectRows(db, facts, { table: 'case_links', column: 'case_id' }, places)
  const linked = Map.groupBy(before, ({ case_id: id }) => id)
  const rows: CaseLinkRow[] = []
  for (const [id, links] of groupLinks(proposed, cases)) {
    const known = linked.get(id) ?? []
    const there = new Set(known.map(({ kind, value }) => `${kind} ${value}`))
    const fresh = [...links]
      .filter(([key, { value }]) => !there.has(key) && value.length <= linkCharsMax)
      .slice(0, Math.max(0, caseLinksMax - known.length))
    if (fresh.length === 0) continue
    const written = { certainty: 'proposed', actor: actorText(tools), at: now }
    for (const [, { kind, value, message }] of fresh)
      rows.push({ case_id: id, kind, value: storedText(value), message, ...written })
    const detail = { kinds: fresh.map(([, { kind }]) => kind) }
    recordAudit(tools, { action: 'case-links-propose', subject: `case:${id}`, detail }, now)
  }
  await insertRows(db, facts, 'case_links', rows, { kind: 'keep' })
}

/** By the case in which they belong now; of one that is named twice the first. */
function groupLinks(
  proposed: readonly ProposedLink[],
  cases: Awaited<ReturnType<typeof resolveCases>>,
): ReadonlyMap<string, ReadonlyMap<string, ProposedLink['link']>> {
  const byCase = new Map<string, Map<string, ProposedLink['link']>>()
  for (const { case: named, link } of proposed) {
    const id = cases.get(named)?.id
    if (id === undefined) continue
    const links = byCase.get(id) ?? new Map<string, ProposedLink['link']>()
    byCase.set(id, links)
    const key = keyOfLink(link)
    if (!links.has(key)) links.set(key, link)
  }
  return byCase
}
