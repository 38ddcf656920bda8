// A short run of what `npm run soak` does a hundred times: kill the server under load, lose nothing that was acknowledged.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@holdfast/capabilities/system'
import { describe, expect, test } from 'vitest'
import { startPostgres } from '@holdfast/store/testing'
import { runKills } from '../soak/run-kills.ts'

describe.each(['sqlite', 'postgres'])('kill -9 under load on %s', (engine) => {
  test('no acknowledged activation is lost and no seat is given twice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-kills-'))
    const postgres = engine === 'postgres' ? await startPostgres() : null
    try {
      const databaseUrl = postgres === null ? {} : { databaseUrl: await postgres.url('kills') }
      const report = await runKills({ folder, kills: 4, seed: engine, clock: systemClock, ...databaseUrl })
      expect(report.broken).toEqual([])
      expect(report.acknowledged).toBe(report.seats)
      expect(report.devices).toBeGreaterThan(report.seats)
    } finally {
      await postgres?.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
