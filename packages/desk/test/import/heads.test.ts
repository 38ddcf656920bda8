// Subjects, times and senders, as tables.
import { formatInstant } from '@holdfast/capabilities'
import { describe, expect, test } from 'vitest'
import { parseCorrespondent } from '../../src/import/parse-correspondent.ts'
import { parseSubject } from '../../src/import/parse-subject.ts'
import { parseWrittenTime } from '../../src/import/parse-written-time.ts'

type Head = readonly [
  number: string | null,
  customer: string | null,
  title: string | null,
  stage: string | null,
  token: string | null,
]

// prettier-ignore
const subjects: readonly (readonly [string, Head])[] = [
  ['回复: [案例号: CAS-07718-K2M8Q1] % 青禾医院 % 剩余天数异常 % 首次响应 TRK:0047120', ['CAS-07718-K2M8Q1', '青禾医院', '剩余天数异常', '首次响应', 'TRK:0047120']],
  ['[案例号: C-1] % 甲 % 乙 % 丙 TK7A9Q2', ['C-1', '甲', '乙', '丙', 'TK7A9Q2']],
  ['答复：回复: 转发: Re: FW: [案例编号：C-2] % 甲 % 乙', ['C-2', '甲', '乙', null, null]],
  ['Re[3]: [Case No.: 2025/117] % Lantern Bank % Term shrinks % planned ref:_00a.b:ref', ['2025/117', 'Lantern Bank', 'Term shrinks', 'planned', 'ref:_00a.b:ref']],
  ['[Case: C-3]', ['C-3', null, null, null, null]],
  ['[Case #C-4] % Lantern Bank', ['C-4', 'Lantern Bank', null, null, null]],
  ['Case No: C-5 % A % B % C [TK-0012]', ['C-5', 'A', 'B', 'C', 'TK-0012']],
  ['【工单号：C-6】 ％ 甲 ％ 乙 ％ 丙', ['C-6', '甲', '乙', '丙', null]],
  ['[案例号: C-7] % 甲 % 占用 100% 之后变慢 % 丙', ['C-7', '甲', '占用 100% 之后变慢', '丙', null]],
  ['[案例号: C-8] % 甲 % 升级 % 到 V0-H % 计划 升级到 V2020-L', ['C-8', '甲', '升级 % 到 V0-H', '计划 升级到 V2020-L', null]],
  ['[案例号: C-9] % 甲 % 乙 % TRK:0047120', ['C-9', '甲', '乙', null, 'TRK:0047120']],
  ['甲 % 乙 % 丙 TRK:1234', [null, '甲', '乙', '丙', 'TRK:1234']],
  ['完成 100 % 了', [null, null, null, null, null]],
  ['您好', [null, null, null, null, null]],
  ['', [null, null, null, null, null]],
]

test.each(subjects)('%s', (subject, expected) => {
  const head = parseSubject(subject)
  expect([head.number, head.customer, head.title, head.stage, head.token]).toEqual(expected)
  expect(head.subject).toBe(subject)
})

describe('times', () => {
  // prettier-ignore
  test.each([
    ['2025-03-05T11:40:12.1234567+00:00', '2025-03-05T11:40:12Z', 0],
    ['2025-03-05T11:40:12.1Z', '2025-03-05T11:40:12Z', 0],
    ['2025-03-05T11:40:12+0800', '2025-03-05T03:40:12Z', 480],
    ['2025-03-05 11:40:12 +08:00', '2025-03-05T03:40:12Z', 480],
    ['2025-03-05T11:40-05', '2025-03-05T16:40:00Z', -300],
    ['2025-03-05T11:40:12-00:00', '2025-03-05T11:40:12Z', 0],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', 0],
    ['２０２５－０３－０５T11:40:12Z', '2025-03-05T11:40:12Z', 0],
    ['2025-03-05T11:40:12.123', null, null],
    ['2025/3/5 9:40', null, null],
    ['2025年3月5日 星期三 下午 3:40', null, null],
  ])('%s', (written, moment, offset) => {
    const time = parseWrittenTime(written)
    const read = time?.moment ?? null
    expect(read === null ? null : formatInstant(read)).toBe(moment)
    expect(time?.offsetMinutes).toBe(offset)
  })
  test('hours of the afternoon', () => {
    expect(parseWrittenTime('2025年3月5日 下午 3:40')?.hour).toBe(15)
    expect(parseWrittenTime('2025年3月5日凌晨12:10')?.hour).toBe(0)
    expect(parseWrittenTime('2025/3/5 上午 9:10')?.hour).toBe(9)
    expect(parseWrittenTime('2025/3/5 中午12:10')?.hour).toBe(12)
  })
  test.each([
    '',
    'gestern',
    '2025-02-30T00:00:00Z',
    '2025-03-05',
    '2025-03-05T25:00:00Z',
    '2025-03-05T11:40:12+15:00',
    '0000-01-01T00:00:00Z',
    '2025-03-05T11:40:12Z und mehr',
  ])('no time: %s', (text) => expect(parseWrittenTime(text)).toBeNull())
})

// prettier-ignore
test.each([
  ['林远航', '林远航', ''],
  ['lin@vendor.example', '', 'lin@vendor.example'],
  ['林远航 <Lin@Vendor.example>', '林远航', 'Lin@Vendor.example'],
  ['"Lin, Yuanhang" <lin@vendor.example>', 'Lin, Yuanhang', 'lin@vendor.example'],
  ['林远航 [mailto:lin@vendor.example]', '林远航', 'lin@vendor.example'],
  ['lin@vendor.example [mailto:lin@vendor.example]', '', 'lin@vendor.example'],
  ['lin@vendor.example <mailto:other@evil.example>', 'lin@vendor.example', 'other@evil.example'],
  ['林远航＜lin@vendor.example＞；', '林远航', 'lin@vendor.example'],
  ['林远航（lin@vendor.example）', '林远航', 'lin@vendor.example'],
  ['林远航（研发）', '林远航（研发）', ''],
  ['<lin@vendor.example> 林远航', '林远航', 'lin@vendor.example'],
  ['', '', ''],
])('sender %s', (text, name, address) => expect(parseCorrespondent(text)).toEqual({ name, address }))
