import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { findingWire } from '../../wire/finding.ts'

export const listFindings = endpoint(operations.listFindings, async ({ query }, _caller, { store }) => {
  const { state, code } = query
  const filter = { ...(state === undefined ? {} : { state }), ...(code === undefined ? {} : { code }) }
  return pageWire(await store.read.listFindings(filter, pageOf(query)), findingWire)
})
