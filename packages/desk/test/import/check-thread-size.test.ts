// Threads of mails within the limits of exports, and one past each.
import { expect, test } from 'vitest'
import { checkThreadSize } from '../../src/import/check-thread-size.ts'
import { headLengthMax, messageLengthMax, threadMessagesMax } from '../../src/import/import-limits.ts'
import type { SourceMessage } from '../../src/import/source-thread.ts'
import { messageOf, threadOf } from './fixtures.ts'

const many = (count: number) => threadOf(Array.from({ length: count }, () => messageOf()))
const one = (given: Partial<SourceMessage>) => threadOf([messageOf(given)])

test.each([
  ['messages', many(threadMessagesMax), many(threadMessagesMax + 1), threadMessagesMax],
  [
    'message',
    one({ text: 'x'.repeat(messageLengthMax) }),
    one({ text: 'x'.repeat(messageLengthMax + 1) }),
    messageLengthMax,
  ],
  [
    'head',
    one({ subject: 'x'.repeat(headLengthMax) }),
    one({ subject: 'x'.repeat(headLengthMax + 1) }),
    headLengthMax,
  ],
  [
    'head',
    one({ from: { name: 'x'.repeat(headLengthMax), address: '' } }),
    one({ from: { name: 'x'.repeat(headLengthMax + 1), address: '' } }),
    headLengthMax,
  ],
])('%s: at the limit, and one past it', (limit, within, past, max) => {
  expect(checkThreadSize(within)).toBeNull()
  expect(checkThreadSize(past)).toEqual({ kind: 'refused', code: 'THREAD_TOO_LARGE', facts: { limit, max } })
})

test('no mail at all is no thread', () => {
  expect(checkThreadSize(threadOf([]))).toMatchObject({
    code: 'THREAD_UNREADABLE',
    facts: { because: 'messages' },
  })
})
