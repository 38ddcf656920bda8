// Rows of the store's own records: tokens, keys, findings, audit.
import { whoWords, type Who } from '@holdfast/fleet'
import { parseFacts, parseTexts } from './json-shapes.ts'
import type {
  AuditRecord,
  FindingRecord,
  ServerKeyRecord,
  ServerKeyRole,
  TokenRecord,
  TrustBundleRecord,
} from './records.ts'
import { RowReader } from './row-reader.ts'
import type { AuditRow, Database, ServerKeyRow, TokenRow } from './tables.ts'

export function tokenOfRow(row: TokenRow): TokenRecord {
  const reader = new RowReader('tokens', row.id, row)
  return {
    id: reader.text('id'),
    name: reader.text('name'),
    hash: reader.text('hash'),
    scopes: reader.json('scopes', parseTexts),
    createdAt: reader.instant('created_at'),
    revokedAt: reader.instantOrNull('revoked_at'),
    lastUsedDay: reader.countOrNull('last_used_day'),
  }
}

export function rowOfToken(token: TokenRecord): TokenRow {
  return {
    id: token.id,
    name: token.name,
    hash: token.hash,
    scopes: JSON.stringify(token.scopes),
    created_at: token.createdAt,
    revoked_at: token.revokedAt,
    last_used_day: token.lastUsedDay,
  }
}

const roles: readonly string[] = ['root', 'issuing', 'time', 'typed-code', 'site'] satisfies ServerKeyRole[]

export function serverKeyOfRow(row: ServerKeyRow): ServerKeyRecord {
  const reader = new RowReader('server_keys', row.id, row)
  const role = reader.text('role')
  if (!roles.includes(role)) throw reader.bad('role', 'a role')
  return {
    id: reader.text('id'),
    role: role as ServerKeyRole,
    products: reader.json('products', (value) => (value === 'all' ? value : parseTexts(value))),
    algorithm: reader.text('algorithm'),
    publicRaw: reader.bytes('public_raw'),
    privateBytes: reader.bytes('private_bytes'),
    from: reader.instant('from_at'),
    until: reader.instantOrNull('until_at'),
  }
}

export function rowOfServerKey(key: ServerKeyRecord): ServerKeyRow {
  return {
    id: key.id,
    role: key.role,
    products: JSON.stringify(key.products),
    algorithm: key.algorithm,
    public_raw: key.publicRaw,
    private_bytes: key.privateBytes,
    from_at: key.from,
    until_at: key.until,
  }
}

export function trustBundleOfRow(row: Database['trust_bundles']): TrustBundleRecord {
  const reader = new RowReader('trust_bundles', String(row.version), row)
  return {
    version: reader.count('version'),
    envelope: reader.bytes('envelope'),
    addedAt: reader.instant('added_at'),
  }
}

export function findingOfRow(row: Database['findings']): FindingRecord {
  const reader = new RowReader('findings', row.id, row)
  const closedAt = reader.instantOrNull('closed_at')
  return {
    id: reader.text('id'),
    code: reader.text('code'),
    at: reader.instant('at'),
    subject: reader.text('subject'),
    who: whoOf(reader),
    facts: reader.json('facts', parseFacts),
    state:
      closedAt === null ? { kind: 'open' } : { kind: 'closed', at: closedAt, by: reader.text('closed_by') },
  }
}

function whoOf(reader: RowReader<Database['findings']>): Who {
  const who = reader.text<Who>('who')
  if (!whoWords.includes(who)) throw reader.bad('who', 'who should act')
  return who
}

export function auditOfRow(row: AuditRow): AuditRecord {
  const reader = new RowReader('audit', `${row.chain} ${row.seq}`, row)
  return {
    chain: reader.text('chain'),
    sequence: reader.count('seq'),
    at: reader.instant('at'),
    actor: reader.text('actor'),
    action: reader.text('action'),
    subject: reader.text('subject'),
    detail: reader.text('detail'),
    previous: reader.bytes('previous'),
    hash: reader.bytes('hash'),
  }
}
