import type { CaseBody } from '@holdfast/contract'
import type { CaseRecord } from '@holdfast/store'
import { caseWire } from '../../http/wire/case.ts'
import { openVeil } from './veil.ts'

/** A case as a list shows it. One whose people cannot be told apart stops no list: it is shown without its words. */
export async function viewListedCase(
  read: Parameters<typeof openVeil>[0],
  record: CaseRecord,
  locale: Parameters<typeof openVeil>[2]['locale'],
): Promise<CaseBody> {
  const veil = await openVeil(read, record, { locale, reveal: false })
  return veil.kind === 'refused' ? withoutWords(record) : caseWire(record, veil)
}

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
