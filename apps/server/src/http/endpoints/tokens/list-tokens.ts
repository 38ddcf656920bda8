import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { tokenWire } from '../../wire/token.ts'

export const listTokens = endpoint(operations.listTokens, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listTokens(pageOf(query)), tokenWire),
)
