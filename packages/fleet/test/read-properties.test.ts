// Property dumps as JSON, rows of tables, and texts. spec: reading §8
import { describe, expect, test } from 'vitest'
import type { Reading } from '../src/reading.ts'
import { readJsonValue } from '../src/read/read-json.ts'
import { readRow, recognisesColumns } from '../src/read/read-rows.ts'
import { readText } from '../src/read/read-text.ts'

const guid = '12e74f7b-fab3-4728-a78b-eb7e0787c0de'
const pid = '06401-04145-163-181816-03-1033-19045.0000-0612023'
const fullKey = 'ABCDE-FGHJK-LMNPQ-RSTVW-Q7KXD'

const product = {
  ID: guid,
  Name: 'Windows(R), Enterprise edition',
  Description: 'Windows(R) Operating System, VOLUME_KMSCLIENT channel',
  ApplicationID: '55c92734-d682-4d71-983e-d6ec3f16059f',
  ProductKeyID: pid,
  ProductKeyChannel: 'Volume:GVLK',
  PartialProductKey: 'Q7KXD',
  LicenseStatus: 1,
  LicenseStatusReason: 1_074_066_433,
  GracePeriodRemaining: 253_127,
  VLActivationInterval: 120,
  VLRenewalInterval: 4_294_967_295,
  VLActivationTypeEnabled: 2,
  KeyManagementServiceMachine: 'kms01.corp.example.test',
  KeyManagementServicePort: 0,
  DiscoveredKeyManagementServiceMachineName: 'kms02.corp.example.test',
  TrustedTime: '/Date(1692004001000)/',
}
const service = { Version: '10.0.19041.1', ClientMachineID: guid, KeyManagementServiceHostCaching: false }

function readingsOf(value: unknown): readonly Reading[] {
  const read = readJsonValue(value)
  return read.kind === 'read' ? read.readings.map(({ reading }) => reading) : []
}

const first = (value: unknown) => readingsOf(value)[0]?.products[0]

describe('JSON', () => {
  test('a licence and the service of one machine', () => {
    const [reading, ...others] = readingsOf([product, service])
    expect(others).toEqual([])
    expect(reading).toMatchObject({
      locale: 'en',
      command: null,
      serviceVersion: '10.0.19041.1',
      warnings: [],
    })
    expect(reading?.products).toHaveLength(1)
    expect(reading?.products[0]).toMatchObject({
      name: 'Windows(R), Enterprise edition',
      channel: 'VOLUME_KMSCLIENT',
      activationId: guid,
      extendedPid: pid,
      partialKey: 'Q7KXD',
      inUse: true,
      licenseStatus: { code: 1, name: 'licensed' },
      expiryKind: 'volume',
      remainingMinutes: 253_127,
      remainingDaysPrinted: null,
      notificationReason: null,
      trustedTime: null,
      trustedTimeUtc: '2023-08-14T09:06:41Z',
      configuredActivationType: 'kms',
      kms: {
        cmid: guid,
        host: 'kms01.corp.example.test',
        port: null,
        source: 'registered',
        activationIntervalMinutes: 120,
        renewalIntervalMinutes: null,
        hostCaching: false,
      },
    })
  })

  const changes: readonly (readonly [title: string, change: object, expected: object])[] = [
    ['permanent', { GracePeriodRemaining: 0 }, { expiryKind: 'none', remainingMinutes: null }],
    ['in grace', { LicenseStatus: 2 }, { expiryKind: 'grace', remainingMinutes: 253_127 }],
    [
      'notification, reason as a signed number',
      { LicenseStatus: 5, LicenseStatusReason: -1_073_418_231, GracePeriodRemaining: 0 },
      { expiryKind: null, notificationReason: { code: '0xC004F009', phrase: null } },
    ],
    [
      'notification, reason as an unsigned number',
      { LicenseStatus: '5', LicenseStatusReason: 3_221_549_065 },
      { notificationReason: { code: '0xC004F009', phrase: null } },
    ],
    ['a state that is none', { LicenseStatus: 7 }, { licenseStatus: null, expiryKind: null }],
    ['not in use', { PartialProductKey: null }, { partialKey: null, inUse: false }],
    ['a full key in the wrong place', { PartialProductKey: fullKey }, { partialKey: 'Q7KXD' }],
    ['a name from DNS', { KeyManagementServiceMachine: '' }, { kms: { source: 'dns' } }],
    [
      'local clock with its offset',
      { TrustedTime: '2023-08-14T09:26:41+08:00' },
      { trustedTime: '2023-08-14T09:26:41' },
    ],
    [
      'UTC',
      { TrustedTime: '2023-08-14T01:26:41.123Z' },
      { trustedTime: null, trustedTimeUtc: '2023-08-14T01:26:41Z' },
    ],
    ['the same', { TrustedTime: '20230814012641.000000-000' }, { trustedTimeUtc: '2023-08-14T01:26:41Z' }],
    [
      'a clock with its zone',
      { TrustedTime: '20230814092641.000000+480' },
      { trustedTime: '2023-08-14T09:26:41' },
    ],
    ['no time', { TrustedTime: '16010101000000.000000-000' }, { trustedTime: null }],
    [
      'a date as an object',
      { TrustedTime: { value: '/Date(0)/' } },
      { trustedTimeUtc: '1970-01-01T00:00:00Z' },
    ],
    [
      'two orders',
      { TrustedTime: '03/04/2024 09:15:00' },
      { trustedTime: null, trustedTimeCandidates: ['2024-03-04T09:15:00', '2024-04-03T09:15:00'] },
    ],
    ['a number as negative nonsense', { GracePeriodRemaining: -5 }, { remainingMinutes: null }],
  ]
  test.each(changes)('%s', (_title, change, expected) => {
    expect(first({ ...product, ...change })).toMatchObject(expected)
  })

  test('several licences, several machines', () => {
    const other = {
      ...product,
      ID: guid.replace('1', '2'),
      Name: 'Office 19, A edition',
      ApplicationID: null,
    }
    expect(readingsOf({ value: [other, product], Count: 2 })[0]).toMatchObject({ primaryProductIndex: 1 })
    expect(readingsOf([product, product])).toHaveLength(2)
    expect(
      readingsOf([
        { ...product, PSComputerName: 'a' },
        { ...other, PSComputerName: 'b' },
      ]),
    ).toHaveLength(2)
  })

  test('a host', () => {
    const host = {
      ...product,
      Description: 'Windows Server(R) Operating System, VOLUME_KMS_WS19 channel',
      IsKeyManagementServiceMachine: 1,
      KeyManagementServiceCurrentCount: 50,
      KeyManagementServiceTotalRequests: 18_344,
      KeyManagementServiceLowPriority: false,
    }
    expect(first(host)?.kmsHost).toMatchObject({
      currentCount: 50,
      priority: 'normal',
      dnsPublishing: null,
      requests: { total: 18_344, failed: null },
    })
  })

  test.each([
    [null],
    [1],
    ['text'],
    [[]],
    [{}],
    [{ Name: 'a', Description: 'b' }],
    [{ ApplicationId: guid, Name: 'a' }],
  ])('%j holds no licence', (value) => {
    expect(readJsonValue(value)).toEqual({ kind: 'refused', code: 'TEXT_NOT_RECOGNISED', facts: {} })
  })

  test('keys that stand in properties made for them are not read', () => {
    const said = JSON.stringify(
      readJsonValue([
        { ...product, KeyValue: fullKey },
        { ...service, OA3xOriginalProductKey: fullKey },
      ]),
    )
    expect(said).not.toContain('RSTVW')
  })
})

describe('rows', () => {
  test.each([
    [['Name', 'LicenseStatus', 'PartialProductKey', 'GracePeriodRemaining'], 'licensing-product'],
    [['PSComputerName', 'ApplicationID', 'license status', 'Product_Key_ID'], 'licensing-product'],
    [
      ['FullyQualifiedDomainName', 'ProductName', 'LicenseStatus', 'GraceExpirationDate', 'CMID'],
      'vamt-product',
    ],
    [['Product Name', 'License Status Text', 'Partial Product Key', 'Computer Name'], 'vamt-product'],
    [['order', 'customer', 'quantity', 'activated'], null],
    [['Name', 'Description', 'LicenseStatus'], null],
    [[], null],
  ])('columns %j are of %s', (columns, table) => {
    expect(recognisesColumns(columns)).toBe(table)
  })

  const row = (values: object) => ({
    line: 7,
    values: new Map(Object.entries(values).map(([name, value]) => [name, String(value)])),
  })

  test('of the licensing class', () => {
    const read = readRow(row({ ...product, PSComputerName: 'pc-7' }))
    expect(read).toMatchObject({
      kind: 'read',
      host: 'pc-7',
      updatedAt: null,
      graceEnd: null,
      reading: { command: null, products: [{ partialKey: 'Q7KXD', remainingMinutes: 253_127 }] },
    })
  })

  test('of a product list of VAMT', () => {
    const read = readRow(
      row({
        FullyQualifiedDomainName: 'pc-7.corp.example.test',
        ProductName: 'Windows(R), Enterprise edition',
        ProductDescription: 'Windows(R) Operating System, VOLUME_KMSCLIENT channel',
        Sku: guid,
        ProductKeyId: pid,
        PartialProductKey: 'Q7KXD',
        LicenseStatus: 'Out-of-Tolerance Grace',
        GraceExpirationDate: '2024-02-06 04:13:41',
        LicenseStatusLastUpdated: '2024-01-07 04:13:41',
        CMID: guid,
        KmsHost: 'kms01.corp.example.test',
        KmsPort: 1688,
        KeyValue: fullKey,
      }),
    )
    expect(read).toMatchObject({
      kind: 'read',
      host: 'pc-7.corp.example.test',
      updatedAt: '2024-01-07T04:13:41',
      graceEnd: '2024-02-06T04:13:41',
      reading: {
        products: [
          {
            activationId: guid,
            extendedPid: pid,
            licenseStatus: { code: 3, name: 'additional-grace' },
            kms: { cmid: guid, host: 'kms01.corp.example.test', port: 1688, source: null },
          },
        ],
      },
    })
    expect(JSON.stringify(read)).not.toContain('RSTVW')
  })

  test.each([
    [{ LicenseStatus: '', PartialProductKey: '' }, 'no-licence'],
    [{ Name: 'a', Description: 'b' }, 'no-licence'],
    [{ LicenseStatus: 'fine', PartialProductKey: 'Q7KXD' }, 'no-status'],
    [{ LicenseStatus: '1.0', PartialProductKey: 'Q7KXD' }, 'no-status'],
  ])('%j is not read: %s', (values, reason) => {
    expect(readRow(row(values))).toEqual({ kind: 'unreadable', line: 7, reason })
  })
})

test('a list that breaks off gives no number that is not whole', () => {
  const lines = Object.entries(product).map(([name, value]) => `${name.padEnd(30)}: ${String(value)}`)
  const whole = readText(`${lines.join('\r\n')}\r\n`)
  const cutAt = lines.findIndex((line) => line.startsWith('GracePeriodRemaining'))
  const cut = readText(
    lines
      .slice(0, cutAt + 1)
      .join('\r\n')
      .slice(0, -1),
  )
  expect(whole.kind === 'read' && whole.readings[0]?.reading.products[0]?.remainingMinutes).toBe(253_127)
  expect(cut.kind === 'read' && cut.readings[0]?.reading).toMatchObject({
    products: [{ remainingMinutes: null }],
    warnings: ['truncated'],
  })
})
