// Devices of a load: keys made from seeded chance, requests signed before anything is measured.
import { createHash } from 'node:crypto'
import type { Entropy, Instant } from '@holdfast/capabilities'
import {
  formatRequest,
  makeRequestId,
  privateKeyOfSeed,
  productKeyId,
  productKeySigner,
  selfKeyId,
  signEnvelope,
  type Envelope,
  type PrivateKey,
  type ProductKey,
  type Root,
  type SerialNumber,
} from '@holdfast/lease'

export type LoadOrder = {
  readonly product: string
  readonly root: Root
  readonly serial: SerialNumber
  readonly productKey: ProductKey
  readonly release: { readonly name: string; readonly ordinal: number }
}

export type LoadDevice = {
  readonly key: PrivateKey
  sequence: number
  generation: number
  held: Envelope | null
}

export function makeDevices(count: number, entropy: Entropy): LoadDevice[] {
  return Array.from({ length: count }, () => ({
    key: privateKeyOfSeed(entropy.bytes(32)),
    sequence: 0,
    generation: 0,
    held: null,
  }))
}

/** A request as the SDK makes it, with a fingerprint of six parts. */
export function signRequest(
  device: LoadDevice,
  order: LoadOrder,
  options: { readonly action: 'activate' | 'renew'; readonly now: Instant; readonly entropy: Entropy },
): Envelope {
  const { action, now, entropy } = options
  const signer = productKeySignerOf(order)
  device.sequence += 1
  const payload = formatRequest({
    root: order.root,
    id: makeRequestId(entropy),
    sequence: device.sequence,
    action,
    product: order.product,
    release: order.release,
    serial: order.serial,
    device: {
      key: device.key.thumbprint,
      name: `load-${device.key.thumbprint.slice(0, 8)}`,
      fingerprints: [{ salt: signer.thumbprint, parts: fingerprintParts(device) }],
    },
    held: device.held,
    generation: device.generation,
    receipts: [],
    trust: 1,
    clock: { wall: now },
  })
  const own = { key: device.key, keyid: selfKeyId(device.key.publicRaw) }
  const proof = { key: signer, keyid: productKeyId(signer.publicRaw) }
  return signEnvelope('request', payload, action === 'activate' ? [own, proof] : [own])
}

const partNames = ['machine-id', 'product-uuid', 'board-serial', 'network-address', 'root-uuid', 'cpu-model']

function fingerprintParts(device: LoadDevice) {
  return partNames.map((name) => ({
    name,
    hash: createHash('sha256').update(`${device.key.thumbprint}:${name}`).digest('hex').slice(0, 32),
  }))
}

const signers = new Map<ProductKey, PrivateKey>()
function productKeySignerOf(order: LoadOrder): PrivateKey {
  const known = signers.get(order.productKey)
  if (known !== undefined) return known
  const made = productKeySigner(order.productKey, order.product)
  signers.set(order.productKey, made)
  return made
}
