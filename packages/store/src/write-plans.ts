// Plans of repair: made, approved, run, verified, closed. The rules are those of fleet; here they find and write rows.
import { addSecondsHeld, secondsPerDay, type Instant } from '@holdfast/capabilities'
import {
  adviceWindow,
  decideItemRun,
  decideNeed,
  decidePlanAction,
  isFinished,
  nextItemState,
  noMarks,
  verifyItemBy,
  type ItemEvent,
  type OwnDevice,
  type PlanAction,
  type PlanState,
} from '@holdfast/fleet'
import { refuse, type PlanId, type Refusal, type SeatId, type Thumbprint } from '@holdfast/lease'
import { bulkRowsMax, insertRows, selectRows } from './bulk.ts'
import { listLookSightings } from './foreign-looks.ts'
import { gatherOwnDevices } from './gather-devices.ts'
import {
  columnsOfPlanState,
  itemOfRow,
  itemStateColumns,
  planOfRow,
  rowOfItem,
  rowOfPlan,
} from './plan-rows.ts'
import { listReceiptSightings } from './plan-sightings.ts'
import type { PlanItemRecord, PlanOutcome, PlanRecord, PlanWrites } from './plans-interface.ts'
import { sumPlans } from './read-plans.ts'
import type { AdviceRow } from './tables.ts'
import { giveBackSeats } from './write-rights.ts'
import { actorText, recordAudit, type WriteTools } from './write-tools.ts'

/** Items that are looked at together. */
const itemsPerPiece = bulkRowsMax

export function planWriter(tools: WriteTools): PlanWrites {
  return {
    addPlan: (plan, items) => addPlan(tools, plan, items),
    approvePlan: (id, risk, now) => approvePlan(tools, id, risk, now),
    runPlan: (id, now) => runPlan(tools, id, now),
    verifyPlan: (id, now) => verifyPlan(tools, id, now),
    async closePlan(id, reason, now) {
      const plan = await openPlan(tools, id, 'close')
      if (plan.kind === 'refused') return plan
      await tools.db.deleteFrom('renewal_advice').where('plan', '=', id).execute()
      return await settle(tools, plan.plan, { kind: 'closed', at: now, by: actorText(tools), reason }, now, {
        action: 'plan-close',
        detail: { reason },
      })
    },
  }
}

async function addPlan(
  tools: WriteTools,
  plan: Parameters<PlanWrites['addPlan']>[0],
  items: Parameters<PlanWrites['addPlan']>[1],
): Promise<PlanOutcome> {
  const { db, facts } = tools
  const made: PlanRecord = {
    ...plan,
    items: items.length,
    madeBy: actorText(tools),
    state: { kind: 'previewed' },
  }
  await insertRows(db, facts, 'plans', [rowOfPlan(made)])
  const rows = items.map((item, at) => rowOfItem(item, { plan: plan.id, position: at + 1 }))
  await insertRows(db, facts, 'plan_items', rows)
  return await outcomeOf(tools, made, plan.madeAt, {
    action: 'plan-make',
    detail: { title: plan.title, items: items.length },
  })
}

async function approvePlan(
  tools: WriteTools,
  id: PlanId,
  risk: string | null,
  now: Instant,
): Promise<PlanOutcome | Refusal<'NOT_FOUND' | 'PLAN_STATE_WRONG' | 'PLAN_RISK_NOT_ACCEPTED'>> {
  const opened = await openPlan(tools, id, 'approve')
  if (opened.kind === 'refused') return opened
  const { seatsGivenBack } = (await sumPlans(tools.db, [id])).get(id) ?? { seatsGivenBack: 0 }
  if (seatsGivenBack > 0 && risk === null) return refuse('PLAN_RISK_NOT_ACCEPTED', { seats: seatsGivenBack })
  const accepted = seatsGivenBack > 0 ? risk : null
  const state: PlanState = { kind: 'approved', at: now, by: actorText(tools), risk: accepted }
  return await settle(tools, opened.plan, state, now, { action: 'plan-approve', detail: { risk: accepted } })
}

type Started = { readonly item: PlanItemRecord; readonly device: OwnDevice | null }

async function runPlan(
  tools: WriteTools,
  id: PlanId,
  now: Instant,
): Promise<PlanOutcome | Refusal<'NOT_FOUND' | 'PLAN_STATE_WRONG' | 'PLAN_OUTDATED'>> {
  const opened = await openPlan(tools, id, 'run')
  if (opened.kind === 'refused') return opened
  const { plan } = opened
  const started: Started[] = []
  const seen = { proposed: 0, outdated: 0 }
  for await (const items of listPieces(tools, id, 'proposed')) {
    const devices = await gatherDevicesOf(tools, plan, items, now)
    const events = items.map((item) =>
      decideItemRun(item, devices.get(item.device) ?? null, { now, horizon: plan.horizon }),
    )
    for (const [at, item] of items.entries()) {
      const event = events[at]
      seen.proposed++
      if (event?.kind === 'outdate') seen.outdated++
      if (event?.kind === 'start') started.push({ item, device: devices.get(item.device) ?? null })
    }
    await writeEvents(tools, items, events)
  }
  if (seen.proposed > 0 && seen.outdated === seen.proposed)
    return refuse('PLAN_OUTDATED', { plan: id, outdated: seen.outdated })
  await addAdvice(tools, plan, started, now)
  const risk = plan.state.kind === 'approved' || plan.state.kind === 'running' ? plan.state.risk : null
  const seats = started.flatMap(({ item }) => item.seatGivenBack ?? [])
  await giveBackSeats(tools, seats satisfies readonly SeatId[], `plan ${id}: ${risk ?? ''}`, now)
  const state: PlanState =
    plan.state.kind === 'running' ? plan.state : { kind: 'running', at: now, by: actorText(tools), risk }
  const detail = { started: started.length, outdated: seen.outdated, seatsGivenBack: seats.length }
  return await settle(tools, plan, state, now, { action: 'plan-run', detail })
}

/** Devices that are said to be offline get advice too: should one reach the server after all, so much the better. */
async function addAdvice(
  tools: WriteTools,
  plan: PlanRecord,
  started: readonly Started[],
  now: Instant,
): Promise<void> {
  const advised = started.filter(({ item }) => item.remedy === 'renew' || item.remedy === 'reissue')
  const window = adviceWindow(advised.length, now)
  const rows: AdviceRow[] = advised.map(({ item, device }) => ({
    device: item.device,
    code: item.need,
    from_at: window.from,
    until_at: window.until,
    generation: device?.generation ?? item.generation,
    plan: plan.id,
  }))
  await insertRows(tools.db, tools.facts, 'renewal_advice', rows, {
    kind: 'replace',
    key: ['device'],
    columns: ['code', 'from_at', 'until_at', 'generation', 'plan'],
  })
}

async function verifyPlan(
  tools: WriteTools,
  id: PlanId,
  now: Instant,
): Promise<PlanOutcome | Refusal<'NOT_FOUND' | 'PLAN_STATE_WRONG'>> {
  const opened = await openPlan(tools, id, 'verify')
  if (opened.kind === 'refused') return opened
  const { plan } = opened
  let proven = 0
  for await (const items of listPieces(tools, id, 'started')) {
    const receipts = await listReceiptSightings(tools.db, tools.facts, items)
    const looks = await listLookSightings(tools.db, items)
    const events = items.map((item): ItemEvent | null => {
      const seen = [...(receipts.get(item.device) ?? []), ...(looks.get(item.device) ?? [])]
      const verdict = verifyItemBy(item, seen)
      return verdict.kind === 'done' ? { kind: 'prove', at: now, by: verdict.sighting.source } : null
    })
    proven += events.filter((event) => event !== null).length
    await writeEvents(tools, items, events)
  }
  const settled = await settleOutdated(tools, plan, now)
  const sums = (await sumPlans(tools.db, [id])).get(id)
  const finished = plan.state.kind === 'running' && sums !== undefined && isFinished(sums.counts)
  if (finished) await tools.db.deleteFrom('renewal_advice').where('plan', '=', id).execute()
  const state: PlanState = finished ? { kind: 'finished', at: now } : plan.state
  const changed = proven > 0 || settled > 0 || finished
  const detail = { proven, settled, finished }
  return await settle(tools, plan, state, now, changed ? { action: 'plan-verify', detail } : null)
}

/** A device that changed before the run and is well by now needs no other plan. */
async function settleOutdated(tools: WriteTools, plan: PlanRecord, now: Instant): Promise<number> {
  let settled = 0
  for await (const items of listPieces(tools, plan.id, 'outdated')) {
    const devices = await gatherDevicesOf(tools, plan, items, now)
    const events = items.map((item): ItemEvent | null => {
      const device = devices.get(item.device)
      return device !== undefined && decideNeed(device, plan.horizon) === 'none' ? { kind: 'settle' } : null
    })
    settled += events.filter((event) => event !== null).length
    await writeEvents(tools, items, events)
  }
  return settled
}

async function gatherDevicesOf(
  tools: WriteTools,
  plan: PlanRecord,
  items: readonly PlanItemRecord[],
  now: Instant,
): Promise<ReadonlyMap<string, OwnDevice>> {
  const own = items.filter(({ kind }) => kind === 'own')
  const marks = new Map(own.map((item) => [item.device, item.marks]))
  const silentBefore = addSecondsHeld(now, -plan.silentDays * secondsPerDay)
  const devices = await gatherOwnDevices(tools.db, tools.facts, {
    ids: own.map(({ device }) => device as Thumbprint),
    marks: (device) => marks.get(device) ?? noMarks,
    at: { now, silentBefore },
  })
  return new Map(devices.map((device) => [device.device, device]))
}

/** Items of one state, piece by piece; what a piece changes does not disturb the next. */
async function* listPieces(
  { db }: WriteTools,
  plan: PlanId,
  state: PlanItemRecord['state']['kind'],
): AsyncGenerator<readonly PlanItemRecord[]> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('plan_items')
      .selectAll()
      .where('plan', '=', plan)
      .where('state', '=', state)
      .where('position', '>', after)
      .orderBy('position')
      .limit(itemsPerPiece)
      .execute()
    if (rows.length > 0) yield rows.map(itemOfRow)
    after = rows.at(-1)?.position ?? 0
    if (rows.length < itemsPerPiece) return
  }
}

async function writeEvents(
  tools: WriteTools,
  items: readonly PlanItemRecord[],
  events: readonly (ItemEvent | null)[],
): Promise<void> {
  const rows = items.flatMap((item, at) => {
    const event = events[at] ?? null
    if (event === null) return []
    return [rowOfItem({ ...item, state: nextItemState(item.state, event) }, item)]
  })
  await insertRows(tools.db, tools.facts, 'plan_items', rows, {
    kind: 'replace',
    key: ['plan', 'position'],
    columns: itemStateColumns,
  })
}

/** The plan, locked, where its state allows the action. */
async function openPlan(
  tools: WriteTools,
  id: PlanId,
  action: PlanAction,
): Promise<{ readonly kind: 'plan'; readonly plan: PlanRecord } | Refusal<'NOT_FOUND' | 'PLAN_STATE_WRONG'>> {
  const [row] = await selectRows(tools.db, tools.facts, { table: 'plans', column: 'id', lock: true }, [id])
  if (row === undefined) return refuse('NOT_FOUND', { plan: id })
  const plan = planOfRow(row)
  const decided = decidePlanAction(plan.state, action)
  return decided.kind === 'refused'
    ? refuse(decided.code, { ...decided.facts, plan: id })
    : { kind: 'plan', plan }
}

type Told = { readonly action: string; readonly detail: { readonly [name: string]: unknown } }

async function settle(
  tools: WriteTools,
  plan: PlanRecord,
  state: PlanState,
  now: Instant,
  told: Told | null,
): Promise<PlanOutcome> {
  const columns = columnsOfPlanState(state, plan.madeAt)
  await tools.db.updateTable('plans').set(columns).where('id', '=', plan.id).execute()
  return await outcomeOf(tools, { ...plan, state }, now, told)
}

async function outcomeOf(
  tools: WriteTools,
  plan: PlanRecord,
  now: Instant,
  told: Told | null,
): Promise<PlanOutcome> {
  const sums = (await sumPlans(tools.db, [plan.id])).get(plan.id)
  if (sums === undefined) throw new Error(`plan ${plan.id} has no sums`)
  if (told !== null) {
    const detail = { ...told.detail, counts: sums.counts }
    recordAudit(tools, { action: told.action, subject: `plan:${plan.id}`, detail }, now)
  }
  return { plan, sums }
}
