import type { LeaseId, Receipt, Refusal } from '@holdfast/lease'
import type {
  ActivationRefusal,
  IssuingRefusal,
  LeaseAcknowledged,
  LeaseGranted,
  ReceiptRefusal,
  ReleaseFacts,
  ReleaseRefusal,
  RenewalRefusal,
  RequestFacts,
  SeatReleased,
} from '@holdfast/licensing'

/** What one device brought in one exchange. */
export type ExchangeJob =
  | {
      readonly kind: 'activate' | 'renew'
      readonly facts: RequestFacts
      readonly receipts: readonly Receipt[]
    }
  | { readonly kind: 'release'; readonly facts: ReleaseFacts; readonly receipts: readonly Receipt[] }
  | { readonly kind: 'receipt'; readonly receipts: readonly [Receipt] }

/** A decision whose changes are on disk. */
export type Written<Made extends { readonly changes: unknown }> = Omit<Made, 'changes'>

export type Decision =
  | Written<LeaseGranted>
  | Written<SeatReleased>
  | Written<LeaseAcknowledged>
  | Refusal<ActivationRefusal | RenewalRefusal | ReleaseRefusal | ReceiptRefusal | IssuingRefusal>

export type ExchangeResult = { readonly decision: Decision; readonly acknowledged: readonly LeaseId[] }
