import { describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { instant } from '@holdfast/capabilities/testing'
import { factsTextOfCapture } from '../src/observe/capture-facts-text.ts'
import { lookOfReading, type ReadingContext } from '../src/observe/look-of-reading.ts'
import { readText } from '../src/read/read-text.ts'
import type { Reading } from '../src/reading.ts'
import { day } from './looks.ts'

const text = [
  'Software licensing service version: 10.0.17763.1577',
  '',
  'Name: Windows(R), EnterpriseG edition',
  'Description: Windows(R) Operating System, VOLUME_KMSCLIENT channel',
  'Partial Product Key: BT9KW',
  'License Status: Licensed',
  'Volume activation expiration: 29161 minute(s) (21 day(s))',
  'Trusted time: 2021-01-15 08:55:41',
  '',
  'Most recent activation information:',
  'Key Management Service client information',
  '    Client Machine ID (CMID): 2532CC6D-c10c-4dd8-90be-7cd2a011f075',
  '    Registered KMS machine name: act.gov-edition.example.test:1688',
  '    Activation interval: 120 minutes',
  '    Renewal interval: 10080 minutes',
].join('\r\n')

function readingOf(of: string): Reading {
  const read = readText(of)
  if (read.kind === 'refused') throw new Error(read.code)
  const [first] = read.readings
  if (first === undefined) throw new Error('no reading')
  return first.reading
}

const context: ReadingContext = {
  source: 'dlv.txt',
  host: null,
  updatedAt: null,
  graceEnd: null,
  given: null,
  sentAt: null,
  zone: 'UTC',
}

describe('a reading as a look', () => {
  test('minutes are the truth, the clock of the text is read in its zone', () => {
    const look = lookOfReading(readingOf(text), { ...context, zone: 'Asia/Shanghai' })!
    expect(look).toMatchObject({
      names: { machineId: 'cmid:2532cc6d-c10c-4dd8-90be-7cd2a011f075' },
      state: 'reminding',
      renewsItself: true,
      capturedBy: 'text',
      facts: { expiryKind: 'volume', partialKey: 'BT9KW', localTime: '2021-01-15T08:55:41' },
    })
    expect(look.seen.remaining).toEqual({ from: 29_161 * 60, to: 29_162 * 60 })
    expect(formatInstant(look.seen.capturedAt!.from)).toBe('2021-01-15T00:55:41Z')
  })

  const untimed = readingOf(text.replace(/^Trusted time.*$/m, ''))
  const given = { from: instant('2021-01-14T00:00:00Z'), to: instant('2021-01-15T00:00:00Z') }
  const sentAt = instant('2021-01-20T10:00:00Z')
  test.each<[string, Partial<ReadingContext>, string, string | null]>([
    ['as given', { given, sentAt, updatedAt: '2021-01-16T00:00:00' }, 'given', '2021-01-14T00:00:00Z'],
    ['by its list', { sentAt, updatedAt: '2021-01-16T00:00:00' }, 'text', '2021-01-16T00:00:00Z'],
    ['by its mail', { sentAt }, 'mail', '2021-01-20T10:00:00Z'],
    ['not at all', {}, 'received', null],
  ])('a capture without a clock is dated %s', (_what, changes, by, at) => {
    const look = lookOfReading(untimed, { ...context, ...changes })!
    const { capturedAt } = look.seen
    expect([look.capturedBy, capturedAt === null ? null : formatInstant(capturedAt.from)]).toEqual([by, at])
  })

  test('a list gives the host, and the end where it has no minutes', () => {
    const minuteless = readingOf(text.replace(/^Volume activation.*$/m, ''))
    const row = { ...context, host: 'PC-7.corp.example.test', graceEnd: '2021-02-04T08:55:41' }
    const look = lookOfReading(minuteless, row)!
    expect(look.names.host).toBe('PC-7.corp.example.test')
    expect(look.seen.remaining).toEqual({ from: 20 * day, to: 20 * day + 1 })
  })

  test.each([
    ['10.0.17763.1577', { from: 20 * day + 1, to: 21 * day + 1 }],
    ['6.1.7601.17514', { from: 21 * day, to: 22 * day }],
    [null, { from: 20 * day + 1, to: 22 * day }],
  ])('days alone under %s are what their rounding leaves open', (serviceVersion, wanted) => {
    const reading = readingOf(text)
    const [product] = reading.products
    const days = { ...reading, serviceVersion, products: [{ ...product!, remainingMinutes: null }] }
    expect(lookOfReading(days, context)!.seen.remaining).toEqual(wanted)
  })

  test('nothing is concluded from minutes below zero', () => {
    const reading = readingOf(text)
    const [product] = reading.products
    const altered = { ...reading, products: [{ ...product!, remainingMinutes: -29_161 }] }
    expect(lookOfReading(altered, context)!.seen.remaining).toBeNull()
  })

  test('a text that names no licence is no look', () => {
    const reading: Reading = { ...readingOf(text), products: [], error: { kind: 'no-product-key' } }
    expect(lookOfReading(reading, context)).toBeNull()
  })

  test('a capture without looks is told by its file and what was read', () => {
    const capture = { customer: null, source: 'a.txt', reading: { error: 'no key' }, looks: [] }
    expect(factsTextOfCapture(capture)).not.toBe(factsTextOfCapture({ ...capture, source: 'b.txt' }))
  })
})
