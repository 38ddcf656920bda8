// The story with the real parts under a manual clock: 140 perpetual seats, upgrades, 400 years; and the threads of its desk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatInstant } from '@holdfast/capabilities'
import { systemClock } from '@holdfast/capabilities/system'
import { playDesk, type DeskReport } from './play-desk.ts'
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
  const say = (line: string) => values.json || console.log(line)
  const story = await playStory({
    ...{ folder, say },
    devices: Number(values.devices),
    years: Number(values.years),
  })
  const desk = await playDesk({ folder, say })
  const broken = [...story.broken, ...desk.broken]
  if (values.json) console.log(JSON.stringify({ ...story, desk, broken }, null, 2))
  else {
    printTable([...rowsOfStory(story), ...rowsOfDesk(desk)])
    printVerdict(broken, (systemClock.monotonicMs() - startedMs) / 1000)
  }
  process.exitCode = broken.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

type Row = readonly [string, string | number]

function rowsOfStory(report: StoryReport): readonly Row[] {
  return [
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
}

function rowsOfDesk(report: DeskReport): readonly Row[] {
  return [
    ['threads imported, each twice and stored once', report.cases],
    ['messages, of them internal', `${report.messages}, ${report.internal}`],
    ['attachments named and absent', report.absent],
    ['explanations proposed', report.explanations],
    ['contradictions proposed', report.contradictions],
    ['drafts stopped that quoted an inner message', report.draftsStopped],
    ['hits of the search', report.hits],
  ]
}

function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log('')
  for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`)
  console.log('')
}

function printVerdict(broken: readonly string[], seconds: number): void {
  for (const line of broken.slice(0, 20)) console.log(`BROKEN: ${line}`)
  const verdict = broken.length === 0 ? 'every promise held' : `${broken.length} promises broken`
  console.log(`${verdict}; played in ${seconds.toFixed(1)} s`)
}
