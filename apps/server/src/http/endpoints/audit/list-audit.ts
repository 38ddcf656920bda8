import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'

export const listAudit = endpoint(operations.listAudit, async ({ query }, _caller, { store }) => {
  const filter = query.subject === undefined ? {} : { subject: query.subject }
  return pageWire(await store.read.listAudit(filter, pageOf(query)), (row) => ({
    chain: row.chain,
    sequence: row.sequence,
    at: formatInstant(row.at),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    detail: JSON.parse(row.detail) as { [name: string]: unknown },
    hash: Buffer.from(row.hash).toString('hex'),
  }))
})
