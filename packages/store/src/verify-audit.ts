// Reads every audit chain against its hashes, its head and heads noted elsewhere. docs/spec/store-schema.md §4
import { auditChainStart, auditRowHash } from './audit.ts'
import type { AuditHead, AuditVerdict, BrokenAudit, NotedHead } from './records.ts'
import type { AuditRow, Database, Db } from './tables.ts'

/** Rows read at a time. */
const rowsPerRead = 1_000

/** What the books are held against beside their own hashes. */
export type AuditClaims = {
  /** A server that has its row in these books. */
  readonly server?: string
  /** Heads that were noted down elsewhere, in any order. */
  readonly noted?: readonly NotedHead[]
  /** Hears the number of rows read so far. */
  readonly onProgress?: (rows: number) => void
}

type RowFault = Extract<BrokenAudit, { chain: string }>['what']
type Walked = { readonly kind: 'walked'; readonly head: AuditHead; readonly rows: number }

/**
 * Names the first row that is missing, altered or unknown to its chain's head, chain by chain. While a server writes,
 * what it adds meanwhile is verified too. Somebody who can rewrite a chain's end *and* its head is found only by a head
 * that was noted down elsewhere.
 */
export async function verifyAudit(db: Db, claims: AuditClaims = {}): Promise<AuditVerdict> {
  const { noted = [], onProgress = () => {} } = claims
  const servers = await db.selectFrom('servers').selectAll().orderBy('id').execute()
  const heads: AuditHead[] = []
  let rows = 0
  for (const server of servers) {
    const known = noted.filter((head) => head.server === server.id)
    const walked = await walkChain(db, { server, noted: known }, (count) => onProgress(rows + count))
    if (walked.kind === 'broken') return walked
    rows += walked.rows
    heads.push(walked.head)
  }
  return (
    (await findForeignRow(db)) ??
    findLostServer(noted, servers) ??
    (await findAbsence(db, claims.server)) ?? { kind: 'whole', rows, heads }
  )
}

async function walkChain(
  db: Db,
  { server, noted }: { readonly server: Database['servers']; readonly noted: readonly NotedHead[] },
  onProgress: (rows: number) => void,
): Promise<Walked | BrokenAudit> {
  const { chain } = server
  let sequence = 0
  let hash = auditChainStart(chain)
  let fault = contradictionOf(noted, sequence, hash)
  if (fault !== null) return fault
  for (;;) {
    const rows = await readRows(db, chain, sequence)
    for (const row of rows) {
      const what = faultOf(row, sequence + 1, hash)
      if (what !== null) return { kind: 'broken', chain, sequence: sequence + 1, what }
      sequence = row.seq
      hash = row.hash
      if (sequence === server.seq && !same(hash, server.hash))
        return { kind: 'broken', chain, sequence, what: 'head-altered' }
      fault = contradictionOf(noted, sequence, hash)
      if (fault !== null) return fault
    }
    onProgress(sequence)
    if (rows.length < rowsPerRead) break
  }
  if (sequence < server.seq) return { kind: 'broken', chain, sequence: sequence + 1, what: 'tail-missing' }
  if (server.seq === 0 && !same(server.hash, auditChainStart(chain)))
    return { kind: 'broken', chain, sequence: 0, what: 'head-altered' }
  fault = (await judgeEnd(db, server, { sequence, hash })) ?? findCutRow(noted, sequence)
  return fault ?? { kind: 'walked', head: { server: server.id, chain, sequence, hash }, rows: sequence }
}

/** Holds a chain's last row against its head as it is now: rows and head are written together, and the head is read last. */
async function judgeEnd(
  db: Db,
  { id, chain }: Database['servers'],
  last: { readonly sequence: number; readonly hash: Uint8Array },
): Promise<BrokenAudit | null> {
  const now = await db.selectFrom('servers').select(['seq', 'hash']).where('id', '=', id).executeTakeFirst()
  if (now === undefined || last.sequence > now.seq)
    return { kind: 'broken', chain, sequence: (now?.seq ?? 0) + 1, what: 'tail-unknown' }
  return last.sequence === now.seq && !same(last.hash, now.hash)
    ? { kind: 'broken', chain, sequence: now.seq, what: 'head-altered' }
    : null
}

/** A noted head of this very row that has another hash. */
function contradictionOf(
  noted: readonly NotedHead[],
  sequence: number,
  hash: Uint8Array,
): BrokenAudit | null {
  const head = noted.find((one) => one.sequence === sequence && !same(one.hash, hash))
  if (head === undefined) return null
  return { kind: 'broken', server: head.server, sequence, what: 'noted-hash-differs' }
}

/** The first noted head behind a chain's last row: the chain was longer once. */
function findCutRow(noted: readonly NotedHead[], last: number): BrokenAudit | null {
  const [head] = noted.filter(({ sequence }) => sequence > last).toSorted((a, b) => a.sequence - b.sequence)
  if (head === undefined) return null
  return { kind: 'broken', server: head.server, sequence: head.sequence, what: 'noted-row-missing' }
}

/** A noted head of a server that the books do not know; one that registers only now cannot have been noted before. */
function findLostServer(
  noted: readonly NotedHead[],
  servers: readonly Database['servers'][],
): BrokenAudit | null {
  return findCutRow(
    noted.filter((head) => servers.every(({ id }) => id !== head.server)),
    -1,
  )
}

function faultOf(row: AuditRow, wanted: number, previous: Uint8Array): RowFault | null {
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
async function findForeignRow(db: Db): Promise<BrokenAudit | null> {
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

async function findAbsence(db: Db, server: string | undefined): Promise<BrokenAudit | null> {
  if (server === undefined) return null
  const row = await db.selectFrom('servers').select('id').where('id', '=', server).executeTakeFirst()
  return row === undefined ? { kind: 'broken', server, what: 'server-unknown' } : null
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}
