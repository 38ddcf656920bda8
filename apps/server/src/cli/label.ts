import type { Words } from './command.ts'

export type Label = {
  readonly productTitle: string
  readonly product: string
  readonly order: string
  readonly holder: string
  readonly serials: readonly string[]
  readonly serialsTotal: number
  readonly productKey: string
}

// Both languages, whatever the terminal speaks: the label goes to the customer.
const names: { readonly [name in 'product' | 'order' | 'holder' | 'serial' | 'productKey' | 'more']: Words } =
  {
    product: { en: 'Product', zh: '产品' },
    order: { en: 'Order', zh: '订单' },
    holder: { en: 'Licensed to', zh: '授权给' },
    serial: { en: 'Serial number (SN)', zh: '序列号' },
    productKey: { en: 'Product key (PK)', zh: '产品密钥' },
    more: { en: 'further serial numbers in the list', zh: '其余序列号见清单' },
  }

/** What the customer gets: product, serial numbers, product key. `holdfast-device --label` reads it as it is. */
export function formatLabel(label: Label): string {
  const line = (name: keyof typeof names, value: string) => `${names[name].en} / ${names[name].zh}: ${value}`
  const more = label.serialsTotal - label.serials.length
  return `${[
    line('product', `${label.productTitle} (${label.product})`),
    line('order', label.order),
    line('holder', label.holder),
    ...label.serials.map((serial) => line('serial', serial)),
    ...(more === 0 ? [] : [line('more', `+${more}`)]),
    line('productKey', label.productKey),
  ].join('\n')}\n`
}
