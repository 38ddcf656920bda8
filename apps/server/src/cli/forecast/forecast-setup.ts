// What the options of a forecast say, as rules; or which of them cannot be read.
import { parseInstantOrDate, isZone, ZoneDays } from '@holdfast/capabilities/calendar'
import {
  parseTermSeconds,
  reminderDaysDefault,
  reminderDaysMax,
  type AppliedFinding,
  type ColumnMapping,
  type DateOrder,
  type DayRounding,
  type ListRules,
  type MappingChoice,
  type Renewals,
} from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'
import {
  textOf,
  textsOf,
  type CommandContext,
  type Misused,
  type OptionSpec,
  type Options,
  type Refused,
} from '../command.ts'
import { readNumber } from '../list-command.ts'
import { readFindingOption } from './finding-option.ts'
import { parseChoice } from './open-list.ts'
import { readPlan } from './read-plan.ts'

export const listOptions: readonly OptionSpec[] = [
  {
    flags: '--map <field=column>',
    summary: { en: 'which column a field is; may be repeated', zh: '指定字段对应的列，可重复' },
    repeated: true,
  },
  {
    flags: '--zone <zone>',
    summary: { en: 'whose days are meant (default: UTC)', zh: '日期所属时区（默认 UTC）' },
  },
  {
    flags: '--finding <finding>',
    summary: {
      en: 'file of "explain --json", a name as 32-bit-seconds, or the id of a finding of the server',
      zh: 'explain --json 的文件、名称（如 32-bit-seconds），或服务器中待查事项的标识',
    },
  },
  {
    flags: '--date-order <order>',
    summary: {
      en: 'dmy or mdy: how 3/4/2018 is meant (default: as its column shows)',
      zh: 'dmy 或 mdy：3/4/2018 的读法（默认按该列判定）',
    },
  },
  {
    flags: '--as-of <moment>',
    summary: { en: 'what counts as now (default: now)', zh: '以此时刻为当前（默认现在）' },
  },
]

export const forecastOptions: readonly OptionSpec[] = [
  {
    flags: '--database',
    summary: { en: 'the devices of the server instead of a file', zh: '使用服务器中的设备，而非文件' },
  },
  ...listOptions,
  {
    flags: '--granted <term>',
    summary: {
      en: 'granted term, as 150000d, where a row names none',
      zh: '授权期限，如 150000d（行内未注明时）',
    },
  },
  {
    flags: '--reminder-days <days>',
    summary: {
      en: 'reminders begin so long before the end (default: 30)',
      zh: '到期前多少天开始提醒（默认 30）',
    },
  },
  {
    flags: '--rounding <rule>',
    summary: {
      en: 'how printed days were rounded: up, down or either (default: up)',
      zh: '打印的天数如何取整：up、down 或 either（默认 up）',
    },
  },
  {
    flags: '--after-plan <file>',
    summary: { en: 'compare with what this plan renews', zh: '与执行此计划后的情况比较' },
  },
  { flags: '--csv <file>', summary: { en: 'also write devices as CSV', zh: '另存设备清单为 CSV' } },
  {
    flags: '--xlsx <file>',
    summary: {
      en: 'also write devices, calendar and customers as a workbook',
      zh: '另存设备、日历和客户为工作簿',
    },
  },
  {
    flags: '--svg <file>',
    summary: { en: 'also draw reminders and ends by week', zh: '另绘制每周提醒与到期图' },
  },
]

export type ForecastSetup = {
  readonly zone: string
  readonly rules: ListRules
  readonly finding: AppliedFinding | null
  /** Columns by field, as named in the file; null for the database. */
  readonly mapping: { readonly [field: string]: string } | null
}

/** Everything but the columns, which are known when the file is open. */
export type SetupBefore = {
  readonly kind: 'setup'
  readonly zone: string
  readonly choices: readonly MappingChoice[]
  complete(
    table: {
      readonly columns: readonly string[]
      readonly mapping: ColumnMapping
      readonly isWorkbook: boolean
    } | null,
  ): ForecastSetup
}

export async function readSetup(
  context: Pick<CommandContext, 'say' | 'clock' | 'api'>,
  options: Options,
): Promise<SetupBefore | Misused | Refusal | Refused> {
  const { say, clock } = context
  const misused = (text: string): Misused => ({ kind: 'misused', message: text })
  const zone = textOf(options, 'zone') ?? 'UTC'
  if (!isZone(zone))
    return misused(
      `--zone ${zone}: ${say({ en: 'is no time zone, as Asia/Shanghai is', zh: '不是时区名，例如 Asia/Shanghai' })}`,
    )
  const asOfText = textOf(options, 'asOf')
  const asOf = asOfText === undefined ? clock.now() : parseInstantOrDate(asOfText, zone)
  if (asOf === null) return misused(`--as-of ${asOfText}: 2026-03-01, 2026-03-01T08:30:00Z`)
  const grantedText = textOf(options, 'granted')
  const granted = grantedText === undefined ? null : parseTermSeconds(grantedText)
  if (granted === null && grantedText !== undefined)
    return misused(`--granted ${grantedText}: 150000d, 180 days`)
  const reminderText = textOf(options, 'reminderDays')
  const reminderDays = reminderText === undefined ? reminderDaysDefault : readNumber(reminderText)
  if (reminderDays === null || reminderDays > reminderDaysMax)
    return misused(`--reminder-days ${reminderText}: 0 ... ${reminderDaysMax}`)
  const rounding = textOf(options, 'rounding') ?? 'up'
  if (!isRounding(rounding)) return misused(`--rounding ${rounding}: up, down, either`)
  const orderText = textOf(options, 'dateOrder')
  const dateOrder = orderText === undefined ? null : dateOrders[orderText]
  if (dateOrder === undefined) return misused(`--date-order ${orderText}: dmy, mdy`)
  const choices: MappingChoice[] = []
  for (const text of textsOf(options, 'map')) {
    const choice = parseChoice(text)
    if (choice === null) return misused(`--map ${text}: field=column`)
    choices.push(choice)
  }
  const finding = await readFindingOption(textOf(options, 'finding'), context, granted)
  if (finding !== null && 'kind' in finding) return finding
  const renewals = await readPlan(textOf(options, 'afterPlan'))
  if (renewals !== null && 'code' in renewals) return renewals
  const forecast = { finding, grantedSeconds: granted ?? finding?.grantedSeconds ?? null, reminderDays }
  return composeSetup({ zone, asOf, choices, rounding, dateOrder, forecast, renewals })
}

function composeSetup(given: {
  readonly zone: string
  readonly asOf: ListRules['asOf']
  readonly choices: readonly MappingChoice[]
  readonly rounding: DayRounding
  readonly dateOrder: DateOrder
  readonly forecast: ListRules['forecast'] & { readonly finding: AppliedFinding | null }
  readonly renewals: Renewals | null
}): SetupBefore {
  const { zone, asOf, choices, rounding, dateOrder, forecast, renewals } = given
  return {
    kind: 'setup',
    zone,
    choices,
    complete(table) {
      const rows = {
        mapping: table?.mapping ?? {},
        days: new ZoneDays(zone),
        sheetNumbers: table?.isWorkbook ?? false,
        rounding,
        dateOrder,
      }
      const mapping =
        table === null
          ? null
          : Object.fromEntries(
              Object.entries(table.mapping).map(([field, at]) => [field, table.columns[at] ?? '']),
            )
      return { zone, finding: forecast.finding, mapping, rules: { rows, forecast, asOf, renewals } }
    },
  }
}

/** Activations without any term give no end: said once, not row by row. */
export function refuseWithoutTerm(setup: ForecastSetup): Refusal<'GRANTED_MISSING'> | null {
  const { rows, forecast } = setup.rules
  const { mapping } = rows
  const hasEnds = mapping.ends !== undefined || mapping.captured !== undefined
  const hasLeft = forecast.finding?.leftSeconds !== undefined && forecast.finding.leftSeconds !== null
  return forecast.grantedSeconds === null && !hasLeft && mapping.granted === undefined && !hasEnds
    ? refuse('GRANTED_MISSING')
    : null
}

const dateOrders: { readonly [text: string]: DateOrder } = { dmy: 'day-first', mdy: 'month-first' }

function isRounding(text: string): text is DayRounding {
  return text === 'up' || text === 'down' || text === 'either'
}
