import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assignRoles,
  casePeopleMax,
  personNamesMax,
  personTextCharsMax,
  type CasePerson,
} from '../../src/privacy/case-person.ts'
import {
  keptTextsMax,
  markPersonal,
  redactedCharsMax,
  redactText,
  rolesToldMax,
} from '../../src/privacy/redact-text.ts'
import { mode, people } from './people.ts'

const redact = (text: string, keep: readonly string[] = []) => {
  const redacted = redactText(text, people, { ...mode, keep })
  if (redacted.kind === 'refused') throw new Error(JSON.stringify(redacted.facts))
  return redacted.text
}

/** text | redacted */
const names = [
  '林知远您好 | <customer 1>您好',
  '林工，请确认。 | <customer 1>，请确认。',
  '请林经理、小林转告 | 请<customer 1>、<customer 1>转告',
  '周以宁与周小川 | <support 1>与<customer 2>',
  '周工已答复 | <support 1>|<customer 2>已答复',
  'Dear Mr Whitfield, | Dear <rnd 1>,',
  'Dana Whitfield and DANA WHITFIELD | <rnd 1> and <rnd 1>',
  'dana whitfield wrote | <rnd 1> wrote',
  'Thanks, Dana. | Thanks, <rnd 1>.',
  'Whitfield, Dana | <rnd 1>',
  'Ｄａｎａ said | <rnd 1> said',
  'Will Price will ask Mr. Price | <upstream 1> will ask <upstream 1>',
  '欧阳清、欧阳老师 | <legal 1>、<legal 1>',
  '程亦安 | <person 1>',
  '周工程亦安 | <support 1>|<customer 2><person 1>',
  '“林知远”说：“可以” | “<customer 1>”说：“可以”',
  '> 林工：\\n> 到期后 | > <customer 1>：\\n> 到期后',
]
/** what only looks like a name */
const words = [
  '森林工程与小程序',
  '周总计 30 台，周总结',
  'Will this be the best price?',
  'Danae, Whitfields, Prices',
  '总林工作',
]
test.each(names)('%s', (line) => {
  const [text, expected] = line.replaceAll('\\n', '\n').split(' | ')
  expect(redact(text ?? '')).toBe(expected)
})
test.each(words)('no name in %j', (text) => {
  expect(redact(text)).toBe(text)
})

/** text | redacted */
const contacts = [
  '电话：13800000000 | 电话：<phone>',
  '电话１３８００００００００。 | 电话<phone>。',
  '手机 138-0000-0000, 邮箱 lin@farhills.example | 手机 <phone>, 邮箱 <address>',
  '138 0000 0000 | <phone>',
  '+86 138 0000 0000 | <phone>',
  '座机 010-55550100 转 8012 | 座机 <phone>',
  '(010) 55550100 | <phone>',
  '0571-5555010 | <phone>',
  '热线 400-555-0100 | 热线 <phone>',
  'TEL-13800000000 | TEL-<phone>',
  'Tel: 555 0100 100 | Tel: <phone>',
  'call (555) 010-0199 or 555.010.0199 | call <phone> or <phone>',
  '+44 20 7946 0000 | <phone>',
  '+1-555-010-0199 | <phone>',
  'mailto:dana@vendor.example?subject=x | mailto:<address>?subject=x',
  '<first.last+tag@sub.example.com>; | <<address>>;',
  '请联系a.b@example.com确认 | 请联系<address>确认',
  'ｌｉｎ＠ｆａｒｈｉｌｌｓ．ｅｘａｍｐｌｅ | <address>',
]
test.each(contacts)('%s', (line) => {
  const [text = '', expected] = line.split(' | ')
  expect(redact(text)).toBe(expected)
})

/** what is no contact, and stays unit for unit */
const kept = [
  '[案例号: CAS-03604-S0V3Q4] % 远山设计院',
  'CAS-13800-000000 与 SN-13800000000-A',
  '序列号：13800000000，S/N 13800000000，订单号 13800000000',
  'V0-G 升级到 V0-H，再到 V2020-L（V0H）',
  '100/300/600/800 天，150,000 天，12960000000 秒',
  '剩余 100 300 6000 天',
  '2024-03-04T10:30:00+08:00，2024年3月4日 10:30:00 +0800 (CST)',
  '“到期后”‘能否’「激活」？ "yes" \'no\'',
  'ABCDE-12345-FGHIJ-67890-KLMNO',
  'build 10.0.19044.1234，192.168.0.1',
  'a@b, @someone, user@, price @ 300',
  '13800000000000（14 位）与 1380000000（10 位）',
  '0xC004F074 0123',
]
test.each(kept)('stays: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('what is named as kept stays, whatever it looks like', () => {
  expect(redact('编码 13800000000 / 13800000001', ['13800000000'])).toBe('编码 13800000000 / <phone>')
  expect(redact('项目 林知远 号', ['林知远 号'])).toBe('项目 林知远 号')
})

test('a number that a person is known to have is theirs, however short', () => {
  expect(redact('分机 8801')).toBe('分机 <phone>')
})

describe('roles', () => {
  test('run per party in the order of the list, and two of one surname stay two', () => {
    expect([...assignRoles(people)].map(([id, { party, number }]) => `${id} ${party} ${number}`)).toEqual([
      'per_lin customer 1',
      'per_zhou support 1',
      'per_zhou2 customer 2',
      'per_dana rnd 1',
      'per_will upstream 1',
      'per_ouyang legal 1',
      'per_nobody null 1',
    ])
  })

  test('stay when others join the case', () => {
    const joined: CasePerson = { ...people[0]!, id: 'per_new', names: ['林知白'] }
    const before = assignRoles(people)
    const after = assignRoles([...people, joined])
    for (const [id, role] of before) expect(after.get(id)).toEqual(role)
    expect(after.get('per_new')).toEqual({ party: 'customer', number: 3 })
  })

  test('a short form that two may bear shows both, and the full names each its own', () => {
    const joined: CasePerson = { ...people[0]!, id: 'per_new', names: ['林知白'] }
    const redacted = redactText('林工、林知远、林知白', [...people, joined], mode)
    expect(redacted).toMatchObject({ text: '<customer 1>|<customer 3>、<customer 1>、<customer 3>' })
  })
})

test('of a name that many bear, so many roles are told, and of more none', () => {
  const bearers = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...people[0]!, id: `p${at}`, names: [`林一${at}`, '林工'] }))
  expect(redactText('林工', bearers(rolesToldMax), mode)).toMatchObject({
    text: '<customer 1>|<customer 2>|<customer 3>|<customer 4>',
  })
  expect(redactText('林工', bearers(rolesToldMax + 1), mode)).toMatchObject({ text: '<somebody>' })
})

describe('somebody whom nobody has entered', () => {
  const text = '冯经理与 Ms Calder 参加，电话 13800000009'
  test('is hidden where a text leaves the house, and shown inside', () => {
    expect(redactText(text, people, { ...mode, likely: 'hide' })).toMatchObject({
      text: '<somebody>与 <somebody> 参加，电话 <phone>',
    })
    expect(redactText(text, people, mode)).toMatchObject({ text: '冯经理与 Ms Calder 参加，电话 <phone>' })
  })

  test('is marked at intake as likely', () => {
    const marked = markPersonal(`${text} 林工`, people)
    if (marked.kind === 'refused') throw new Error(marked.code)
    expect(marked.spans.map(({ kind, certainty, text: shown }) => [kind, certainty, shown])).toEqual([
      ['name', 'likely', '冯经理'],
      ['name', 'likely', 'Ms Calder'],
      ['phone', 'certain', '13800000009'],
      ['name', 'certain', '林工'],
    ])
    for (const { from, to, text: shown } of marked.spans) expect(`${text} 林工`.slice(from, to)).toBe(shown)
  })

  test('is found without knowing anybody', () => {
    expect(markPersonal('施工、加工、由于总体、分工')).toMatchObject({ spans: [] })
  })
})

const pieces = fc.constantFrom(
  '林知远',
  '林工',
  '周工',
  '周以宁',
  'Dana',
  ' ',
  '，',
  '“',
  '”',
  '\n> ',
  '13800000000',
  '010-55550100',
  'lin@farhills.example',
  '，CAS-00017-K2F9QX，',
  'V0-H',
  '300',
  '/',
  '程',
  '工',
  '@',
  '+86',
  '-',
  'é',
  '\u{20000}',
  '１',
)

test('whatever is written: nothing personal is left, nothing else is touched, and once is enough', () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 40, size: 'max' }).map((parts) => parts.join('')),
      (text) => {
        const redacted = redactText(text, people, mode)
        if (redacted.kind === 'refused') throw new Error(redacted.code)
        let rebuilt = ''
        let at = 0
        for (const { from, to, replacement } of redacted.spans) {
          expect(from).toBeGreaterThanOrEqual(at)
          rebuilt += text.slice(at, from) + replacement
          at = to
        }
        expect(rebuilt + text.slice(at)).toBe(redacted.text)
        expect(redacted.text).not.toMatch(/林知远|周以宁/)
        expect(redact(redacted.text)).toBe(redacted.text)
        expect(redacted.text.match(/CAS-00017-K2F9QX|“|”/g)).toEqual(text.match(/CAS-00017-K2F9QX|“|”/g))
      },
    ),
    { seed: 20_240_304, numRuns: 500 },
  )
})

describe('limits', () => {
  const person = (changes: Partial<CasePerson> = {}): CasePerson => ({ ...people[0]!, ...changes })
  const many = (count: number) => Array.from({ length: count }, (_, at) => person({ id: `p${at}` }))
  const list = (count: number) => Array.from({ length: count }, (_, at) => `name ${at}`)
  /** at the limit, one past it */
  test.each([
    ['characters', (over: number) => redactText('字'.repeat(redactedCharsMax + over), people, mode)],
    ['people', (over: number) => redactText('x', many(casePeopleMax + over), mode)],
    ['names', (over: number) => redactText('x', [person({ names: list(personNamesMax + over) })], mode)],
    [
      'addresses',
      (over: number) => redactText('x', [person({ addresses: list(personNamesMax + over) })], mode),
    ],
    [
      'a name',
      (over: number) => redactText('x', [person({ names: ['n'.repeat(personTextCharsMax + over)] })], mode),
    ],
    ['kept', (over: number) => redactText('x', people, { ...mode, keep: list(keptTextsMax + over) })],
  ])('%s', (_, judge) => {
    expect(judge(0).kind).toBe('redacted')
    expect(judge(1)).toMatchObject({ code: 'INPUT_INVALID' })
  })

  test.each([
    '林',
    '林工',
    'Mr ',
    'Dana ',
    '1',
    '+',
    '138 ',
    '0',
    '@',
    'a@',
    'a.',
    'A-',
    'A1-',
    '(',
    '电话',
    '小',
    '欧阳',
  ])('a text of %j without end, with as many people as a case has', (part) => {
    const all = Array.from({ length: casePeopleMax }, (_, at) =>
      person({ id: `p${at}`, names: [`林${String.fromCodePoint(0x4e00 + at)}`, `Dana Whit${at}field`] }),
    )
    const text = part.repeat(Math.floor(100_000 / part.length))
    expect(redactText(text, all, { ...mode, likely: 'hide' }).kind).toBe('redacted')
  })
})
