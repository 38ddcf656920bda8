// A short run of what `npm run soak` does a hundred times: kill the server while it receives and while it sends.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startPostgres } from '@holdfast/store/testing'
import { runMailKills } from '../soak/run-mail-kills.ts'

describe.each(['sqlite', 'postgres'])('kill -9 in the middle of mail on %s', (engine) => {
  test('no acknowledged mail is lost, none is sent twice, a kill leaves one doubt at most', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-mail-kills-'))
    const postgres = engine === 'postgres' ? await startPostgres() : null
    try {
      const databaseUrl = postgres === null ? {} : { databaseUrl: await postgres.url('mail_kills') }
      const report = await runMailKills({ folder, kills: 4, seed: engine, ...databaseUrl })
      expect(report.broken).toEqual([])
      expect(report.messages).toBeGreaterThanOrEqual(report.taken)
      expect(report.sent + report.doubts).toBe(report.queued)
      expect(report.taken).toBeGreaterThan(0)
    } finally {
      await postgres?.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 600_000)
})
