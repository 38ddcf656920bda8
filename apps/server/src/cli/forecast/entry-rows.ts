// Rows of a forecast as cells, for CSV and for workbooks alike.
import {
  InstantWriter,
  stateAt,
  type DeviceForecast,
  type DeviceRow,
  type ForecastState,
  type Tally,
} from '@holdfast/fleet'
import type { Instant } from '@holdfast/capabilities'
import type { Words } from '../command.ts'
import { basisWords, certaintyWords } from './format-text.ts'

export type Say = (words: Words) => string
export type Cells = readonly (string | number | null)[]

export function deviceHead(say: Say): string[] {
  return [
    say({ en: 'Device', zh: '设备' }),
    say({ en: 'Count', zh: '数量' }),
    say({ en: 'Customer', zh: '客户' }),
    say({ en: 'First reminder from (UTC)', zh: '首次提醒 自（UTC）' }),
    say({ en: 'First reminder before (UTC)', zh: '首次提醒 早于（UTC）' }),
    say({ en: 'End from (UTC)', zh: '到期 自（UTC）' }),
    say({ en: 'End before (UTC)', zh: '到期 早于（UTC）' }),
    say({ en: 'Basis', zh: '依据' }),
    say({ en: 'Certainty', zh: '确定程度' }),
    say({ en: 'State', zh: '状态' }),
  ]
}

const stateWords: { readonly [state in ForecastState]: Words } = {
  running: { en: 'shows nothing yet', zh: '尚无提示' },
  reminding: { en: 'reminds each day', zh: '每天提醒' },
  past: { en: 'past its end', zh: '已过期' },
  renewing: { en: 'renews itself', zh: '自动续期' },
  never: { en: 'never ends', zh: '永不到期' },
}

/** Makes the cells of one entry after another; words and texts of days are made once. */
export function deviceCells(say: Say, asOf: Instant) {
  const instants = new InstantWriter()
  const said = <Key extends string>(words: { readonly [key in Key]: Words }) =>
    Object.fromEntries(Object.entries<Words>(words).map(([key, value]) => [key, say(value)])) as {
      [key in Key]: string
    }
  const [states, bases, certainties] = [said(stateWords), said(basisWords), said(certaintyWords)]
  const at = (moment: Instant | undefined) => (moment === undefined ? null : instants.format(moment))
  return (row: Pick<DeviceRow, 'name' | 'customer' | 'count'>, forecast: DeviceForecast): Cells => [
    row.name,
    row.count,
    row.customer,
    at(forecast.firstReminder?.from),
    at(forecast.firstReminder?.to),
    at(forecast.end?.from),
    at(forecast.end?.to),
    bases[forecast.basis],
    certainties[forecast.certainty],
    states[stateAt(forecast, asOf)],
  ]
}

export type Sheet = {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<Cells>
}

/** The calendar and the customers of a tally. */
export function tallySheets(
  tally: Tally,
  zone: string,
  say: Say,
): readonly [calendar: Sheet, customers: Sheet] {
  const [reminders, ends] = [say({ en: 'First reminders', zh: '首次提醒' }), say({ en: 'Ends', zh: '到期' })]
  const calendar = {
    name: say({ en: 'Calendar', zh: '日历' }),
    columns: [say({ en: `Day (${zone})`, zh: `日期（${zone}）` }), reminders, ends],
    rows: tally.calendar().map((row) => [row.day, row.reminders, row.ends]),
  }
  const customers = {
    name: say({ en: 'Customers', zh: '客户' }),
    columns: [
      say({ en: 'Customer', zh: '客户' }),
      say({ en: 'Devices', zh: '设备' }),
      say({ en: 'Earliest reminder', zh: '最早提醒' }),
      say({ en: 'Earliest end', zh: '最早到期' }),
      say({ en: 'Past their end', zh: '已过期' }),
    ],
    rows: tally
      .customers()
      .map((row) => [row.customer, row.devices, row.firstReminder, row.firstEnd, row.past]),
  }
  return [calendar, customers]
}
