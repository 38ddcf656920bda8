import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { judgedWire } from '../../wire/mail.ts'

export const listHeld = endpoint(operations.listHeld, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listMessagesToLookAt('held', pageOf(query)), (message) => ({
    ...judgedWire(message),
    held: message.held ?? '',
  })),
)
