import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { fleetEndWire } from '../../wire/fleet.ts'

export const listFleetEnds = endpoint(operations.listFleetEnds, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listFleetEnds(pageOf(query)), fleetEndWire),
)
