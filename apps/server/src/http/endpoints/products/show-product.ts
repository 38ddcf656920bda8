import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'

/** More editions than a person could tell apart. */
const editionsShownMax = 500

export const showProduct = endpoint(operations.showProduct, async ({ params }, _caller, { store }) => {
  const product = await store.read.findProduct(params.product)
  if (product === null) return refuse('NOT_FOUND', { what: 'product' })
  const listed = await store.read.listEditions(product.id, { limit: editionsShownMax })
  if (listed.kind === 'refused') return listed
  const editions = listed.items.map((edition) => ({ ...edition, policies: { ...edition.policies } }))
  return { id: product.id, title: product.title, createdAt: formatInstant(product.createdAt), editions }
})
