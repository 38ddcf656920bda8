import type { Instant } from '@holdfast/capabilities'
import type { Name, Policy } from '@holdfast/lease'

export type Product = { readonly id: Name; readonly title: string; readonly createdAt: Instant }

export type Edition = {
  readonly product: Name
  readonly id: Name
  readonly title: string
  /** What the product does about a feature that is not licensed; an order line that says nothing takes these. */
  readonly policies: { readonly [feature: Name]: Policy }
}

/** Of one product neither an ordinal nor a name stands twice. */
export type ProductRelease = { readonly product: Name; readonly name: string; readonly ordinal: number }
