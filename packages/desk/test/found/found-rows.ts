// Tables of texts and of what is to be found in them: one line a case.
import { expect } from 'vitest'
import { findItems } from '../../src/found/find-items.ts'
import type { Found, FoundKind, ImportedMessage } from '../../src/import/imported-case.ts'

export type Item = readonly [
  kind: FoundKind,
  words: string,
  value?: string | number,
  ...marks: readonly ('about' | 'atLeast')[],
]
export type Row = readonly [text: string, ...items: readonly Item[]]

export const hour = 3_600
export const day = 86_400

export function messageOf(text: string, over: Partial<ImportedMessage> = {}): ImportedMessage {
  return {
    index: 1,
    from: { name: 'Lin', address: 'lin@vendor.example' },
    side: 'vendor',
    sideCertainty: 'certain',
    audience: 'customer',
    audienceCertainty: 'certain',
    because: [],
    sentAt: '2021-03-01T08:00:00.000+08:00',
    flags: [],
    attachments: [],
    absentAttachments: [],
    text,
    ...over,
  }
}

export function threadOf(...texts: readonly string[]): ImportedMessage[] {
  return texts.map((text, at) => messageOf(text, { index: at + 1 }))
}

/** Rows as `test.each` names them. */
export function named(rows: readonly Row[]): { text: string; row: Row }[] {
  return rows.map((row) => ({ text: row[0], row }))
}

/** Exactly these items of these kinds, in this order, and positions that lead to their words. */
export function expectRow([text, ...items]: Row, kinds: readonly FoundKind[]): void {
  const found = findItems([messageOf(text)])
  for (const item of found) expect(text.slice(item.from, item.to)).toBe(item.text)
  expect(found.filter(({ kind }) => kinds.includes(kind)).map(itemOf)).toEqual(
    items.map(([kind, words, value, ...marks]) => [kind, words, value ?? words, ...marks]),
  )
}

export function itemOf(found: Found): Item {
  const marks = [found.about && 'about', found.atLeast && 'atLeast'].filter((mark) => mark !== undefined)
  return [found.kind, found.text, found.value, ...(marks as ('about' | 'atLeast')[])]
}
