// The wall between audiences, with drafts as people write them. Every name, number and company is invented.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  draftCharsMax,
  lintDraft,
  refuseByWall,
  wallPhrasesMax,
  type Draft,
  type DraftComplaint,
  type Wall,
  type WallMessage,
} from '../../src/case/lint-draft.ts'
import { listUnits, passageHanMin, passageWordsMin } from '../../src/case/text-units.ts'

const inner: readonly WallMessage[] = [
  {
    id: 'msg_2',
    audience: 'internal',
    subject: '回复: [案例号: CAS-00017-K2F9QX] % 远山设计院 % 激活天数异常',
    text: '这是已知问题，升级到 V0-H 后仍会触发，只有后续版本才修复。目前反馈的设备超过一百台，预计还会有一万台以上。\n客户既不接受弹窗，也不接受重装。\n感谢您的耐心等待，如有任何问题请随时与我们联系。',
  },
  {
    id: 'msg_11',
    audience: 'rnd',
    subject: 'RE: tracker 73155',
    text: 'We could not reproduce this in the lab because no device there is near its end. If support completes the form they may escalate it. Thank you for your patience, please let us know if anything is unclear.',
  },
  {
    id: 'msg_16',
    audience: 'unknown',
    subject: '',
    text: '声明的口径尚未与法务确认，请勿对外发送任何承诺。',
  },
]
const outer: readonly WallMessage[] = [
  {
    id: 'msg_3',
    audience: 'customer',
    subject: '激活天数异常',
    text: '贵方反馈：软件从 V0-G 升级到 V0-H 后，剩余天数由 150000 天变为 300 天左右。如对上述问题范围和定义有异议，请告知。\n客户支持 周以宁',
  },
]
const wall: Wall = {
  messages: [...inner, ...outer],
  innerNames: ['冯启明', 'Rhea Calder', '73155'],
  innerTokens: ['R7K2-M9QX'],
  outerNames: ['冯启明远'],
  boilerplate: [
    '感谢您的耐心等待，如有任何问题请随时与我们联系',
    'Thank you for your patience, please let us know if anything is unclear',
  ],
  cleared: [],
}
const draftOf = (text: string, changes: Partial<Draft> = {}): Draft => ({
  audience: 'customer',
  subject: '激活天数异常',
  text,
  ...changes,
})
const lint = (text: string, changes: Partial<Wall> = {}): readonly DraftComplaint[] => {
  const found = lintDraft(draftOf(text), { ...wall, ...changes })
  if (found.kind === 'refused') throw new Error(JSON.stringify(found.facts))
  return found.complaints
}
const sourcesOf = (text: string) =>
  lint(text).map((each) => (each.kind === 'quotes' ? each.message : each.kind))

/** what the draft does | draft | from which message */
const stopped: readonly (readonly [string, string, readonly string[]])[] = [
  ['quotes a sentence', '您好：\n目前反馈的设备超过一百台，预计还会有一万台以上。', ['msg_2']],
  ['quotes it folded', '您好\n> 目前反馈的设备超过\n> 一百台，预计还会\n> 有一万台以上', ['msg_2']],
  ['changes its punctuation', '目前反馈的设备,超过一百台;预计,还会有一万台…以上', ['msg_2']],
  ['puts spaces into it', '目前 反馈 的设备 超过一百台 预计还会 有一万台', ['msg_2']],
  ['puts what nobody sees into it', '客户既不接受弹窗也不接受重装'.split('').join('\u200b'), ['msg_2']],
  ['puts it into quotation marks', '研发说“只有后续版本才修复，目前反馈的设备超过一百台”', ['msg_2']],
  ['writes it full-width', '升级到 Ｖ０－Ｈ 后仍会触发，只有后续版本才修复', ['msg_2']],
  [
    'quotes English',
    'Dear all,\nwe could not reproduce this in the lab because no device there is near its end.',
    ['msg_11'],
  ],
  [
    'wraps and shouts it',
    '>> WE COULD NOT\n>> REPRODUCE THIS IN\n>> THE LAB BECAUSE NO DEVICE\n>> THERE IS NEAR ITS END',
    ['msg_11'],
  ],
  ['quotes what nobody has sorted yet', '声明的口径尚未与法务确认，请勿对外发送', ['msg_16']],
  [
    'quotes two',
    '只有后续版本才修复。目前反馈的设备超过一百台。另外：if support completes the form they may escalate it!',
    ['msg_2', 'msg_11'],
  ],
  ['names a colleague', '我们的研发冯启明正在跟进。', ['names']],
  ['names her in other letters', 'Our colleague ＲＨＥＡ  calder is on it.', ['names']],
  ['names the inner issue', '内部编号 73155', ['names']],
  ['carries an inner token', '请保留标记 r7k2-m9qx', ['token']],
]
test.each(stopped)('stopped: it %s', (_, text, sources) => {
  expect(sourcesOf(text)).toEqual(sources)
})

/** what the draft does | draft */
const passed: readonly (readonly [string, string])[] = [
  ['says the same in other words', '该现象已经确认，与升级路径有关，后续发行版中会修正。'],
  [
    'repeats what the customer has read',
    '贵方反馈：软件从 V0-G 升级到 V0-H 后，剩余天数由 150000 天变为 300 天左右。',
  ],
  ['thanks in the usual words', '感谢您的耐心等待，如有任何问题请随时与我们联系。'],
  [
    'thanks in the usual words, in English',
    'Thank you for your patience; please let us know if anything is unclear.',
  ],
  ['names the customer, who is called much the same', '冯启明远您好'],
  ['names another number', '序列号 7315 5000，共 731550 台'],
  ['names somebody whose name begins the same', 'Rhea Calderon will attend.'],
  ['uses a short term that all use', '升级到 V0-H 后，剩余天数'],
  [
    'shares words in another order',
    'The lab has devices; near its end is where we reproduce this, because support may.',
  ],
  ['is empty', ''],
]
test.each(passed)('passed: it %s', (_, text) => {
  expect(lint(text)).toEqual([])
})

describe('how much is a passage', () => {
  const han = '目前反馈的设备超过一百台预计还会'
  const words = 'we could not reproduce this in the lab because no device'.split(' ')
  test('so many Han characters, and one fewer', () => {
    expect(lint(`甲${han.slice(0, passageHanMin)}乙`)).toHaveLength(1)
    expect(lint(`甲${han.slice(0, passageHanMin - 1)}乙`)).toHaveLength(0)
  })
  test('so many words, and one fewer', () => {
    expect(lint(`so ${words.slice(0, passageWordsMin).join(' ')} then`)).toHaveLength(1)
    expect(lint(`so ${words.slice(0, passageWordsMin - 1).join(' ')} then`)).toHaveLength(0)
  })
})

test('both sides are shown where they stand', () => {
  const text = '您好：\n反馈的设备，超过 一百台，预计还会有一万台。谢谢'
  const [complaint] = lint(text)
  if (complaint?.kind !== 'quotes') throw new Error('not stopped')
  const { draft, source, message } = complaint
  expect(draft.text).toBe('反馈的设备，超过 一百台，预计还会有一万台')
  expect(text.slice(draft.from, draft.to)).toBe(draft.text)
  const from = inner.find(({ id }) => id === message)!
  expect(source.text).toBe('反馈的设备超过一百台，预计还会有一万台')
  expect(from.text.slice(source.from, source.to)).toBe(source.text)
})

test('the subject is held against the wall too', () => {
  const draft = draftOf('好', { subject: 'RE: 客户既不接受弹窗，也不接受重装' })
  expect(lintDraft(draft, wall)).toMatchObject({
    complaints: [{ kind: 'quotes', message: 'msg_2', draft: { part: 'subject', from: 4 } }],
  })
})

test('what a person cleared for this audience passes, and no more than that', () => {
  const text = '客户既不接受弹窗，也不接受重装。目前反馈的设备超过一百台，预计还会有一万台以上。'
  const cleared = ['客户既不接受弹窗，也不接受重装']
  expect(lint(text, { cleared }).map(({ draft }) => draft.text)).toEqual([
    expect.stringContaining('反馈的设备超过一百台'),
  ])
  expect(lint('客户既不接受弹窗，也不接受重装', { cleared })).toEqual([])
})

test('a name that the audience has read is no secret to it', () => {
  expect(lint('周以宁', { innerNames: ['周以宁'] })).toEqual([])
  expect(lint('周以宁', { innerNames: ['周以宁'], messages: inner })).toHaveLength(1)
})

describe('audiences', () => {
  const text =
    '目前反馈的设备超过一百台，预计还会有一万台以上。另据说明：贵方反馈软件从 V0-G 升级到 V0-H 后剩余天数由 150000 天变为 300 天'
  test.each([
    ['customer', ['msg_2']],
    ['upstream', ['msg_2']],
    ['internal', []],
    ['rnd', []],
    ['unknown', ['msg_2', 'msg_3']],
  ] as const)('%s', (audience, expected) => {
    const found = lintDraft(draftOf(text, { audience, subject: '' }), wall)
    if (found.kind === 'refused') throw new Error(found.code)
    const messages = found.complaints.flatMap((each) => (each.kind === 'quotes' ? [each.message] : []))
    expect(messages).toEqual(expected)
  })
})

test('the refusal tells how many and where, and never the words', () => {
  const draft = draftOf('目前反馈的设备超过一百台，预计还会有一万台以上。冯启明')
  const found = lintDraft(draft, wall)
  if (found.kind === 'refused') throw new Error(found.code)
  const refusal = refuseByWall(draft, found)
  expect(refusal).toMatchObject({
    code: 'DRAFT_QUOTES_INNER',
    facts: { audience: 'customer', passages: 2, messages: ['msg_2'] },
  })
  expect(JSON.stringify(refusal)).not.toMatch(/冯启明|一百台/)
  expect(refuseByWall(draft, { kind: 'lint', complaints: [] })).toBeNull()
})

const alphabet = fc.constantFrom(
  '目',
  '前',
  '反',
  '馈',
  'the',
  'lab',
  ' ',
  '，',
  '\n',
  'Ｖ',
  'é',
  'e\u0301',
  '가',
)
const randomText = fc.array(alphabet, { maxLength: 60, size: 'max' }).map((parts) => parts.join(' '))

test('a passage is found exactly where the units of both sides agree for long enough', () => {
  fc.assert(
    fc.property(randomText, randomText, randomText, (before, quoted, after) => {
      const messages: readonly WallMessage[] = [{ id: 'm', audience: 'internal', subject: '', text: quoted }]
      const bare: Wall = { ...wall, messages, innerNames: [], innerTokens: [], boilerplate: [] }
      const found = lint(`${before} ${quoted} ${after}`, bare)
      const weight = listUnits(quoted)
        .units.map((unit) => (/^[a-z0-9]/.test(unit) ? 1 / passageWordsMin : 1 / passageHanMin))
        .reduce((sum, each) => sum + each, 0)
      expect(found.length > 0 || weight < 1.0001).toBe(true)
      for (const each of found) {
        const source = each.kind === 'quotes' ? each.source : null
        expect(quoted.slice(source!.from, source!.to)).toBe(source!.text)
        expect(listUnits(each.draft.text).units.slice(0, listUnits(source!.text).units.length)).toEqual(
          listUnits(source!.text).units,
        )
      }
    }),
    { seed: 20_240_304, numRuns: 400 },
  )
})

describe('large and hostile', () => {
  test('a draft at its limit is judged, one past it is refused', () => {
    const draft = (length: number) => draftOf('字'.repeat(length), { subject: '' })
    expect(lintDraft(draft(draftCharsMax), wall).kind).toBe('lint')
    expect(lintDraft(draft(draftCharsMax + 1), wall)).toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('so many phrases, and one more', () => {
    const innerNames = (length: number) => Array.from({ length }, (_, at) => `name${at}`)
    const rest = wall.innerTokens.length + wall.outerNames.length + wall.boilerplate.length
    const lintWith = (length: number) =>
      lintDraft(draftOf('x'), { ...wall, innerNames: innerNames(length) }).kind
    expect(lintWith(wallPhrasesMax - rest)).toBe('lint')
    expect(lintWith(wallPhrasesMax - rest + 1)).toBe('refused')
  })

  test('one word without end, in the draft and in a thousand messages', () => {
    const repeated = 'lab '.repeat(90_000)
    const messages = Array.from({ length: 1000 }, (_, at): WallMessage => ({
      id: `m_${at}`,
      audience: at % 2 === 0 ? 'internal' : 'customer',
      subject: '',
      text: 'lab '.repeat(200),
    }))
    expect(lint(repeated, { messages })).toEqual([])
    expect(
      lint(repeated, { messages: messages.filter(({ audience }) => audience === 'internal') }),
    ).toHaveLength(1)
  })
})
