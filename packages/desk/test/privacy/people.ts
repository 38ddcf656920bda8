import type { CasePerson } from '../../src/privacy/case-person.ts'
import type { RedactionMode } from '../../src/privacy/redact-text.ts'

/** Everybody is invented. Two share the surname 周: the customer's contact and an engineer. */
export const people: readonly CasePerson[] = [
  {
    id: 'per_lin',
    party: 'customer',
    names: ['林知远'],
    addresses: ['lin@farhills.example'],
    phones: ['138 0000 0000'],
  },
  { id: 'per_zhou', party: 'support', names: ['周以宁', 'Yuna Zhou'], addresses: [], phones: [] },
  { id: 'per_zhou2', party: 'customer', names: ['周小川'], addresses: [], phones: ['8801'] },
  { id: 'per_dana', party: 'rnd', names: ['Dana Whitfield'], addresses: ['dana@vendor.example'], phones: [] },
  { id: 'per_will', party: 'upstream', names: ['Will Price'], addresses: [], phones: [] },
  { id: 'per_ouyang', party: 'legal', names: ['欧阳清'], addresses: [], phones: [] },
  { id: 'per_nobody', party: null, names: ['程亦安'], addresses: [], phones: [] },
]

export const mode: RedactionMode = {
  words: {
    role: ({ party, number }) => `<${party ?? 'person'} ${number}>`,
    or: '|',
    somebody: '<somebody>',
    phone: '<phone>',
    address: '<address>',
  },
  keep: [],
  likely: 'keep',
}
