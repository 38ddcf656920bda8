import { operations } from '@holdfast/contract'
import { refuse, type LicenceId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { licenceWire } from '../../wire/books.ts'

export const showLicence = endpoint(operations.showLicence, async ({ params }, _caller, { store }) => {
  const licence = await store.read.findLicence(params.licence as LicenceId)
  return licence === null ? refuse('NOT_FOUND', { what: 'licence' }) : licenceWire(licence)
})
