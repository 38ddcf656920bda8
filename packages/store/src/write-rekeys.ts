// New product keys in the place of lost ones: of orders, and of licences whose order the books have lost.
import type { Instant } from '@holdfast/capabilities'
import { refuse, type LicenceId, type Refusal } from '@holdfast/lease'
import { decideLicenceRekey, decideRekey, type Licence, type OrderKey } from '@holdfast/licensing'
import { insertRows, selectRows } from './bulk.ts'
import { openReader } from './open-reader.ts'
import { orderKeyOfRow, rowOfOrderKey } from './rows.ts'
import type { Writer } from './store-interface.ts'
import { load, present, writeChanges } from './write-changes.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

export function rekeyWriter(tools: WriteTools): Pick<Writer, 'rekeyOrder' | 'rekeyLicence'> {
  return {
    async rekeyOrder(key, now) {
      const kept = await rekeyOrder(tools, key, now)
      return 'code' in kept ? kept : key
    },
    rekeyLicence: (id, rekey, now) => rekeyLicence(tools, id, rekey, now),
  }
}

async function rekeyOrder(
  tools: WriteTools,
  key: OrderKey,
  now: Instant,
): Promise<{ readonly retired: OrderKey['id'] | null } | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>> {
  const { db, facts } = tools
  const { order, product } = key
  const found = await openReader(db, tools.facts, tools.sealer).findOrder(order)
  if (found === null) return refuse('NOT_FOUND', { order })
  const rows = await selectRows(db, facts, { table: 'order_keys', column: 'order_id', lock: true }, [order])
  const keys = rows.map(orderKeyOfRow).filter((known) => known.product === product)
  if (keys.length === 0) return refuse('NOT_FOUND', { order, product })
  if (keys.some((known) => known.id === key.id)) return refuse('ALREADY_EXISTS', { key: key.id })
  const before = keys.find((known) => known.retiredAt === null) ?? null
  const decision = decideRekey(key, before, key, now)
  if (decision.kind === 'refused') return decision
  if (before !== null)
    await db.updateTable('order_keys').set({ retired_at: now }).where('id', '=', before.id).execute()
  await insertRows(db, facts, 'order_keys', [rowOfOrderKey(key)])
  const retired = before?.id ?? null
  const detail = { product, key: key.id, retired }
  recordAudit(tools, { action: 'order-rekey', subject: `order:${order}`, detail }, now)
  return { retired }
}

async function rekeyLicence(
  tools: WriteTools,
  id: LicenceId,
  rekey: { readonly key: Pick<OrderKey, 'id' | 'publicRaw'>; readonly reason: string },
  now: Instant,
): Promise<Licence | Refusal<'NOT_FOUND' | 'ALREADY_EXISTS'>> {
  const { key, reason } = rekey
  const asked = await openReader(tools.db, tools.facts, tools.sealer).findLicence(id)
  if (asked === null) return refuse('NOT_FOUND', { licence: id })
  const { order, product } = asked
  if (order !== null) {
    const kept = await rekeyOrder(tools, { ...key, order, product, createdAt: now, retiredAt: null }, now)
    if ('code' in kept) return kept
    recordRekey(tools, asked, { key: key.id, retired: kept.retired, reason }, now)
    return asked
  }
  // The key was the order's: one for all its licences of the product.
  const rows = await tools.db
    .selectFrom('licences')
    .select('id')
    .where('order_id', 'is', null)
    .where('order_number', '=', asked.orderNumber)
    .where('product', '=', product)
    .execute()
  const ids = rows.map((row) => row.id as LicenceId)
  const loaded = await load(tools, { licences: ids })
  const licences = ids.map((licence) => present(loaded.page.licence(licence)))
  const decision = decideLicenceRekey(licences, key.id, now)
  if (decision.kind === 'refused') return decision
  await writeChanges(tools, loaded, decision.changes)
  for (const licence of licences)
    recordRekey(tools, licence, { key: key.id, retired: licence.recoveredKey, reason }, now)
  return present(loaded.page.licence(id))
}

function recordRekey(
  tools: WriteTools,
  licence: Licence,
  detail: { readonly key: string; readonly retired: string | null; readonly reason: string },
  now: Instant,
): void {
  const { id, product } = licence
  const entry = { action: 'licence-rekey', subject: `licence:${id}`, detail: { product, ...detail } }
  recordAudit(tools, entry, now)
}
