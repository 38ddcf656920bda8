import type { Instant } from '@holdfast/capabilities'
import type { Lease } from '@holdfast/lease'
import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import type { Licence } from './licence.ts'

type Proves = Extract<Finding, { kind: 'PRODUCT_KEY_DIFFERS' }>['proves']

/**
 * A lease that the books had lost names another product key than they do: a rekey was lost, and a person should know.
 * A rekey that the books know is later than the leases of before, which name the key of their time. Where the books know
 * the licence from leases alone, the newest of these has the word: its key is the one that the customer was given last.
 * Source: docs/spec/activation-protocol.md §3.
 */
export function recordOtherKey(draft: Draft, lease: Lease, now: Instant): void {
  const licence = draft.books.licence(draft.books.serial(lease.serial)?.licence ?? lease.licence)
  if (licence === null) return
  const proves =
    licence.order === null ? recoverKey(draft, licence, lease) : keyOfOrder(draft, licence, lease)
  if (proves === null) return
  draft.add({
    kind: 'finding',
    finding: {
      kind: 'PRODUCT_KEY_DIFFERS',
      at: now,
      device: lease.device.key,
      serial: lease.serial,
      licence: licence.id,
      order: licence.orderNumber,
      product: lease.product,
      lease: lease.id,
      proves,
    },
  })
}

function recoverKey(draft: Draft, licence: Licence, lease: Lease): Proves | null {
  const { recoveredKey, recoveredKeyAt } = licence
  if (recoveredKey === lease.productKey) return null
  if (recoveredKeyAt !== null && recoveredKeyAt >= lease.issuedAt) return null
  const { id } = licence
  draft.add({ kind: 'recovered-key-set', licence: id, key: lease.productKey, at: lease.issuedAt })
  return 'lease'
}

function keyOfOrder(draft: Draft, { order, product }: Licence, lease: Lease): Proves | null {
  const present = order === null ? null : draft.books.orderKey(order, product)
  if (present === null || present.id === lease.productKey || present.createdAt > lease.issuedAt) return null
  return 'books'
}
