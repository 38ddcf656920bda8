// Tokens, keys, trust bundles, findings, settings: what the server keeps for itself.
import { formatInstant } from '@holdfast/capabilities'
import { refuse } from '@holdfast/lease'
import { insertRows } from './bulk.ts'
import { findingOfRow, rowOfServerKey, rowOfToken, serverKeyOfRow, tokenOfRow } from './own-rows.ts'
import type { TokenRecord } from './records.ts'
import type { Writer } from './store-interface.ts'
import { standsAlone } from './stands-alone.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

type KeyWrites = 'addServerKey' | 'endServerKey' | 'addTrustBundle'
type TokenWrites = 'addToken' | 'revokeToken' | 'recordTokenUse'
type OtherWrites = 'standAlone' | 'closeFinding' | 'acceptClock' | 'putSetting' | 'keepSetting' | 'note'

export function ownWriter(tools: WriteTools): Pick<Writer, TokenWrites | KeyWrites | OtherWrites> {
  return { ...tokenWriter(tools), ...keyWriter(tools), ...otherWriter(tools) }
}

function tokenWriter(tools: WriteTools): Pick<Writer, TokenWrites> {
  const { db, facts } = tools
  return {
    async addToken(token) {
      const known = await db
        .selectFrom('tokens')
        .select('id')
        .where((where) => where.or([where('id', '=', token.id), where('hash', '=', token.hash)]))
        .executeTakeFirst()
      if (known !== undefined) return refuse('ALREADY_EXISTS', { token: known.id })
      await insertRows(db, facts, 'tokens', [rowOfToken(token)])
      const detail = { name: token.name, scopes: token.scopes }
      recordAudit(tools, { action: 'token-add', subject: `token:${token.id}`, detail }, token.createdAt)
      return token
    },
    async revokeToken(id, now) {
      const row = await db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return refuse('NOT_FOUND', { token: id })
      if (row.revoked_at !== null) return tokenOfRow(row)
      if (isAdmin(tokenOfRow(row)) && !(await findOtherAdmin(tools, id)))
        return refuse('IN_USE', { token: id, lastAdmin: true })
      await db.updateTable('tokens').set({ revoked_at: now }).where('id', '=', id).execute()
      recordAudit(tools, { action: 'token-revoke', subject: `token:${id}`, detail: { name: row.name } }, now)
      return tokenOfRow({ ...row, revoked_at: now })
    },
    async recordTokenUse(id, day) {
      await db.updateTable('tokens').set({ last_used_day: day }).where('id', '=', id).execute()
    },
  }
}

function isAdmin(token: TokenRecord): boolean {
  return token.scopes.includes('admin')
}

/** Whether somebody still gets in without this token. Rows are locked: of two that revoke one another the later one sees it. */
async function findOtherAdmin({ db, facts }: WriteTools, id: string): Promise<boolean> {
  const kept = db.selectFrom('tokens').selectAll().where('revoked_at', 'is', null).orderBy('id')
  const rows = await (facts.rowLocks ? kept.forUpdate() : kept).execute()
  return rows.some((row) => row.id !== id && isAdmin(tokenOfRow(row)))
}

function keyWriter(tools: WriteTools): Pick<Writer, KeyWrites> {
  const { db, facts } = tools
  return {
    async addServerKey(key, now) {
      const known = await db
        .selectFrom('server_keys')
        .select('id')
        .where('id', '=', key.id)
        .executeTakeFirst()
      if (known !== undefined) return refuse('ALREADY_EXISTS', { key: key.id })
      await insertRows(db, facts, 'server_keys', [rowOfServerKey(key)])
      const { role, products, algorithm, from, until } = key
      const detail = { role, products, algorithm, from, until }
      recordAudit(tools, { action: 'server-key-add', subject: `key:${key.id}`, detail }, now)
      return key
    },
    async endServerKey(id, until, now) {
      const row = await db.selectFrom('server_keys').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return refuse('NOT_FOUND', { key: id })
      await db.updateTable('server_keys').set({ until_at: until }).where('id', '=', id).execute()
      recordAudit(tools, { action: 'server-key-end', subject: `key:${id}`, detail: { until } }, now)
      return serverKeyOfRow({ ...row, until_at: until })
    },
    async addTrustBundle(bundle) {
      const { version, envelope, addedAt } = bundle
      const known = await db
        .selectFrom('trust_bundles')
        .select('version')
        .where('version', '=', version)
        .executeTakeFirst()
      if (known !== undefined) return refuse('ALREADY_EXISTS', { version })
      await insertRows(db, facts, 'trust_bundles', [{ version, envelope, added_at: addedAt }])
      recordAudit(
        tools,
        { action: 'trust-bundle-add', subject: `trust:${version}`, detail: { bytes: envelope.length } },
        addedAt,
      )
      return bundle
    },
  }
}

function otherWriter(tools: WriteTools): Pick<Writer, OtherWrites> {
  const { db, facts, bookkeeping, actor } = tools
  return {
    async closeFinding(id, now) {
      const row = await db.selectFrom('findings').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return refuse('NOT_FOUND', { finding: id })
      if (row.closed_at !== null) return findingOfRow(row)
      const closed = { closed_at: now, closed_by: `${actor.kind}:${actor.id}` }
      await db.updateTable('findings').set(closed).where('id', '=', id).execute()
      bookkeeping.count('findings-open', -1)
      recordAudit(
        tools,
        { action: 'finding-close', subject: row.subject, detail: { finding: id, code: row.code } },
        now,
      )
      return findingOfRow({ ...row, ...closed })
    },
    async acceptClock(reason, now) {
      const newest = bookkeeping.newest ?? now
      const behindSeconds = newest - now
      if (behindSeconds <= 0) return { newest, behindSeconds: 0 }
      await bookkeeping.acceptClock(now)
      const told = { clock: formatInstant(now), newest: formatInstant(newest), behindSeconds }
      bookkeeping.find({ kind: 'CLOCK_ACCEPTED', at: now, ...told })
      const subject = `server:${bookkeeping.serverId}`
      recordAudit(tools, { action: 'clock-accept', subject, detail: { ...told, reason } }, now)
      return { newest, behindSeconds }
    },
    standAlone: () => standsAlone(db, facts),
    async putSetting(name, value, now) {
      await insertRows(db, facts, 'settings', [{ name, value }], {
        kind: 'replace',
        key: ['name'],
        columns: ['value'],
      })
      // The value may be anything, so only its name is told.
      recordAudit(tools, { action: 'setting-put', subject: `setting:${name}`, detail: {} }, now)
    },
    async keepSetting(name, value, now) {
      await insertRows(db, facts, 'settings', [{ name, value }], { kind: 'keep' })
      const held = await db
        .selectFrom('settings')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      if (held.value === value)
        recordAudit(tools, { action: 'setting-put', subject: `setting:${name}`, detail: {} }, now)
      return held.value
    },
    note({ action, subject, detail }, now) {
      recordAudit(tools, { action, subject, detail }, now)
      return Promise.resolve()
    },
  }
}
