// Sources, sentences and support codes are written in different rooms: here they are held together.
import { refusalNumbers, supportFacts, type RefusalCode, type RefusalFacts } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import { describe, expect, test } from 'vitest'
import { composed, listEmittedFacts } from '../refusal-facts.ts'
import { listFiles, projectRoot, readSources } from '../source-files.ts'

const sources = readSources(projectRoot, listFiles(projectRoot))
const all = listEmittedFacts(sources)
const emitted = all.filter(({ fact }) => fact !== composed)

// For programs, not for people: what they say is in the sentences anyway.
const silent = new Set([
  'SERVER_ADDRESS_MALFORMED given',
  'SERVER_CERTIFICATE_DATE offlinePossible',
  'SERVER_CERTIFICATE_WRONG offlinePossible',
  'SERVER_UNREACHABLE offlinePossible',
])

const told = (code: RefusalCode, facts: RefusalFacts) => Object.values(phrase(code, facts, 'en')).join('\n')

/** Words by which sentences choose, `[?because=size: ...]`, by the name of the fact. */
const chosenBy = new Map<string, Set<string>>()
for (const { path, text } of sources)
  if (path.startsWith('packages/phrases/src/'))
    for (const [, fact = '', word = ''] of text.matchAll(/\[\?(\w+)=([\w-]+):/g))
      chosenBy.set(fact, (chosenBy.get(fact) ?? new Set()).add(word))

/** Facts that change no sentence, whatever they are: a phrase may show one or choose words by it. */
function isSilent(code: RefusalCode, fact: string, others: readonly string[]): boolean {
  const facts = Object.fromEntries(others.filter((other) => other !== fact).map((other) => [other, 'other']))
  const values = ['some-fact', true, ...(chosenBy.get(fact) ?? [])]
  return values.every((value) => told(code, { ...facts, [fact]: value }) === told(code, facts))
}

describe('facts of refusals', () => {
  test('the scanner sees the sources', () => {
    expect(emitted.length).toBeGreaterThan(50)
    expect(emitted.filter(({ code }) => !(code in refusalNumbers))).toEqual([])
  })

  test('every fact that a source gives is told to people', () => {
    const untold = emitted.filter(({ code, fact }) => {
      const others = emitted.filter((other) => other.code === code).map((other) => other.fact)
      return !silent.has(`${code} ${fact}`) && isSilent(code as RefusalCode, fact, others)
    })
    expect([...new Set(untold.map(({ code, fact }) => `${code} ${fact}`))]).toEqual([])
  })

  test('every fact that a support code carries is given where its code is given', () => {
    const missing = Object.entries(supportFacts).filter(([code, row]) => {
      const facts = all.filter((other) => other.code === code).map((other) => other.fact)
      return facts.length > 0 && !facts.includes(row.fact) && !facts.includes(composed)
    })
    expect(missing.map(([code, row]) => `${code} ${row.fact}`)).toEqual([])
  })
})

test('the scanner reads literals and conditions, and leaves tests alone', () => {
  const file = (path: string, text: string) => ({ path, text })
  const found = listEmittedFacts([
    file(
      'packages/a/src/a.ts',
      `refuse('A', { x: 1, 'y': 2, ...more })\nrefuse(wrong ? 'B' : 'C', { z })\nrefuse('D')\nrefuse('E', facts)`,
    ),
    file('packages/a/test/a.test.ts', `refuse('F', { x: 1 })`),
  ])
  expect(found.map(({ code, fact, line }) => `${code} ${fact} ${line}`)).toEqual([
    'A x 1',
    'A y 1',
    'A * 1',
    'B z 2',
    'C z 2',
    'E * 4',
  ])
})
