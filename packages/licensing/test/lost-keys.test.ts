// Which product key proves where the books have lost the order: what the leases that come back say, and a rekey.
import { describe, expect, test } from 'vitest'
import { instant } from '@holdfast/capabilities/testing'
import { BooksInMemory } from '../src/books-in-memory.ts'
import { decideActivation } from '../src/decide-activation.ts'
import { decideLicenceRekey } from '../src/decide-licence-rekey.ts'
import { decideRenewal } from '../src/decide-renewal.ts'
import {
  aContext,
  aKey,
  apply,
  aRequest,
  backOffice,
  booksOf,
  evidenceOf,
  findings,
  frontDesk,
  grant,
  now,
  orderId,
  productKey,
  renewalFacts,
  requestFacts,
  serialA,
  thumbprint,
} from './fixtures.ts'

const later = instant('2026-06-01T00:00:00Z')
const much = instant('2026-09-01T00:00:00Z')
const second = thumbprint('second product key')

/** Two leases of one licence that lost books knew, the later one from after a rekey. */
function twoLeases() {
  const { books, licence } = booksOf()
  const first = grant(books, decideActivation(requestFacts(), books, aContext()))
  books.holdOrderKey(orderId, 'cmge', aKey({ id: second, createdAt: later }))
  const facts = requestFacts({ key: backOffice, facts: { productKey: second } })
  const rekeyed = grant(books, decideActivation(facts, books, aContext({ now: later })))
  const devices = [
    { key: frontDesk, facts: { held: evidenceOf(first) } },
    { key: backOffice, facts: { held: evidenceOf(rekeyed) } },
  ] as const
  return { licence, devices }
}

function renew(books: BooksInMemory, device: ReturnType<typeof twoLeases>['devices'][number]) {
  const decided = decideRenewal(renewalFacts(device), books, aContext({ now: much }))
  grant(books, decided)
  const kinds = decided.kind === 'granted' ? findings(decided) : []
  return kinds.filter(({ kind }) => kind === 'PRODUCT_KEY_DIFFERS')
}

/** A device with nothing asks for the seat that it had: only the right key gets further than its proof. */
function codeWith(books: BooksInMemory, key: typeof productKey) {
  const { request } = requestFacts()
  const facts = { ...requestFacts(), request: aRequest({ ...request, key: frontDesk }), productKey: key }
  const decided = decideActivation(facts, books, aContext({ now: much }))
  return decided.kind === 'refused' ? decided.code : decided.kind
}

describe('the product key of a licence whose order is lost', () => {
  test('the newest lease that comes back names it, with a finding where that changes it', () => {
    const { devices, licence } = twoLeases()
    const books = new BooksInMemory()
    expect(renew(books, devices[0])).toEqual([])
    expect([codeWith(books, productKey), codeWith(books, second)]).toEqual(['granted', 'PRODUCT_KEY_WRONG'])
    expect(renew(books, devices[1])).toMatchObject([{ licence: licence.id, proves: 'lease' }])
    expect(books.licence(licence.id)).toMatchObject({ recoveredKey: second, recoveredKeyAt: later })
    expect([codeWith(books, productKey), codeWith(books, second)]).toEqual(['PRODUCT_KEY_WRONG', 'granted'])
  })

  test('an older lease changes nothing', () => {
    const { devices, licence } = twoLeases()
    const books = new BooksInMemory()
    expect([renew(books, devices[1]), renew(books, devices[0])]).toEqual([[], []])
    expect(books.licence(licence.id)).toMatchObject({ recoveredKey: second, recoveredKeyAt: later })
  })

  test('a rekey takes its place, and no lease of before brings the old one back', () => {
    const { devices, licence } = twoLeases()
    const books = new BooksInMemory()
    renew(books, devices[0])
    const third = thumbprint('third product key')
    const recovered = books.licence(licence.id)!
    const decided = decideLicenceRekey([recovered], third, much)
    if (decided.kind === 'refused') throw new Error(decided.code)
    apply(books, decided)
    expect(renew(books, devices[1])).toEqual([])
    expect([codeWith(books, second), codeWith(books, third)]).toEqual(['PRODUCT_KEY_WRONG', 'granted'])
    expect(decideLicenceRekey([books.licence(licence.id)!], third, much)).toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    expect(books.serial(serialA)?.taken).toBe(2)
  })

  test('of a licence that has its order nothing is taken over: the order is rekeyed', () => {
    const { licence } = booksOf()
    expect(() => decideLicenceRekey([licence], second, now)).toThrow('has an order')
  })
})
