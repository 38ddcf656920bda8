import type { Explanation, FoundHypothesis, NextObservation, Verdict } from '@holdfast/fleet'
import { instant } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { controlPhrases, controlReasonPhrases, diagnosisPhrases } from '../src/diagnosis-phrases.ts'
import { nextPhrases, verdictPhrases } from '../src/explanation-phrases.ts'
import { fillTemplate } from '../src/fill-template.ts'
import { locales } from '../src/locale.ts'
import { phraseDiagnosis } from '../src/phrase-diagnosis.ts'
import { phraseExplanation } from '../src/phrase-explanation.ts'
import { windowsCodePhrases } from '../src/windows-code-phrases.ts'
import { expectSoundText, factSubsets } from './sound-text.ts'

const found: FoundHypothesis = {
  unit: 'second',
  width: 32,
  signed: null,
  held: null,
  past: 'wrap',
  epoch: null,
  limit: null,
  kept: 'once',
  leftSeconds: 75_098_112,
  certainty: 'fits',
  explains: 3,
  of: 4,
  against: [
    { device: 'pc-4', observation: 3, remaining: { from: 1, to: 86_401 }, residualSeconds: -20_000_000 },
  ],
  fault: { unit: 'second', width: 32, signed: true, held: 'term', epoch: null, past: 'wrap' },
  grantedSeconds: 12_960_000_000,
  granted: '150000 d',
  left: '869 d 04:35:12',
  turns: 3,
  devicesExplained: 3,
  devices: 4,
  pairs: 0,
  repeats: 0,
  witnessed: 0,
  refuted: 0,
  share: 0.9,
  impliedActivations: [],
  alsoFits: [],
}
const span = { from: instant('2018-09-19T00:00:00Z'), to: instant('2018-09-20T00:00:00Z') }
const seconds = { firstSeconds: 75_098_112, secondSeconds: 0 }
const nexts: readonly NextObservation[] = [
  { kind: 'reading' },
  { kind: 'granted-term' },
  { kind: 'activation-date', device: 'pc-1', first: span, second: span },
  { kind: 'fresh-device', ...seconds },
  { kind: 'reading-on', device: 'pc-1', at: span.from, ...seconds },
  { kind: 'pair' },
  { kind: 'another-device' },
  { kind: 'none' },
]
const explanation = (set: Partial<Explanation>): Explanation => ({
  verdict: 'time-fault',
  hypotheses: [found],
  ordinary: { kind: 'other-term', seconds: 69_120_000, term: '800 d', explains: 1, of: 4, share: 0.1 },
  next: { kind: 'pair' },
  observations: 4,
  devices: 4,
  silent: 0,
  ...set,
})

describe.each(locales)('%s', (locale) => {
  const variants: [string, Partial<FoundHypothesis>][] = [
    ['several devices', {}],
    ['one device', { devices: 1, against: [], certainty: 'possible' }],
    ['a pair', { certainty: 'confirmed', pairs: 1 }],
    ['two readings', { certainty: 'confirmed', repeats: 1 }],
    ['signs told apart', { signed: false, held: 'term', turns: 1 }],
    ['a calendar', { unit: null, width: null, past: 'clip', left: null, leftSeconds: null, turns: null }],
    ['cleared', { past: 'zero', left: '0 d', leftSeconds: 0, turns: null }],
    ['clamped', { past: 'clamp', turns: null }],
  ]
  test.each(variants)('a fault of time: %s', (_, set) => {
    const { text, next } = phraseExplanation(explanation({ hypotheses: [{ ...found, ...set }] }), locale)
    expectSoundText(text, locale)
    expectSoundText(next, locale)
  })

  test.each(Object.keys(verdictPhrases) as Verdict[])('without a fault: %s', (verdict) => {
    if (verdict === 'time-fault') return
    for (const ordinary of [explanation({}).ordinary, null]) {
      const { text } = phraseExplanation(explanation({ verdict, hypotheses: [], ordinary }), locale)
      expectSoundText(text, locale)
      expect(text).not.toMatch(/overflow|wrap|溢出|回绕/i)
    }
  })

  test.each(nexts)('next: $kind', (next) => {
    expectSoundText(phraseExplanation(explanation({ next }), locale).next, locale)
    for (const facts of factSubsets(nextPhrases[next.kind][locale]))
      expect(fillTemplate(nextPhrases[next.kind][locale], facts, locale)).not.toMatch(/[{}[\]]/)
  })

  test.each(Object.keys(diagnosisPhrases) as (keyof typeof diagnosisPhrases)[])('diagnosis: %s', (code) => {
    const { seen, ahead, steps } = diagnosisPhrases[code][locale]
    for (const facts of factSubsets([seen, ahead, ...steps].join(' ')))
      for (const template of [seen, ahead, ...steps])
        expectSoundText(fillTemplate(template, facts, locale), locale)
  })

  test('controls and codes', () => {
    for (const reason of Object.values(controlReasonPhrases)) expectSoundText(reason[locale], locale)
    for (const code of Object.values(windowsCodePhrases)) expectSoundText(code[locale], locale)
    for (const control of Object.values(controlPhrases)) expect(control[locale]).not.toBe('')
  })
})

test('the paragraph has the figures, the degree, what speaks against it, and that it is inference', () => {
  const { text } = phraseExplanation(explanation({}), 'en')
  for (const words of [
    '150000 days were granted',
    '32-bit seconds',
    '3 times',
    '869 d 04:35:12',
    '3 of 4 observations on 4 devices',
    'Signed and unsigned',
    'cannot be told apart',
    'Not explained: 1',
    'no proof',
    'not the word of whoever made the software',
  ])
    expect(text).toContain(words)
})

test('a diagnosis tells its facts and what is open', () => {
  const told = phraseDiagnosis(
    {
      code: 'reminder-window',
      device: 'pc-1',
      facts: { days: 21, until: '2021-02-04T14:56:41' },
      controls: [{ control: 'enter-key', open: false, reason: 'counts-as-activated' }],
    },
    'en',
  )
  expect(told.seen).toContain('21 days are left')
  expect(told.ahead).toContain('2021-02-04 14:56:41')
  expect(told.controls[0]).toMatchObject({ control: 'Enter a key', open: false })
  expect(told.controls[0]?.reason).toContain('grey')
})
