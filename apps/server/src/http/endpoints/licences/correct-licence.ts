import { operations } from '@holdfast/contract'
import { refuse, type LicenceId } from '@holdfast/lease'
import { parseTermRule } from '../../../order/compose-order.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'

export const correctLicence = endpoint(
  operations.correctLicence,
  async ({ params, body }, caller, { store }) => {
    const termRule = parseTermRule(body.term)
    if (typeof termRule === 'string')
      return refuse('INPUT_INVALID', { complaints: [`body/term/${termRule}`] })
    const correction = { termRule, shorten: body.shorten === true, reason: body.reason }
    const corrected = await store.write(caller.actor, (tx) =>
      tx.correctLicence(params.licence as LicenceId, correction, caller.now),
    )
    return isRefusal(corrected) ? corrected : licenceWire(corrected)
  },
)
