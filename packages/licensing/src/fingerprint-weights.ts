import type { Name } from '@holdfast/lease'

// spec: device §5 - what is soldered on weighs more than what can be plugged in.
const weights: ReadonlyMap<Name, number> = new Map([
  ['machine-id', 20],
  ['product-uuid', 25],
  ['board-serial', 20],
  ['network-address', 15],
  ['root-uuid', 10],
  ['cpu-model', 10],
])

/** A part that the table does not name, a vendor's own fact, weighs as little as the lightest there. */
export const fingerprintWeightDefault = 10

/** How much a part counts when a device asks itself whether its hardware changed, 0 to 100. */
export function fingerprintWeightOf(part: Name): number {
  return weights.get(part) ?? fingerprintWeightDefault
}
