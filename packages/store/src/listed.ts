import type { Refusal } from '@holdfast/lease'

/** Where a list goes on: `after` is the `next` of the page before. At most `pageRowsMax` rows are given. */
export type Page = { readonly after?: string | null; readonly limit: number }
/** `next` is null on the last page. */
export type Listed<T> = {
  readonly kind: 'listed'
  readonly items: readonly T[]
  readonly next: string | null
}
/** A page, or INPUT_INVALID where `after` is not a cursor of this list. */
export type ListedOrRefused<T> = Listed<T> | Refusal<'INPUT_INVALID'>
