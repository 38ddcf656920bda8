import { describe, expect, test } from 'vitest'
import {
  columnsMax,
  formatMapping,
  mapColumns,
  type MappingChoice,
} from '../../src/forecast/column-mapping.ts'
import { fieldNames, forecastFields, plainName, vagueNames } from '../../src/forecast/fields.ts'

function map(columns: string, ...choices: string[]) {
  const names = columns.split('|')
  const chosen = choices.map((text): MappingChoice => {
    const at = text.indexOf('=')
    return { field: text.slice(0, at), column: text.slice(at + 1) }
  })
  const answer = mapColumns(names, chosen)
  switch (answer.kind) {
    case 'mapped':
      return formatMapping(answer.mapping, names).join(' ')
    case 'ambiguous':
      return `? ${answer.doubts.map(({ field, columns: at }) => `${field}:${at.join('/')}`).join(' ')} -> ${formatMapping(answer.proposed, names).join(' ')}`
    case 'missing':
      return `missing ${answer.anyOf.join('/')}`
    case 'unknown':
      return `unknown ${answer.field}:${answer.column}`
  }
}

describe('names of columns', () => {
  test.each([
    [
      'device|customer|order date|activation date',
      'device=device customer=customer ordered=order date activated=activation date',
    ],
    ['主机名|单位|下单日期|激活日期', 'device=主机名 customer=单位 ordered=下单日期 activated=激活日期'],
    ['计算机名|剩余时间(分钟)|采集时间', 'device=计算机名 captured=采集时间 remainingMinutes=剩余时间(分钟)'],
    ['Host Name|Days Left|Captured_At', 'device=Host Name captured=Captured_At remainingDays=Days Left'],
    [
      'ＳＮ|订单号|订购日期|数量|授权天数',
      'serial=ＳＮ order=订单号 ordered=订购日期 granted=授权天数 quantity=数量',
    ],
    [
      'FullyQualifiedDomainName|GraceExpirationDate',
      'device=FullyQualifiedDomainName ends=GraceExpirationDate',
    ],
    ['device|Activation date (local)|remark', 'device=device activated=Activation date (local)'],
    ['设备|实际激活日期', 'device=设备 activated=实际激活日期'],
    ['device|date|激活日期', 'device=device activated=激活日期'],
    ['order number|order date|quantity', 'order=order number ordered=order date quantity=quantity'],
    ['device|activation date|release before|release after', 'device=device activated=activation date'],
  ])('%s', (columns, expected) => {
    expect(map(columns)).toBe(expected)
  })

  test.each([
    ['device|date', '? activated:1 ordered:1 captured:1 -> device=device activated=date'],
    ['设备|激活日期|激活时间', '? activated:1/2 -> device=设备 activated=激活日期'],
    ['host|computer|activated', '? device:0/1 -> device=host activated=activated'],
    [
      'device|captured|剩余时间',
      '? remainingMinutes:2 remainingDays:2 -> device=device captured=captured remainingMinutes=剩余时间',
    ],
    ['name|activated', '? device:0 order:0 -> device=name activated=activated'],
  ])('%s is doubtful', (columns, expected) => {
    expect(map(columns)).toBe(expected)
  })

  test.each([
    ['customer|activated', 'missing device/serial/order'],
    ['device|customer', 'missing activated/ordered/ends/remainingMinutes'],
    ['device|remaining minutes', 'missing captured'],
    ['', 'missing device/serial/order'],
  ])('%s lacks something', (columns, expected) => {
    expect(map(columns)).toBe(expected)
  })

  test('columns past the limit are not looked at', () => {
    const filler = Array.from({ length: columnsMax - 2 }, (_, at) => `x${at}`)
    expect(map(['device', ...filler, 'activated'].join('|'))).toMatch(/^device=device activated=activated/)
    expect(map(['device', ...filler, 'y', 'activated'].join('|'))).toMatch(/^missing/)
  })
})

describe('what a person says', () => {
  test.each([
    ['device|date', 'activated=date', 'device=device activated=date'],
    ['device|date|date', 'activated=#3', 'device=device activated=#3'],
    ['device|DATE ', 'activated=date', 'device=device activated=DATE '],
    ['设备|激活日期|激活时间', '激活时间=激活时间', 'device=设备 activated=激活时间'],
    ['device|activated|quantity', 'quantity=', 'device=device activated=activated'],
    ['device|date', 'activated=when', 'unknown activated:when'],
    ['device|date|date', 'activated=date', 'unknown activated:date'],
    ['device|date', 'colour=date', 'unknown colour:null'],
    ['device|date', 'activated=#3', 'unknown activated:#3'],
  ])('%s with %s', (columns, choice, expected) => {
    expect(map(columns, choice)).toBe(expected)
  })

  test('what is proposed can be given back', () => {
    const columns = ['name', 'a "quoted" one', '#7', '']
    const mapping = { device: 0, customer: 1, ordered: 2, activated: 3 }
    const pairs = formatMapping(mapping, columns)
    expect(pairs).toEqual(['device=name', 'customer=a "quoted" one', 'ordered=#3', 'activated=#4'])
    const choices = pairs.map((pair) => ({
      field: pair.split('=')[0]!,
      column: pair.split('=').slice(1).join('='),
    }))
    expect(mapColumns(columns, choices)).toEqual({ kind: 'mapped', mapping })
  })
})

describe('the table of names', () => {
  const names = forecastFields.flatMap((field) => fieldNames[field].map((name) => [name, field] as const))

  test('every name stands as it is compared, and for one field', () => {
    expect(names.filter(([name]) => plainName(name) !== name)).toEqual([])
    expect(names.length).toBe(new Set(names.map(([name]) => name)).size)
    const vague = vagueNames.flatMap((row) => row.names)
    expect(
      vague.filter((name) => names.some(([known]) => known === name) || plainName(name) !== name),
    ).toEqual([])
  })
})
