import type { LeaseId, LicenceId, Name, RequestId, SeatId, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { HeldEvidence, ReceiptFacts, ReleaseFacts, RequestFacts } from './facts.ts'

/**
 * What a decision may look at, so that the store loads it before. Beyond this list: with every request that was answered
 * by a lease that lease and its seat; with every serial number its licence, and with every licence the present product
 * key of its order; with every device its taken seats, and with every seat its serial number.
 */
export type BooksNeeded = {
  readonly requests: readonly { readonly device: Thumbprint; readonly id: RequestId }[]
  readonly products: readonly Name[]
  readonly licences: readonly LicenceId[]
  readonly serials: readonly SerialNumber[]
  readonly devices: readonly Thumbprint[]
  readonly seats: readonly SeatId[]
  readonly seatsOf: readonly { readonly serial: SerialNumber; readonly device: Thumbprint }[]
  readonly leases: readonly LeaseId[]
}

export function booksNeededForRequest(facts: RequestFacts): BooksNeeded {
  return neededWith(facts.held, facts.request)
}

export function booksNeededForRelease(facts: ReleaseFacts): BooksNeeded {
  return neededWith(facts.held, facts.statement)
}

export function booksNeededForReceipt(facts: ReceiptFacts): BooksNeeded {
  const { lease, device } = facts.receipt
  const nothing = { requests: [], products: [], licences: [], serials: [], seats: [], seatsOf: [] }
  return { ...nothing, devices: [device.key], leases: [lease] }
}

function neededWith(
  held: HeldEvidence,
  artefact: {
    readonly id: RequestId
    readonly serial: SerialNumber
    readonly device: { readonly key: Thumbprint }
  },
): BooksNeeded {
  const { id, serial } = artefact
  const device = artefact.device.key
  const lease = held.kind === 'genuine' ? held.lease : null
  return {
    requests: (lease === null ? [id] : [id, lease.answers]).map((request) => ({ device, id: request })),
    products: lease === null ? [] : [lease.product],
    licences: lease === null ? [] : [lease.licence],
    serials: [serial],
    devices: [device],
    seats: lease === null ? [] : [lease.seat],
    seatsOf: [{ serial, device }],
    leases: lease === null ? [] : [lease.id],
  }
}
