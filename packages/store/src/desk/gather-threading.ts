// Where messages that arrived together may belong: every key looked up at once. spec: desk-books §4
import { sql } from 'kysely'
import type { CaseId, CaseMessageId, CustomerId } from '@holdfast/lease'
import { piecesOf, selectByKeys, selectRows } from '../bulk.ts'
import type { CaseMessageRow, CaseRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import { RowReader } from '../row-reader.ts'
import type { Db } from '../tables.ts'
import { caseOfRow } from './case-rows.ts'
import type { DeskReader, ThreadedMessage, ThreadingFacts, ThreadingKeys } from './desk-interface.ts'
import { messageAudiences, messageDirections, type CaseRecord } from './desk-records.ts'
import { wordOf } from './desk-shapes.ts'
import { listPersonsByAddress } from './read-persons.ts'
import { resolveCases } from './resolve-cases.ts'
import { keyOfText } from './stored-text.ts'
import { storedKeys, underGivenKeys } from './threading-keys.ts'

type ThreadingReads = 'gatherThreading' | 'listParticipants'

export function threadingReader(db: Db, facts: EngineFacts): Pick<DeskReader, ThreadingReads> {
  return {
    gatherThreading: async (keys) => underGivenKeys(keys, await gatherThreading(db, facts, storedKeys(keys))),
    async listParticipants(pairs) {
      const found = new Set<string>()
      for (const piece of piecesOf(pairs)) {
        const values = sql.join(
          piece.map(({ address, case: place }) => sql`(${keyOfText(address)}, ${place})`),
        )
        const { rows } = await sql<{ address_key: string; case_id: string }>`
          select distinct address_key, case_id from message_people
          where (address_key, case_id) in (values ${values}) and held = 0`.execute(db)
        for (const row of rows) found.add(`${row.case_id} ${row.address_key}`)
      }
      return pairs.filter(({ address, case: place }) => found.has(`${place} ${keyOfText(address)}`))
    },
  }
}

async function gatherThreading(db: Db, facts: EngineFacts, keys: ThreadingKeys): Promise<ThreadingFacts> {
  const byMessageId = await listThreaded(db, 'message_key', keys.messageIds.map(keyOfText))
  const byIdentity = await listThreaded(db, 'identity', keys.identities)
  const byNumber = await selectRows(db, facts, { table: 'cases', column: 'number' }, keys.numbers)
  const byToken = await selectRows(db, facts, { table: 'cases', column: 'token' }, keys.tokens)
  const links = await selectByKeys(
    db,
    facts,
    { table: 'case_links', columns: ['kind', 'value'] },
    [...new Set(keys.numbers)].map((number) => ['foreign-number', number]),
  )
  const persons = await listPersonsByAddress(db, facts, keys.addresses)
  const domains = await selectRows(db, facts, { table: 'customer_domains', column: 'domain' }, keys.domains)

  const named = [
    ...[...byMessageId, ...byIdentity, ...links].map((row) => row.case_id),
    ...[...byNumber, ...byToken].map(({ id }) => id),
  ] as CaseId[]
  const resolved = await resolveCases(db, facts, [...new Set(named)])
  const leads = (id: string): CaseId => (resolved.get(id as CaseId)?.id ?? id) as CaseId
  return {
    messages: threadedBy(keys.messageIds, byMessageId, leads),
    identities: new Map(byIdentity.map((row) => [row.identity, threadedOf(row, leads)])),
    numbers: new Map(byNumber.map((row) => [row.number, leads(row.id)])),
    tokens: new Map(byToken.map((row) => [row.token, leads(row.id)])),
    foreignNumbers: groupLinks(links, leads),
    persons,
    domains: new Map(domains.map((row) => [row.domain, row.customer as CustomerId])),
    cases: casesOf(resolved),
  }
}

/** What threading looks at, without the texts. */
type ThreadedRow = Pick<
  CaseMessageRow,
  'id' | 'case_id' | 'direction' | 'audience' | 'identity' | 'message_key'
>

export async function listThreaded(
  db: Db,
  column: 'message_key' | 'identity',
  keys: readonly string[],
): Promise<readonly ThreadedRow[]> {
  const found: ThreadedRow[] = []
  for (const piece of piecesOf([...new Set(keys)])) {
    const rows = db
      .selectFrom('case_messages')
      .select(['id', 'case_id', 'direction', 'audience', 'identity', 'message_key'])
    found.push(...(await rows.where(column, 'in', piece).orderBy(column).orderBy('id').execute()))
  }
  return found
}

function threadedBy(
  messageIds: readonly string[],
  rows: readonly ThreadedRow[],
  leads: (id: string) => CaseId,
): ThreadingFacts['messages'] {
  const byKey = Map.groupBy(rows, (row) => row.message_key)
  return new Map(
    messageIds.flatMap((id) => {
      const found = byKey.get(keyOfText(id))
      return found === undefined ? [] : [[id, found.map((row) => threadedOf(row, leads))] as const]
    }),
  )
}

function threadedOf(row: ThreadedRow, leads: (id: string) => CaseId): ThreadedMessage {
  const reader = new RowReader('case_messages', row.id, row)
  return {
    id: reader.text<CaseMessageId>('id'),
    case: leads(row.case_id),
    direction: wordOf(reader, 'direction', messageDirections),
    audience: wordOf(reader, 'audience', messageAudiences),
  }
}

function groupLinks(
  links: readonly { readonly value: string; readonly case_id: string; readonly certainty: string }[],
  leads: (id: string) => CaseId,
): ThreadingFacts['foreignNumbers'] {
  const grouped = new Map<string, CaseId[]>()
  for (const { value, case_id: id } of links.filter(({ certainty }) => certainty !== 'rejected')) {
    const cases = grouped.get(value) ?? []
    const place = leads(id)
    grouped.set(value, cases.includes(place) ? cases : [...cases, place])
  }
  return grouped
}

function casesOf(resolved: ReadonlyMap<CaseId, CaseRow>): ReadonlyMap<CaseId, CaseRecord> {
  return new Map([...resolved.values()].map((row) => [row.id as CaseId, caseOfRow(row)]))
}
