// Books that were restored give running numbers again which mails of the lost weeks carry. spec: threading §5
import { describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { SeededEntropy, instant } from '@holdfast/capabilities/testing'
import { makeCaseId, makeCaseMessageId } from '@holdfast/lease'
import { formatMessageId, formatReplyAddress, formatReplyToken } from '../../src/matching/reply-token.ts'
import type { KeptCase } from './paper-desk.ts'
import { PaperDesk, sampleClues } from './paper-desk.ts'
import { groundOf } from './vector-ground.ts'

const sent = instant('2026-03-02T09:00:00Z')
const now = instant('2026-03-10T09:00:00Z')
const entropy = new SeededEntropy('restored books')
const ground = groundOf({})
const mailbox = { local: 'desk', domain: 'support.example' }

/** A desk that has lost the message, and whose case of that number was begun `seconds` after it was made. */
function restored(seconds: number): { desk: PaperDesk; token: string; id: string } {
  const [one] = ground.cases
  const key = ground.settings.keys.find(({ state }) => state === 'signing')
  if (one === undefined || key === undefined) throw new Error('the ground has no case, or no key that signs')
  const id = makeCaseId((sent + seconds) as Instant, entropy)
  const again: KeptCase = { ...one, id, running: 9_001, numbers: [], state: { kind: 'open' } }
  const message = makeCaseMessageId(sent, entropy).slice('cms_'.length)
  const token = formatReplyToken({ caseRunning: 9_001, audience: 'customer', message }, key)
  return { desk: new PaperDesk({ ...ground, cases: [...ground.cases, again] }), token, id }
}

describe('a token whose message the books have lost', () => {
  const reply = (token: string) =>
    sampleClues({
      from: ['li.na@qinghe.example'],
      to: [formatReplyAddress(mailbox, token)],
      subject: 'Re: your mail',
    })

  test.each([-86_400, -1, 0])('joins the case that was begun %i seconds from it', (seconds) => {
    const { desk, token, id } = restored(seconds)
    const { verdict } = desk.receive(reply(token), now)
    expect(verdict).toMatchObject({ kind: 'joins', rule: 'reply-token', case: id })
  })

  test.each([1, 86_400])('names no case where that was begun %i seconds later', (seconds) => {
    const { desk, token } = restored(seconds)
    const { verdict } = desk.receive(reply(token), now)
    expect(verdict).toMatchObject({ kind: 'begins', rule: 'none', linked: null })
    expect(verdict.doubts.map(({ kind }) => kind)).toEqual(['case-unknown'])
  })

  test.each([
    [0, 'returns'],
    [1, 'unplaced'],
  ])('of our own mail that comes back, %i seconds: %s', (seconds, kind) => {
    const { desk, token } = restored(seconds)
    const clues = sampleClues({
      from: ['desk@support.example'],
      messageId: formatMessageId(token, 'support.example'),
      automaton: { kind: 'own' },
    })
    expect(desk.receive(clues, now).verdict.kind).toBe(kind)
  })
})
