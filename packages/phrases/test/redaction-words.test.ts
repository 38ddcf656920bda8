import { caseParties, redactText, type CasePerson } from '@holdfast/desk'
import { expect, test } from 'vitest'
import { locales } from '../src/locale.ts'
import { redactionWords } from '../src/privacy/redaction-words.ts'

const people: readonly CasePerson[] = [
  { id: 'p1', party: 'customer', names: ['林知远'], addresses: [], phones: [] },
  { id: 'p2', party: 'support', names: ['林知白'], addresses: [], phones: [] },
]

test('both languages tell roles, never names', () => {
  const text = '林知远与林知白，林工，电话 13800000000，lin@farhills.example'
  const redacted = locales.map((locale) =>
    redactText(text, people, { words: redactionWords[locale], keep: [], likely: 'hide' }),
  )
  expect(redacted.map((each) => (each.kind === 'redacted' ? each.text : each.code))).toEqual([
    '[customer contact 1]与[support engineer 1]，[customer contact 1] or [support engineer 1]，电话 [telephone]，[mail address]',
    '[客户联系人 1]与[支持工程师 1]，[客户联系人 1]或[支持工程师 1]，电话 [电话]，[邮箱]',
  ])
})

test.each(locales)('%s: every party has a role of its own', (locale) => {
  const { role } = redactionWords[locale]
  const shown = [...caseParties, null].map((party) => role({ party, number: 1 }))
  expect(new Set(shown).size).toBe(caseParties.length + 1)
})
