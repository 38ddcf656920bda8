import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSecondsHeld } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import {
  automaticLimits,
  decideAutomaticMail,
  type AutomaticMail,
  type AutomaticPolicy,
} from '../../src/matching/automatic-mail.ts'
import type { AutomatonClue } from '../../src/matching/message-clues.ts'
import { AutomaticBooks } from './automatic-books.ts'

const start = instant('2026-03-02T08:00:00Z')
const policy: Pick<AutomaticPolicy, 'ownAddresses' | 'ownDomains'> = {
  ownAddresses: ['desk@support.example'],
  ownDomains: ['vendor.example'],
}
const after = (seconds: number) => addSecondsHeld(start, seconds)
const mailTo = (to: string, given: Partial<AutomaticMail> = {}): AutomaticMail => ({
  case: null,
  answers: null,
  to,
  ...given,
})
const answering = (kind: string, returnPath: string | null = 'p@customer.example') => ({
  answers: { automaton: (kind === 'bounce' ? { kind, about: null } : { kind }) as AutomatonClue, returnPath },
})

describe('reasons, in order of precedence', () => {
  test.each([
    ['no address', mailTo('nobody'), 'no-address'],
    ['own address', mailTo('Desk@Support.example'), 'own-address'],
    ['own address with a token', mailTo('desk+abc@support.example'), 'own-address'],
    ['own domain', mailTo('zhou.min@vendor.example', answering('bounce', '')), 'own-address'],
    ['null return path', mailTo('p@customer.example', answering('person', '')), 'null-return-path'],
    [
      'null return path in brackets',
      mailTo('p@customer.example', answering('auto-reply', '<>')),
      'null-return-path',
    ],
    ...['auto-reply', 'out-of-office', 'list', 'own', 'machine', 'bounce'].map(
      (kind) => [kind, mailTo('p@customer.example', answering(kind)), 'automaton'] as const,
    ),
  ] as const)('%s', (_, mail, because) => {
    expect(decideAutomaticMail(mail, policy)).toEqual({ kind: 'withheld', because })
  })

  test('a person is answered, whether the path is known or not', () => {
    for (const path of ['p@customer.example', null]) {
      const mail = mailTo('p@customer.example', answering('person', path))
      expect(decideAutomaticMail(mail, policy)).toEqual({ kind: 'sends' })
    }
  })
})

/** Books in which mails want to leave, at seconds after the start. */
function openBooks(limits = automaticLimits) {
  const books = new AutomaticBooks()
  const person = mailTo('p@customer.example')
  return (second: number, mail = person) => books.record(mail, limits, after(second))
}

describe('limits', () => {
  test('two in an hour: the third leaves when the first is an hour old', () => {
    const leaves = openBooks()
    expect([0, 600, 700, 3_599, 3_600, 3_601].map((second) => leaves(second))).toEqual([
      ...[true, true, false],
      ...[false, true, false],
    ])
  })

  test('six in a day: the seventh leaves when the first is a day old', () => {
    const leaves = openBooks()
    const hours = [0, 3_600, 7_200, 10_800, 14_400, 18_000]
    expect(hours.map((second) => leaves(second))).toEqual(hours.map(() => true))
    expect([21_600, 86_399, 86_400].map((second) => leaves(second))).toEqual([false, false, true])
  })

  test('details, capitals and blanks do not make another mailbox', () => {
    const leaves = openBooks()
    for (const second of [0, 1]) leaves(second, mailTo('p+one@customer.example'))
    expect(leaves(2, mailTo(' P+two@Customer.example '))).toBe(false)
    expect(leaves(2, mailTo('q@customer.example'))).toBe(true)
  })

  test('a case, whoever is written to', () => {
    const leaves = openBooks()
    const about = (to: string, place: string | null) => mailTo(to, { case: place })
    for (const to of ['a@one.example', 'b@two.example']) leaves(0, about(to, 'A'))
    expect(leaves(1, about('c@three.example', 'A'))).toBe(false)
    expect(leaves(1, about('c@three.example', 'B'))).toBe(true)
    expect(leaves(1, about('c@three.example', null))).toBe(true)
  })

  test('a domain and the whole desk', () => {
    const count = (wanted: number, toOf: (at: number) => string) => {
      const leaves = openBooks()
      return Array.from({ length: wanted }, (_, at) => leaves(0, mailTo(toOf(at)))).filter(Boolean).length
    }
    expect(count(25, (at) => `p${at}@customer.example`)).toBe(20)
    expect(count(310, (at) => `p@d${at}.example`)).toBe(300)
  })

  test('none is none', () => {
    expect(openBooks([{ per: 'desk', windowSeconds: 60, mailsMax: 0 }])(0)).toBe(false)
  })

  test('a clock that is set back lets nothing through', () => {
    const leaves = openBooks()
    expect([7_200, 7_201, 0].map((second) => leaves(second))).toEqual([true, true, false])
  })

  test('hold in every window for whatever is wanted', () => {
    const wanted = fc.array(
      fc.record({ wait: fc.nat(7_200), who: fc.nat(2), about: fc.constantFrom('A', 'B', null) }),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(wanted, (list) => {
        const leaves = openBooks()
        const sent: { at: number; who: number; about: string | null }[] = []
        let second = 0
        for (const { wait, who, about } of list) {
          second += wait
          if (!leaves(second, mailTo(`p${who}@customer.example`, { case: about }))) continue
          sent.push({ at: second, who, about })
        }
        for (const one of sent) {
          const within = (seconds: number) => sent.filter(({ at }) => at >= one.at && at < one.at + seconds)
          expect(within(3_600).filter(({ who }) => who === one.who).length).toBeLessThanOrEqual(2)
          expect(within(86_400).filter(({ who }) => who === one.who).length).toBeLessThanOrEqual(6)
          if (one.about === null) continue
          expect(within(3_600).filter(({ about }) => about === one.about).length).toBeLessThanOrEqual(2)
          expect(within(86_400).filter(({ about }) => about === one.about).length).toBeLessThanOrEqual(4)
        }
      }),
    )
  })
})
