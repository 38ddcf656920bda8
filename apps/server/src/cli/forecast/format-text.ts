// A forecast for people: what counts, when it comes, and whom to call first.
import { formatInstant, type Instant, formatDay } from '@holdfast/capabilities'
import type { ZoneDays } from '@holdfast/capabilities/calendar'
import {
  formatFaultName,
  formatTerm,
  type DeviceForecast,
  type ForecastField,
  type Span,
} from '@holdfast/fleet'
import type { Words } from '../command.ts'
import { formatFacts, formatTable } from '../table.ts'
import type { ForecastSetup } from './forecast-setup.ts'
import type { ListRun } from './run-list.ts'
import { fieldWords, showsWords } from './words.ts'
import { listRejected, summaryOf } from './write-json.ts'

/** Longer lists are left to --json, --csv and --xlsx. */
const devicesShownMax = 40
const daysShownMax = 45
const weeksShownMax = 60
const customersShownMax = 20
const rejectedShownMax = 20

export type ShownDevice = { readonly name: string; readonly count: number; readonly forecast: DeviceForecast }

/** Keeps the first entries of a list, and whether there were more. */
export class ShownDevices {
  readonly list: ShownDevice[] = []
  isWhole = true

  add(device: ShownDevice): void {
    if (this.list.length < devicesShownMax) this.list.push(device)
    else this.isWhole = false
  }
}

type Say = (words: Words) => string

export function formatForecast(run: ListRun, setup: ForecastSetup, shown: ShownDevices, say: Say): string {
  const parts = [
    formatFacts(headFacts(run, setup, say)),
    ...(shown.isWhole && shown.list.length > 0 ? [devicesTable(shown.list, setup, say)] : []),
    ...calendarTables(run, say),
    ...customersTable(run, say),
    ...afterLines(run, say),
    ...rejectedTable(run, say),
    `${say(showsWords.reminder)}\n${say(showsWords.end)}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function headFacts(run: ListRun, setup: ForecastSetup, say: Say): [string, string | number][] {
  const { zone, rules, finding, mapping } = setup
  const { forecast } = rules
  const summary = summaryOf(run)
  const facts: [string, string | number][] = [
    [say({ en: 'Days of', zh: '日期时区' }), zone],
    [say({ en: 'As of', zh: '截至' }), formatInstant(rules.asOf)],
  ]
  if (mapping !== null) {
    const pairs = Object.entries(mapping).map(
      ([field, column]) => `${say(fieldWords[field as ForecastField])} = ${column}`,
    )
    facts.push([say({ en: 'Columns', zh: '列' }), pairs.join(', ')])
  }
  const term = forecast.grantedSeconds === null ? null : formatTerm(forecast.grantedSeconds)
  if (finding !== null) {
    const words = `${formatFaultName(finding.fault)}${term === null ? '' : ` (${term})`}`
    const certainty = say(certaintyWords[finding.certainty])
    facts.push([say({ en: 'Finding', zh: '分析结论' }), `${words}, ${certainty}`])
  } else if (term !== null)
    facts.push([
      say({ en: 'Term', zh: '期限' }),
      say({ en: `${term} as ordered; no finding is applied`, zh: `按订单 ${term}；未应用分析结论` }),
    ])
  facts.push(
    [say({ en: 'Devices', zh: '设备' }), summary.devices],
    [say({ en: 'Known', zh: '已知' }), summary.known],
    [say({ en: 'Inferred', zh: '推算' }), summary.inferred],
    [say({ en: 'Silent', zh: '无信息' }), summary.silent],
    [say({ en: 'Never ending', zh: '永久' }), summary.never],
    ...(summary.renewing === 0
      ? []
      : [[say({ en: 'Renewing themselves', zh: '自动续期' }), summary.renewing] as [string, number]]),
    [say({ en: 'Reminding now', zh: '正在提醒' }), summary.reminding],
    [say({ en: 'Past their end', zh: '已过期' }), summary.past],
  )
  if (summary.severalDays > 0)
    facts.push([
      say({ en: 'Counted at the first possible day', zh: '按最早可能日期计' }),
      summary.severalDays,
    ])
  if (summary.overruled > 0)
    facts.push([say({ en: 'Overruled by later captures', zh: '被后来的采集取代' }), summary.overruled])
  return facts
}

function devicesTable(devices: readonly ShownDevice[], { rules, zone }: ForecastSetup, say: Say): string {
  const head = [
    say({ en: 'Device', zh: '设备' }),
    say({ en: 'Count', zh: '数量' }),
    say({ en: `First reminder (${zone})`, zh: `首次提醒（${zone}）` }),
    say({ en: 'End', zh: '到期' }),
    say({ en: 'Basis', zh: '依据' }),
    say({ en: 'Certainty', zh: '确定程度' }),
  ]
  const never = say({ en: 'never', zh: '永不' })
  const renewing = say({ en: 'none while it renews itself', zh: '自动续期期间无' })
  const rows = devices.map(({ name, count, forecast }) => [
    name,
    count,
    formatSpan(forecast.firstReminder, rules.rows.days) ?? (forecast.end === null ? never : renewing),
    formatSpan(forecast.end, rules.rows.days) ?? never,
    say(basisWords[forecast.basis]),
    say(certaintyWords[forecast.certainty]),
  ])
  return formatTable(head, rows)
}

/** Up to a minute wide: the clock of the zone. Wider: its days. */
function formatSpan(span: Span | null, days: ZoneDays): string | null {
  if (span === null) return null
  const last = (span.to - 1) as Instant
  if (span.to - span.from <= 60)
    return formatInstant(days.wallClockOf(span.from) as Instant)
      .slice(0, 19)
      .replace('T', ' ')
  const [first, end] = [formatDay(days.dayOf(span.from)), formatDay(days.dayOf(last))]
  return first === end ? first : `${first} .. ${end}`
}

export const basisWords: { readonly [basis in DeviceForecast['basis']]: Words } = {
  lease: { en: 'lease', zh: '租约' },
  capture: { en: 'capture', zh: '采集' },
  finding: { en: 'finding', zh: '分析结论' },
  order: { en: 'order', zh: '订单' },
}

export const certaintyWords: { readonly [certainty in DeviceForecast['certainty']]: Words } = {
  confirmed: { en: 'confirmed', zh: '已证实' },
  fits: { en: 'fits', zh: '相符' },
  possible: { en: 'possible', zh: '可能' },
}

function calendarTables({ list }: ListRun, say: Say): string[] {
  const [reminders, ends] = [say({ en: 'First reminders', zh: '首次提醒' }), say({ en: 'Ends', zh: '到期' })]
  const table = (title: Words, rows: readonly (readonly [string, number, number])[]) =>
    formatTable([say(title), reminders, ends], rows)
  const months = list.tally.months()
  if (months.length === 0) return []
  const parts = [
    table(
      { en: 'Month', zh: '月份' },
      months.map((row) => [row.month, row.reminders, row.ends]),
    ),
  ]
  const weeks = list.tally.weeks()
  if (weeks.length <= weeksShownMax)
    parts.push(
      table(
        { en: 'Week', zh: '周' },
        weeks.map((row) => [row.week, row.reminders, row.ends]),
      ),
    )
  const days = list.tally.calendar()
  if (days.length <= daysShownMax)
    parts.push(
      table(
        { en: 'Day', zh: '日期' },
        days.map((row) => [row.day, row.reminders, row.ends]),
      ),
    )
  return parts
}

function customersTable({ list }: ListRun, say: Say): string[] {
  const customers = list.tally.customers()
  const [only] = customers
  if (only === undefined || (customers.length === 1 && only.customer === '')) return []
  const head = [
    say({ en: 'Call first', zh: '优先联系' }),
    say({ en: 'Devices', zh: '设备' }),
    say({ en: 'Earliest reminder', zh: '最早提醒' }),
    say({ en: 'Earliest end', zh: '最早到期' }),
    say({ en: 'Past', zh: '已过期' }),
  ]
  const rows = customers
    .slice(0, customersShownMax)
    .map((row) => [row.customer || '-', row.devices, row.firstReminder ?? '-', row.firstEnd ?? '-', row.past])
  return [formatTable(head, rows) + more(customers.length - customersShownMax, say)]
}

function afterLines({ list }: ListRun, say: Say): string[] {
  if (list.afterPlan === null) return []
  const [before, after] = [list.tally.counts(), list.afterPlan.counts()]
  const head = [
    say({ en: 'What the plan changes', zh: '计划带来的变化' }),
    say({ en: 'Before', zh: '之前' }),
    say({ en: 'After', zh: '之后' }),
  ]
  const [past, pastAfter] = [list.tally.summary().past, list.afterPlan.summary().past]
  const rows: (string | number)[][] = [
    [say({ en: 'First reminders', zh: '首次提醒' }), before.reminders, after.reminders],
    [say({ en: 'Ends', zh: '到期' }), before.ends, after.ends],
    [say({ en: 'Past their end', zh: '已过期' }), past, pastAfter],
    [say({ en: 'Devices renewed by the plan', zh: '计划续期的设备' }), '', list.renewed],
  ]
  return [formatTable(head, rows)]
}

function rejectedTable(run: ListRun, say: Say): string[] {
  const { rejected } = summaryOf(run)
  if (rejected === 0) return []
  const rows = listRejected(run, say).slice(0, rejectedShownMax)
  const title = say({
    en: `Rows left out: ${rejected}; all others count.`,
    zh: `${rejected} 行未计入；其余均已计入。`,
  })
  const head = [say({ en: 'Line', zh: '行' }), say({ en: 'Reason', zh: '原因' })]
  const table = formatTable(
    head,
    rows.map(({ line, reason }) => [line, reason]),
  )
  return [`${title}\n${table}${more(rejected - rejectedShownMax, say)}`]
}

function more(count: number, say: Say): string {
  return count <= 0
    ? ''
    : `\n${say({ en: `... and ${count} more (--json lists them)`, zh: `……另有 ${count} 项（--json 全部列出）` })}`
}
