import { describe, expect, test } from 'vitest'
import {
  decideOutbound,
  outboundRefusals,
  recipientsMax,
  refuseByRecipients,
  type OutboundDraft,
  type Recipient,
} from '../../src/case/decide-outbound.ts'
import type { Actor } from '../../src/case/actor.ts'
import type { CaseAudience } from '../../src/case/audience.ts'
import type { Wall } from '../../src/case/lint-draft.ts'
import { engineer, rule } from './cases.ts'

const wall: Wall = {
  messages: [
    {
      id: 'msg_2',
      audience: 'internal',
      subject: '',
      text: '客户既不接受弹窗，也不接受重装，请尽快给出方案',
    },
  ],
  innerNames: [],
  innerTokens: [],
  outerNames: [],
  boilerplate: [],
  cleared: [],
}
const open = { id: 'CAS-00017', sending: true, wall }
const imported = { ...open, sending: false }
const contact: Recipient = { address: 'contact@customer.example', audiences: ['customer'] }
const colleague: Recipient = { address: 'rhea@vendor.example', audiences: ['internal', 'rnd'] }
const stranger: Recipient = { address: 'somebody@else.example', audiences: [] }
const fine: OutboundDraft = {
  audience: 'customer',
  subject: '激活天数异常',
  text: '您好',
  recipients: [contact],
  gaps: [],
  artefact: null,
}

test('a person, to one audience, with nothing open and nothing from inside: ready', () => {
  expect(decideOutbound(fine, open, engineer)).toEqual({ kind: 'ready' })
})

describe('two reasons at once: the first of the list is told', () => {
  type Reason = (typeof outboundRefusals)[number]
  /** What brings each reason about. */
  const reasons: { readonly [reason in Reason]: Partial<OutboundDraft> } = {
    PERSON_NEEDED: {},
    CASE_SENDING_OFF: {},
    INPUT_INVALID: { recipients: Array.from({ length: recipientsMax + 1 }, () => contact) },
    CASE_FACTS_MISSING: { subject: ' ' },
    RECIPIENTS_MIXED: { recipients: [contact, colleague] },
    CASE_TEXT_INCOMPLETE: { gaps: ['options/0/cost: is empty'] },
    DRAFT_QUOTES_INNER: { text: '客户既不接受弹窗，也不接受重装' },
  }
  const pairs = outboundRefusals.flatMap((first, at) =>
    outboundRefusals.slice(at + 1).map((second) => [first, second] as const),
  )
  test.each(pairs)('%s before %s', (first, second) => {
    const both: readonly Reason[] = [first, second]
    // Mixed recipients and too many of them are one list.
    const draft = { ...fine, ...reasons[second], ...reasons[first] }
    const actor: Actor = both.includes('PERSON_NEEDED') ? rule : engineer
    const found = decideOutbound(draft, both.includes('CASE_SENDING_OFF') ? imported : open, actor)
    expect(found).toMatchObject({ code: first })
  })

  test.each(outboundRefusals)('%s alone', (reason) => {
    const actor = reason === 'PERSON_NEEDED' ? rule : engineer
    const found = decideOutbound(
      { ...fine, ...reasons[reason] },
      reason === 'CASE_SENDING_OFF' ? imported : open,
      actor,
    )
    expect(found).toMatchObject({ code: reason })
  })
})

/** audience | recipients | refused with */
const lists: readonly (readonly [CaseAudience, readonly Recipient[], object | null])[] = [
  ['customer', [contact], null],
  ['rnd', [colleague], null],
  ['internal', [colleague], null],
  ['customer', [contact, colleague], { audiences: ['customer', 'internal', 'rnd'], unknown: null }],
  ['internal', [contact, colleague], { audiences: ['customer', 'internal'], unknown: null }],
  ['customer', [contact, stranger], { audiences: ['customer'], unknown: 1 }],
  ['upstream', [contact], { audiences: ['customer', 'upstream'], unknown: null }],
  ['unknown', [stranger], { audiences: ['unknown'], unknown: 1 }],
]
test.each(lists)('%s %o', (audience, recipients, facts) => {
  const refusal = refuseByRecipients(audience, recipients)
  expect(refusal?.code ?? null).toBe(facts === null ? null : 'RECIPIENTS_MIXED')
  expect(refusal?.facts ?? null).toEqual(facts)
})

test('no address stands in a refusal', () => {
  expect(JSON.stringify(refuseByRecipients('customer', [stranger, colleague]))).not.toContain('@')
})

test('so many recipients', () => {
  const recipients = Array.from({ length: recipientsMax }, () => contact)
  expect(decideOutbound({ ...fine, recipients }, open, engineer).kind).toBe('ready')
  expect(decideOutbound({ ...fine, recipients: [] }, open, engineer)).toMatchObject({
    code: 'CASE_FACTS_MISSING',
    facts: { missing: ['recipients'] },
  })
})
