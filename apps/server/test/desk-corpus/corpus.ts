// The threads of vectors/desk, decoded, beside what a careful reader expects of them. A test of the import says
//
//   for (const { name, text, expected } of threads)
//     expect(compareCase(expected, importThread(parseThreadExport(text), ...)), name).toEqual([])
import { readdirSync, readFileSync } from 'node:fs'
import type { ExpectedCase } from './expected-case.ts'

const folder = new URL('../../../../vectors/desk/', import.meta.url)

export type Thread = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly text: string
  readonly expected: ExpectedCase
}

export const threads: readonly Thread[] = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .toSorted()
  .map((file) => {
    const name = file.slice(0, -'.txt'.length)
    const bytes = readFileSync(new URL(file, folder))
    return {
      name,
      bytes,
      text: decode(bytes),
      expected: JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as ExpectedCase,
    }
  })

/** UTF-8 where it is, else GB18030: the corpus has no other. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What is no UTF-8 is of the GB family.
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}
