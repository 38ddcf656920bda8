// Kills the server under load again and again: no acknowledged activation may be lost, no seat given twice; no mail lost, none
// sent twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '@holdfast/capabilities/system'
import { startPostgres } from '@holdfast/store/testing'
import { runKills, type KillsReport } from './run-kills.ts'
import { runMailKills, type MailKillsReport } from './run-mail-kills.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'both' },
    only: { type: 'string' },
    seed: { type: 'string', default: 'soak' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const parts = ['activations', 'mail']
const enginesKnown = ['sqlite', 'postgres', 'both']
const isMeant = parts.includes(values.only ?? 'mail') && enginesKnown.includes(values.engine)
// A word that names nothing would run nothing, and call it well.
if (values.help || !isMeant) {
  console.log(
    'usage: npm run soak -- [--kills 100] [--engine sqlite|postgres|both] [--only activations|mail] [--seed TEXT] [--json]',
  )
  process.exit(isMeant ? 0 : 2)
}
const engines = values.engine === 'both' ? ['sqlite', 'postgres'] : [values.engine]

const isWanted = (part: string) => values.only === undefined || values.only === part
const reports: ((KillsReport | MailKillsReport) & { engine: string; part: string })[] = []
for (const engine of engines) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-soak-'))
  const postgres = engine === 'postgres' ? await startPostgres() : null
  const optionsOf = async (part: string) => ({
    folder: join(folder, part),
    kills: Number(values.kills),
    seed: `${values.seed}-${engine}`,
    ...(postgres === null ? {} : { databaseUrl: await postgres.url(`soak_${part}`) }),
    progress: (line: string) => values.json || console.log(`${engine}: ${line}`),
  })
  try {
    if (isWanted('activations')) {
      const report = await runKills({ ...(await optionsOf('activations')), clock: systemClock })
      reports.push({ engine, part: 'activations', ...report })
    }
    if (isWanted('mail')) {
      const report = await runMailKills(await optionsOf('mail'))
      reports.push({ engine, part: 'mail', ...report })
    }
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
if (values.json) console.log(JSON.stringify(reports, null, 2))
else for (const report of reports) console.log(`${report.engine}: ${JSON.stringify(report)}`)
process.exitCode = reports.every((report) => report.broken.length === 0) ? 0 : 1
