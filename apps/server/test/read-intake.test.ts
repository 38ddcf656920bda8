// Mails that were taken in, taken apart: whatever their bytes are, each is read or says why not.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { makeIntakeId } from '@holdfast/lease'
import type { ClaimedIntake, IntakeRecord } from '@holdfast/store'
import { parseMailConfig } from '../src/config/mail-config.ts'
import { outcomeOf, mailRetrySeconds } from '../src/jobs/mail-outgoing-job.ts'
import { listPeople, rolePeopleMax } from '../src/desk/message-of-mail.ts'
import { MailReaders } from '../src/desk/reading/mail-readers.ts'
import { intakeAttemptsMax, readIntake } from '../src/desk/reading/read-intake.ts'
import { receivingSettingsOf } from '../src/desk/receiving-settings.ts'
import { mailConfigOf, mailOf } from './mail-ground.ts'

const keys = { reply: [], identity: new Uint8Array(32) }
const settings = receivingSettingsOf(mailConfigOf(), keys)
const readers = new MailReaders({
  ...{ clock: new ManualClock('2026-03-01T08:30:00Z'), ownAddresses: settings.match.ownAddresses },
  isThreaded: false,
})
const now = 1_772_353_800 as Instant

function claimed(raw: Uint8Array | null, changes: Partial<IntakeRecord> = {}): ClaimedIntake {
  const id = makeIntakeId(now, new SeededEntropy('intake'))
  const state = { kind: 'waiting', due: now } as const
  const mail: IntakeRecord = {
    ...{ id, mailbox: 'smtp', door: 'smtp', doorKey: null, envelope: null, receivedAt: now, place: 0 },
    ...{ raw: { hash: '0'.repeat(64), bytes: raw?.length ?? 0 }, attempts: 1, state },
    ...changes,
  }
  return { mail, raw }
}
const read = (one: ClaimedIntake) =>
  readIntake(one, settings, {
    authenticate: () => Promise.resolve(null),
    take: readers.openBatch(),
  })

describe('reading what was taken in', () => {
  test('any bytes are read or say why not', async () => {
    const line = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('From: a@b.example', 'Message-ID: <x@y.example>', 'Date: yesterday', 'To: ,,,<>@', ''),
      fc.constantFrom(
        'Content-Type: multipart/mixed; boundary=b',
        '--b',
        '--b--',
        'Subject: =?gb2312?B?////?=',
      ),
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(line, { maxLength: 20 }).map((lines) => new Uint8Array(Buffer.from(lines.join('\r\n')))),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (raw) => {
        const found = await read(claimed(raw))
        const told = found.kind === 'read' ? found.identity : `unread: ${found.reason}`
        expect(told).toMatch(/^(?:mail:[0-9a-f]{64}$|unread: \S)/)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    [intakeAttemptsMax, 'read'],
    [intakeAttemptsMax + 1, 'unread'],
  ])('claimed %i times it is %s', async (attempts, kind) => {
    const raw = await mailOf({ messageId: 'a@harbour.example' })
    expect((await read(claimed(raw, { attempts }))).kind).toBe(kind)
  })

  test('bytes that cannot be opened, and mails that stayed in their mailbox, say so', async () => {
    expect(await read(claimed(null))).toMatchObject({ reason: expect.stringContaining('cannot be opened') })
    const oversized = claimed(Buffer.from('Subject: x\r\n\r\n'), { envelope: { oversizedBytes: 99_000_000 } })
    expect(await read(oversized)).toMatchObject({ reason: expect.stringContaining('99000000') })
  })

  test.each([rolePeopleMax, rolePeopleMax + 1])('of %i recipients so many are kept', async (count) => {
    const to = Array.from({ length: count }, (_, at) => `p${at}@harbour.example`).join(', ')
    const found = await read(claimed(Buffer.from(`From: a@b.example\r\nTo: ${to}\r\n\r\nx\r\n`)))
    if (found.kind !== 'read') throw new Error(found.reason)
    const kept = listPeople(found.mail).filter(({ role }) => role === 'to')
    expect(kept).toHaveLength(rolePeopleMax)
  })
})

test('any settings are a configuration or complaints, never an accident', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      let complaints = 0
      const given = { address: 'a@vendor.example', mailboxes: value, receiver: value, numbers: value }
      for (const one of [value, given]) {
        const config = parseMailConfig(one, '/', () => {
          complaints += 1
          return null
        })
        expect(config === null).toBe(complaints > 0)
        complaints = 0
      }
    }),
  )
})

describe('what becomes of an attempt', () => {
  const about = { attempt: 1, now, isStopping: false }
  const refused = {
    kind: 'refused',
    permanent: false,
    code: 451,
    reply: 'later, kim@customer.example',
    phase: 'recipients',
  } as const

  test.each([
    ['an answer', { kind: 'sent', reply: '250 ok', refused: [] }, about, { kind: 'sent', error: null }],
    ['no answer', { kind: 'doubt', because: 'silence', refused: [] }, about, { kind: 'doubt' }],
    ['refused for now', refused, about, { kind: 'failed', retryAt: now + 60 }],
    ['refused for good', { ...refused, permanent: true }, about, { kind: 'failed', retryAt: null }],
    [
      'the last attempt but one',
      refused,
      { ...about, attempt: mailRetrySeconds.length },
      { kind: 'failed', retryAt: now + 86_400 },
    ],
    [
      'the last attempt',
      refused,
      { ...about, attempt: mailRetrySeconds.length + 1 },
      { kind: 'failed', retryAt: null },
    ],
    [
      'stopped before it began',
      { ...refused, code: null, phase: 'connect' },
      { ...about, isStopping: true },
      { kind: 'given-back' },
    ],
  ] as const)('%s', (_, sent, given, expected) => {
    const outcome = outcomeOf(sent, given)
    expect(outcome).toMatchObject(expected)
    expect(JSON.stringify(outcome)).not.toContain('kim@')
  })
})
