import { hash } from 'node:crypto'
import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { refuse, type CaseMessageId } from '@holdfast/lease'
import { recordReveal } from '../../../desk/views/record-reveal.ts'
import { endpoint } from '../../endpoint.ts'

export const showRawMessage = endpoint(operations.showRawMessage, async ({ params }, caller, { store }) => {
  const id = params.message as CaseMessageId
  const raw = await store.read.openRaw(id)
  if (raw.kind === 'absent') return refuse('NOT_FOUND', { what: id })
  if (raw.kind === 'erased') return refuse('MESSAGE_ERASED', { message: id, at: formatInstant(raw.at) })
  if (raw.kind === 'unreadable') return refuse('MESSAGE_SEALED', { message: id })
  await recordReveal(store, caller, { subject: `message:${id}`, what: 'raw' })
  return {
    message: id,
    bytes: raw.bytes.length,
    hash: hash('sha256', raw.bytes),
    contentBase64: Buffer.from(raw.bytes).toString('base64'),
  }
})
