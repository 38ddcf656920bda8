// spec: lease-format §7
import { formatInstant } from '@holdfast/capabilities'
import type { ReleaseStatement } from './artefacts.ts'
import {
  readEnvelope,
  readId,
  readInteger,
  readMoment,
  readName,
  readRoot,
  readSerial,
  readThumbprint,
} from './fields.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import { object } from './reader.ts'

const shape = {
  root: readRoot,
  id: readId('req'),
  sequence: readInteger(1),
  product: readName,
  serial: readSerial,
  device: object({ key: readThumbprint }),
  held: readEnvelope,
  releasedAt: readMoment,
}

const form: PayloadForm<typeof shape, { kind: 'release'; statement: ReleaseStatement }> = {
  kind: 'release',
  shape,
  artefact: (statement) => ({ kind: 'release', statement }),
}

/** Reads verified release bytes. */
export function parseRelease(
  payload: Uint8Array,
): { readonly kind: 'release'; readonly statement: ReleaseStatement } | PayloadRefusal {
  return parsePayload(form, payload)
}

/** Payload bytes of a release. Throws TypeError where it breaks a limit. */
export function formatRelease(statement: ReleaseStatement): Uint8Array {
  const { root, id, sequence, product, serial, device, held, releasedAt } = statement
  return formatPayload(form, {
    ...{ root, id, sequence, product, serial },
    device: { key: device.key },
    held,
    releasedAt: formatInstant(releasedAt),
  })
}
