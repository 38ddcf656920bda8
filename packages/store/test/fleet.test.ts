import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addSecondsHeld, formatInstant, type Instant } from '@holdfast/capabilities'
import { waveFinding, type Wave } from '@holdfast/fleet'
import type { ObservedDeviceId } from '@holdfast/lease'
import { looksPerBatchMax } from '../src/fleet-interface.ts'
import type { NewCapture } from '../src/fleet-records.ts'
import type { ListedOrRefused } from '../src/listed.ts'
import { engines, openBooksForTests, type BooksForTests } from './engines-under-test.ts'
import {
  administrator,
  openTestStore,
  receiptFor,
  requestFacts,
  sell,
  thumbprintFor,
  withRows,
  type OpenedStore,
} from './fixtures.ts'
import { captureOf, days, makeLook, type LookChanges } from './fleet-fixtures.ts'
import { countRows } from './row-counts.ts'

function itemsOf<T>(answer: ListedOrRefused<T>): readonly T[] {
  if (answer.kind === 'refused') throw new Error(answer.code)
  return answer.items
}

function record({ store, clock }: OpenedStore, captures: readonly NewCapture[]) {
  return store.write(administrator, (tx) => tx.recordCaptures(captures, clock.now()))
}

const recordLooks = (opened: OpenedStore, ...looks: LookChanges[]) =>
  record(
    opened,
    looks.map((look) => captureOf([makeLook(look)])),
  )

const devicesOf = async ({ store }: OpenedStore, filter = {}) =>
  itemsOf(await store.read.listObservedDevices(filter, { limit: 500 }))

describe.each(engines)('the fleet in the books on %s', (engine) => {
  let books: BooksForTests
  beforeAll(async () => {
    books = await openBooksForTests(engine)
  })
  afterAll(async () => {
    await books.stop()
  })

  test('the same capture sent twice is one observation, by whichever file it came', async () => {
    const target = await books.target('twice')
    const opened = await openTestStore(target)
    const look = { cmid: 'a', host: 'pc-1' }
    const first = await recordLooks(opened, look)
    const again = await recordLooks(opened, { ...look, source: 'the same by mail.txt' }, look)
    expect(first.captures).toMatchObject([{ state: 'added', observations: 1, known: 0 }])
    expect(again.captures).toMatchObject([
      { state: 'known', observations: 0, known: 1, id: first.captures[0]!.id },
      { state: 'known', observations: 0, known: 1 },
    ])
    expect(await opened.store.read.counts()).toMatchObject({
      captures: 1,
      observations: 1,
      observedDevices: 1,
    })
    expect(await opened.store.read.counts()).toEqual(await countRows(target))
    await opened.store.close()
  })

  test('where each observed device ends, by its newest observation that tells it', async () => {
    const opened = await openTestStore(await books.target('ends'))
    const next = '2021-01-16T09:00:00Z'
    await recordLooks(
      opened,
      { host: 'agrees' },
      { host: 'agrees', at: next, remainingSeconds: days(399) },
      { host: 'shrinks' },
      { host: 'shrinks', at: next, remainingSeconds: days(100) },
      { host: 'says-no-more' },
      { host: 'says-no-more', at: next, remainingSeconds: null },
      { host: 'renews', renewsItself: true, remainingSeconds: days(176) },
      { host: 'silent', remainingSeconds: null },
    )
    const read = async (after: string | null): Promise<string[]> => {
      const listed = await opened.store.read.listFleetEnds({ limit: 2, after })
      if (listed.kind === 'refused') throw new Error(listed.code)
      const lines = listed.items.map(({ device, ours, end, agrees }) => {
        const until = end === null || end.kind === 'perpetual' ? '-' : formatInstant(end.span.from)
        return [device.host, ours, end?.kind ?? 'nothing', until, agrees].join(' ')
      })
      return listed.next === null ? lines : [...lines, ...(await read(listed.next))]
    }
    expect((await read(null)).toSorted()).toEqual([
      'agrees false within 2022-02-19T09:00:00Z true',
      'renews false moves-on 2021-07-10T09:00:00Z false',
      'says-no-more false within 2022-02-19T09:00:00Z false',
      'shrinks false within 2021-04-26T09:00:00Z false',
      'silent false nothing - false',
    ])
    expect((await devicesOf(opened, { host: 'AGREES' })).map(({ host }) => host)).toEqual(['agrees'])
    await opened.store.close()
  })

  test('of each taken seat the lease that a receipt confirmed, else the newest', async () => {
    const opened = await openTestStore(await books.target('held'))
    const { store, clock } = opened
    const sold = await sell(opened, '1')
    const held = async () => itemsOf(await store.read.listHeldSeats({ limit: 5 }))
    expect(await held()).toEqual([])
    const granted = await store.exchanges.activate(requestFacts('a', sold))
    if (granted.kind !== 'granted') throw new Error(granted.code)
    const told = async () =>
      (await held()).map(({ seat, device, lease }) => [seat.device, device.release?.name, lease?.confirmed])
    expect(await told()).toEqual([[thumbprintFor('a'), 'V0-H', false]])
    await store.exchanges.receipt(receiptFor(granted.lease, clock.now()))
    expect(await told()).toEqual([[thumbprintFor('a'), 'V0-H', true]])
    expect((await held())[0]?.lease?.lease.id).toBe(granted.lease.id)
    const look = makeLook({ deviceId: thumbprintFor('a') })
    await record(opened, [captureOf([look])])
    expect(itemsOf(await store.read.listFleetEnds({ limit: 5 }))).toMatchObject([{ ours: true }])
    await store.close()
  })

  test('a table that comes again with one row changed brings one observation', async () => {
    const opened = await openTestStore(await books.target('table'))
    const rows = ['pc-1', 'pc-2', 'pc-3'].map((host) => makeLook({ host, at: null }))
    await record(opened, [captureOf(rows)])
    const changed = [...rows.slice(0, 2), makeLook({ host: 'pc-3', at: null, remainingSeconds: days(20) })]
    const again = await record(opened, [captureOf(changed)])
    expect(again.captures).toMatchObject([{ state: 'added', observations: 1, known: 2 }])
    expect((await devicesOf(opened)).map(({ label, state }) => `${label} ${state}`).toSorted()).toEqual([
      'pc-1 licensed',
      'pc-2 licensed',
      'pc-3 reminding',
    ])
    await opened.store.close()
  })

  test('one device over three captures: its timeline, and what its newest look says', async () => {
    const opened = await openTestStore(await books.target('timeline'))
    const captured = (at: string, remainingSeconds: number, state?: 'notification') => ({
      ...{ cmid: 'a', host: 'PC-1.example.test', at, remainingSeconds },
      ...(state === undefined ? {} : { state }),
    })
    await recordLooks(opened, captured('2018-11-27T09:40:03Z', days(801)))
    await recordLooks(opened, captured('2021-02-05T10:00:00Z', 0, 'notification'))
    // Comes in late: it lengthens the timeline and changes nothing else.
    await recordLooks(opened, captured('2021-01-15T08:55:41Z', days(20)))
    const [device, ...others] = await devicesOf(opened)
    expect(others).toEqual([])
    expect(device).toMatchObject({ host: 'pc-1.example.test', state: 'notification', observations: 3 })
    const timeline = itemsOf(await opened.store.read.listObservations(device!.id, { limit: 10 }))
    expect(timeline.map(({ look, match, turned }) => [look.state, match.kind, turned])).toEqual([
      ['notification', 'known', true],
      ['reminding', 'known', false],
      ['licensed', 'new', false],
    ])
    expect(timeline[2]!.look.seen.remaining).toEqual({ from: days(801), to: days(801) + 60 })
    const audit = itemsOf(await opened.store.read.listAudit({}, { limit: 10 }))
    expect(audit.map(({ action }) => action)).toEqual(['captures-add', 'captures-add', 'captures-add'])
    await opened.store.close()
  })

  test('devices of ours are found by their id and by a serial number of one seat; of several, all are named', async () => {
    const opened = await openTestStore(await books.target('ours'))
    const sold = await sell(opened, '1', { serials: 2, seats: 5 })
    const [alone, together] = sold.serials.map(({ serial }) => serial)
    for (const [device, serial] of [
      ['a', alone],
      ['b', together],
      ['c', together],
    ] as const)
      await opened.store.exchanges.activate(requestFacts(device, sold, { serial: serial! }))
    const recorded = await recordLooks(
      opened,
      { serial: alone!, at: '2026-02-01T00:00:00Z' },
      { serial: together!, at: '2026-02-01T00:00:00Z' },
      { deviceId: thumbprintFor('a'), at: '2026-02-02T00:00:00Z' },
      { deviceId: thumbprintFor('c'), serial: together!, at: '2026-02-02T00:00:00Z' },
    )
    expect(recorded.captures.map(({ unmatched }) => unmatched)).toEqual([0, 1, 0, 0])
    const devices = await devicesOf(opened)
    expect(new Map(devices.map(({ deviceId, observations }) => [deviceId, observations]))).toEqual(
      new Map([
        [thumbprintFor('a'), 2],
        [thumbprintFor('c'), 1],
      ]),
    )
    const [unmatched] = itemsOf(
      await opened.store.read.listObservationsOfCapture(recorded.captures[1]!.id, { limit: 5 }),
    )
    expect(unmatched).toMatchObject({ device: null, match: { kind: 'ambiguous', by: 'serial' } })
    expect(unmatched!.match.kind === 'ambiguous' ? unmatched!.match.candidates.toSorted() : []).toEqual(
      [`device:${thumbprintFor('b')}`, `device:${thumbprintFor('c')}`].toSorted(),
    )
    await opened.store.close()
  })

  test('two servers that see a new device at once make one of it', async () => {
    const target = await books.target('race')
    const [one, two] = await Promise.all(
      ['one', 'two'].map((serverId) => openTestStore(target, { serverId })),
    )
    await Promise.all(
      [one!, two!].flatMap((opened, server) =>
        [1, 2, 3].map((day) =>
          recordLooks(opened, { cmid: 'a', at: `2021-0${server + 1}-0${day}T00:00:00Z` }),
        ),
      ),
    )
    expect(await devicesOf(one!)).toMatchObject([{ observations: 6 }])
    await Promise.all([one!.store.close(), two!.store.close()])
  })

  test('140 devices in one state on one day are one wave, one finding, one message', async () => {
    const opened = await openTestStore(await books.target('wave'))
    const { store, clock } = opened
    const sold = await sell(opened, '1')
    const customer = sold.customer.id
    const webhook = {
      id: 'whk_1' as never,
      url: 'https://desk.example.test/hook',
      secret: new Uint8Array([1]),
      kinds: ['WAVE'],
      createdAt: clock.now(),
      state: { kind: 'active' },
    } as const
    await store.write(administrator, (tx) => tx.addWebhook(webhook))
    const ill = (count: number, from = 0) =>
      Array.from({ length: count }, (_, at) =>
        captureOf([makeLook({ cmid: `${from + at}`, remainingSeconds: days(21) })], { customer }),
      )
    await record(opened, ill(140))
    const turned = await store.read.listTurnedDays(0 as Instant)
    expect(turned).toEqual([{ state: 'reminding', day: 18_642, devices: 140 }])
    const wave: Wave = { state: 'reminding', firstDay: 18_642, lastDay: 18_642 }
    const raise = async () => {
      const { devices, customers } = await store.read.countWave(wave)
      const named = { id: customer, name: sold.customer.name }
      const finding = waveFinding(wave, { devices, customers, customer: named }, clock.now())
      return await store.write(administrator, (tx) =>
        tx.raiseFleetFindings([{ finding, devices: { kind: 'wave', ...wave } }], clock.now()),
      )
    }
    expect(await raise()).toEqual({ raised: 1, grown: 0 })
    expect(await raise()).toEqual({ raised: 0, grown: 0 })
    await record(opened, ill(10, 140))
    expect(await raise()).toEqual({ raised: 0, grown: 1 })
    const findings = itemsOf(await store.read.listFindings({ code: 'WAVE' }, { limit: 10 }))
    expect(findings).toMatchObject([
      { subject: `customer:${customer}`, who: 'vendor', facts: { devices: 150, day: '2021-01-15' } },
    ])
    expect(await devicesOf(opened, { finding: findings[0]!.id })).toHaveLength(150)
    expect(await store.read.listKnownWaves(0 as Instant)).toMatchObject([{ open: true, left: 150 }])
    const claimed = await store.write(administrator, (tx) =>
      tx.claimMessages(clock.now(), addSecondsHeld(clock.now(), 60)),
    )
    expect(claimed.map(({ payload }) => JSON.parse(payload).code)).toEqual(['WAVE'])
    expect(await store.read.listWebhooks()).toMatchObject([{ deliveries: { waiting: 1 } }])

    // Somebody closes it: the same cause is not raised again.
    await store.write(administrator, (tx) => tx.closeFinding(findings[0]!.id, clock.now()))
    expect(await raise()).toEqual({ raised: 0, grown: 0 })
    expect(await store.read.counts()).toMatchObject({ findingsOpen: 0 })
    await store.close()
  })

  test('a cause that is gone closes its finding; a finding of licensing stays as it is', async () => {
    const opened = await openTestStore(await books.target('gone'))
    const { store, clock } = opened
    const wave: Wave = { state: 'notification', firstDay: 1, lastDay: 1 }
    const finding = waveFinding(wave, { devices: 0, customers: 0, customer: null }, clock.now())
    await store.write(administrator, async (tx) => {
      await tx.raiseFleetFindings([{ finding, devices: { kind: 'none' } }], clock.now())
    })
    const close = (causes: readonly string[]) =>
      store.write(administrator, (tx) => tx.closeFleetFindings(['WAVE'], new Set(causes), clock.now()))
    expect(await close([finding.cause])).toBe(0)
    expect(await close([])).toBe(1)
    expect(await close([])).toBe(0)
    expect(itemsOf(await store.read.listFindings({ state: 'closed' }, { limit: 5 }))).toMatchObject([
      { code: 'WAVE', state: { kind: 'closed', by: 'administrator:tok_1' } },
    ])
    await store.close()
  })

  test('an expired client that no longer prints its CMID is known by its installation id', async () => {
    const opened = await openTestStore(await books.target('expired'))
    await recordLooks(
      opened,
      { cmid: 'a', installation: '63', at: '2021-01-15T00:00:00Z' },
      { installation: '63', at: '2021-02-15T00:00:00Z', state: 'notification', remainingSeconds: null },
    )
    expect(await devicesOf(opened)).toMatchObject([
      { label: 'cmid:a', state: 'notification', observations: 2 },
    ])
    await opened.store.close()
  })

  test('a batch has a limit', async () => {
    const opened = await openTestStore(await books.target('limit'))
    const looks = Array.from({ length: looksPerBatchMax + 1 }, () => makeLook())
    await expect(record(opened, [captureOf(looks, { reading: {} })])).rejects.toThrow('10001 looks')
    await opened.store.close()
  })

  test('10,000 observations in one transaction, in statements by the hundred', async () => {
    const target = await books.target('many')
    const opened = await openTestStore(target)
    const looks = Array.from({ length: 10_000 }, (_, at) =>
      makeLook({ cmid: `machine-${at}`, host: `pc-${at}.example.test` }),
    )
    const recorded = await record(opened, [captureOf(looks, { reading: {} })])
    expect(recorded.captures).toMatchObject([{ observations: 10_000, unmatched: 0 }])
    const later = looks.map((look, at) =>
      makeLook({ cmid: `machine-${at}`, host: look.names.host, at: '2021-02-15T09:00:00Z' }),
    )
    expect((await record(opened, [captureOf(later, { reading: {} })])).captures).toMatchObject([
      { observations: 10_000 },
    ])
    expect(await opened.store.read.counts()).toMatchObject({
      observations: 20_000,
      observedDevices: 10_000,
      auditRows: 2,
    })
    await opened.store.close()
    const keys = await withRows(target, (db) => db.selectFrom('observed_keys').selectAll().execute())
    expect(keys).toHaveLength(20_000)
  }, 60_000)

  test('groups of the watch: reminders by customer and month, silence, misfits', async () => {
    const opened = await openTestStore(await books.target('groups'))
    const { store, clock } = opened
    const sold = await sell(opened, '1', {
      licence: {
        orderedAt: 1_530_000_000 as Instant,
        termRule: {
          kind: 'period',
          period: { years: 0, months: 0, days: 150_000 },
          from: 'first-activation',
          zone: 'Asia/Shanghai',
        },
        term: null,
      },
    })
    const customer = sold.customer.id
    const look = makeLook({ cmid: 'a', at: '2018-11-27T09:40:00Z', remainingSeconds: days(801) })
    const well = makeLook({
      cmid: 'b',
      at: '2018-11-27T09:40:00Z',
      remainingSeconds: days(176),
      renewsItself: true,
    })
    await record(opened, [captureOf([look, well], { customer, reading: {} })])
    const { read } = store
    expect(await read.listReminderGroups(clock.now())).toMatchObject([
      { customer, month: 2021 * 12, devices: 1, first: look.seen.capturedAt!.from + days(771) },
    ])
    expect(await read.listSilentGroups(clock.now())).toMatchObject([
      { customer, month: 2018 * 12 + 10, devices: 2 },
    ])
    expect(await read.listMisfitGroups()).toMatchObject([
      { misfit: JSON.stringify([customer, '2026-1']), devices: 1, example: { label: 'cmid:a' } },
    ])
    await store.close()
  })

  test('licences that will remind, and renewals that were missed, come from our own books', async () => {
    const opened = await openTestStore(await books.target('own'))
    const { store, clock } = opened
    const ending = addSecondsHeld(clock.now(), days(80))
    const sold = await sell(opened, '1', {
      licence: {
        termRule: { kind: 'until', until: ending },
        term: { kind: 'until', until: ending },
        renewal: { kind: 'required', everyDays: 30, windowDays: 10 },
      },
    })
    const { read } = store
    const before = addSecondsHeld(clock.now(), days(60))
    expect(await read.listLicenceReminders(clock.now(), before)).toEqual([])
    await store.exchanges.activate(requestFacts('a', sold))
    expect(await read.listLicenceReminders(clock.now(), before)).toMatchObject([
      { licence: sold.licence.id, seats: 1, first: ending - days(30), until: ending },
    ])
    expect(await read.listMissedRenewals(clock.now())).toEqual([])
    clock.advance({ days: 31 })
    expect(await read.listMissedRenewals(clock.now())).toMatchObject([
      { licence: sold.licence.id, devices: 1, order: '2026-1' },
    ])
    clock.advance({ days: 80 })
    expect(await read.listLicenceReminders(clock.now(), before)).toEqual([])
    await store.close()
  })

  test('a device of nobody known is found by nobody else', async () => {
    const opened = await openTestStore(await books.target('none'))
    expect(await opened.store.read.findObservedDevice('dev_none' as ObservedDeviceId)).toBeNull()
    await recordLooks(opened, { source: 'pc-1.txt' }, { source: 'pc-2.txt' }, { source: 'pc-1.txt' })
    expect((await devicesOf(opened)).map(({ label }) => label).toSorted()).toEqual(['pc-1.txt', 'pc-2.txt'])
    await opened.store.close()
  })
})
