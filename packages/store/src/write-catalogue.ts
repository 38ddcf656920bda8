import { refuse } from '@holdfast/lease'
import { insertRows } from './bulk.ts'
import { openReader } from './open-reader.ts'
import { rowOfCustomer, rowOfEdition, rowOfProduct } from './rows.ts'
import type { Writer } from './store-interface.ts'
import { recordAudit, type WriteTools } from './write-tools.ts'

/** Products, editions, releases, customers. */
export function catalogueWriter(
  tools: WriteTools,
): Pick<Writer, 'addProduct' | 'putEdition' | 'addRelease' | 'addCustomer'> {
  const { db, facts, bookkeeping } = tools
  const read = openReader(db, tools.facts, tools.sealer)
  return {
    async addProduct(product) {
      if ((await read.findProduct(product.id)) !== null)
        return refuse('ALREADY_EXISTS', { product: product.id })
      await insertRows(db, facts, 'products', [rowOfProduct(product)])
      const detail = { title: product.title }
      recordAudit(
        tools,
        { action: 'product-add', subject: `product:${product.id}`, detail },
        product.createdAt,
      )
      return product
    },
    async putEdition(edition, now) {
      const { product, id, title, policies } = edition
      if ((await read.findProduct(product)) === null) return refuse('NOT_FOUND', { product })
      const columns = ['title', 'policies']
      await insertRows(db, facts, 'editions', [rowOfEdition(edition)], {
        kind: 'replace',
        key: ['product', 'id'],
        columns,
      })
      const detail = { edition: id, title, policies }
      recordAudit(tools, { action: 'edition-put', subject: `product:${product}`, detail }, now)
      return edition
    },
    async addRelease(release, now) {
      const { product, name, ordinal } = release
      if ((await read.findProduct(product)) === null) return refuse('NOT_FOUND', { product })
      const known = await db
        .selectFrom('releases')
        .select(['name', 'ordinal'])
        .where('product', '=', product)
        .where((where) => where.or([where('ordinal', '=', ordinal), where('name', '=', name)]))
        .executeTakeFirst()
      if (known !== undefined)
        return refuse('ALREADY_EXISTS', { release: known.name, ordinal: known.ordinal })
      await insertRows(db, facts, 'releases', [{ product, ordinal, name }])
      const detail = { release: name, ordinal }
      recordAudit(tools, { action: 'release-add', subject: `product:${product}`, detail }, now)
      return release
    },
    async addCustomer(customer) {
      const { id, name, createdAt } = customer
      if ((await read.findCustomer(id)) !== null) return refuse('ALREADY_EXISTS', { customer: id })
      await insertRows(db, facts, 'customers', [rowOfCustomer(customer)])
      bookkeeping.count('customers', 1)
      recordAudit(tools, { action: 'customer-add', subject: `customer:${id}`, detail: { name } }, createdAt)
      return customer
    },
  }
}
