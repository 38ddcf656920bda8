// Reads every audit chain against its hashes and its head. docs/spec/store-schema.md §4
import { auditChainStart, auditRowHash } from './audit.ts'
import type { AuditHead, AuditVerdict } from './records.ts'
import type { AuditRow, Database, Db } from './tables.ts'

/** Rows read at a time. */
const rowsPerRead = 1_000

type Broken = Extract<AuditVerdict, { kind: 'broken' }>
type Walked = { readonly kind: 'walked'; readonly head: AuditHead; readonly rows: number }

/**
 * Names the first row that is missing, altered or unknown to its chain's head, chain by chain. While a server writes,
 * what it adds meanwhile is verified too. Somebody who can rewrite a chain's end *and* its head is found only by a head
 * that was noted down elsewhere.
 */
export async function verifyAudit(
  db: Db,
  onProgress: (rows: number) => void = () => {},
): Promise<AuditVerdict> {
  const servers = await db.selectFrom('servers').selectAll().orderBy('id').execute()
  const heads: AuditHead[] = []
  let rows = 0
  for (const server of servers) {
    const walked = await walkChain(db, server, (count) => onProgress(rows + count))
    if (walked.kind === 'broken') return walked
    rows += walked.rows
    heads.push(walked.head)
  }
  return (await findForeignRow(db)) ?? { kind: 'whole', rows, heads }
}

async function walkChain(
  db: Db,
  server: Database['servers'],
  onProgress: (rows: number) => void,
): Promise<Walked | Broken> {
  const { chain } = server
  let sequence = 0
  let hash = auditChainStart(chain)
  for (;;) {
    const rows = await readRows(db, chain, sequence)
    for (const row of rows) {
      const fault = faultOf(row, sequence + 1, hash)
      if (fault !== null) return { kind: 'broken', chain, sequence: sequence + 1, what: fault }
      sequence = row.seq
      hash = row.hash
      if (sequence === server.seq && !same(hash, server.hash))
        return { kind: 'broken', chain, sequence, what: 'head-altered' }
    }
    onProgress(sequence)
    if (rows.length < rowsPerRead) break
  }
  if (sequence < server.seq) return { kind: 'broken', chain, sequence: sequence + 1, what: 'tail-missing' }
  if (server.seq === 0 && !same(server.hash, auditChainStart(chain)))
    return { kind: 'broken', chain, sequence: 0, what: 'head-altered' }
  return (
    (await judgeEnd(db, server, { sequence, hash })) ?? {
      kind: 'walked',
      head: { server: server.id, chain, sequence, hash },
      rows: sequence,
    }
  )
}

/** Holds a chain's last row against its head as it is now: rows and head are written together, and the head is read last. */
async function judgeEnd(
  db: Db,
  { id, chain }: Database['servers'],
  last: { readonly sequence: number; readonly hash: Uint8Array },
): Promise<Broken | null> {
  const now = await db.selectFrom('servers').select(['seq', 'hash']).where('id', '=', id).executeTakeFirst()
  if (now === undefined || last.sequence > now.seq)
    return { kind: 'broken', chain, sequence: (now?.seq ?? 0) + 1, what: 'tail-unknown' }
  return last.sequence === now.seq && !same(last.hash, now.hash)
    ? { kind: 'broken', chain, sequence: now.seq, what: 'head-altered' }
    : null
}

function faultOf(row: AuditRow, wanted: number, previous: Uint8Array): Broken['what'] | null {
  if (row.seq !== wanted) return 'row-missing'
  if (!same(row.previous, previous)) return 'previous-altered'
  return same(row.hash, auditRowHash(row)) ? null : 'row-altered'
}

function readRows(db: Db, chain: string, above: number): Promise<AuditRow[]> {
  const rows = db.selectFrom('audit').selectAll().where('chain', '=', chain).where('seq', '>', above)
  return rows.orderBy('seq').limit(rowsPerRead).execute()
}

/**
 * A row of a chain that no server has. Both are read by one statement: a server that registers while the chains are
 * walked has its row here before the first row of its chain.
 */
async function findForeignRow(db: Db): Promise<Broken | null> {
  const foreign = await db
    .selectFrom('audit')
    .select(['chain', 'seq'])
    .where('chain', 'not in', db.selectFrom('servers').select('chain'))
    .orderBy('chain')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return foreign === undefined
    ? null
    : { kind: 'broken', chain: foreign.chain, sequence: foreign.seq, what: 'tail-unknown' }
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}
