// Numbers, dates and codes as people and programs write them. spec: reading §4
import { expect, test } from 'vitest'
import { candidatesOf, isWholeDate, orderShownBy, parseDate } from '../src/read/dates.ts'
import { hideKeys } from '../src/read/hide-keys.ts'
import { findCode, parseCount, parseInterval, parseMinutesAndDays } from '../src/read/numbers.ts'

test.each([
  ['1001', 1001],
  ['0', 0],
  ['-1', -1],
  ['1,001', 1001],
  ['118 344', 118_344],
  ["1'152'316", 1_152_316],
  ['1.152.316', 1_152_316],
  ['999999999999999', 999_999_999_999_999],
  ['1000000000000000', null],
  ['250.125', null],
  ['1,01', null],
  ['12,3456', null],
  ['1 001 ', null],
  ['', null],
  ['many', null],
  ['0x10', null],
  ['1e3', null],
])('count %s | %s', (text, value) => {
  expect(parseCount(text)).toBe(value)
})

test.each([
  ['253127 minute(s) (176 day(s))', 253_127, 176],
  ['1152316 分钟(801 天)', 1_152_316, 801],
  ['1152316分钟 ( 801天 )', 1_152_316, 801],
  ['247,683 minute(s) (173 day(s))', 247_683, 173],
  ['250.125 minute(s) (174 day(s))', 250_125, 174],
  ['250.125 minute(s) (173 day(s))', 250_125, 173],
  ['250.125 minute(s) (172 day(s))', null, null],
  ['250.125 minute(s)', null, null],
  ['1.152.316 minutes (801 days)', 1_152_316, 801],
  ['253127 minutes', 253_127, null],
  ['253127 minute(s) (17', 253_127, null],
  ['253127 minute(s) (176', 253_127, null],
  ['253127 minute(s) (176)', 253_127, null],
  ['253127 minute(s) (9 day(s))', 253_127, 9],
  ['-5 minute(s) (-1 day(s))', -5, -1],
  ['216000000 minute(s) (150000 day(s))', 216_000_000, 150_000],
  ['2470', null, null],
  ['2470 m', null, null],
  ['176 day(s)', null, null],
  ['', null, null],
])('minutes and days %s | %s %s', (text, minutes, days) => {
  const found = parseMinutesAndDays(text)
  expect(found?.minutes ?? null).toBe(minutes)
  expect(found?.days ?? null).toBe(days)
})

test.each([
  ['120 minutes', 120],
  ['10080 分钟', 10_080],
  ['10080分钟', 10_080],
  ['-1 minutes', null],
  ['120', null],
  ['120 hours', null],
])('interval %s | %s', (text, value) => {
  expect(parseInterval(text)).toBe(value)
})

test.each([
  ['0xC004F009 (grace time expired).', '0xC004F009'],
  ['0x0xC004F009.', '0xC004F009'],
  ['0xc004f009', '0xC004F009'],
  ['0xC004F00', null],
  ['0xC004F0099', null],
  ['C004F009', null],
])('code %s | %s', (text, code) => {
  expect(findCode(text)).toBe(code)
})

/** `|` between two readings. */
test.each([
  ['2020/2/27 11:48:43', '2020-02-27T11:48:43'],
  ['2025-12-09 07:08:09', '2025-12-09T07:08:09'],
  ['2025-12-09T07:08:09', '2025-12-09T07:08:09'],
  ['2018年11月27日 9:40:03', '2018-11-27T09:40:03'],
  ['2018/11/27 上午 9:40:03', '2018-11-27T09:40:03'],
  ['2018/11/27 下午 9:40:03', '2018-11-27T21:40:03'],
  ['2018/11/27 下午 12:40:03', '2018-11-27T12:40:03'],
  ['2018/11/27 上午 12:40:03', '2018-11-27T00:40:03'],
  ['2018/11/27 星期二 9:40:03', '2018-11-27T09:40:03'],
  ['2018/11/27 周二 下午 9:40', '2018-11-27T21:40:00'],
  ['2018/11/27', '2018-11-27T00:00:00'],
  ['7/5/2025 9:13:33 AM', '2025-07-05T09:13:33'],
  ['7/5/2025 12:13:33 AM', '2025-07-05T00:13:33'],
  ['7/5/2025 12:13:33 PM', '2025-07-05T12:13:33'],
  ['07/05/2025 9:13:33 PM', '2025-07-05T21:13:33'],
  ['5/07/2025 9:13:33 AM', '2025-05-07T09:13:33|2025-07-05T09:13:33'],
  ['10/07/2025 9:13:33 AM', '2025-07-10T09:13:33|2025-10-07T09:13:33'],
  ['7/5/2025 9:13:33 am', '2025-05-07T09:13:33|2025-07-05T09:13:33'],
  ['7/5/2025 9:13:33 a.m.', '2025-05-07T09:13:33|2025-07-05T09:13:33'],
  ['27/03/2022 01:59:58', '2022-03-27T01:59:58'],
  ['8/14/2023 9:26:41 AM', '2023-08-14T09:26:41'],
  ['14/8/2023 9:26:41 AM', '2023-08-14T09:26:41'],
  ['03/04/2024 09:15:00', '2024-03-04T09:15:00|2024-04-03T09:15:00'],
  ['05/04/2024', '2024-04-05T00:00:00|2024-05-04T00:00:00'],
  ['05-04-2024 10:00:00', '2024-04-05T10:00:00|2024-05-04T10:00:00'],
  ['05.04.2024 10:00:00', '2024-04-05T10:00:00'],
  ['4/4/2024 10:00:00', '2024-04-04T10:00:00'],
  ['2/29/2024 10:00:00 AM', '2024-02-29T10:00:00'],
  ['2/29/2023 10:00:00 AM', null],
  ['13/13/2023', null],
  ['2023/13/1', null],
  ['2023/2/30', null],
  ['2023-02/01', null],
  ['0/5/2025 9:00:00 AM', null],
  ['7/5/25 9:13:33 AM', null],
  ['7/5/2025 13:13:33 AM', null],
  ['7/5/2025 25:13:33', null],
  ['7/5/2025 9:60:33', null],
  ['7/5/2025 9:13:33 AM and more', null],
  ['yesterday', null],
  ['', null],
])('date %s | %s', (text, readings) => {
  const date = parseDate(text)
  const found = date === null ? null : (date.certain ?? candidatesOf(date).join('|'))
  expect(found).toBe(readings)
})

test.each([
  ['8/14/2023 9:26:41 AM', 'month-first'],
  ['14/8/2023 09:26:41', 'day-first'],
  ['7/5/2025 9:13:33 AM', 'month-first'],
  ['14.8.2023 09:26:41', 'day-first'],
  ['4/4/2024 10:00:00', null],
  ['03/04/2024 10:00:00', null],
  ['2024/3/4 10:00:00', null],
])('%s shows the order %s', (text, order) => {
  const date = parseDate(text)
  expect(date === null ? 'no date' : orderShownBy(date)).toBe(order)
})

test.each([
  ['8/14/2023 9:26:41 AM', true],
  ['2018/11/27 9:40:03', true],
  ['14/8/2023 21:26:41', true],
  ['14/8/2023 09:26:41', true],
  ['8/14/2023 9:26:41', false],
  ['2018/11/27 9:40:0', false],
  ['2018/11/27 9:40', false],
  ['2018/11/2', false],
  ['8/14/2023', false],
])('at the end of a text %s is whole: %s', (text, whole) => {
  expect(isWholeDate(text)).toBe(whole)
})

const masked = '*****-*****-*****-*****-Q7KXD'
test.each([
  ['ABCDE-FGHJK-LMNPQ-RSTVW-Q7KXD', masked],
  ['key ABCDE-FGHJK-LMNPQ-RSTVW-Q7KXD.', `key ${masked}.`],
  ['abcde fghjk lmnpq rstvw Q7KXD', masked],
  ['ABCDE\u2013FGHJK\u2013LMNPQ\u2013RSTVW\u2013Q7KXD', masked],
  ['ＡＢＣＤＥ－ＦＧＨＪＫ－ＬＭＮＰＱ－ＲＳＴＶＷ－Ｑ７ＫＸＤ', masked],
  ['BCDFGHJKMPQRTVWXY234Q7KXD', masked],
  ['ABCDE-FGHJK-LMNPQ-RSTVW', 'ABCDE-FGHJK-LMNPQ-RSTVW'],
  ['12e74f7b-fab3-4728-a78b-eb7e0787c0de', '12e74f7b-fab3-4728-a78b-eb7e0787c0de'],
  ['05426-03283-753-194912-03-1033-17763.0000-1552021', '05426-03283-753-194912-03-1033-17763.0000-1552021'],
])('%s is shown as %s', (text, shown) => {
  expect(hideKeys(text)).toBe(shown)
})
