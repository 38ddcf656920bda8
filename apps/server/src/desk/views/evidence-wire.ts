import type { ProposalBody } from '@holdfast/contract'
import { isId } from '@holdfast/lease'
import type { ProposalRecord, Store } from '@holdfast/store'
import type { Veil } from './veil.ts'

/** Characters of one piece of evidence. */
export const evidenceCharsMax = 500

/** The words at the places that a proposal names, as the veil shows them; messages that were erased have none. */
export async function evidenceWire(
  read: Pick<Store['read'], 'findMessage'>,
  { evidence }: Pick<ProposalRecord, 'evidence'>,
  veil: Veil,
): Promise<ProposalBody['evidence']> {
  const shown = new Map<string, ReturnType<Veil['show']>>()
  const items: ProposalBody['evidence'] = []
  for (const place of evidence) {
    if (!isPlace(place)) continue
    const { message: id, from, to } = place
    if (!shown.has(id) && isId('cms', id)) shown.set(id, veil.show((await read.findMessage(id))?.text ?? ''))
    const whole = shown.get(id)
    if (whole === undefined) continue
    const text = whole.text.slice(whole.placeOf(from), whole.placeOf(to)).slice(0, evidenceCharsMax)
    items.push({ message: id, text })
  }
  return items
}

type Place = { readonly message: string; readonly from: number; readonly to: number }

/** Evidence of other kinds, such as items, has no words here. */
function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false
  const { message, from, to } = place as { message?: unknown; from?: unknown; to?: unknown }
  return typeof message === 'string' && typeof from === 'number' && typeof to === 'number'
}
