import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { outgoingWire } from '../../wire/mail.ts'

export const listOutgoing = endpoint(operations.listOutgoing, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listOutgoing({ state: query.state }, pageOf(query)), outgoingWire),
)
