import { instant } from '@holdfast/capabilities/testing'
import { noticedWords, type DeviceState } from '@holdfast/device'
import { describe, expect, test } from 'vitest'
import { locales } from '../src/locale.ts'
import { findingPhrases, phraseFinding } from '../src/phrase-finding.ts'
import { phraseNoticed } from '../src/phrase-noticed.ts'
import { phraseState } from '../src/phrase-state.ts'
import { expectSoundText, factSubsets } from './sound-text.ts'

const [since, until] = [instant('2026-03-01T08:30:00Z'), instant('2026-03-15T08:30:00Z')]
const noticed: DeviceState['noticed'] = []
const states: readonly DeviceState[] = [
  { kind: 'unlicensed', because: 'never-activated', noticed },
  { kind: 'unlicensed', because: 'reset', noticed },
  { kind: 'unlicensed', because: 'released', noticed },
  { kind: 'unlicensed', because: 'vault-lost', noticed },
  { kind: 'unlicensed', because: 'vault-unreadable', noticed },
  { kind: 'licensed', until: 'perpetual', reminding: false, noticed },
  { kind: 'licensed', until, reminding: false, noticed },
  { kind: 'licensed', until, reminding: true, noticed },
  { kind: 'in-grace', since, until, because: 'term-over', noticed },
  { kind: 'in-grace', since, until, because: 'renewal-missed', noticed },
  { kind: 'lapsed', since, because: 'term-over', noticed },
  { kind: 'lapsed', since, because: 'renewal-missed', noticed },
  { kind: 'lapsed', since: null, because: 'release-not-covered', noticed },
]

describe.each(locales)('%s', (locale) => {
  test.each(states)('$kind $because $until', (state) => {
    const told = phraseState(state, locale)
    for (const text of [told.title, told.userAction, told.adminAction]) expectSoundText(text, locale)
  })

  test.each(noticedWords)('noticed: %s', (word) => {
    const { title, action } = phraseNoticed(word, locale)
    for (const text of [title, action]) expectSoundText(text, locale)
  })

  test.each(Object.keys(findingPhrases) as (keyof typeof findingPhrases)[])('finding: %s', (kind) => {
    for (const facts of factSubsets(Object.values(findingPhrases[kind][locale]).join(' '))) {
      const { title, action } = phraseFinding(kind, facts, locale)
      for (const text of [title, action]) expectSoundText(text, locale)
    }
  })
})

test('a state that works says so, and one that asks for something says until when', () => {
  const told = (state: DeviceState | undefined) =>
    state === undefined ? '' : Object.values(phraseState(state, 'en')).join(' ')
  expect(told(states[5])).toContain('for ever')
  expect(told(states[7])).toContain('works as before')
  expect(told(states[8])).toContain('works as before until 2026-03-15 08:30:00 UTC')
  expect(told(states[8])).toContain('before 2026-03-15 08:30:00 UTC')
  expect(told(states[10])).toContain('ended on 2026-03-01 08:30:00 UTC')
})

describe.each(locales)('%s: lapsed while the clock is behind', (locale) => {
  test.each(['term-over', 'renewal-missed'] as const)('%s names reset and activate', (because) => {
    const state: DeviceState = { kind: 'lapsed', since, because, noticed: [] }
    const behind = phraseState({ ...state, noticed: ['clock-behind'] }, locale)
    expect(phraseState(state, locale).adminAction).not.toContain('reset')
    expect(behind.adminAction).toMatch(/reset.*activate/)
    expectSoundText(behind.adminAction, locale)
  })
})
