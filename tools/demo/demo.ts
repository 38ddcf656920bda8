// The first half of the story with the real parts under a manual clock: 140 perpetual seats, upgrades, 400 years.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatInstant } from '@holdfast/capabilities'
import { systemClock } from '@holdfast/capabilities/system'
import { playStory, type StoryReport } from './play-story.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    devices: { type: 'string', default: '140' },
    years: { type: 'string', default: '400' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('usage: npm run demo -- [--devices 140] [--years 400] [--json]')
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'))
try {
  const startedMs = systemClock.monotonicMs()
  const report = await playStory({
    folder,
    devices: Number(values.devices),
    years: Number(values.years),
    say: (line) => values.json || console.log(line),
  })
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else printReport(report, (systemClock.monotonicMs() - startedMs) / 1000)
  process.exitCode = report.broken.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function printReport(report: StoryReport, seconds: number): void {
  const rows: [string, string | number][] = [
    ['devices', report.devices],
    ['activated online', report.online],
    ['activated through a file', report.offline],
    [
      'first and last activation',
      `${formatInstant(report.firstActivation)} .. ${formatInstant(report.lastActivation)}`,
    ],
    ['upgrades (V0-G to V0-H to V2020-L)', report.upgrades],
    ['seats taken in the books', report.seatsTaken],
    ['states looked at', report.looks],
    ['last day looked at', formatInstant(report.lastLook)],
    ['days of licence lost', report.daysLost],
    ['reminders shown', report.reminders],
    ['for comparison, by 32-bit seconds: first reminder', formatInstant(report.overflow.firstReminder)],
    ['                                   first end', formatInstant(report.overflow.firstEnd)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log('')
  for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`)
  console.log('')
  for (const line of report.broken.slice(0, 20)) console.log(`BROKEN: ${line}`)
  const verdict =
    report.broken.length === 0 ? 'every promise held' : `${report.broken.length} promises broken`
  console.log(`${verdict}; played in ${seconds.toFixed(1)} s`)
}
