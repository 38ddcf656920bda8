import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'

export const listReleases = endpoint(
  operations.listReleases,
  async ({ params, query }, _caller, { store }) => {
    if ((await store.read.findProduct(params.product)) === null)
      return refuse('NOT_FOUND', { what: 'product' })
    return pageWire(await store.read.listReleases(params.product, pageOf(query)), (release) => ({
      ...release,
    }))
  },
)
