// The corpus by itself: expectations that contradict one another or their own thread are wrong before any import runs.
import { readdirSync, readFileSync } from 'node:fs'
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
    for (const { message, text: part } of mustNot.filter((trap) => trap.text !== undefined))
      expect(words(texts, message), part).toContain(part)
    for (const { index, absentAttachments, mayBeAbsent } of expected.messages)
      for (const name of [...absentAttachments, ...(mayBeAbsent ?? [])])
        expect(words(texts, index), name).toContain(name)
  })

  test('nothing both may and must not be found', () => {
    const { must, may, mustNot } = expected.found
    const torn = mustNot.flatMap(({ kinds, message, text: part }) =>
      [...must, ...may].filter(
        (item) =>
          part !== undefined &&
          item.message === message &&
          kinds.includes(item.kind) &&
          (item.text.includes(part) || part.includes(item.text)),
      ),
    )
    expect(torn).toEqual([])
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

test('every mail of mails/ has its row, its mailbox and its message in a thread', () => {
  const folder = new URL('../../../../vectors/desk/mails/', import.meta.url)
  const { mails, mailboxes } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
    mails: Record<string, { messageId: string; text: { thread?: string; message?: number } }>
    mailboxes: Record<string, readonly string[]>
  }
  const files = readdirSync(folder).toSorted()
  expect(files.filter((file) => file.endsWith('.eml'))).toEqual(Object.keys(mails).toSorted())
  expect(Object.values(mailboxes).flat().toSorted()).toEqual(Object.keys(mails).toSorted())
  for (const [mailbox, names] of Object.entries(mailboxes)) {
    const text = readFileSync(new URL(mailbox, folder), 'latin1')
    const ids = [...text.matchAll(/^Message-ID: (.*)$/gm)].map((match) => match[1])
    expect(ids).toEqual(names.map((name) => mails[name]?.messageId))
    expect(text.match(/^From /gm)).toHaveLength(names.length)
  }
  for (const { text } of Object.values(mails)) {
    if (text.thread === undefined) continue
    const thread = threads.find(({ name }) => name === text.thread)
    expect(thread?.expected.messages[(text.message ?? 0) - 1]?.index).toBe(text.message)
  }
})
