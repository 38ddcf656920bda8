import { operations, type CaseBody } from '@holdfast/contract'
import type { CustomerId } from '@holdfast/lease'
import type { CaseFilter } from '@holdfast/store'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { pageOf } from '../../page.ts'
import { caseWire } from '../../wire/case.ts'

export const listCases = endpoint(operations.listCases, async ({ query }, caller, { store }) => {
  const { state, owner, queue, customer, product } = query
  const filter: CaseFilter = {
    ...(state === undefined ? {} : { state }),
    ...(owner === undefined ? {} : { owner }),
    ...(queue === undefined ? {} : { queue }),
    ...(customer === undefined ? {} : { customer: customer as CustomerId }),
    ...(product === undefined ? {} : { product }),
  }
  const listed = await store.read.listCases(filter, pageOf(query))
  if (listed.kind === 'refused') return listed
  const items: CaseBody[] = []
  for (const record of listed.items) {
    const veil = await openVeil(store.read, record, { locale: caller.locale, reveal: false })
    // A case whose people cannot be told apart stops no list: it is shown without its words.
    items.push(veil.kind === 'refused' ? withoutWords(record) : caseWire(record, veil))
  }
  return { items, next: listed.next }
})

function withoutWords(record: Parameters<typeof caseWire>[0]): CaseBody {
  const show = () => ({ text: '', cut: true, placeOf: () => 0 })
  const person = () => ({ person: null, label: '' })
  const value = () => ({})
  return caseWire(record, {
    kind: 'veil',
    isRevealed: false,
    peopleCount: 0,
    show,
    line: () => '',
    value,
    person,
  })
}
