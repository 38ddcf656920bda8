import { operations } from '@holdfast/contract'
import { makeProductKey, productKeySigner, refuse, type LicenceId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const rekeyLicence = endpoint(
  operations.rekeyLicence,
  async ({ params, body }, caller, { store, entropy }) => {
    const id = params.licence as LicenceId
    const found = await store.read.findLicence(id)
    if (found === null) return refuse('NOT_FOUND', { licence: id })
    const { orderNumber, product } = found
    const productKey = makeProductKey(entropy)
    const { thumbprint, publicRaw } = productKeySigner(productKey, product)
    const rekey = { key: { id: thumbprint, publicRaw }, reason: body.reason }
    const kept = await store.write(caller.actor, (tx) => tx.rekeyLicence(id, rekey, caller.now))
    return isRefusal(kept) ? kept : { licence: id, orderNumber, product, productKey }
  },
)
