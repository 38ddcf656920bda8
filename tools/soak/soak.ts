// Kills the server under load again and again: no acknowledged activation may be lost, no seat given twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '@holdfast/capabilities/system'
import { startPostgres } from '@holdfast/store/testing'
import { runKills, type KillsReport } from './run-kills.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'both' },
    seed: { type: 'string', default: 'soak' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('usage: npm run soak -- [--kills 100] [--engine sqlite|postgres|both] [--seed TEXT] [--json]')
  process.exit(0)
}
const engines = values.engine === 'both' ? ['sqlite', 'postgres'] : [values.engine]

const reports: (KillsReport & { engine: string })[] = []
for (const engine of engines) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-soak-'))
  const postgres = engine === 'postgres' ? await startPostgres() : null
  try {
    const databaseUrl = postgres === null ? undefined : await postgres.url('soak')
    const report = await runKills({
      folder,
      kills: Number(values.kills),
      seed: `${values.seed}-${engine}`,
      clock: systemClock,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      progress: (line) => values.json || console.log(`${engine}: ${line}`),
    })
    reports.push({ engine, ...report })
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
if (values.json) console.log(JSON.stringify(reports, null, 2))
else for (const report of reports) console.log(`${report.engine}: ${JSON.stringify(report)}`)
process.exitCode = reports.every((report) => report.broken.length === 0) ? 0 : 1
