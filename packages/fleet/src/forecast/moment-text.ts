// Dates and moments as people and programs write them in tables, read by hand: a million rows have two or three each.
import { daysInMonth, dayNumber, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { ZoneDays } from '@holdfast/capabilities/calendar'
import type { Span } from '../observation.ts'

/** Which number of `3/4/2018` is the day; null where nothing has decided it. */
export type DateOrder = 'day-first' | 'month-first' | null

export type MomentFault =
  | 'empty'
  /** Day and month could be swapped, and nothing decides. */
  | 'date-order'
  | 'no-date'
  /** The day, the clock time or the year does not exist, or the zone left the day out. */
  | 'no-such-date'

/** Longest text that can be a date. */
export const momentCharsMax = 40
export const yearMin = 1900
export const yearMax = 9999

/** Days from 1899-12-30, from which spreadsheets count, to 1970-01-01. */
const sheetEpochDays = 25_569
/** October 1954 to the year 9999: a smaller number is more likely a year, or a count of something. */
const sheetDaysMin = 20_000
const sheetDaysMax = 2_958_465

/** What a reader of dates has to know about the table. */
export type MomentRules = {
  readonly days: ZoneDays
  /** Plain numbers are days of a spreadsheet: true for workbooks alone. */
  readonly sheetNumbers: boolean
  /** What a person said of dates with two readings; it counts more than what the column shows. */
  readonly dateOrder?: DateOrder
}

const digitOf = (code: number) => code - 48
const isDigit = (code: number) => code >= 48 && code <= 57
/** Two digits; NaN where there are none. */
const pairAt = (text: string, at: number) => {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
const isBlank = (code: number) => code === 32 || code === 0xa0 || code === 9 || code === 0x3000

/**
 * Reads one cell after another; what was read stands in `order` until the next one. One object for a whole column, so
 * that nothing but the answer is made for a cell.
 * Source: docs/spec/forecast.md §3, §6.
 */
export class MomentReader {
  readonly #rules: MomentRules
  /** Rows whose date said by itself which number is the day. */
  dayFirstSeen = false
  monthFirstSeen = false
  #text = ''
  #at = 0

  constructor(rules: MomentRules) {
    this.#rules = rules
  }

  /** What the column has decided so far; null also where rows contradict each other. */
  get order(): DateOrder {
    if (this.dayFirstSeen === this.monthFirstSeen) return null
    return this.dayFirstSeen ? 'day-first' : 'month-first'
  }

  /** The span that a cell means. What a person said, else `order`, decides what has two readings. */
  read(text: string, order: DateOrder): Span | MomentFault {
    if (text.length === 10 || text.length === 20) {
      const span = this.#plain(text)
      if (span !== null) return span
    }
    this.#text = text
    this.#at = 0
    this.#skipBlanks()
    if (this.#at >= text.length) return 'empty'
    if (text.length > momentCharsMax) return 'no-date'
    const start = this.#at
    const first = this.#number()
    const digits = this.#at - start
    if (digits === 4) return this.#yearFirst(first)
    if (digits === 1 || digits === 2) {
      const separator = this.#code()
      if (separator === 47 || separator === 45 || separator === 46)
        return this.#yearLast(first, separator, order)
    }
    if (digits === 8 && this.#ends())
      return this.#day(Math.floor(first / 10_000), Math.floor(first / 100) % 100, first % 100)
    if (this.#rules.sheetNumbers && digits >= 1) return this.#sheetNumber(start)
    return 'no-date'
  }

  /** `2018-09-19` and `2018-09-19T02:21:37Z`, which programs write, in one look; null where it is anything else. */
  #plain(text: string): Span | null {
    const year = pairAt(text, 0) * 100 + pairAt(text, 2)
    const [month, day] = [pairAt(text, 5), pairAt(text, 8)]
    // What is no number compares as false. Days past the 28th are left to the careful way.
    if (!(year >= yearMin && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return null
    if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null
    const number = dayNumber(year, month, day)
    if (text.length === 10) {
      const span = this.#wholeDay(number)
      return typeof span === 'string' ? null : span
    }
    const [hour, minute, second] = [pairAt(text, 11), pairAt(text, 14), pairAt(text, 17)]
    if (!(hour <= 23 && minute <= 59 && second <= 59)) return null
    if (text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null
    if (text.charCodeAt(19) !== 90) return null
    const from = number * secondsPerDay + hour * 3600 + minute * 60 + second
    return { from: from as Instant, to: (from + 1) as Instant }
  }

  #yearFirst(year: number): Span | MomentFault {
    const separator = this.#code()
    // - / . and 年
    if (separator !== 45 && separator !== 47 && separator !== 46 && separator !== 0x5e74) return 'no-date'
    this.#at += 1
    const month = this.#twoDigits()
    const second = this.#code()
    if (month < 0 || second !== (separator === 0x5e74 ? 0x6708 : separator)) return 'no-date'
    this.#at += 1
    const day = this.#twoDigits()
    if (day < 0) return 'no-date'
    // 日 or 号
    if (separator === 0x5e74 && (this.#code() === 0x65e5 || this.#code() === 0x53f7)) this.#at += 1
    return this.#day(year, month, day)
  }

  #yearLast(first: number, separator: number, order: DateOrder): Span | MomentFault {
    this.#at += 1
    const second = this.#twoDigits()
    if (second < 0 || this.#code() !== separator) return 'no-date'
    this.#at += 1
    const start = this.#at
    const year = this.#number()
    if (this.#at - start !== 4) return 'no-date'
    // Dots are written day first everywhere.
    if (separator === 46) return this.#day(year, second, first)
    if (first === second) return this.#day(year, second, first)
    if (first > 12 || second > 12) {
      if (first > 12 && second > 12) return 'no-such-date'
      if (first > 12) this.dayFirstSeen = true
      else this.monthFirstSeen = true
      return first > 12 ? this.#day(year, second, first) : this.#day(year, first, second)
    }
    const decided = this.#rules.dateOrder ?? order
    if (decided === null) return 'date-order'
    return decided === 'day-first' ? this.#day(year, second, first) : this.#day(year, first, second)
  }

  #day(year: number, month: number, day: number): Span | MomentFault {
    if (year < yearMin || year > yearMax || month < 1 || month > 12) return 'no-such-date'
    if (day < 1 || day > daysInMonth(year, month)) return 'no-such-date'
    return this.#clockTime(dayNumber(year, month, day))
  }

  #clockTime(day: number): Span | MomentFault {
    if (this.#code() === 84 || this.#code() === 116) this.#at += 1
    else this.#skipBlanks()
    if (this.#ends()) return this.#wholeDay(day)
    const chineseHalf = this.#chineseHalf()
    let hour = this.#twoDigits()
    // : ： 时 点
    if (hour < 0 || !this.#isOneOf(58, 0xff1a, 0x65f6, 0x70b9)) return 'no-date'
    this.#at += 1
    const minute = this.#twoDigits()
    if (minute < 0) return 'no-date'
    let second = -1
    // : ： 分
    if (this.#isOneOf(58, 0xff1a, 0x5206)) {
      this.#at += 1
      second = this.#twoDigits()
      if (second < 0 && this.#text.charCodeAt(this.#at - 1) !== 0x5206) return 'no-date'
      if (second >= 0) this.#skipFraction()
    }
    if (this.#code() === 0x79d2) this.#at += 1
    const half = chineseHalf ?? this.#englishHalf()
    if (half !== null) {
      if (hour < 1 || hour > 12) return 'no-such-date'
      hour = (hour % 12) + half
    }
    if (hour > 23 || minute > 59 || second > 59) return 'no-such-date'
    return this.#placed(
      day * secondsPerDay + hour * 3600 + minute * 60 + Math.max(second, 0),
      second < 0 ? 60 : 1,
    )
  }

  /** A clock time with an offset is one moment; without, what the zone makes of it. */
  #placed(localSeconds: number, widthSeconds: number): Span | MomentFault {
    this.#skipBlanks()
    if (this.#ends()) {
      const { first, last } = this.#rules.days.momentsOf(localSeconds)
      return { from: first as Instant, to: (last + widthSeconds) as Instant }
    }
    const code = this.#code()
    if (code === 90 || code === 122) {
      this.#at += 1
      return this.#ends()
        ? { from: localSeconds as Instant, to: (localSeconds + widthSeconds) as Instant }
        : 'no-date'
    }
    if (code !== 43 && code !== 45 && code !== 0x2212) return 'no-date'
    this.#at += 1
    const hours = this.#twoDigits()
    if (this.#code() === 58) this.#at += 1
    const minutes = this.#ends() ? 0 : this.#twoDigits()
    if (hours < 0 || minutes < 0 || !this.#ends()) return 'no-date'
    if (hours > 23 || minutes > 59) return 'no-such-date'
    const from = localSeconds - (code === 43 ? 1 : -1) * (hours * 3600 + minutes * 60)
    return { from: from as Instant, to: (from + widthSeconds) as Instant }
  }

  #wholeDay(day: number): Span | MomentFault {
    const from = this.#rules.days.startOf(day)
    const to = this.#rules.days.startOf(day + 1)
    return from === null || to === null || from >= to ? 'no-such-date' : { from, to }
  }

  #sheetNumber(start: number): Span | MomentFault {
    const value = Number(this.#text.slice(start).trim())
    if (!(value >= sheetDaysMin && value <= sheetDaysMax)) return 'no-date'
    const day = Math.floor(value)
    const seconds = Math.round((value - day) * secondsPerDay)
    if (seconds === 0) return this.#wholeDay(day - sheetEpochDays)
    const { first, last } = this.#rules.days.momentsOf((day - sheetEpochDays) * secondsPerDay + seconds)
    return { from: first as Instant, to: (last + 1) as Instant }
  }

  /** 0 or 12 hours to add, where the text says which half of the day. */
  #chineseHalf(): 0 | 12 | null {
    const code = this.#code()
    if ((code !== 0x4e0a && code !== 0x4e0b) || this.#text.charCodeAt(this.#at + 1) !== 0x5348) return null
    this.#at += 2
    this.#skipBlanks()
    return code === 0x4e0a ? 0 : 12
  }

  #englishHalf(): 0 | 12 | null {
    const before = this.#at
    this.#skipBlanks()
    const half = this.#code() | 32
    if ((half !== 97 && half !== 112) || (this.#text.charCodeAt(this.#at + 1) | 32) !== 109) {
      this.#at = before
      return null
    }
    this.#at += 2
    return half === 97 ? 0 : 12
  }

  #skipFraction(): void {
    if (!this.#isOneOf(46, 44)) return
    this.#at += 1
    while (isDigit(this.#code())) this.#at += 1
  }

  #number(): number {
    let value = 0
    while (isDigit(this.#code())) {
      value = value * 10 + digitOf(this.#code())
      this.#at += 1
    }
    return value
  }

  /** One or two digits, not followed by a third; -1 for anything else. */
  #twoDigits(): number {
    const first = this.#code()
    if (!isDigit(first)) return -1
    this.#at += 1
    const second = this.#code()
    if (!isDigit(second)) return digitOf(first)
    this.#at += 1
    return digitOf(first) * 10 + digitOf(second)
  }

  #isOneOf(...codes: readonly number[]): boolean {
    return codes.includes(this.#code())
  }

  #skipBlanks(): void {
    while (isBlank(this.#code())) this.#at += 1
  }

  #ends(): boolean {
    const before = this.#at
    this.#skipBlanks()
    if (this.#at >= this.#text.length) return true
    this.#at = before
    return false
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at)
  }
}
