import { operations } from '@holdfast/contract'
import { refuse, type CaptureId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { captureWire, observationWire } from '../../wire/fleet.ts'

export const showCapture = endpoint(operations.showCapture, async ({ params, query }, _caller, { store }) => {
  const capture = await store.read.findCapture(params.capture as CaptureId)
  if (capture === null) return refuse('NOT_FOUND', { what: 'capture' })
  const listed = await store.read.listObservationsOfCapture(capture.id, pageOf(query))
  const observations = pageWire(listed, (observation) => observationWire(observation))
  if (isRefusal(observations)) return observations
  return { capture: captureWire(capture), reading: capture.reading, observations }
})
