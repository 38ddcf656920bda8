// Where messages that arrived together may belong: every key looked up at once. spec: desk-books §4
import { sql } from 'kysely'
import type { CaseId, CaseMessageId, CustomerId } from '@holdfast/lease'
import { piecesOf, selectByKeys, selectRows } from '../bulk.ts'
import type { CaseRow } from '../desk-tables.ts'
import type { EngineFacts } from '../engine.ts'
import { RowReader } from '../row-reader.ts'
import type { Db } from '../tables.ts'
import { caseOfRow } from './case-rows.ts'
import type { DeskReader } from './desk-interface.ts'
import type { ThreadedMessage, ThreadingFacts, ThreadingKeys } from './threading-records.ts'
import { messageAudiences, messageDirections, type CaseRecord, type MessageAudience } from './desk-records.ts'
import { wordOf } from './desk-shapes.ts'
import {
  listNewestOfKeys,
  listReferrers,
  listThreaded,
  type ReferrerRow,
  type ThreadedRow,
} from './message-references.ts'
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
  const byMessageId = await listNewestOfKeys(db, 'message_key', keys.messageIds.map(keyOfText))
  const referrers = await listReferrers(db, (keys.referredIds ?? []).map(keyOfText))
  const byIdentity = await listThreaded(db, 'identity', keys.identities)
  const byHash = await listNewestOfKeys(db, 'raw_hash', keys.rawHashes ?? [])
  const byId = await listThreaded(db, 'id', keys.ids ?? [])
  const byNumber = await selectRows(db, facts, { table: 'cases', column: 'number' }, keys.numbers)
  const byToken = await selectRows(db, facts, { table: 'cases', column: 'token' }, keys.tokens)
  const byRunning = await listRunnings(db, keys.runnings ?? [])
  const links = await selectByKeys(
    db,
    facts,
    { table: 'case_links', columns: ['kind', 'value'] },
    [...new Set(keys.numbers)].map((number) => ['foreign-number', number]),
  )
  const persons = await listPersonsByAddress(db, facts, keys.addresses)
  const domains = await selectRows(db, facts, { table: 'customer_domains', column: 'domain' }, keys.domains)

  const threaded = [...byMessageId, ...referrers, ...byIdentity, ...byHash, ...byId]
  const named = [
    ...[...threaded, ...links].map((row) => row.case_id),
    ...[...byNumber, ...byToken, ...byRunning].map(({ id }) => id),
  ] as CaseId[]
  const resolved = await resolveCases(db, facts, [...new Set(named)])
  const leads = (id: string): CaseId => (resolved.get(id as CaseId)?.id ?? id) as CaseId
  const senders = await listSenders(db, threaded)
  const threadedOf = (row: ThreadedRow) => threadedOfRow(row, leads, senders)
  const cases = casesOf(resolved)
  const ids = [...cases.keys()]
  return {
    messages: threadedBy(keys.messageIds, byMessageId, ({ message_key: key }) => key, threadedOf),
    referrers: threadedBy(keys.referredIds ?? [], referrers, (row) => row.reference_key, threadedOf),
    identities: new Map(byIdentity.map((row) => [row.identity, threadedOf(row)])),
    rawHashes: new Map(byHash.map((row) => [row.raw_hash ?? '', threadedOf(row)])),
    ids: new Map(byId.map((row) => [row.id as CaseMessageId, threadedOf(row)])),
    numbers: new Map(byNumber.map((row) => [row.number, leads(row.id)])),
    tokens: new Map(byToken.map((row) => [row.token, leads(row.id)])),
    runnings: new Map(
      byRunning.map((row) => [row.running, { given: row.id as CaseId, leadsTo: leads(row.id) }]),
    ),
    foreignNumbers: groupLinks(links, leads),
    participants: await mapParticipants(db, ids, keys.participants ?? []),
    upstreamCases: keys.withUpstream === true ? await listUpstreamCases(db, ids) : new Set(),
    persons,
    domains: new Map(domains.map((row) => [row.domain, row.customer as CustomerId])),
    cases,
  }
}

async function listRunnings(
  db: Db,
  runnings: readonly number[],
): Promise<readonly { readonly id: string; readonly running: number }[]> {
  const found: { readonly id: string; readonly running: number }[] = []
  for (const piece of piecesOf([...new Set(runnings)])) {
    const rows = db.selectFrom('cases').select(['id', 'running']).where('running', 'in', piece)
    found.push(...(await rows.execute()))
  }
  return found
}

/** Message to the address of its first sender. */
async function listSenders(db: Db, rows: readonly ThreadedRow[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const piece of piecesOf([...new Set(rows.map(({ id }) => id))])) {
    const people = db.selectFrom('message_people').select(['message', 'address'])
    const senders = people.where('message', 'in', piece).where('role', '=', 'from')
    for (const { message, address } of await senders.orderBy('message').orderBy('place').execute())
      if (!found.has(message)) found.set(message, address)
  }
  return found
}

/** One look-up of the index for each address and case, however many messages a case has in which the address does not stand. */
async function mapParticipants(
  db: Db,
  cases: readonly CaseId[],
  addresses: readonly string[],
): Promise<ThreadingFacts['participants']> {
  const byKey = new Map(addresses.map((address) => [keyOfText(address), address]))
  const found = new Map<CaseId, Map<string, MessageAudience>>()
  if (byKey.size === 0) return found
  for (const places of piecesOf(cases))
    for (const piece of piecesOf([...byKey.keys()])) {
      // The oldest first: of several audiences the newest stays.
      const { rows } = await sql<{ case_id: string; address_key: string; audience: string }>`
        select p.case_id, p.address_key, m.audience
        from message_people p join case_messages m on m.id = p.message
        where p.address_key in (${sql.join(piece)}) and p.case_id in (${sql.join(places)}) and p.held = 0
        group by p.case_id, p.address_key, m.audience
        order by max(m.ordered_at), m.audience`.execute(db)
      for (const row of rows) {
        const audience = messageAudiences.find((word) => word === row.audience)
        const address = byKey.get(row.address_key)
        if (audience === undefined || address === undefined) continue
        const known = found.get(row.case_id as CaseId) ?? new Map<string, MessageAudience>()
        found.set(row.case_id as CaseId, known.set(address, audience))
      }
    }
  return found
}

async function listUpstreamCases(db: Db, cases: readonly CaseId[]): Promise<ReadonlySet<CaseId>> {
  const found = new Set<CaseId>()
  for (const piece of piecesOf(cases)) {
    const rows = db.selectFrom('case_messages').select('case_id').distinct()
    const upstream = rows.where('case_id', 'in', piece).where('audience', '=', 'upstream')
    for (const row of await upstream.where('held', 'is', null).execute()) found.add(row.case_id as CaseId)
  }
  return found
}

function threadedBy<Row extends ThreadedRow | ReferrerRow>(
  messageIds: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
  threadedOf: (row: ThreadedRow) => ThreadedMessage,
): ThreadingFacts['messages'] {
  const byKey = Map.groupBy(rows, keyOf)
  return new Map(
    messageIds.flatMap((id) => {
      const found = byKey.get(keyOfText(id))
      return found === undefined ? [] : [[id, found.map(threadedOf)] as const]
    }),
  )
}

function threadedOfRow(
  row: ThreadedRow,
  leads: (id: string) => CaseId,
  senders: ReadonlyMap<string, string>,
): ThreadedMessage {
  const reader = new RowReader('case_messages', row.id, row)
  return {
    id: reader.text<CaseMessageId>('id'),
    case: leads(row.case_id),
    direction: wordOf(reader, 'direction', messageDirections),
    audience: wordOf(reader, 'audience', messageAudiences),
    rawHash: reader.textOrNull('raw_hash'),
    bodyHash: reader.text('body_hash'),
    from: senders.get(row.id) ?? '',
    sentAt: reader.instantOrNull('sent_at'),
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
