// The corpus by itself: expectations that contradict one another or their own thread are wrong before any import runs.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compareCase } from './compare-case.ts'
import { threads } from './corpus.ts'
import { composePerfectImport, splitTexts } from './perfect-import.ts'

const words = (texts: readonly string[], message: number | undefined): string =>
  texts[(message ?? 0) - 1] ?? ''

describe.each(threads.map((thread) => [thread.name, thread] as const))('%s', (_name, { text, expected }) => {
  const texts = splitTexts(text)
  const perfect = composePerfectImport(expected, texts)

  test('an import that finds what must be found, and nothing else, differs in nothing', () => {
    expect(compareCase(expected, perfect)).toEqual([])
  })

  test('whatever must be found is missed when it is not there', () => {
    for (const item of perfect.found) {
      const others = perfect.found.filter((other) => other !== item)
      const complaints = compareCase(expected, { ...perfect, found: others })
      expect(complaints, item.text).toHaveLength(1)
      expect(complaints[0]).toContain('is not found')
    }
    for (const proposal of perfect.proposals) {
      const others = perfect.proposals.filter((other) => other !== proposal)
      const complaints = compareCase(expected, { ...perfect, proposals: others })
      expect(complaints, proposal.text).toHaveLength(1)
      expect(complaints[0]).toContain('is not proposed')
    }
  })

  test('names only what its messages say', () => {
    const { must, may, mustNot } = expected.found
    for (const { message, text: part } of [...must, ...may])
      expect(words(texts, message), part).toContain(part)
    for (const { message, text: part } of mustNot)
      if (part !== undefined) expect(words(texts, message), part).toContain(part)
    for (const { index, absentAttachments, mayBeAbsent } of expected.messages)
      for (const name of [...absentAttachments, ...(mayBeAbsent ?? [])])
        expect(words(texts, index), name).toContain(name)
  })

  test('nothing both may and must not be found', () => {
    const traps = expected.found.mustNot.filter(({ text: part }) => part !== undefined)
    for (const { kinds, message, text: part } of traps)
      for (const item of [...expected.found.must, ...expected.found.may])
        if (item.message === message && kinds.includes(item.kind))
          expect(item.text.includes(part ?? '') || (part ?? '').includes(item.text), item.text).toBe(false)
  })
})

test('every thread has its expectations and every expectation its thread', () => {
  const files = readdirSync(new URL('../../../../vectors/desk/', import.meta.url))
  const expectations = files.filter((file) => file.endsWith('.expected.json')).toSorted()
  expect(expectations).toEqual(threads.map(({ name }) => `${name}.expected.json`))
  expect(threads.length).toBeGreaterThanOrEqual(10)
})

test('the two stories are long and have both languages and every kind', () => {
  const stories = threads.filter(({ name }) => name.startsWith('story-'))
  expect(stories.map(({ expected }) => expected.messages.length)).toEqual([24, 25])
  const kinds = new Set(stories.flatMap(({ expected }) => expected.found.must.map(({ kind }) => kind)))
  expect([...kinds].toSorted()).toEqual([
    ...['address', 'call', 'claim', 'command', 'commitment', 'issue', 'phone', 'quantity', 'question'],
    ...['release', 'remaining', 'serial', 'term', 'url'],
  ])
})
