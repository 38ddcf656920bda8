import type { Name } from '@holdfast/lease'

/**
 * What each fingerprint part counts, 0 to 100: how surely the same value means the same machine. The issuer writes these
 * into the lease; the device compares by the weights of its lease. spec: device §5
 */
export const fingerprintWeights: { readonly [part: Name]: number } = {
  'machine-id': 20,
  'product-uuid': 25,
  'board-serial': 20,
  'network-address': 15,
  'root-uuid': 10,
  'cpu-model': 10,
}
