import { describe, expect, test } from 'vitest'
import { controlsByCode } from '../src/explain/controls.ts'
import { diagnose } from '../src/explain/diagnose.ts'
import { diagnosisCodes, type DiagnosisCode } from '../src/explain/diagnosis.ts'
import { observeReadings, primaryProduct } from '../src/explain/observe-readings.ts'
import { findWindowsCode } from '../src/explain/windows-codes.ts'
import type { Product, Reading } from '../src/reading.ts'
import { kmsClient, product, reading, status } from './readings.ts'

const days = (count: number): Partial<Product> => ({ remainingMinutes: count * 1440 })
const evaluation: Partial<Product> = { channel: 'TIMEBASED_EVAL', expiryKind: 'timebased' }
const notified = (code: string): Partial<Product> => ({
  licenseStatus: status('notification'),
  expiryKind: null,
  notificationReason: { code, phrase: null },
})
const failedWith = (errorCode: string): Partial<Reading> => ({
  command: 'dlv+ato',
  atoResult: { ok: false, errorCode, product: null, activationId: null },
})
const host = (currentCount: number, description: string): Partial<Product> => ({
  expiryKind: null,
  description,
  kmsHost: { currentCount, listeningPort: 1688, dnsPublishing: true, priority: 'normal', requests: null },
})

describe('one capture, and what is the matter', () => {
  const rows: [string, Partial<Product> | null, Partial<Reading>, DiagnosisCode][] = [
    ['176 of 180 days', days(176), {}, 'healthy'],
    ['150 days', days(150), {}, 'healthy'],
    ['149 days', days(149), {}, 'renewal-overdue'],
    ['31 days', days(31), {}, 'renewal-overdue'],
    ['30 days', days(30), {}, 'reminder-window'],
    ['180 days', days(180), {}, 'healthy'],
    ['801 days', days(801), {}, 'term-unusual'],
    ['printed days alone', { remainingDaysPrinted: 21 }, {}, 'reminder-window'],
    ['no end', { channel: 'RETAIL', expiryKind: null }, {}, 'permanent'],
    ['a line about an end that broke off', {}, {}, 'unclear'],
    ['minutes below zero', { remainingMinutes: -1_152_316, remainingDaysPrinted: 801 }, {}, 'unclear'],
    ['no state', { licenseStatus: null }, {}, 'unclear'],
    ['an evaluation', { ...evaluation, ...days(60) }, {}, 'evaluation-running'],
    [
      'an evaluation that is over',
      { ...evaluation, licenseStatus: status('unlicensed') },
      {},
      'evaluation-ended',
    ],
    ['an evaluation in notification', { ...evaluation, ...notified('0xC004F009') }, {}, 'evaluation-ended'],
    ['unlicensed with a key', { licenseStatus: status('unlicensed') }, {}, 'not-activated'],
    ['unlicensed without', { licenseStatus: status('unlicensed'), partialKey: null }, {}, 'key-missing'],
    ['no key at all', null, { error: { kind: 'no-product-key' } }, 'key-missing'],
    ['no service', null, { error: { kind: 'wmi' } }, 'service-failed'],
    ['grace ran out', notified('0xC004F009'), {}, 'lapsed'],
    ['a reason that is not known', notified('0xC004FFFF'), {}, 'lapsed'],
    ['not genuine', notified('0xC004F200'), {}, 'non-genuine'],
    ['other hardware', notified('0xC004F00F'), {}, 'hardware-changed'],
    ['additional grace', { licenseStatus: status('additional-grace'), ...days(20) }, {}, 'additional-grace'],
    ['initial grace', { licenseStatus: status('initial-grace'), ...days(20) }, {}, 'initial-grace'],
    ['no host answered', days(100), failedWith('0xC004F074'), 'host-unreachable'],
    ['no name of a host', days(100), failedWith('0x8007232B'), 'host-unreachable'],
    ['the host counts too few', days(20), failedWith('0xC004F038'), 'count-below-minimum'],
    ['a host with 24 clients', host(24, 'Windows(R), VOLUME_KMS'), {}, 'count-below-minimum'],
    ['a host with 25 clients', host(25, 'Windows(R), VOLUME_KMS'), {}, 'permanent'],
    ['a host with 4 servers', host(4, 'Windows Server(R), VOLUME_KMS'), {}, 'count-below-minimum'],
    ['a host with 5 servers', host(5, 'Windows Server(R), VOLUME_KMS'), {}, 'permanent'],
  ]
  test.each(rows)('%s', (_, set, more, code) => {
    const given = reading(set === null ? [] : [product(set)], more)
    const [first] = diagnose([{ reading: given, fallback: 'a.txt' }])
    expect(first).toMatchObject({ code, device: 'a.txt', controls: controlsByCode[code] })
  })
})

test('every diagnosis says of each control whether it is open, or knows nothing of any', () => {
  for (const code of diagnosisCodes)
    expect([0, 4], code).toContain(new Set(controlsByCode[code].map(({ control }) => control)).size)
  // The fields are grey as long as the machine counts as activated.
  expect(controlsByCode['reminder-window']).toContainEqual({
    control: 'enter-key',
    open: false,
    reason: 'counts-as-activated',
  })
  expect(controlsByCode.lapsed).toContainEqual({
    control: 'enter-key',
    open: true,
    reason: 'activation-over',
  })
})

test('of several captures of one device the newest counts; the gravest device comes first', () => {
  const of = (cmid: string, trustedTime: string, count: number) => ({
    reading: reading([product({ ...days(count), trustedTime, kms: kmsClient(cmid) })]),
    fallback: `${cmid}.txt`,
  })
  const found = diagnose([
    of('b', '2021-01-15T08:00:00', 21),
    of('a', '2023-01-01T00:00:00', 176),
    of('b', '2018-11-27T09:00:00', 801),
  ])
  expect(found.map(({ device, code }) => `${device} ${code}`)).toEqual(['b reminder-window', 'a healthy'])
})

test('machines that share a machine id are told once, by name', () => {
  const of = (installationId: string, fallback: string) => ({
    reading: reading([product({ ...days(176), installationId, kms: kmsClient('same') })]),
    fallback,
  })
  const found = diagnose([
    of('1'.repeat(63), 'pc-1.txt'),
    of('2'.repeat(63), 'pc-2.txt'),
    of('1'.repeat(63), 'pc-1b.txt'),
  ])
  expect(found[0]).toMatchObject({
    code: 'cloned-machine-ids',
    device: 'same',
    facts: { count: 2, devices: ['pc-1.txt', 'pc-2.txt'] },
  })
  expect(found).toHaveLength(2)
})

test('codes are found however they are written', () => {
  expect(['0xC004F074', 'c004f074', ' 0x80070005 ', 'C0FFEE', null].map(findWindowsCode)).toEqual([
    'C004F074',
    'C004F074',
    '80070005',
    null,
    null,
  ])
})

describe('readings as observations', () => {
  const nothing = { grantedSeconds: null, upgradedAt: null, activatedAt: null }
  test('a volume client counts as granted 180 days, unless one of its readings says more', () => {
    const grants = (...counts: number[]) =>
      observeReadings(
        counts.map((count) => ({
          reading: reading([product({ ...days(count), kms: kmsClient('a') })]),
          fallback: 'a.txt',
        })),
        nothing,
      ).map(({ grantedSeconds }) => grantedSeconds)
    expect(grants(176)).toEqual([180 * 86_400])
    expect(grants(801, 21)).toEqual([null, null])
  })
  test('minutes are the truth, and were rounded down; days alone may have been rounded either way', () => {
    const remaining = (set: Partial<Product>) =>
      observeReadings([{ reading: reading([product(set)]), fallback: 'a.txt' }], nothing)[0]?.remaining
    expect(remaining({ remainingMinutes: 100, remainingDaysPrinted: 7 })).toEqual({ from: 6000, to: 6060 })
    expect(remaining({ remainingDaysPrinted: 2 })).toEqual({ from: 86_401, to: 259_200 })
    expect(remaining({})).toBeNull()
    expect(remaining({ remainingMinutes: -1, remainingDaysPrinted: 801 })).toBeNull()
  })
  test('the product that is meant is the one that the reading names, else the one with a key', () => {
    const keyless = product({ name: 'other', partialKey: null })
    expect(primaryProduct(reading([keyless, product()]))?.name).toBe(product().name)
    expect(primaryProduct(reading([product(), keyless], { primaryProductIndex: 1 }))?.name).toBe('other')
    expect(primaryProduct(reading([]))).toBeNull()
  })
})
