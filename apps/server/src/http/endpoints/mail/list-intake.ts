import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { pageOf, pageWire } from '../../page.ts'
import { intakeWire } from '../../wire/mail.ts'

export const listIntake = endpoint(operations.listIntake, async ({ query }, _caller, { store }) =>
  pageWire(await store.read.listIntake(query.state, pageOf(query)), intakeWire),
)
