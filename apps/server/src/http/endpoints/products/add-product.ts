import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import type { Edition, Product } from '@holdfast/licensing'
import { endpoint, isRefusal } from '../../endpoint.ts'

const firstEditionDefault = 'standard'

export const addProduct = endpoint(operations.addProduct, async ({ body }, caller, { store }) => {
  const product: Product = { id: body.id, title: body.title, createdAt: caller.now }
  const first: Edition = {
    product: body.id,
    id: body.edition?.id ?? firstEditionDefault,
    title: body.edition?.title ?? body.title,
    policies: body.edition?.policies ?? {},
  }
  return await store.write(caller.actor, async (tx) => {
    const added = await tx.addProduct(product)
    if (isRefusal(added)) return added
    const edition = await tx.putEdition(first, caller.now)
    if (isRefusal(edition)) return edition
    const { policies, ...rest } = edition
    const editions = [{ ...rest, policies: { ...policies } }]
    return { id: added.id, title: added.title, createdAt: formatInstant(added.createdAt), editions }
  })
})
