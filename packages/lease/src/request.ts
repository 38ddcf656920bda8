// spec: lease-format §6
import { formatInstant } from '@holdfast/capabilities'
import type { Request } from './artefacts.ts'
import {
  readFingerprints,
  readHeld,
  readId,
  readInteger,
  readMoment,
  readName,
  readRelease,
  readRoot,
  readSerial,
  readThumbprint,
  readTitle,
} from './fields.ts'
import { requestReceiptsMax } from './limits.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import { list, nullable, object, optional, word } from './reader.ts'

const shape = {
  root: readRoot,
  id: readId('req'),
  sequence: readInteger(1),
  action: word('activate', 'renew'),
  product: readName,
  release: readRelease,
  serial: readSerial,
  device: object({ key: readThumbprint, name: optional(readTitle), fingerprints: readFingerprints }),
  held: nullable(readHeld),
  generation: readInteger(),
  receipts: list(readId('lse'), { min: 0, max: requestReceiptsMax }),
  trust: nullable(readInteger(1)),
  clock: object({ wall: readMoment, floor: optional(readMoment) }),
}

const form: PayloadForm<typeof shape, { kind: 'request'; request: Request }> = {
  kind: 'request',
  shape,
  artefact: (request) => ({ kind: 'request', request }),
}

/** Reads verified request bytes. */
export function parseRequest(
  payload: Uint8Array,
): { readonly kind: 'request'; readonly request: Request } | PayloadRefusal {
  return parsePayload(form, payload)
}

/** Payload bytes of a request. Throws TypeError where it breaks a limit. */
export function formatRequest(request: Request): Uint8Array {
  const { root, id, sequence, action, product, release, serial, device } = request
  const { held, generation, receipts, trust, clock } = request
  const fingerprints = device.fingerprints.map(({ salt, parts }) => ({
    salt,
    parts: parts.map(({ name, hash }) => ({ name, hash })),
  }))
  return formatPayload(form, {
    ...{ root, id, sequence, action, product },
    release: { name: release.name, ordinal: release.ordinal },
    serial,
    device: { key: device.key, name: device.name, fingerprints },
    ...{ held, generation, receipts, trust },
    clock: {
      wall: formatInstant(clock.wall),
      floor: clock.floor === undefined ? undefined : formatInstant(clock.floor),
    },
  })
}
