import { operations } from '@holdfast/contract'
import { makeProductKey, productKeySigner, type OrderId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const rekeyOrder = endpoint(
  operations.rekeyOrder,
  async ({ params, body }, caller, { store, entropy }) => {
    const order = params.order as OrderId
    const productKey = makeProductKey(entropy)
    const { thumbprint, publicRaw } = productKeySigner(productKey, body.product)
    const key = {
      id: thumbprint,
      order,
      product: body.product,
      publicRaw,
      createdAt: caller.now,
      retiredAt: null,
    }
    const kept = await store.write(caller.actor, async (tx) => {
      const changed = await tx.rekeyOrder(key, caller.now)
      if (isRefusal(changed)) return changed
      const detail = { product: body.product, reason: body.reason }
      await tx.note({ action: 'order-rekey-reason', subject: `order:${order}`, detail }, caller.now)
      return changed
    })
    return isRefusal(kept) ? kept : { order, product: body.product, productKey }
  },
)
