import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/** Also stands in the query of `listAudit`, word for word: a partial index serves who asks with its own condition. */
export const actorIsNoDevice = `actor not like 'device:%'`

type Column = readonly [name: string, type: 'text' | 'integer' | 'bytes', rest?: string]

const key = 'primary key'
const must = 'not null'

/** Every table of the first version. Columns are listed in docs/spec/store-schema.md. */
const tables: {
  readonly [table: string]: { readonly columns: readonly Column[]; readonly ends?: readonly string[] }
} = {
  products: {
    columns: [
      ['id', 'text', key],
      ['title', 'text', must],
      ['created_at', 'integer', must],
    ],
  },
  editions: {
    columns: [
      ['product', 'text', 'not null references products (id)'],
      ['id', 'text', must],
      ['title', 'text', must],
      ['policies', 'text', must],
    ],
    ends: ['primary key (product, id)'],
  },
  releases: {
    columns: [
      ['product', 'text', 'not null references products (id)'],
      ['ordinal', 'integer', must],
      ['name', 'text', must],
    ],
    ends: ['primary key (product, ordinal)', 'unique (product, name)'],
  },
  customers: {
    columns: [
      ['id', 'text', key],
      ['name', 'text', must],
      ['created_at', 'integer', must],
    ],
  },
  orders: {
    columns: [
      ['id', 'text', key],
      ['number', 'text', 'not null unique'],
      ['customer', 'text', 'not null references customers (id)'],
      ['ordered_at', 'integer', must],
    ],
  },
  order_keys: {
    columns: [
      ['id', 'text', key],
      ['order_id', 'text', 'not null references orders (id)'],
      ['product', 'text', must],
      ['public_raw', 'bytes', must],
      ['created_at', 'integer', must],
      ['retired_at', 'integer'],
    ],
  },
  licences: {
    columns: [
      ['id', 'text', key],
      ['order_id', 'text', 'references orders (id)'],
      ['customer', 'text', 'references customers (id)'],
      ['order_number', 'text', must],
      ['ordered_at', 'integer', must],
      ['holder', 'text', must],
      ['product', 'text', must],
      ['edition', 'text', must],
      ['releases', 'text', must],
      ['term_rule', 'text', must],
      ['term_kind', 'text'],
      ['term_until', 'integer'],
      ['renewal', 'text', must],
      ['reminder_days', 'integer', must],
      ['grace_days', 'integer', must],
      ['policies', 'text', must],
      ['state', 'text', must],
      ['state_since', 'integer'],
      ['state_reason', 'text'],
      ['recovered', 'integer', must],
      ['recovered_key', 'text'],
    ],
  },
  serials: {
    columns: [
      ['serial', 'text', key],
      ['licence', 'text', 'not null references licences (id)'],
      ['product', 'text', must],
      ['seats', 'integer', 'not null check (seats >= 0)'],
      ['taken', 'integer', 'not null check (taken >= 0)'],
    ],
  },
  devices: {
    columns: [
      ['id', 'text', key],
      ['product', 'text', must],
      ['public_raw', 'bytes', must],
      ['name', 'text'],
      ['release_name', 'text'],
      ['release_ordinal', 'integer'],
      ['first_seen', 'integer', must],
      ['last_seen', 'integer', must],
      ['blocked_since', 'integer'],
      ['blocked_reason', 'text'],
      ['generation', 'integer', must],
      ['request_sequence', 'integer', must],
      ['release_sequence', 'integer', must],
    ],
  },
  seats: {
    columns: [
      ['id', 'text', key],
      ['serial', 'text', 'not null references serials (serial)'],
      ['licence', 'text', must],
      ['customer', 'text'],
      ['product', 'text', must],
      ['device', 'text', must],
      ['state', 'text', must],
      ['state_at', 'integer', must],
      ['moved_to', 'text'],
      ['generation', 'integer', must],
      ['recovered', 'integer', must],
      ['added_at', 'integer', must],
    ],
    ends: ['unique (device, serial)'],
  },
  leases: {
    columns: [
      ['id', 'text', key],
      ['seat', 'text', must],
      ['device', 'text', must],
      ['product', 'text', must],
      ['generation', 'integer', must],
      ['request', 'text', must],
      ['request_hash', 'text'],
      ['payload', 'bytes', must],
      ['issued_at', 'integer', must],
      ['confirmed_at', 'integer'],
    ],
  },
  released: {
    columns: [
      ['device', 'text', must],
      ['request', 'text', must],
      ['request_hash', 'text', must],
      ['lease', 'text', must],
      ['at', 'integer', must],
    ],
    ends: ['primary key (device, request)'],
  },
  findings: {
    columns: [
      ['id', 'text', key],
      ['code', 'text', must],
      ['at', 'integer', must],
      ['subject', 'text', must],
      ['facts', 'text', must],
      ['closed_at', 'integer'],
      ['closed_by', 'text'],
    ],
  },
  tokens: {
    columns: [
      ['id', 'text', key],
      ['name', 'text', must],
      ['hash', 'text', 'not null unique'],
      ['scopes', 'text', must],
      ['created_at', 'integer', must],
      ['revoked_at', 'integer'],
      ['last_used_day', 'integer'],
    ],
  },
  server_keys: {
    columns: [
      ['id', 'text', key],
      ['role', 'text', must],
      ['products', 'text', must],
      ['algorithm', 'text', must],
      ['public_raw', 'bytes', must],
      ['private_bytes', 'bytes', must],
      ['from_at', 'integer', must],
      ['until_at', 'integer'],
    ],
  },
  trust_bundles: {
    columns: [
      ['version', 'integer', key],
      ['envelope', 'bytes', must],
      ['added_at', 'integer', must],
    ],
  },
  outbox: {
    columns: [
      ['id', 'text', key],
      ['kind', 'text', must],
      ['payload', 'text', must],
      ['due', 'integer', must],
      ['state', 'text', must],
    ],
  },
  audit: {
    columns: [
      ['chain', 'text', must],
      ['seq', 'integer', must],
      ['at', 'integer', must],
      ['actor', 'text', must],
      ['action', 'text', must],
      ['subject', 'text', must],
      ['detail', 'text', must],
      ['previous', 'bytes', must],
      ['hash', 'bytes', must],
    ],
    ends: ['primary key (chain, seq)'],
  },
  servers: {
    columns: [
      ['id', 'text', key],
      ['chain', 'text', 'not null unique'],
      ['seq', 'integer', must],
      ['hash', 'bytes', must],
      ['newest', 'integer', must],
    ],
  },
  counters: {
    columns: [
      ['server', 'text', must],
      ['name', 'text', must],
      ['value', 'integer', must],
    ],
    ends: ['primary key (server, name)'],
  },
  settings: {
    columns: [
      ['name', 'text', key],
      ['value', 'text', must],
    ],
  },
}

/**
 * One for each list (open-reader.ts); test/plans.test.ts sees that each list uses its own. Ids and thumbprints are random,
 * and each index that begins with one costs a page of its own per activation: so there are few, and the others go by
 * the moment at which rows were added.
 */
const indexes = [
  'customers_by_name on customers (name, id)',
  'orders_by_date on orders (ordered_at, id)',
  'orders_by_customer on orders (customer, ordered_at, id)',
  'order_keys_by_order on order_keys (order_id, product, created_at)',
  'licences_by_order on licences (order_id, id)',
  'licences_by_customer on licences (customer, id)',
  'licences_by_product on licences (product, id)',
  'serials_by_licence on serials (licence, serial)',
  'seats_by_serial on seats (serial, added_at, id)',
  'seats_by_licence on seats (licence, added_at, id)',
  'seats_by_customer on seats (customer, added_at, id)',
  'devices_by_last_seen on devices (last_seen, id)',
  'devices_by_product on devices (product, last_seen, id)',
  'leases_by_intention on leases (device, request)',
  'leases_unconfirmed on leases (issued_at, id) where confirmed_at is null',
  'leases_unconfirmed_by_product on leases (product, issued_at, id) where confirmed_at is null',
  'findings_by_date on findings (at, id)',
  'findings_open on findings (at, id) where closed_at is null',
  'findings_closed on findings (at, id) where closed_at is not null',
  'outbox_by_due on outbox (state, due, id)',
  'audit_by_date on audit (at, chain, seq)',
  'audit_by_subject on audit (subject, at, chain, seq)',
  // What devices do is about themselves, so `audit_by_subject` finds it already.
  `audit_by_actor on audit (actor, at, chain, seq) where ${actorIsNoDevice}`,
]

/** At most one product key proves for an order and product. */
const uniqueIndexes = ['order_keys_present on order_keys (order_id, product) where retired_at is null']

export const booksMigration = {
  number: 1,
  name: 'books',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    for (const [table, { columns, ends = [] }] of Object.entries(tables)) {
      const lines = columns.map(([name, type, rest = '']) => `${name} ${facts.types[type]} ${rest}`)
      await sql.raw(`create table ${table} (${[...lines, ...ends].join(', ')}) ${facts.tableEnd}`).execute(db)
    }
    for (const index of uniqueIndexes) await sql.raw(`create unique index ${index}`).execute(db)
    for (const index of indexes) await sql.raw(`create index ${index}`).execute(db)
  },
}
