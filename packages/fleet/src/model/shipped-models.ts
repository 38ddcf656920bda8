/** Models that come with the product, as files beside the sources: `models/NAME.yaml`. */
export const shippedModelNames = ['v0-upgrade', 'volume-180', 'holdfast'] as const
export type ShippedModelName = (typeof shippedModelNames)[number]

/** Where its file lies; whoever may read files reads it. */
export function shippedModelUrl(name: ShippedModelName): URL {
  return new URL(`../../models/${name}.yaml`, import.meta.url)
}
