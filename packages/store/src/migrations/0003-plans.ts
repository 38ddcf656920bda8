import { sql, type Kysely } from 'kysely'
import type { EngineFacts } from '../engine.ts'

/** Plans of repair. Columns are explained in tables.ts. */
const tables = {
  plans: [
    'id text primary key',
    'title text not null',
    'finding text',
    'customer text',
    'ends_before integer',
    'listed integer',
    'horizon integer not null',
    'silent_days integer not null',
    'items integer not null',
    'made_at integer not null',
    'made_by text not null',
    'state text not null',
    'state_at integer not null',
    'state_by text',
    'state_risk text',
    'state_reason text',
  ],
  plan_items: [
    'plan text not null references plans (id)',
    'position integer not null',
    'kind text not null',
    'device text not null',
    'name text',
    'serial text',
    'scheme text',
    'offline integer not null',
    'gone integer not null',
    'named integer not null',
    'need text not null',
    'remedy text',
    'seat_given_back text',
    'end_kind text',
    'end_until integer',
    'expected_kind text',
    'expected_until integer',
    'least_kind text not null',
    'least_until integer',
    'generation integer not null',
    'basis text not null',
    'state text not null',
    'state_at integer',
    'state_word text',
    'primary key (plan, position)',
  ],
  renewal_advice: [
    'device text primary key',
    'code text not null',
    'from_at integer not null',
    'until_at integer not null',
    'generation integer not null',
    'plan text not null',
  ],
} as const

const indexes = [
  'plans_by_date on plans (made_at, id)',
  'plans_by_state on plans (state, made_at, id)',
  'plan_items_by_state on plan_items (plan, state, position)',
  'renewal_advice_by_plan on renewal_advice (plan)',
]

export const plansMigration = {
  number: 3,
  name: 'plans',
  async apply(db: Kysely<never>, facts: EngineFacts): Promise<void> {
    for (const [table, lines] of Object.entries(tables)) {
      const typed = lines.map((line) =>
        line.replace(/^(\w+) (text|integer)\b/, (_, name: string, type: 'text' | 'integer') =>
          line.startsWith('primary key') ? line : `${name} ${facts.types[type]}`,
        ),
      )
      await sql.raw(`create table ${table} (${typed.join(', ')}) ${facts.tableEnd}`).execute(db)
    }
    for (const index of indexes) await sql.raw(`create index ${index}`).execute(db)
  },
}
