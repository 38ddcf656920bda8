import { describe, expect, test } from 'vitest'
import type { Found, ImportedCase, ImportedMessage, Proposal } from '@holdfast/desk'
import { compareCase } from './compare-case.ts'
import type { ExpectedCase } from './expected-case.ts'

const texts = ['还剩 400/1400天，大约80台', '到期后可以激活', '到期后不能激活']

const expected: ExpectedCase = {
  about: 'a thread made for this test',
  case: { number: 'C-1', token: null, subject: '[案例号: C-1]', customer: null, title: null, stage: null },
  messages: texts.map((text, at) => ({
    index: at + 1,
    from: { name: '某人', address: '' },
    side: 'vendor',
    audience: at === 0 ? 'customer' : ['internal', 'unknown'],
    sentAt: '2024-05-16T10:52:08Z',
    flags: at === 0 ? ['zone-doubtful'] : [],
    absentAttachments: [],
    ...(at === 2 ? { mayBeAbsent: ['截图'] } : {}),
    text: { first: text, last: text, length: text.length },
  })),
  complete: ['remaining', 'quantity'],
  found: {
    must: [
      { kind: 'remaining', message: 1, text: '400', value: 34_560_000 },
      { kind: 'remaining', message: 1, text: '1400', value: 120_960_000 },
      { kind: 'quantity', message: 1, text: '大约80台', value: 80, hedge: 'about' },
      { kind: 'claim', message: 3, text: '不能激活' },
    ],
    may: [{ kind: 'claim', message: 2, text: '可以激活' }],
    mustNot: [
      { kinds: ['claim'], message: 1, text: '还剩', why: 'a figure' },
      { kinds: ['call'], why: 'nobody calls' },
    ],
  },
  proposals: {
    must: [{ kind: 'contradiction', all: [3], any: [1, 2], mentions: '激活', why: 'yes and no' }],
    may: [],
    mustNot: [
      { kind: 'explanation', why: 'no term is told' },
      { kind: 'contradiction', only: [1, 2], why: 'nothing is denied there' },
    ],
  },
}

const perfect: ImportedCase = {
  case: expected.case,
  messages: texts.map((text, at) => message(at + 1, text)),
  found: [
    found('remaining', 1, '400', 34_560_000),
    found('remaining', 1, '1400', 120_960_000),
    { ...found('quantity', 1, '80台', 80), about: true },
    found('claim', 3, '到期后不能激活'),
  ],
  proposals: [contradiction([2, 3])],
}

describe('what is as expected', () => {
  test('differs in nothing', () => {
    expect(compareCase(expected, perfect)).toEqual([])
  })

  test('may hold what is debatable', () => {
    const claim = found('claim', 2, '到期后可以激活')
    expect(compareCase(expected, { ...perfect, found: perfect.found.toSpliced(3, 0, claim) })).toEqual([])
    expect(compareCase(expected, withMessage(3, { audience: 'unknown', flags: ['audience-open'] }))).toEqual(
      [],
    )
    expect(compareCase(expected, withMessage(3, { absentAttachments: ['截图.png'] }))).toEqual([])
  })
})

const rows: readonly (readonly [string, ImportedCase, readonly string[]])[] = [
  [
    'the head',
    { ...perfect, case: { ...perfect.case, number: 'C' } },
    ['case.number: "C-1" is expected, "C" came'],
  ],
  [
    'a message too few',
    { ...perfect, messages: perfect.messages.slice(0, 2), found: perfect.found.slice(0, 3), proposals: [] },
    [
      '3 messages are expected, 2 came',
      'message 3: claim "不能激活" is not found',
      'contradiction with messages 3 and one of the messages 1, 2 and the words "激活" is not proposed, but nothing of the kind',
    ],
  ],
  [
    'a side',
    withMessage(1, { side: 'customer' }),
    ['message 1, side: "vendor" is expected, "customer" came'],
  ],
  [
    'an audience',
    withMessage(2, { audience: 'customer' }),
    ['message 2, audience: "internal" or "unknown" is expected, "customer" came'],
  ],
  [
    'an open side without its flag',
    withMessage(2, { audience: 'unknown' }),
    ['message 2: the flag audience-open is missing'],
  ],
  [
    'flags',
    withMessage(1, { flags: ['out-of-order'] }),
    ['message 1: the flag zone-doubtful is missing', 'message 1: the flag out-of-order is not expected'],
  ],
  [
    'an absent file that nothing names',
    withMessage(1, { absentAttachments: ['a.zip'] }),
    ['message 1: "a.zip" is listed as absent and not expected'],
  ],
  [
    'a value',
    withFound(0, { value: 400 }),
    [
      'message 1: remaining "400" = 34560000 is not found, but "400" = 400, "1400" = 120960000',
      'message 1: remaining "400" = 400 is found and not expected',
    ],
  ],
  [
    'the place of a number of a list',
    withFound(0, { from: 3, to: 11, text: '400/1400' }),
    [
      'message 1: remaining "400" = 34560000 is not found, but "400/1400" = 34560000, "1400" = 120960000',
      'message 1: remaining "400/1400" = 34560000 is found and not expected',
    ],
  ],
  [
    'the hedge',
    { ...perfect, found: perfect.found.with(2, found('quantity', 1, '80台', 80)) },
    ['message 1: quantity "大约80台" = 80 (about) is not found, but "80台" = 80'],
  ],
  ['a position', withFound(3, { from: 1, to: 8 }), ['message 3: "到期后不能激活" does not stand at 1 to 8']],
  [
    'words that are too short',
    { ...perfect, found: perfect.found.with(3, found('claim', 3, '不能')) },
    ['message 3: claim "不能激活" is not found, but "不能"'],
  ],
  [
    'traps',
    { ...perfect, found: [found('claim', 1, '还剩 400'), ...perfect.found, found('call', 3, '激活')] },
    [
      'message 1: claim "还剩 400" is found and must not be: a figure',
      'message 3: call "激活" is found and must not be: nobody calls',
    ],
  ],
  [
    'the order',
    { ...perfect, found: perfect.found.toReversed() },
    [
      'message 1: quantity "80台" is out of order',
      'message 1: remaining "1400" is out of order',
      'message 1: remaining "400" is out of order',
    ],
  ],
  [
    'proposals',
    { ...perfect, proposals: [contradiction([1, 2]), { kind: 'explanation', text: 'x', evidence: [] }] },
    [
      'contradiction with messages 3 and one of the messages 1, 2 and the words "激活" is not proposed, but "能否激活" with messages 1, 2',
      'explanation is proposed and must not be: "x"',
      'contradiction with messages 1, 2 alone is proposed and must not be: "能否激活"',
      'explanation "x" is proposed without evidence',
    ],
  ],
  [
    'evidence that nobody wrote',
    {
      ...perfect,
      proposals: [
        contradiction([2, 3]),
        { kind: 'problem', text: 'y', evidence: [{ message: 1, text: 'z' }] },
      ],
    },
    ['problem: message 1 does not say "z"'],
  ],
]

describe('each difference has its sentence', () => {
  test.each(rows)('%s', (_what, imported, sentences) => {
    expect(compareCase(expected, imported)).toEqual(sentences)
  })
})

function message(index: number, text: string): ImportedMessage {
  return {
    index,
    from: { name: '某人', address: '' },
    side: 'vendor',
    sideCertainty: 'likely',
    audience: index === 1 ? 'customer' : 'internal',
    audienceCertainty: 'likely',
    because: [],
    sentAt: '2024-05-16T10:52:08Z',
    flags: index === 1 ? ['zone-doubtful'] : [],
    attachments: [],
    absentAttachments: [],
    text,
  }
}

function found(kind: Found['kind'], index: number, text: string, value: string | number = text): Found {
  const from = (texts[index - 1] ?? '').indexOf(text)
  return { kind, message: index, text, value, from, to: from + text.length }
}

function contradiction(messages: readonly number[]): Proposal {
  return {
    kind: 'contradiction',
    text: '能否激活',
    evidence: messages.map((index) => ({ message: index, text: texts[index - 1] ?? '' })),
  }
}

function withMessage(index: number, changes: Partial<ImportedMessage>): ImportedCase {
  const at = index - 1
  const changed = { ...(perfect.messages[at] as ImportedMessage), ...changes }
  return { ...perfect, messages: perfect.messages.with(at, changed) }
}

function withFound(at: number, changes: Partial<Found>): ImportedCase {
  return { ...perfect, found: perfect.found.with(at, { ...(perfect.found[at] as Found), ...changes }) }
}
