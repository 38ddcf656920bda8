// spec: lease-format §7
import { formatInstant } from '@holdfast/capabilities'
import type { Receipt } from './artefacts.ts'
import { readId, readInteger, readMoment, readName, readRoot, readThumbprint } from './fields.ts'
import { formatPayload, parsePayload, type PayloadForm, type PayloadRefusal } from './payload.ts'
import { object } from './reader.ts'

const shape = {
  root: readRoot,
  lease: readId('lse'),
  generation: readInteger(1),
  product: readName,
  device: object({ key: readThumbprint }),
  appliedAt: readMoment,
}

const form: PayloadForm<typeof shape, { kind: 'receipt'; receipt: Receipt }> = {
  kind: 'receipt',
  shape,
  artefact: (receipt) => ({ kind: 'receipt', receipt }),
}

/** Reads verified receipt bytes. */
export function parseReceipt(
  payload: Uint8Array,
): { readonly kind: 'receipt'; readonly receipt: Receipt } | PayloadRefusal {
  return parsePayload(form, payload)
}

/** Payload bytes of a receipt. Throws TypeError where it breaks a limit. */
export function formatReceipt(receipt: Receipt): Uint8Array {
  const { root, lease, generation, product, device, appliedAt } = receipt
  return formatPayload(form, {
    ...{ root, lease, generation, product },
    device: { key: device.key },
    appliedAt: formatInstant(appliedAt),
  })
}
