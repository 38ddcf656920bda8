import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { artefactKinds, listArtefactTexts, type Artefact } from '../../src/artefact/artefact.ts'
import {
  composeCallConfirmation,
  composeClosingSummary,
  composeQuestionList,
} from '../../src/artefact/compose-artefact.ts'
import { formatComplaints, lintArtefact, refuseByGaps } from '../../src/artefact/lint-artefact.ts'
import { lintText, variableCharsMax } from '../../src/artefact/lint-text.ts'
import { caseListMax, caseTextCharsMax } from '../../src/case/case-texts.ts'
import { decideCall } from '../../src/case/call.ts'
import { decideRequestChange } from '../../src/case/case-request.ts'
import { engineer, now, stateOf } from '../case/cases.ts'
import { archiveRequest, requestIn } from '../case/entries.ts'
import { complete, values } from './artefacts.ts'

test.each(artefactKinds)('%s: a complete one has no complaint', (kind) => {
  expect(lintArtefact(complete[kind], values)).toEqual([])
  expect(refuseByGaps(complete[kind], values)).toBeNull()
})

/** artefact with a gap | complaints */
const gaps: readonly (readonly [string, Artefact, readonly string[]])[] = [
  ['no scope', { ...complete['first-response'], scope: ' ' }, ['scope: missing']],
  ['no call is no gap', { ...complete['first-response'], call: '' }, []],
  ['no questions', { kind: 'question-list', questions: [] }, ['questions: missing']],
  [
    'a question to nobody',
    { kind: 'question-list', questions: [{ question: '', addressee: '', answer: '' }] },
    ['questions/0/question: missing', 'questions/0/addressee: missing'],
  ],
  [
    'nothing to do and nothing to send',
    { ...complete['capture-request'], steps: [], returns: [''] },
    ['steps: missing', 'returns/0: missing'],
  ],
  ['no options', { ...complete['action-plan'], options: [] }, ['options: missing']],
  [
    'an option without cost and evidence',
    {
      ...complete['action-plan'],
      options: [{ ...complete['action-plan'].options[0]!, cost: '', evidence: [] }],
    },
    ['options/0/cost: missing', 'options/0/evidence: missing'],
  ],
  ['a call at no time', { ...complete['call-confirmation'], when: '' }, ['when: missing']],
  [
    'a closing without result and evidence',
    { ...complete['closing-summary'], result: '', evidence: [] },
    ['result: missing', 'evidence: missing'],
  ],
  ['a closing that asks for consent is complete', { ...complete['closing-summary'], consent: null }, []],
  [
    'an empty slot and an unknown variable',
    { ...complete['scope-statement'], scope: '由（ ）确认', definition: '{contract} 的设备' },
    ['scope: empty-slot （ ）', 'definition: unknown-variable {contract}'],
  ],
]
test.each(gaps)('%s', (_, artefact, expected) => {
  expect(formatComplaints(lintArtefact(artefact, values))).toEqual(expected)
  expect(refuseByGaps(artefact, values)?.facts['complaints'] ?? []).toEqual(expected)
})

test('a variable that nothing is known for', () => {
  expect(formatComplaints(lintArtefact(complete['first-response'], { ...values, release: '' }))).toEqual([
    'scope: variable-without-value {release}',
  ])
})

/** text | its holes */
const slots: readonly (readonly [string, readonly string[]])[] = [
  ['兹证明____购买的 140 套软件为正版', ['____']],
  ['兹证明（ ）购买的软件', ['（ ）']],
  ['The customer ( ) confirms', ['( )']],
  ['见附件【】', ['【】']],
  ['编号 [ ]', ['[ ]']],
  ['软件《》的说明', ['《》']],
  ['使用“ ”进行激活', ['“ ”']],
  ['{} 与 { }', ['{}', '{ }']],
  ['XX 公司，您好', ['XX']],
  ['ＸＸ公司', ['ＸＸ']],
  ['delivered on xx', ['xx']],
  ['<客户名称> 与 <your name>', ['<客户名称>', '<your name>']],
  ['日期待定', ['待定']],
  ['Owner: TBD', ['TBD']],
  ['由于  的激活机制升级', ['  ']],
  ['由于\u3000的激活机制升级', ['\u3000']],
  ['兹证明我单位购买的 ，均为正版', [' ']],
  ['我单位，，购买', ['，']],
  ['delivered, , and paid', [', ']],
  ['尊敬的：\n您好', ['尊敬的']],
  ['Dear ,\nthank you', ['Dear ']],
  ['客户名称：\n日期：2024-03-04', ['客户名称：']],
  ['Phone:', ['Phone:']],
]
test.each(slots)('%j', (text, expected) => {
  const found = lintText(text, values)
  expect(found.map((each) => each.text)).toEqual(expected)
  for (const each of found) expect(text.slice(each.from, each.to)).toBe(each.text)
})

/** Whole texts as they are written. */
const sound = [
  '请运行 clear()，然后执行 Get-Item * | % { $_.Name }，再发回结果。',
  '二者一致，导致：重装。理由，见附件。方向。',
  '联系人：\n林工（技术部）',
  'Mail to <contact@customer.example>, see https://vendor.example/a?b={"c":1}',
  '数值为 100/300/600/800 天 …… 以此类推',
  'wait, ... then go on',
  '案例 {case}，版本 {release}，负责人 { owner }。',
  'max 20 devices, Roman XXI, 1024 x 768',
  '激活 状态（正常）',
]
test.each(sound)('nothing is open in %j', (text) => {
  expect(lintText(text, values)).toEqual([])
})

describe('limits', () => {
  test('a name in braces is so long, and one longer is none', () => {
    expect(lintText(`{${'a'.repeat(variableCharsMax)}}`, values)).toMatchObject([
      { kind: 'unknown-variable' },
    ])
    expect(lintText(`{${'a'.repeat(variableCharsMax + 1)}}`, values)).toEqual([])
  })
  test('a text is so long', () => {
    const scoped = (length: number): Artefact => ({
      ...complete['scope-statement'],
      scope: '字'.repeat(length),
    })
    expect(lintArtefact(scoped(caseTextCharsMax), values)).toEqual([])
    expect(lintArtefact(scoped(caseTextCharsMax + 1), values)).toEqual([
      { path: 'scope', kind: 'too-long', max: caseTextCharsMax },
    ])
  })
  test('an artefact has so many texts', () => {
    const listed = (length: number): Artefact => ({
      ...complete['scope-statement'],
      excluded: Array.from({ length: length - 2 }, () => 'x'),
    })
    expect(lintArtefact(listed(caseListMax * 2), values)).toEqual([])
    expect(lintArtefact(listed(caseListMax * 2 + 1), values)).toMatchObject([{ kind: 'too-long' }])
  })
  test.each(['_', '（ ', '{', '{ a', '<a ', '客户：', '， ', 'x', '\u3000', 'dear ', '名\n\n', '由 '])(
    'a text of %j without end is judged at once',
    (part) => {
      expect(Array.isArray(lintText(part.repeat(200_000), values))).toBe(true)
    },
  )
})

test('whatever is written, positions are right and in order', () => {
  const piece = fc.constantFrom(
    '（',
    '）',
    ' ',
    '  ',
    '由',
    '，',
    '{',
    '}',
    'case',
    'x',
    'XX',
    '__',
    '客户：',
    '\n',
    '<',
    '>',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
      (text) => {
        let last = 0
        for (const { from, to, text: shown } of lintText(text, values)) {
          expect(text.slice(from, to)).toBe(shown)
          expect(from).toBeGreaterThanOrEqual(last)
          last = from
        }
      },
    ),
    { seed: 20_240_304, numRuns: 500 },
  )
})

describe('what follows from what is recorded', () => {
  test('the mail that confirms a call', () => {
    const decided = decideCall(
      {
        id: 'call_9',
        at: now,
        zone: 'Asia/Shanghai',
        parties: [{ party: 'customer', person: 'per_customer' }],
        said: '激活成功',
        agreed: ['归档'],
        consent: { to: '归档', who: 'per_customer' },
      },
      { actor: engineer, now },
    )
    if (decided.kind !== 'call') throw new Error(decided.code)
    const artefact = composeCallConfirmation(decided.call)
    expect(artefact).toEqual({
      kind: 'call-confirmation',
      when: '2024-03-04 10:30 (Asia/Shanghai)',
      said: '激活成功',
      agreed: ['归档'],
      consent: '归档',
    })
    expect(lintArtefact(artefact, values)).toEqual([])
  })

  test('the questions of a case, without those that were withdrawn', () => {
    const answered = decideRequestChange(
      archiveRequest,
      { kind: 'answer', text: '已发送', reference: null },
      { actor: engineer, now },
    )
    if (answered.kind !== 'request') throw new Error(answered.code)
    expect(
      composeQuestionList([answered.request, requestIn('asked'), requestIn('withdrawn')], () => '支持'),
    ).toEqual({
      kind: 'question-list',
      questions: [
        { question: '请提供诊断日志', addressee: '支持', answer: '已发送' },
        { question: '请提供诊断日志', addressee: '支持', answer: '' },
      ],
    })
  })

  test('the closing takes result and evidence from the state', () => {
    const { resolved } = stateOf
    if (resolved.kind !== 'resolved') throw new Error(resolved.kind)
    expect(composeClosingSummary(resolved, { description: 'a', analysis: 'b', consent: null })).toMatchObject(
      {
        result: 'activated again',
        evidence: ['call call_9'],
      },
    )
  })
})

test('every text of every artefact has a path of its own', () => {
  for (const kind of artefactKinds) {
    const paths = listArtefactTexts(complete[kind]).map(({ path }) => path)
    expect(new Set(paths).size, kind).toBe(paths.length)
  }
})
