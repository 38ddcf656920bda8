// Every thread of vectors/desk, as the command line imports it, against what a careful reader expects.
import { parseInstant } from '@holdfast/capabilities'
import { importThread } from '@holdfast/desk'
import { expect, test } from 'vitest'
import { importTools } from '../../src/bridges/import-tools.ts'
import { threadOfBytes } from '../../src/cli/case/read-thread.ts'
import { compareCase } from './compare-case.ts'
import { threads } from './corpus.ts'

const now = parseInstant('2026-11-01T00:00:00Z')!

test.for(threads)('$name', async ({ bytes, expected }) => {
  const thread = await threadOfBytes(bytes)
  if (thread.kind === 'refused') throw new Error(thread.code)
  expect(compareCase(expected, importThread(thread, importTools(now)))).toEqual([])
})
