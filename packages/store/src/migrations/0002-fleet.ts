import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

type Column = readonly [name: string, type: 'text' | 'integer' | 'bytes', rest?: string]

const key = 'primary key'
const must = 'not null'

/** A licence that asks for no renewal, as its column holds it. Stands in the query of `listMissedRenewals`, word for word. */
export const asksForRenewal = `renewal <> '{"kind":"none"}'`
/** When devices of a licence with an end begin to remind. Stands in the query of `listLicenceReminders`, word for word. */
export const licenceReminder = 'term_until - reminder_days * 86400'

/** Columns are listed in docs/spec/store-schema.md. */
const tables: {
  readonly [table: string]: { readonly columns: readonly Column[]; readonly ends?: readonly string[] }
} = {
  captures: {
    columns: [
      ['id', 'text', key],
      ['hash', 'text', 'not null unique'],
      ['customer', 'text', 'references customers (id)'],
      ['source', 'text', must],
      ['kind', 'text', must],
      ['received_at', 'integer', must],
      ['captured_from', 'integer'],
      ['captured_to', 'integer'],
      ['captured_by', 'text', must],
      ['actor', 'text', must],
      ['observations', 'integer', must],
      ['reading', 'text', must],
    ],
  },
  observed_devices: {
    columns: [
      ['id', 'text', key],
      ['label', 'text', must],
      ['customer', 'text', 'references customers (id)'],
      ['device_id', 'text', 'unique'],
      ['host', 'text'],
      ['product', 'text'],
      ['state', 'text'],
      ['first_at', 'integer', must],
      ['at', 'integer', must],
      ['at_month', 'integer', must],
      ['ends_from', 'integer'],
      ['ends_to', 'integer'],
      ['reminds_at', 'integer'],
      ['reminds_month', 'integer'],
      ['misfit', 'text'],
      ['capture', 'text', 'not null references captures (id)'],
      ['observations', 'integer', must],
    ],
  },
  observed_keys: {
    columns: [
      ['kind', 'text', must],
      ['value', 'text', must],
      ['customer', 'text', must],
      ['device', 'text', 'not null references observed_devices (id)'],
    ],
    ends: ['primary key (kind, value, customer, device)'],
  },
  observations: {
    columns: [
      ['capture', 'text', 'not null references captures (id)'],
      ['place', 'integer', must],
      ['hash', 'text', 'not null unique'],
      ['device', 'text', 'references observed_devices (id)'],
      ['matched_by', 'text', must],
      ['certainty', 'text', must],
      ['candidates', 'text', must],
      ['customer', 'text'],
      ['source', 'text', must],
      ['received_at', 'integer', must],
      ['at', 'integer', must],
      ['day', 'integer', must],
      ['captured_from', 'integer'],
      ['captured_to', 'integer'],
      ['captured_by', 'text', must],
      ['state', 'text'],
      ['turned', 'integer', must],
      ['remaining_from', 'integer'],
      ['remaining_to', 'integer'],
      ['renews_itself', 'integer', must],
      ['granted_seconds', 'integer'],
      ['activated_from', 'integer'],
      ['activated_to', 'integer'],
      ['upgraded_from', 'integer'],
      ['upgraded_to', 'integer'],
      ['release_before', 'text'],
      ['release_after', 'text'],
      ['product', 'text'],
      ['channel', 'text'],
      ['extended_pid', 'text'],
      ['device_id', 'text'],
      ['machine_id', 'text'],
      ['installation_id', 'text'],
      ['serial', 'text'],
      ['host', 'text'],
      ['facts', 'text', must],
    ],
    ends: ['primary key (capture, place)'],
  },
  finding_devices: {
    columns: [
      ['finding', 'text', 'not null references findings (id)'],
      ['device', 'text', 'not null references observed_devices (id)'],
    ],
    ends: ['primary key (finding, device)'],
  },
  webhooks: {
    columns: [
      ['id', 'text', key],
      ['url', 'text', must],
      ['secret', 'bytes', must],
      ['kinds', 'text', must],
      ['created_at', 'integer', must],
      ['stopped_at', 'integer'],
      ['stopped_because', 'text'],
    ],
  },
  duties: {
    columns: [
      ['name', 'text', key],
      ['wanted', 'integer', must],
      ['seen', 'integer', must],
      ['slot', 'integer', must],
      ['server', 'text'],
      ['until_at', 'integer', must],
    ],
  },
}

const added: { readonly [table: string]: readonly Column[] } = {
  findings: [
    ['cause', 'text'],
    ['who', 'text', `not null default 'vendor'`],
  ],
  outbox: [
    ['webhook', 'text', 'references webhooks (id)'],
    ['queued_at', 'integer', 'not null default 0'],
    ['place', 'integer', 'not null default 0'],
    ['attempts', 'integer', 'not null default 0'],
    ['claimed_by', 'text'],
    ['error', 'text'],
  ],
}

/** One for each list, as in 0001-books.ts; those of the watch stand below them. */
const indexes = [
  'captures_by_date on captures (received_at, id)',
  'captures_by_customer on captures (customer, received_at, id)',
  'observed_by_date on observed_devices (at, id)',
  'observed_by_customer on observed_devices (customer, at, id)',
  'observed_by_state on observed_devices (state, at, id)',
  'observed_by_customer_state on observed_devices (customer, state, at, id)',
  'observed_keys_by_device on observed_keys (device, kind, value, customer)',
  'observations_by_device on observations (device, at, capture, place)',
  'finding_devices_by_device on finding_devices (device, finding)',
  'findings_by_code on findings (code, at, id)',
  'outbox_by_webhook on outbox (webhook, state, queued_at, place, id)',
  'outbox_claimed on outbox (claimed_by, id) where claimed_by is not null',

  'observed_by_reminder on observed_devices (reminds_at, customer, reminds_month) where reminds_at is not null',
  'observed_by_customer_reminder on observed_devices (customer, reminds_month, reminds_at) where reminds_at is not null',
  'observed_by_misfit on observed_devices (misfit, id) where misfit is not null',
  'observed_by_silence on observed_devices (customer, at_month, at)',
  'observations_turned_lately on observations (received_at, state, day) where turned = 1',
  'observations_turned on observations (state, day, device) where turned = 1',
  `licences_by_reminder on licences ((${licenceReminder}), id) where term_until is not null`,
  `licences_by_renewal on licences (renewal, id) where ${asksForRenewal}`,
]

const uniqueIndexes = ['findings_by_cause on findings (cause) where cause is not null']

/** Captures, observations and what is found in them; webhooks; which server does what has to be done once. */
export const fleetMigration = {
  number: 2,
  name: 'fleet',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    const columnText = ([name, type, rest = '']: Column) => `${name} ${facts.types[type]} ${rest}`
    for (const [table, { columns, ends = [] }] of Object.entries(tables))
      await sql
        .raw(`create table ${table} (${[...columns.map(columnText), ...ends].join(', ')}) ${facts.tableEnd}`)
        .execute(db)
    for (const [table, columns] of Object.entries(added))
      for (const column of columns)
        await sql.raw(`alter table ${table} add column ${columnText(column)}`).execute(db)
    for (const index of uniqueIndexes) await sql.raw(`create unique index ${index}`).execute(db)
    for (const index of indexes) await sql.raw(`create index ${index}`).execute(db)
  },
}
