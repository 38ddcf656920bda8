import { artefactKinds, artefactVariables, type Artefact } from '@holdfast/desk'
import { describe, expect, test } from 'vitest'
import { artefactSentences, artefactStages } from '../../src/artefacts/artefact-words.ts'
import { formatArtefact } from '../../src/artefacts/format-artefact.ts'
import { locales } from '../../src/locale.ts'

const values = {
  case: 'CAS-00017-K2F9QX',
  title: 'Remaining days are wrong',
  customer: 'Far Hills Design',
  contact: 'Mr Lin',
  owner: 'Yuna Zhou',
  product: 'Meridian',
  release: 'V0-H',
}
const plan: Artefact = {
  kind: 'action-plan',
  options: [
    {
      what: 'Reinstall',
      reason: 'writes it anew',
      effect: 'no popups',
      cost: 'two hours',
      evidence: ['msg_13'],
    },
    {
      what: 'Wait',
      reason: 'fields open',
      effect: '30 days of popups',
      cost: '',
      evidence: ['assumed', 'msg_2'],
    },
  ],
  decision: 'Choose one by Friday.',
}

test('a plan in English, with a mark where something is missing', () => {
  expect(formatArtefact(plan, values, 'en')).toEqual({
    subject: '[Case: CAS-00017-K2F9QX] % Far Hills Design % Remaining days are wrong % Plan of action',
    text: `Dear Mr Lin,

These are the options:

Option 1: Reinstall
Reason: writes it anew
Effect: no popups
Effort: two hours
Evidence: msg_13

Option 2: Wait
Reason: fields open
Effect: 30 days of popups
Effort: [to be filled in: Effort]
Evidence: assumed; msg_2

Please decide:
Choose one by Friday.

Kind regards
Yuna Zhou
`,
  })
})

test('a first response in Chinese, after a call', () => {
  const response: Artefact = {
    kind: 'first-response',
    call: '3 月 4 日上午',
    scope: '{product} 升级到 {release} 的设备',
    definition: '剩余天数不符',
    next: '今天内与研发确认',
  }
  const zh = { ...values, title: '激活天数异常', customer: '远山设计院', contact: '林工', owner: '周以宁' }
  expect(formatArtefact(response, zh, 'zh')).toEqual({
    subject: '[案例号: CAS-00017-K2F9QX] % 远山设计院 % 激活天数异常 % 首次响应',
    text: `林工，您好：

您的案例 CAS-00017-K2F9QX（激活天数异常）已由我负责处理。

根据我们的电话沟通（3 月 4 日上午）：

问题范围：
Meridian 升级到 V0-H 的设备

问题定义：
剩余天数不符

后续安排：
今天内与研发确认

如您对上述问题范围和定义有不同意见，请告知我。

此致
周以宁
`,
  })
  expect(formatArtefact({ ...response, call: '' }, zh, 'zh').text).not.toContain('电话')
})

/** Artefacts with a text of their own in every part, so that none is forgotten. */
const everyPart: readonly Artefact[] = [
  { kind: 'first-response', call: 'c1', scope: 's2', definition: 'd3', next: 'n4' },
  { kind: 'scope-statement', scope: 's1', definition: 'd2', excluded: ['e3', 'e4'] },
  { kind: 'question-list', questions: [{ question: 'q1', addressee: 'a2', answer: 'a3' }] },
  {
    kind: 'capture-request',
    purpose: 'p1',
    target: 't2',
    steps: ['s3', 's4'],
    returns: ['r5'],
    content: 'c6',
  },
  {
    kind: 'action-plan',
    options: [{ what: 'w1', reason: 'r2', effect: 'e3', cost: 'c4', evidence: ['e5', 'e6'] }],
    decision: 'd7',
  },
  { kind: 'call-confirmation', when: 'w1', said: 's2', agreed: ['a3', 'a4'], consent: 'c5' },
  {
    kind: 'closing-summary',
    description: 'd1',
    analysis: 'a2',
    result: 'r3',
    evidence: ['e4'],
    consent: null,
  },
]

describe.each(locales)('%s', (locale) => {
  test.each(everyPart)('$kind shows every part, in its order', (artefact) => {
    const { text, subject } = formatArtefact(artefact, values, locale)
    const marks = [...JSON.stringify(artefact).matchAll(/"([a-z]\d)"/g)].map((found) => found[1]!)
    const positions = marks.map((mark) => text.search(new RegExp(`\\b${mark}\\b`)))
    expect(positions.every((at) => at >= 0)).toBe(true)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(subject.endsWith(artefactStages[artefact.kind][locale])).toBe(true)
    expect(text).not.toMatch(/to be filled in|待填写|[{}]/)
  })

  test.each(['mail', 'call', null] as const)(
    'a closing with consent by %s says so, and how to open it again',
    (how) => {
      const consent = how === null ? null : { who: 'per_1', how, at: 0 as never, reference: 'call_9' }
      const artefact = { ...everyPart[6]!, consent } as Artefact
      const { text } = formatArtefact(artefact, values, locale)
      const name = how === null ? 'consentAsked' : how === 'mail' ? 'consentMail' : 'consentCall'
      expect(text).toContain(artefactSentences[name][locale])
      expect(text).toContain(artefactSentences.reopen[locale])
    },
  )

  test('an empty one shows what is missing, and no part is left out in silence', () => {
    const { text } = formatArtefact({ kind: 'question-list', questions: [] }, values, locale)
    expect(text).toContain(
      artefactSentences.missing[locale].replace('{part}', artefactSentences.question[locale]),
    )
    const capture = { ...everyPart[3]!, steps: [], content: '' } as Artefact
    expect(formatArtefact(capture, values, locale).text.match(/to be filled in|待填写/g)).toHaveLength(2)
  })
})

test('a value is filled once, and a subject stays one line', () => {
  const sly = { ...values, title: 'a\r\nBcc: x {owner}', contact: '{owner}' }
  const { subject, text } = formatArtefact(plan, sly, 'en')
  expect(subject).toContain('% a Bcc: x {owner} %')
  expect(text).toContain('Dear {owner},')
})

test('a variable without a value, or of no meaning, stays visible', () => {
  const scoped: Artefact = {
    kind: 'scope-statement',
    scope: '{release} {other}',
    definition: 'd',
    excluded: [],
  }
  expect(formatArtefact(scoped, { ...values, release: '' }, 'en').text).toContain('{release} {other}')
})

test('every sentence takes only variables that there are', () => {
  expect(everyPart.map(({ kind }) => kind)).toEqual([...artefactKinds])
  const own = new Set<string>([...artefactVariables, 'call', 'part'])
  for (const words of Object.values(artefactSentences)) {
    const names = locales.map((locale) =>
      [...words[locale].matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).toSorted(),
    )
    expect(names[0]).toEqual(names[1])
    for (const name of names[0]!) expect(own.has(name), name).toBe(true)
  }
})
