import { operations } from '@holdfast/contract'
import { changesAlong, endOfLook } from '@holdfast/fleet'
import { refuse, type ObservedDeviceId } from '@holdfast/lease'
import type { ObservationRecord } from '@holdfast/store'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { findingWire } from '../../wire/finding.ts'
import { observationWire, observedDeviceWire } from '../../wire/fleet.ts'

export const showFleetDevice = endpoint(
  operations.showFleetDevice,
  async ({ params, query }, _caller, { store }) => {
    const device = await store.read.findObservedDevice(params.device as ObservedDeviceId)
    if (device === null) return refuse('NOT_FOUND', { what: 'device' })
    const page = pageOf(query)
    const listed = await store.read.listObservations(device.id, page)
    if (listed.kind === 'refused') return listed
    // What the oldest of the page changed shows against the one behind it, on the next page.
    const before =
      listed.next === null
        ? null
        : await store.read.listObservations(device.id, { after: listed.next, limit: 1 })
    const older = before?.kind === 'listed' ? before.items : []
    const changes = changesAlong([...listed.items, ...older].toReversed().map(pointOf)).toReversed()
    const findings = await store.read.listFindingsOfDevice(device.id)
    return {
      device: observedDeviceWire(device),
      findings: findings.map(findingWire),
      timeline: {
        items: listed.items.map((observation, at) => observationWire(observation, changes[at] ?? [])),
        next: listed.next,
      },
    }
  },
)

function pointOf({ at, look }: ObservationRecord) {
  const { releaseAfter } = look.seen
  return { at, state: look.state, ends: endOfLook(look), release: releaseAfter }
}
