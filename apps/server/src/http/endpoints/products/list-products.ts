import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'

export const listProducts = endpoint(operations.listProducts, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listProducts(pageOf(query)), (product) => ({
    id: product.id,
    title: product.title,
    createdAt: formatInstant(product.createdAt),
  })),
)
