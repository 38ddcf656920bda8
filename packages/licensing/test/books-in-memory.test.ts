import { expect, test } from 'vitest'
import { applyChange } from '../src/apply-change.ts'
import { BooksInMemory } from '../src/books-in-memory.ts'
import { decideActivation } from '../src/decide-activation.ts'
import {
  aContext,
  aLicence,
  aSeat,
  booksOf,
  frontDesk,
  grant,
  newRequestId,
  now,
  requestFacts,
  serialA,
} from './fixtures.ts'

test('what was not loaded is never taken for absent', () => {
  const page = new BooksInMemory('not-loaded')
  expect(() => page.serial(serialA)).toThrow(/not loaded with serial number/)
  expect(() => page.seatsTakenBy(frontDesk)).toThrow(/not loaded/)
  expect(() => page.requestSeen(frontDesk, newRequestId())).toThrow(/not loaded/)
  page.holdSerial(serialA, null)
  page.holdSeatsTakenBy(frontDesk, [])
  expect(page.serial(serialA)).toBeNull()
  expect(page.seatsTakenBy(frontDesk)).toEqual([])
})

test('a page lies over the books below and leaves them as they are', () => {
  const { books, licence } = booksOf()
  const seat = aSeat(licence)
  books.holdSeat(seat)
  const page = new BooksInMemory(books)
  const moved = { ...seat, state: { kind: 'moved', at: now, to: 'device' } } as const
  applyChange(page, { kind: 'seat-recorded', seat: moved, takenDelta: -1, because: 'moved' })
  const next = aSeat(licence, { generation: 2 })
  applyChange(page, { kind: 'seat-recorded', seat: next, takenDelta: 1, because: 'activated' })
  expect(page.seatsTakenBy(frontDesk)).toEqual([next])
  expect(books.seatsTakenBy(frontDesk)).toEqual([seat])
  expect([page.seat(seat.id)?.state.kind, books.seat(seat.id)?.state.kind]).toEqual(['moved', 'taken'])
  expect(books.serial(serialA)?.taken).toBe(0)
})

test('a decision writes nothing by itself, granted or refused', () => {
  const { books } = booksOf({ seats: 1 })
  const facts = requestFacts()
  const first = decideActivation(facts, books, aContext())
  expect(books.serial(serialA)?.taken).toBe(0)
  expect(books.device(frontDesk)).toBeNull()
  grant(books, first)
  expect(books.serial(serialA)?.taken).toBe(1)
  expect(books.requestSeen(frontDesk, facts.request.id)).toMatchObject({ kind: 'leased' })
})

test('a change to a record that is not there is a bug', () => {
  const books = new BooksInMemory()
  expect(() => applyChange(books, { kind: 'seats-set', serial: serialA, seats: 1 })).toThrow(/do not hold/)
  const change = { kind: 'term-resolved', licence: aLicence().id, term: { kind: 'perpetual' } } as const
  expect(() => applyChange(books, change)).toThrow(/do not hold/)
})
