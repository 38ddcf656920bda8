import { describe, expect, test } from 'vitest'
import type { CustomerId, ObservedDeviceId, Thumbprint } from '@holdfast/lease'
import { DeviceIndex, type Candidate } from '../src/observe/device-index.ts'
import { keyDevicesMax, keysOfNames } from '../src/observe/device-keys.ts'
import type { DeviceNames } from '../src/observe/look.ts'
import { matchLook } from '../src/observe/match-look.ts'

const [westmark, eastmark] = ['cus_w', 'cus_e'] as [CustomerId, CustomerId]
type Named = {
  id?: string
  cmid?: string
  installation?: string
  serial?: string
  host?: string
  customer?: CustomerId | null
}

const namesOf = ({ id, cmid, installation, serial, host }: Named): DeviceNames => ({
  deviceId: (id ?? null) as Thumbprint | null,
  machineId: cmid === undefined ? null : `cmid:${cmid}`,
  installationId: installation ?? null,
  serial: serial ?? null,
  host: host ?? null,
})

/** Devices as earlier looks left them: `dev_1`, `dev_2` ... */
function indexOf(known: readonly Named[]): DeviceIndex {
  const index = new DeviceIndex()
  for (const [at, device] of known.entries()) {
    const candidate: Candidate = {
      id: `dev_${at + 1}` as ObservedDeviceId,
      deviceId: (device.id ?? null) as Thumbprint | null,
      host: device.host?.toLowerCase() ?? null,
    }
    for (const key of keysOfNames(namesOf(device), device.customer ?? westmark)) index.add(key, candidate)
  }
  return index
}

const clones = [
  { cmid: 'a', host: 'pc-1' },
  { cmid: 'a', host: 'pc-2' },
]

describe('which device a look speaks of', () => {
  test.each<[string, readonly Named[], Named, string]>([
    ['nothing is known', [], { cmid: 'a' }, 'new, fits'],
    ['device id', [{ id: 'x' }], { id: 'x', cmid: 'a' }, 'dev_1 by device-id, confirmed'],
    ['machine id', [{ cmid: 'a' }], { cmid: 'A' }, 'dev_1 by machine-id, fits'],
    [
      'an expired client without its CMID',
      [{ cmid: 'a', installation: '1' }],
      { installation: '1' },
      'dev_1 by machine-id, fits',
    ],
    [
      'a rearmed client with another CMID',
      [{ cmid: 'a', installation: '1' }],
      { cmid: 'b', installation: '1' },
      'dev_1 by machine-id, fits',
    ],
    ['serial number', [{ serial: 'S' }], { serial: 'S' }, 'dev_1 by serial, fits'],
    ['host name', [{ host: 'pc-1' }], { host: 'PC-1.' }, 'dev_1 by host, possible'],
    [
      'the surest key decides',
      [{ host: 'pc-1' }, { cmid: 'a' }],
      { cmid: 'a', host: 'pc-1' },
      'dev_2 by machine-id, fits',
    ],
    [
      'a host name is one of its customer',
      [{ host: 'pc-1' }],
      { host: 'pc-1', customer: eastmark },
      'new, possible',
    ],
    ['of nobody known is nobody’s', [{ host: 'pc-1' }], { host: 'pc-1', customer: null }, 'new, possible'],
    [
      'two of one serial number',
      [{ serial: 'S' }, { serial: 'S' }],
      { serial: 'S' },
      'dev_1 | dev_2 by serial',
    ],
    ['two device ids', [{ id: 'x', serial: 'S' }], { id: 'y', serial: 'S' }, 'new, confirmed'],
    ['one machine id, another host name', [clones[0]!], clones[1]!, 'new, fits'],
    ['of two clones the one of this name', clones, clones[1]!, 'dev_2 by machine-id, fits'],
    ['of two clones neither without a name', clones, { cmid: 'a' }, 'dev_1 | dev_2 by machine-id'],
    [
      'a host name outlives its machine id',
      [clones[0]!],
      { cmid: 'b', host: 'pc-1' },
      'dev_1 by host, possible',
    ],
    ['nothing names it', [{ host: 'pc-1' }], {}, 'new, possible'],
  ])('%s', (_what, known, look, wanted) => {
    const customer = look.customer === undefined ? westmark : look.customer
    const match = matchLook(namesOf(look), customer, indexOf(known))
    const told =
      match.kind === 'new'
        ? `new, ${match.certainty}`
        : match.kind === 'known'
          ? `${match.device.id} by ${match.by}, ${match.certainty}`
          : `${match.candidates.map(({ id }) => id).join(' | ')} by ${match.by}`
    expect(told).toBe(wanted)
  })

  test('a key that many share is kept for the first of them', () => {
    const index = indexOf(Array.from({ length: keyDevicesMax }, () => ({ serial: 'S' })))
    const [key] = keysOfNames(namesOf({ serial: 'S' }), null)
    expect(index.find(key!)).toHaveLength(keyDevicesMax)
    expect(index.add(key!, { id: 'dev_more' as ObservedDeviceId, deviceId: null, host: null })).toBe(false)
    expect(index.find(key!)).toHaveLength(keyDevicesMax)
  })

  test('a device of ours that is observed is one candidate, not two', () => {
    const index = new DeviceIndex()
    const [key] = keysOfNames(namesOf({ serial: 'S' }), null)
    const own = 'x' as Thumbprint
    index.add(key!, { id: 'dev_1' as ObservedDeviceId, deviceId: own, host: 'pc-1' })
    index.add(key!, { id: null, deviceId: own, host: null })
    expect(index.find(key!)).toEqual([{ id: 'dev_1', deviceId: own, host: 'pc-1' }])
  })
})
