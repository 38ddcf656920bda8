import type { Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import { decideIssuingMoment, type IssuingRefusal } from '@holdfast/licensing'
import type { Store } from '@holdfast/store'
import { platformProduct } from './http/problem.ts'
import type { KeyRing } from './keys/key-ring.ts'

/** Products whose keys are looked at; of more the first ones speak for all. */
const productsJudgedMax = 100

export type SigningState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly code: IssuingRefusal; readonly facts: Refusal['facts'] }

/**
 * Whether this server would sign a lease at `now`: by the rule of its decisions, for any of its products. Reads the books.
 * spec: activation-protocol §9
 */
export async function findSigningState(
  { store, keys }: { readonly store: Store; readonly keys: KeyRing },
  now: Instant,
): Promise<SigningState> {
  const newestInBooks = await store.read.findNewestMoment()
  const listed = await store.read.listProducts({ limit: productsJudgedMax })
  const products = listed.kind === 'refused' ? [] : listed.items.map(({ id }) => id)
  let refused: SigningState = { kind: 'ready' }
  for (const product of products.length === 0 ? [platformProduct] : products) {
    const found = keys.issuing().keysOf(product)
    const decided =
      'kind' in found
        ? found
        : decideIssuingMoment({ clockNow: now, newestInBooks, keyInterval: found.interval })
    if (decided.kind === 'moment') return { kind: 'ready' }
    refused = { kind: 'refused', code: decided.code, facts: decided.facts }
  }
  return refused
}
