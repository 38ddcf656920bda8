import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSecondsHeld } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import {
  automaticLimits,
  decideAutomaticMail,
  recordAutomaticMail,
  type AutomaticHistory,
  type AutomaticMail,
  type AutomaticPolicy,
} from '../../src/matching/automatic-mail.ts'
import type { AutomatonClue } from '../../src/matching/message-clues.ts'

const start = instant('2026-03-02T08:00:00Z')
const policy: AutomaticPolicy = {
  limits: automaticLimits,
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

/** The history after all that would have been sent at these seconds was sent. */
function sentAt(mail: AutomaticMail, seconds: readonly number[], limits = automaticLimits): AutomaticHistory {
  return seconds.reduce<AutomaticHistory>((history, second) => {
    const moment = { mail, now: after(second) }
    const { kind } = decideAutomaticMail(history, { ...policy, limits }, moment)
    return kind === 'sends' ? recordAutomaticMail(history, { ...policy, limits }, moment) : history
  }, [])
}

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
    expect(decideAutomaticMail([], policy, { mail, now: start })).toEqual({ kind: 'withheld', because })
  })

  test('a person is answered, whether the path is known or not', () => {
    for (const path of ['p@customer.example', null]) {
      const mail = mailTo('p@customer.example', answering('person', path))
      expect(decideAutomaticMail([], policy, { mail, now: start })).toEqual({ kind: 'sends' })
    }
  })
})

describe('limits', () => {
  const verdictAt = (history: AutomaticHistory, mail: AutomaticMail, second: number) =>
    decideAutomaticMail(history, policy, { mail, now: after(second) })
  const person = mailTo('p@customer.example')

  test('two in an hour: the third waits until the first is an hour old', () => {
    const history = sentAt(person, [0, 600])
    expect(verdictAt(sentAt(person, [0]), person, 700)).toEqual({ kind: 'sends' })
    const withheld = { kind: 'withheld', because: 'limit', limit: automaticLimits[0], until: after(3_600) }
    expect(verdictAt(history, person, 700)).toEqual(withheld)
    expect(verdictAt(history, person, 3_599)).toEqual(withheld)
    expect(verdictAt(history, person, 3_600)).toEqual({ kind: 'sends' })
  })

  test('six in a day: the seventh waits until the first is a day old', () => {
    const history = sentAt(person, [0, 3_600, 7_200, 10_800, 14_400, 18_000, 21_600])
    expect(history.length).toBe(6)
    expect(verdictAt(history, person, 86_399)).toMatchObject({
      limit: automaticLimits[1],
      until: after(86_400),
    })
    expect(verdictAt(history, person, 86_400).kind).toBe('sends')
  })

  test('details, capitals and blanks do not make another mailbox', () => {
    const history = sentAt(mailTo('p+one@customer.example'), [0, 1])
    expect(verdictAt(history, mailTo(' P+two@Customer.example '), 2).kind).toBe('withheld')
    expect(verdictAt(history, mailTo('q@customer.example'), 2).kind).toBe('sends')
  })

  test('a case, whoever is written to', () => {
    const about = (to: string) => mailTo(to, { case: 'A' })
    const history = [...sentAt(about('a@one.example'), [0]), ...sentAt(about('b@two.example'), [0])]
    expect(verdictAt(history, about('c@three.example'), 1)).toMatchObject({
      limit: { per: 'case', mailsMax: 2 },
    })
    expect(verdictAt(history, mailTo('c@three.example', { case: 'B' }), 1).kind).toBe('sends')
    expect(verdictAt(history, mailTo('c@three.example'), 1).kind).toBe('sends')
  })

  test('a domain and the whole desk', () => {
    const many = (count: number, domain: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => sentAt(mailTo(`p${at}@${domain(at)}`), [0])).flat()
    const one = () => 'customer.example'
    expect(verdictAt(many(19, one), person, 1).kind).toBe('sends')
    expect(verdictAt(many(20, one), person, 1)).toMatchObject({ limit: { per: 'domain' } })
    expect(
      verdictAt(
        many(299, (at) => `d${at}.example`),
        person,
        1,
      ).kind,
    ).toBe('sends')
    expect(
      verdictAt(
        many(300, (at) => `d${at}.example`),
        person,
        1,
      ),
    ).toMatchObject({ limit: { per: 'desk' } })
  })

  test('none is none', () => {
    const none = { ...policy, limits: [{ per: 'desk', windowSeconds: 60, mailsMax: 0 }] as const }
    expect(decideAutomaticMail([], none, { mail: person, now: start })).toMatchObject({
      because: 'limit',
      until: start,
    })
  })

  test('a clock that is set back lets nothing through', () => {
    expect(verdictAt(sentAt(person, [7_200, 7_201]), person, 0).kind).toBe('withheld')
  })

  test('hold in every window for whatever is wanted, and the history holds a day', () => {
    const wanted = fc.array(
      fc.record({ wait: fc.nat(7_200), who: fc.nat(2), about: fc.constantFrom('A', 'B', null) }),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(wanted, (list) => {
        let history: AutomaticHistory = []
        const sent: { at: number; who: number; about: string | null }[] = []
        let second = 0
        for (const { wait, who, about } of list) {
          second += wait
          const moment = { mail: mailTo(`p${who}@customer.example`, { case: about }), now: after(second) }
          if (decideAutomaticMail(history, policy, moment).kind === 'withheld') continue
          history = recordAutomaticMail(history, policy, moment)
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
        expect(history.every(({ at }) => at > after(second) - 2 * 86_400)).toBe(true)
      }),
    )
  })
})
