// What `order add` was given, as an order line; or which option cannot be read.
import { formatInstant } from '@holdfast/capabilities'
import { parseInstantOrDate } from '@holdfast/capabilities/calendar'
import type { OrderLineWire } from '@holdfast/contract'
import { textOf, type Options, type OptionSpec } from './command.ts'
import { readCount, readNumber } from './list-command.ts'

/** How long a licence runs. */
export const termOptions: readonly OptionSpec[] = [
  {
    flags: '--term <term>',
    summary: {
      en: 'perpetual, until=2029-01-01, or a period as P3Y',
      zh: 'perpetual（永久）、until=2029-01-01，或期间如 P3Y',
    },
    required: true,
  },
  {
    flags: '--from <start>',
    summary: {
      en: 'start of a period: order or first-activation',
      zh: '期间起点：order 或 first-activation',
    },
  },
  {
    flags: '--zone <zone>',
    summary: {
      en: 'time zone of a period, and of days that are given without a time (default: UTC)',
      zh: '期间及不带时刻的日期所用时区（默认 UTC）',
    },
  },
]

export const orderLineOptions: readonly OptionSpec[] = [
  { flags: '--product <id>', summary: { en: 'product', zh: '产品' }, required: true },
  {
    flags: '--edition <id>',
    summary: { en: 'edition (default: standard)', zh: '版本类型（默认 standard）' },
  },
  { flags: '--seats <number>', summary: { en: 'quantity', zh: '数量（席位）' }, required: true },
  {
    flags: '--serials <mode>',
    summary: {
      en: 'one: one serial number for all seats; each: one for each seat',
      zh: 'one：全部席位共用一个序列号；each：每个席位一个',
    },
  },
  ...termOptions,
  {
    flags: '--releases <ranges>',
    summary: {
      en: 'ordinals covered, as 100-300,400- (default: all)',
      zh: '包含的发行版序数，如 100-300,400-（默认全部）',
    },
  },
  {
    flags: '--renewal <rule>',
    summary: {
      en: 'none, or advised|required:EVERY-DAYS:WINDOW-DAYS',
      zh: 'none，或 advised|required:间隔天数:窗口天数',
    },
  },
  {
    flags: '--reminder-days <days>',
    summary: { en: 'reminders before the end (default: 30)', zh: '到期前提醒天数（默认 30）' },
  },
  {
    flags: '--grace-days <days>',
    summary: { en: 'grace after the end (default: 14)', zh: '到期后宽限天数（默认 14）' },
  },
]

export type ReadLine =
  | { readonly kind: 'line'; readonly line: OrderLineWire }
  | { readonly kind: 'misused'; readonly message: string }

const untilPrefix = 'until='
export const termForms = 'perpetual, until=2029-01-01, P3Y'
/** What each option looks like, in any language. */
const forms = {
  seats: '1, 140',
  serials: 'one, each',
  term: termForms,
  releases: '100-300,400-',
  renewal: 'none, advised:30:7, required:30:7',
  'reminder-days': '30',
  'grace-days': '14',
} as const

export function readOrderLine(options: Options): ReadLine {
  const misused = (name: keyof typeof forms): ReadLine => ({
    kind: 'misused',
    message: `--${name} ${textOf(options, camelCase(name)) ?? ''}: ${forms[name]}`,
  })
  const seats = readCount(textOf(options, 'seats') ?? '')
  if (seats === null) return misused('seats')
  const serials = textOf(options, 'serials')
  if (serials !== undefined && serials !== 'one' && serials !== 'each') return misused('serials')
  const term = readTerm(options)
  if (term === null) return misused('term')
  const releases = readRanges(textOf(options, 'releases'))
  if (releases === null) return misused('releases')
  const renewal = readRenewal(textOf(options, 'renewal'))
  if (renewal === null) return misused('renewal')
  const reminderDays = readNumber(textOf(options, 'reminderDays') ?? '30')
  if (reminderDays === null) return misused('reminder-days')
  const graceDays = readNumber(textOf(options, 'graceDays') ?? '14')
  if (graceDays === null) return misused('grace-days')
  const edition = textOf(options, 'edition')
  const line: OrderLineWire = {
    product: textOf(options, 'product') ?? '',
    ...(edition === undefined ? {} : { edition }),
    ...(releases === undefined ? {} : { releases }),
    seats,
    ...(serials === undefined ? {} : { serials }),
    term,
    ...(renewal === undefined ? {} : { renewal }),
    reminderDays,
    graceDays,
  }
  return { kind: 'line', line }
}

/** Null where it cannot be read, or a day alone has no such zone to begin in. */
export function readTerm(options: Options): OrderLineWire['term'] | null {
  const text = textOf(options, 'term') ?? ''
  if (text === 'perpetual') return { kind: 'perpetual' }
  const zone = textOf(options, 'zone') ?? 'UTC'
  if (text.startsWith(untilPrefix)) {
    const until = parseInstantOrDate(text.slice(untilPrefix.length), zone)
    return until === null ? null : { kind: 'until', until: formatInstant(until) }
  }
  const from = textOf(options, 'from') ?? 'order'
  if (!/^P[\dYMWD]+$/.test(text) || (from !== 'order' && from !== 'first-activation')) return null
  return { kind: 'period', period: text, from, zone }
}

/** Undefined: not given. Null: cannot be read. */
function readRanges(text: string | undefined): OrderLineWire['releases'] | null {
  if (text === undefined) return undefined
  const ranges = []
  for (const part of text.split(',')) {
    const found = /^(\d{1,9})-(\d{1,9})?$/.exec(part.trim())
    if (found === null) return null
    ranges.push({ from: Number(found[1]), ...(found[2] === undefined ? {} : { below: Number(found[2]) }) })
  }
  return ranges
}

function readRenewal(text: string | undefined): OrderLineWire['renewal'] | null {
  if (text === undefined) return undefined
  if (text === 'none') return { kind: 'none' }
  const found = /^(advised|required):(\d{1,4}):(\d{1,4})$/.exec(text)
  if (found === null) return null
  return {
    kind: found[1] as 'advised' | 'required',
    everyDays: Number(found[2]),
    windowDays: Number(found[3]),
  }
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
