import type { Entropy, Instant } from '@holdfast/capabilities'
import { formatCaseNumber } from '@holdfast/desk'
import { refuse, type CaseId, type CustomerId, type Name, type Refusal } from '@holdfast/lease'
import type { NewCase, Reader, Writer } from '@holdfast/store'
import type { DeskTools } from '../desk-tools.ts'

export type OpenedByHand = {
  readonly title: string
  readonly source: string
  readonly severity: string
  readonly owner: string | null
  readonly queue: string | null
  readonly customer: CustomerId | null
  readonly product: Name | null
  readonly watchers: readonly string[]
  readonly maySend: boolean
}

/** A case in `received` with the next number; its number and token are never given again. */
export async function makeCase(
  tx: Pick<Writer, 'drawRunningNumbers'>,
  { desk, entropy, id }: { readonly desk: DeskTools; readonly entropy: Entropy; readonly id: CaseId },
  { title, source, ...fields }: OpenedByHand,
  now: Instant,
): Promise<NewCase> {
  const running = await tx.drawRunningNumbers(1)
  return {
    id,
    running,
    number: formatCaseNumber(desk.numbers, running, entropy),
    token: formatCaseNumber(desk.tokens, running, entropy),
    subject: title,
    title,
    ...fields,
    state: { kind: 'received', at: now, waitsOn: null, facts: { source } },
    dueAt: null,
    imported: false,
    links: [],
  }
}

/** NOT_FOUND for a customer or product that the books do not have. */
export async function refuseUnknown(
  read: Pick<Reader, 'findCustomer' | 'findProduct'>,
  { customer, product }: { readonly customer?: string | null; readonly product?: string | null },
): Promise<Refusal<'NOT_FOUND'> | null> {
  if (typeof customer === 'string' && (await read.findCustomer(customer as CustomerId)) === null)
    return refuse('NOT_FOUND', { what: customer })
  if (typeof product === 'string' && (await read.findProduct(product)) === null)
    return refuse('NOT_FOUND', { what: product })
  return null
}
