// Items of a case and what the desk proposes. spec: desk-books §6
import type { Instant } from '@holdfast/capabilities'
import { refuse, type CaseId, type CaseItemId, type ProposalId, type Refusal } from '@holdfast/lease'
import { insertRows, selectByKeys, selectRows } from '../bulk.ts'
import { actorText, recordAudit, type WriteTools } from '../write-tools.ts'
import { caseItemOfRow, proposalOfRow, rowOfCaseItem } from './case-rows.ts'
import type { DeskWriter } from './desk-interface.ts'
import type { CaseItem, ItemChange, NewItem, NewProposal } from './desk-records.ts'
import { lookSoon } from './look-soon.ts'
import { resolveCases } from './resolve-cases.ts'
import { storedJson, storedText } from './stored-text.ts'

type ItemWrites = 'addItems' | 'changeItem' | 'addProposals' | 'settleProposal'

export function itemWriter(tools: WriteTools): Pick<DeskWriter, ItemWrites> {
  const { db, facts } = tools
  return {
    addItems: (items, now) => addItems(tools, items, now),
    changeItem: (id, version, change, now) => changeItem(tools, { id, version, change }, now),
    addProposals: (proposals, now) => addProposals(tools, proposals, now),
    async settleProposal(id, { kind, reason }, now) {
      const [row] = await selectRows(db, facts, { table: 'proposals', column: 'id', lock: true }, [id])
      if (row === undefined) return refuse('NOT_FOUND', { what: id })
      const columns = {
        state: kind,
        state_at: now,
        state_by: actorText(tools),
        state_reason: reason === null ? null : storedText(reason),
      }
      await db.updateTable('proposals').set(columns).where('id', '=', id).execute()
      const detail = { case: row.case_id, kind: row.kind }
      recordAudit(tools, { action: `proposal-${kind}`, subject: `proposal:${id}`, detail }, now)
      return proposalOfRow({ ...row, ...columns })
    },
  }
}

/** Where what was made for these cases belongs now: a case that was merged away leads on, and none is merged meanwhile. */
async function placeNow<Made extends { readonly case: CaseId }>(
  { db, facts }: WriteTools,
  made: readonly Made[],
): Promise<readonly Made[]> {
  const wanted = [...new Set(made.map((one) => one.case))]
  const cases = await resolveCases(db, facts, wanted, true)
  return made.map((one) => ({ ...one, case: (cases.get(one.case)?.id ?? one.case) as CaseId }))
}

async function addItems(
  tools: WriteTools,
  items: readonly NewItem[],
  now: Instant,
): Promise<readonly CaseItem[]> {
  const placed = await placeNow(tools, items)
  const made = placed.map((item): CaseItem => ({
    ...item,
    madeAt: now,
    madeBy: actorText(tools),
    changedAt: now,
    closedAt: null,
    version: 1,
  }))
  await insertRows(tools.db, tools.facts, 'case_items', made.map(rowOfCaseItem))
  const timed = made.filter(({ dueAt }) => dueAt !== null)
  await lookSoon(
    tools,
    timed.map((item) => item.case),
    now,
  )
  for (const item of made)
    recordAudit(
      tools,
      { action: 'item-add', subject: `item:${item.id}`, detail: { case: item.case, kind: item.kind } },
      now,
    )
  return made
}

async function changeItem(
  tools: WriteTools,
  asked: { readonly id: CaseItemId; readonly version: number; readonly change: ItemChange },
  now: Instant,
): Promise<CaseItem | Refusal<'NOT_FOUND' | 'EDIT_OUTDATED'>> {
  const { db, facts } = tools
  const { id, version, change } = asked
  const [row] = await selectRows(db, facts, { table: 'case_items', column: 'id', lock: true }, [id])
  if (row === undefined) return refuse('NOT_FOUND', { what: id })
  if (row.version !== version)
    return refuse('EDIT_OUTDATED', { subject: id, version: row.version, expected: version, changed: [] })
  const { closed, ...columns } = change
  const before = caseItemOfRow(row)
  const closedAt = closed === undefined ? before.closedAt : closed ? (before.closedAt ?? now) : null
  const after: CaseItem = { ...before, ...columns, closedAt, changedAt: now, version: version + 1 }
  const { id: _, ...set } = rowOfCaseItem(after)
  await db.updateTable('case_items').set(set).where('id', '=', id).execute()
  if (before.dueAt !== null || after.dueAt !== null) await lookSoon(tools, [row.case_id], now)
  const { state, owner, dueAt } = before
  const detail = {
    ...{ case: after.case, changed: Object.keys(change).toSorted(), state: after.state },
    ...{ owner: after.owner, dueAt: after.dueAt, closed: after.closedAt !== null },
    before: { state, owner, dueAt, closed: before.closedAt !== null },
  }
  recordAudit(tools, { action: 'item-change', subject: `item:${id}`, detail }, now)
  return after
}

async function addProposals(
  tools: WriteTools,
  given: readonly NewProposal[],
  now: Instant,
): Promise<readonly ProposalId[]> {
  const { db, facts } = tools
  const proposals = await placeNow(tools, given)
  const known = await selectByKeys(
    db,
    facts,
    { table: 'proposals', columns: ['case_id', 'cause'] },
    proposals.map((made) => [made.case, made.cause]),
  )
  const causes = new Set(known.map(({ case_id: id, cause }) => `${id} ${cause}`))
  const added = proposals.filter((made) => {
    const key = `${made.case} ${made.cause}`
    const isNew = !causes.has(key)
    causes.add(key)
    return isNew
  })
  const rows = added.map((made) => ({
    id: made.id,
    case_id: made.case,
    kind: made.kind,
    cause: made.cause,
    state: 'proposed',
    state_at: null,
    state_by: null,
    state_reason: null,
    made_at: now,
    evidence: storedJson(made.evidence),
    text: storedText(made.text),
  }))
  await insertRows(db, facts, 'proposals', rows)
  for (const made of added)
    recordAudit(
      tools,
      {
        action: 'proposal-add',
        subject: `proposal:${made.id}`,
        detail: { case: made.case, kind: made.kind },
      },
      now,
    )
  return added.map(({ id }) => id)
}
