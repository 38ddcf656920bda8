import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '@holdfast/capabilities'
import type { FleetFinding, FleetFindingKind } from '@holdfast/fleet'
import { selectRows } from './bulk.ts'
import type { FleetWriter } from './fleet-interface.ts'
import type { DevicesOfFinding } from './fleet-records.ts'
import type { FindingRow } from './fleet-tables.ts'
import { recordCaptures } from './record-captures.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

type Raised = { readonly finding: FleetFinding; readonly devices: DevicesOfFinding }

export function fleetWriter(
  tools: WriteTools,
): Pick<FleetWriter, 'recordCaptures' | 'raiseFleetFindings' | 'closeFleetFindings'> {
  return {
    recordCaptures: (captures, now) => recordCaptures(tools, captures, now),
    raiseFleetFindings: (findings, now) => raiseFleetFindings(tools, findings, now),
    closeFleetFindings: (kinds, causes, now) => closeFleetFindings(tools, kinds, causes, now),
  }
}

async function raiseFleetFindings(
  tools: WriteTools,
  findings: readonly Raised[],
  now: Instant,
): Promise<{ readonly raised: number; readonly grown: number }> {
  const { db, bookkeeping } = tools
  const causes = findings.map(({ finding }) => finding.cause)
  const known = await findByCause(tools, causes)
  const fresh = findings.filter(({ finding }) => !known.has(finding.cause))
  for (const { finding } of fresh) {
    bookkeeping.find(finding)
    const detail = { code: finding.kind, cause: finding.cause, who: finding.who, ...finding.facts }
    recordAudit(tools, { action: 'finding-raise', subject: finding.subject, detail }, now)
  }
  // Devices hang on the rows of their findings, so these are written first.
  await bookkeeping.writeFindings()
  const rows = await findByCause(tools, causes)
  let grown = 0
  for (const { finding, devices } of findings) {
    const row = rows.get(finding.cause)
    if (row === undefined || row.closed_at !== null) continue
    const facts = JSON.stringify(finding.facts)
    if (row.facts !== facts) {
      await db.updateTable('findings').set({ facts }).where('id', '=', row.id).execute()
      grown += 1
    }
    if (row.facts !== facts || !known.has(finding.cause)) await addDevices(tools, row.id, devices)
  }
  return { raised: fresh.length, grown }
}

async function findByCause(
  { db, facts }: WriteTools,
  causes: readonly string[],
): Promise<ReadonlyMap<string, FindingRow>> {
  const rows = await selectRows(db, facts, { table: 'findings', column: 'cause' }, causes)
  return new Map(rows.map((row) => [row.cause ?? '', row]))
}

/** The devices of a finding as they are now: the books choose them, so that none of them travels. */
async function addDevices({ db }: WriteTools, finding: string, devices: DevicesOfFinding): Promise<void> {
  const chosen = choiceOf(devices)
  if (chosen === null) return
  await sql`delete from finding_devices where finding = ${finding}`.execute(db)
  await sql`insert into finding_devices (finding, device) select ${finding}, ${chosen} on conflict do nothing`.execute(
    db,
  )
}

function choiceOf(devices: DevicesOfFinding): RawBuilder<unknown> | null {
  switch (devices.kind) {
    case 'none':
      return null
    case 'reminding':
      return sql`id from observed_devices where ${sameCustomer(devices.customer)}
        and reminds_month = ${devices.month} and reminds_at is not null and reminds_at < ${devices.before}`
    case 'silent':
      return sql`id from observed_devices where ${sameCustomer(devices.customer)}
        and at_month = ${devices.month} and at < ${devices.before}`
    case 'misfit':
      return sql`id from observed_devices where misfit = ${devices.misfit}`
    case 'wave':
      return sql`device from observations where turned = 1 and state = ${devices.state}
        and day >= ${devices.firstDay} and day <= ${devices.lastDay} and device is not null group by device`
  }
}

function sameCustomer(customer: string | null): RawBuilder<unknown> {
  return customer === null ? sql`customer is null` : sql`customer = ${customer}`
}

async function closeFleetFindings(
  tools: WriteTools,
  kinds: readonly FleetFindingKind[],
  causes: ReadonlySet<string>,
  now: Instant,
): Promise<number> {
  const { db, bookkeeping, actor } = tools
  const open = await db
    .selectFrom('findings')
    .select(['id', 'code', 'subject', 'cause'])
    .where('code', 'in', kinds)
    .where('closed_at', 'is', null)
    .execute()
  const gone = open.filter(({ cause }) => cause !== null && !causes.has(cause))
  for (const { id, code, subject } of gone) {
    const closed = { closed_at: now, closed_by: `${actor.kind}:${actor.id}` }
    await db.updateTable('findings').set(closed).where('id', '=', id).execute()
    const detail = { finding: id, code, because: 'cause-gone' }
    recordAudit(tools, { action: 'finding-close', subject, detail }, now)
  }
  bookkeeping.count('findings-open', -gone.length)
  return gone.length
}
