import { refuse, type Refusal } from '@holdfast/lease'
import { checkPolicies } from './grant-rules.ts'
import { InputComplaints } from './input-complaints.ts'
import { numberMax } from './limits.ts'
import type { Edition, ProductRelease } from './product.ts'

/** What holds for a product's catalogue beyond the shape of its input; `null` where nothing is against it. */
export const productRules = {
  edition(edition: Edition): Refusal<'INPUT_INVALID'> | null {
    const complaints = new InputComplaints()
    checkPolicies(complaints, 'policies', edition.policies)
    return complaints.refusal()
  },

  /**
   * `known`: those releases of the product that have this ordinal or this name. A release is named once and for all,
   * because leases judge by its ordinal and people by its name.
   */
  release(
    release: ProductRelease,
    known: readonly ProductRelease[],
  ): Refusal<'INPUT_INVALID' | 'ALREADY_EXISTS'> | null {
    const complaints = new InputComplaints()
    complaints.checkInteger('ordinal', release.ordinal, 0, numberMax)
    const refusal = complaints.refusal()
    if (refusal !== null) return refusal
    const same = known.find((other) => other.ordinal === release.ordinal || other.name === release.name)
    return same === undefined ? null : refuse('ALREADY_EXISTS', { release: same.name, ordinal: same.ordinal })
  },
}
