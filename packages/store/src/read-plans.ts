import { sql } from 'kysely'
import { itemStates, needs, remedyNames, type ItemCounts, type Need, type RemedyName } from '@holdfast/fleet'
import type { PlanId, Thumbprint } from '@holdfast/lease'
import { selectRows } from './bulk.ts'
import type { EngineFacts } from './engine.ts'
import { gatherForeignDevices } from './foreign-looks.ts'
import { gatherOwnDevices } from './gather-devices.ts'
import { listPage, type Order } from './page.ts'
import { itemOfRow, planOfRow } from './plan-rows.ts'
import type { AdviceRecord, PlanReads, PlanSums } from './plans-interface.ts'
import { RowReader } from './row-reader.ts'
import type { AdviceRow, Db } from './tables.ts'

const newest: Order = { columns: ['made_at', 'id'], direction: 'desc', types: ['integer', 'text'] }
const inOrder: Order = { columns: ['position'], direction: 'asc', types: ['integer'] }

export function planReader(db: Db, facts: EngineFacts): PlanReads {
  return {
    async findPlan(id) {
      const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : planOfRow(row)
    },
    listPlans({ state }, page) {
      const plans = db.selectFrom('plans').selectAll()
      return listPage(state === undefined ? plans : plans.where('state', '=', state), newest, page, planOfRow)
    },
    listPlanItems({ plan, state }, page) {
      const items = db.selectFrom('plan_items').selectAll().where('plan', '=', plan)
      return listPage(
        state === undefined ? items : items.where('state', '=', state),
        inOrder,
        page,
        itemOfRow,
      )
    },
    sumPlans: (ids) => sumPlans(db, ids),
    findAdvice: (device) => findAdvice(db, device),
    gatherOwnDevices: (choice) => gatherOwnDevices(db, facts, choice),
    gatherForeignDevices: (ids) => gatherForeignDevices(db, ids),
    async listDevicesOfSerials(serials) {
      const seats = await selectRows(db, facts, { table: 'seats', column: 'serial' }, serials)
      return [...new Set(seats.map(({ device }) => device as Thumbprint))]
    },
  }
}

/** The numbers of items by state and remedy, of all plans in one statement. */
export async function sumPlans(db: Db, ids: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanSums>> {
  const sums = new Map<PlanId, PlanSums>(ids.map((id) => [id, emptySums]))
  if (ids.length === 0) return sums
  const rows = await db
    .selectFrom('plan_items')
    .select(['plan', 'state', 'remedy'])
    .select([
      sql<number>`cast(count(*) as bigint)`.as('total'),
      sql<number>`cast(count(seat_given_back) as bigint)`.as('seats'),
    ])
    .where('plan', 'in', [...ids])
    .groupBy(['plan', 'state', 'remedy'])
    .execute()
  for (const { plan, state, remedy, total, seats } of rows) {
    const before = sums.get(plan as PlanId) ?? emptySums
    const known = itemStates.find((kind) => kind === state)
    const name = remedyNames.find((each) => each === remedy)
    const counts: ItemCounts =
      known === undefined ? before.counts : { ...before.counts, [known]: before.counts[known] + total }
    sums.set(plan as PlanId, {
      counts,
      remedies: name === undefined ? before.remedies : added(before.remedies, name, total),
      seatsGivenBack: before.seatsGivenBack + seats,
    })
  }
  return sums
}

const emptySums: PlanSums = {
  counts: { proposed: 0, started: 0, outdated: 0, unrepairable: 0, well: 0, done: 0 },
  remedies: {},
  seatsGivenBack: 0,
}

function added(remedies: PlanSums['remedies'], name: RemedyName, total: number): PlanSums['remedies'] {
  return { ...remedies, [name]: (remedies[name] ?? 0) + total }
}

/** Two look-ups by key. Advice that a newer lease has overtaken is none. */
async function findAdvice(db: Db, device: Thumbprint): Promise<AdviceRecord | null> {
  const row = await db
    .selectFrom('renewal_advice')
    .selectAll()
    .where('device', '=', device)
    .executeTakeFirst()
  if (row === undefined) return null
  const known = await db
    .selectFrom('devices')
    .select('generation')
    .where('id', '=', device)
    .executeTakeFirst()
  if (known === undefined || known.generation > row.generation) return null
  const reader = new RowReader<AdviceRow>('renewal_advice', row.device, row)
  const code = needs.find((need) => need === row.code)
  if (code === undefined) throw reader.bad('code', 'a need')
  return {
    device,
    code: code satisfies Need,
    from: reader.instant('from_at'),
    until: reader.instant('until_at'),
  }
}
