import { describe, expect, test } from 'vitest'
import { durationSecondsMax, formatDuration, parseDuration } from '../../src/model/duration.ts'
import { modelListMax, questionsMax, rulesMax, stepsMax, wordsCharsMax } from '../../src/model/model.ts'
import { complaintsMax, parseModel } from '../../src/model/parse-model.ts'
import {
  action,
  end,
  grace,
  modelFile,
  reminder,
  secondsOf32,
  seen,
  words,
  type FileRule,
} from './fixtures.ts'

function complaintsOf(value: unknown): readonly unknown[] {
  const parsed = parseModel(value)
  return parsed.kind === 'model' ? [] : (parsed.facts['complaints'] as readonly unknown[])
}

const computed = { end: 'computed', counted: 'granted', holds: secondsOf32 }
const right = end('up', { at: ['upgrade'] }, computed)
const unknown = action(
  'reenter',
  'granted',
  {},
  {
    ...{ id: 'again', mark: 'unknown' },
    question: {
      text: words('can it?'),
      ...{ played: 'yes', otherwise: { effect: 'nothing', reports: words('no') } },
    },
  },
)

describe('a file that is right', () => {
  test('is a model, durations as seconds and faults complete', () => {
    const parsed = parseModel(modelFile([right, unknown, reminder('30d', '12h'), grace('2h')]))
    if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed))
    const [first, second, third, fourth] = parsed.model.rules
    expect(first?.follows).toEqual({ ...computed, holds: { ...secondsOf32, epoch: null } })
    expect(second?.question).toMatchObject({ played: 'yes', otherwise: { effect: 'nothing' }, try: [] })
    expect(third?.follows).toMatchObject({ beforeSeconds: 2_592_000, everySeconds: 43_200 })
    expect(fourth?.follows).toEqual({ lastsSeconds: 7200 })
  })
})

describe('every complaint has its path', () => {
  const rule = (over: object): FileRule => ({ ...right, ...over })
  const rows: [string, unknown, string][] = [
    ['nothing', null, ': must be object'],
    ['a list', [], ': must be object'],
    ['a text', 'format: x', ': must be object'],
    [
      'a later format',
      modelFile([right], { format: 'holdfast-model 2' }),
      'format: must be holdfast-model 1',
    ],
    ['an unknown member', modelFile([right], { author: 'x' }), 'author: unknown member'],
    ['a name that is no name', modelFile([right], { 'a b\u001b[31m': 1 }), '(other name): unknown member'],
    [
      'a text that steers the terminal',
      modelFile([right], { title: words('a\u001b[31m') }),
      'title/en: must hold no line ends and no control characters',
    ],
    [
      'a product key',
      modelFile([right], { about: words('AAAAA-BBBBB-CCCCC-DDDDD-EEEEE') }),
      'about/en: looks like a product key; keep its last five symbols alone',
    ],
    ['no Chinese', modelFile([right], { title: { en: 'x' } }), 'title/zh: missing'],
    ['a name with a capital', modelFile([right], { name: 'V0' }), 'name: must match ^[a-z][a-z0-9-]{0,39}$'],
    ['no rules', modelFile([]), 'rules: must not have fewer than 1 items'],
    [
      'a rule that is a text',
      modelFile(['x' as never]),
      'rules/0: must be a rule, with id, kind, mark and follows',
    ],
    [
      'an unknown kind',
      modelFile([rule({ kind: 'magic' })]),
      'rules/0/kind: must be end, reminder, grace, renewal, shows, control, action or prints',
    ],
    [
      'a kind that objects inherit',
      modelFile([rule({ kind: 'constructor' })]),
      'rules/0/kind: must be end, reminder, grace, renewal, shows, control, action or prints',
    ],
    [
      'an unknown mark',
      modelFile([rule({ mark: 'sure' })]),
      'rules/0/mark: must be one of observed, assumed, unknown',
    ],
    [
      'a member of another kind',
      modelFile([rule({ when: { at: ['upgrade'], host: 'lost' } })]),
      'rules/0/when/host: unknown member',
    ],
    ['no moment', modelFile([rule({ when: {} })]), 'rules/0/when/at: missing'],
    [
      'a width that is none',
      modelFile([end('x', { at: ['upgrade'] }, { ...computed, holds: { ...secondsOf32, width: 33 } })]),
      'rules/0/follows/holds/width: must be one of 8, 10, 16, 24, 31, 32, 53, 63, 64',
    ],
    [
      'an instant without epoch',
      modelFile([end('x', { at: ['upgrade'] }, { ...computed, holds: { ...secondsOf32, held: 'instant' } })]),
      'rules/0/follows/holds/epoch: an epoch where an instant is held, none where a term is',
    ],
    [
      'a limit without clip',
      modelFile([
        end('x', { at: ['upgrade'] }, { ...computed, holds: { ...secondsOf32, limit: '2038-01-19' } }),
      ]),
      'rules/0/follows/holds/limit: only where past is clip',
    ],
    [
      'stays with arithmetic',
      modelFile([end('x', { at: ['upgrade'] }, { end: 'stays', counted: 'granted' })]),
      'rules/0/follows/counted: unknown member',
    ],
    [
      'observed without evidence',
      modelFile([rule({ mark: 'observed' })]),
      'rules/0/evidence: observed needs evidence',
    ],
    [
      'observed with a question',
      modelFile([{ ...unknown, mark: 'observed', evidence: seen }]),
      'rules/0/question: what is observed is no question',
    ],
    [
      'unknown without a question',
      modelFile([rule({ mark: 'unknown' })]),
      'rules/0/question: unknown needs a question',
    ],
    [
      'an answer without a question',
      modelFile([rule({ evidence: [{ ...seen[0], answer: 'yes' }] })]),
      'rules/0/evidence/0/answer: there is no question to answer',
    ],
    ['an id twice', modelFile([right, right]), 'rules/1/id: up stands twice'],
    [
      'an unknown release',
      modelFile([rule({ when: { at: ['upgrade'], releases: ['V9'] } })]),
      'rules/0/when/releases/0: no release V9 stands in this file',
    ],
    [
      'an unknown action',
      modelFile([action('fly', 'nothing')]),
      'rules/0/when/action: no action fly stands in this file',
    ],
    [
      'a duration in weeks',
      modelFile([grace('2w')]),
      'rules/0/follows/lasts: must be a duration like 150000d or 68d23h19min12s, at most 9,999 years',
    ],
    ['a duration of nothing', modelFile([grace('0s')]), 'rules/0/follows/lasts: must be longer than nothing'],
    [
      'otherwise of another shape',
      modelFile([
        { ...unknown, question: { ...(unknown['question'] as object), otherwise: { open: true } } },
      ]),
      'rules/0/question/otherwise/open: unknown member',
    ],
    [
      'a step that does two things',
      modelFile([right], {
        example: {
          granted: '1d',
          activated: '2018-09-19T02:20:51Z',
          steps: [{ after: '1d', upgrade: 'V0-H', observe: true }],
        },
      }),
      'example/steps/0: needs one of upgrade, action, event, observe',
    ],
    [
      'an example that counts from the end',
      modelFile([right], {
        example: {
          granted: '1d',
          activated: '2018-09-19T02:20:51Z',
          steps: [{ from: 'end', after: '1d', observe: true }],
        },
      }),
      'example/steps/0/from: only a step of try counts from the end',
    ],
    [
      'a day that does not exist',
      modelFile([right], { example: { granted: '1d', activated: '2018-02-30T00:00:00Z', steps: [] } }),
      'example/activated: must be a moment like 2018-09-19T02:20:51Z',
    ],
    [
      'perpetual where it is a number',
      modelFile([right], { example: { granted: 'perpetual', activated: '2018-09-19T02:20:51Z', steps: [] } }),
      'example/granted: perpetual cannot be held by the fault of a rule: write the number',
    ],
  ]
  test.each(rows)('%s', (_, value, complaint) => {
    expect(complaintsOf(value)).toContain(complaint)
  })

  test('all at once, and not more than anybody reads', () => {
    expect(complaintsOf(modelFile([{ ...right, mark: 'x' }, grace('')], { name: '' })).length).toBe(2)
    const many = parseModel(modelFile(Array.from({ length: rulesMax }, () => ({ kind: 'x' }))))
    expect(many).toMatchObject({ kind: 'refused', facts: { count: rulesMax } })
    expect(complaintsOf(modelFile(Array.from({ length: rulesMax }, () => ({ kind: 'x' })))).length).toBe(
      complaintsMax,
    )
  })
})

describe('limits', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...grace('1d'), id: `g${at}` }))
  const named = (count: number) => Array.from({ length: count }, (_, at) => `R${at}`)
  const steps = (count: number) => ({
    example: {
      granted: '1d',
      activated: '2018-09-19T02:20:51Z',
      steps: Array.from({ length: count }, () => ({ after: '1d', observe: true })),
    },
  })
  const long = (count: number) => ({ title: { en: 'x'.repeat(count), zh: 'x' } })
  test.each<[string, (count: number) => object, number]>([
    ['rules', (count) => modelFile(many(count)), rulesMax],
    [
      'questions',
      (count) => modelFile(Array.from({ length: count }, (_, at) => ({ ...unknown, id: `q${at}` }))),
      questionsMax,
    ],
    ['releases', (count) => modelFile(many(1), { releases: named(count) }), modelListMax],
    ['steps', (count) => modelFile(many(1), steps(count)), stepsMax],
    ['words', (count) => modelFile(many(1), long(count)), wordsCharsMax],
  ])('%s: at it, and one past it', (_, make, max) => {
    expect(complaintsOf(make(max))).toEqual([])
    expect(complaintsOf(make(max + 1))).not.toEqual([])
  })
})

describe('durations', () => {
  test.each<[string, number | null]>([
    ['150000d', 12_960_000_000],
    ['869d4h35min12s', 75_098_112],
    ['2h', 7200],
    ['0s', 0],
    [`${durationSecondsMax}s`, durationSecondsMax],
    [`${durationSecondsMax + 1}s`, null],
    ['', null],
    ['1', null],
    ['-1d', null],
    ['1.5d', null],
    ['2h1d', null],
    ['1d1d', null],
    [' 1d', null],
    ['99999999999999999999s', null],
  ])('%s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected)
    expect(expected === null ? null : parseDuration(formatDuration(expected))).toBe(expected)
  })
})
