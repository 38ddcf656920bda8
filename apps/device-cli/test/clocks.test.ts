// What the device says when its clock stands in another century: real processes under `faketime`.
import { addSecondsHeld, formatInstant, secondsPerDay, type Instant } from '@holdfast/capabilities'
import { systemClock } from '@holdfast/capabilities/system'
import { instant } from '@holdfast/capabilities/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activation, has, makeDevice, type Device, type Ran } from './device.ts'
import { openVendor, type Vendor, type VendorOptions } from './vendor.ts'

const years = [
  '2001-01-01 00:00:00',
  '2038-01-20 00:00:00',
  '2106-02-08 00:00:00',
  '2159-01-01 00:00:00',
  '9999-12-30 00:00:00',
] as const
type Year = (typeof years)[number]
const [year2001, year2038, , year2159] = years

const at = (moment: Year) => ({ under: ['faketime', '-f', `@${moment}`], env: { TZ: 'UTC' } })
const jsonOf = (ran: Ran) => JSON.parse(ran.out) as { [member: string]: unknown }

const skipped = has('faketime') ? '' : ' (skipped: apt-get install faketime)'

/** A device activated today, at a vendor that issues `lease`. */
function activated(lease: VendorOptions['lease']): {
  readonly vendor: () => Vendor
  readonly device: () => Device
} {
  let vendor: Vendor
  let device: Device
  beforeAll(async () => {
    vendor = await openVendor(lease === undefined ? {} : { lease })
    device = makeDevice(vendor)
    const ran = await device.here(activation(vendor, device))
    if (ran.status !== 0) throw new Error(ran.err)
  })
  afterAll(async () => {
    device.remove()
    await vendor.close()
  })
  return { vendor: () => vendor, device: () => device }
}

describe.skipIf(skipped !== '')(`clocks of other centuries${skipped}`, () => {
  const today = systemClock.now()
  const status = async (device: Device, moment: Year) =>
    jsonOf(await device.here(['status', '--json'], at(moment)))

  describe('a perpetual lease', () => {
    const { device, vendor } = activated(undefined)

    test.each(years)('is perpetual at %s', async (moment) => {
      const said = await status(device(), moment)
      expect(said).toMatchObject({ kind: 'licensed', until: 'perpetual', reminding: false })
      const doubt = moment === year2001 ? 'clock-behind' : 'clock-ahead'
      expect(said['noticed']).toEqual([doubt])
    })

    test.each([year2001, year2159] as const)(
      'is renewed and activated again at %s, with the same seat',
      async (moment) => {
        for (const args of [['renew', '--server', vendor().url], activation(vendor(), device())]) {
          const ran = await device().here([...args, '--json'], at(moment))
          expect(ran.status, ran.out + ran.err).toBe(0)
        }
        expect(vendor().seats.size).toBe(1)
      },
    )

    test('a clock that was ahead heals when it is corrected', async () => {
      const ran = await device().here(['renew'], at(year2159))
      expect(ran.status, ran.err).toBe(0)
      expect(jsonOf(await device().here(['status', '--json']))).toMatchObject({
        kind: 'licensed',
        noticed: [],
      })
    })
  })

  describe('a lease of 400 days', () => {
    const end = addSecondsHeld(today, 400 * secondsPerDay)
    const { device } = activated({ term: { kind: 'until', until: end }, reminderDays: 30, graceDays: 14 })

    test('runs by the latest signed moment while the clock stands in 2001', async () => {
      expect(await status(device(), year2001)).toEqual({
        kind: 'licensed',
        until: formatInstant(end),
        reminding: false,
        noticed: ['clock-behind'],
      })
    })

    test.each(years.slice(1))('has lapsed at %s, and says since when', async (moment) => {
      expect(await status(device(), moment)).toEqual({
        kind: 'lapsed',
        since: formatInstant(addSecondsHeld(end, 14 * secondsPerDay)),
        because: 'term-over',
        noticed: ['clock-ahead'],
      })
    })

    test('a clock that was ahead heals at once', async () => {
      expect(jsonOf(await device().here(['status', '--json']))).toMatchObject({
        kind: 'licensed',
        noticed: [],
      })
    })
  })

  const terms: readonly [until: string, kinds: { readonly [year in Year]: string }][] = [
    ['2038-01-19T03:14:08Z', kindsOf('licensed', 'in-grace', 'lapsed', 'lapsed', 'lapsed')],
    ['2106-02-07T06:28:16Z', kindsOf('licensed', 'licensed', 'in-grace', 'lapsed', 'lapsed')],
    ['2159-01-02T00:00:00Z', kindsOf('licensed', 'licensed', 'licensed', 'reminding', 'lapsed')],
    ['9999-12-31T23:59:59Z', kindsOf('licensed', 'licensed', 'licensed', 'licensed', 'reminding')],
  ]
  describe.each(terms)('a lease until %s', (until, kinds) => {
    const { device } = activated({
      term: { kind: 'until', until: instant(until) },
      reminderDays: 30,
      graceDays: 14,
    })

    test.each(years)('at %s', async (moment) => {
      const said = await status(device(), moment)
      expect(said['reminding'] === true ? 'reminding' : said['kind']).toBe(kinds[moment])
      const grace = formatInstant(addSecondsHeld(instant(until), 14 * secondsPerDay))
      const ends = { licensed: until, 'in-grace': grace, lapsed: undefined }[String(said['kind'])]
      expect(said['until']).toBe(ends)
    })
  })

  test('the moments of the table are those that 32 bits cannot hold', () => {
    expect(instant('2038-01-19T03:14:08Z')).toBe((2 ** 31) as Instant)
    expect(instant('2106-02-07T06:28:16Z')).toBe((2 ** 32) as Instant)
    expect(year2038 > '2038-01-19').toBe(true)
  })
})

function kindsOf(...kinds: [string, string, string, string, string]): { readonly [year in Year]: string } {
  return Object.fromEntries(years.map((year, index) => [year, kinds[index]])) as { [year in Year]: string }
}
