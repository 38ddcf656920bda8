import { operations } from '@holdfast/contract'
import { refuse, type CaseMessageId } from '@holdfast/lease'
import { recordReveal, refuseReveal } from '../../../desk/views/record-reveal.ts'
import { openVeil } from '../../../desk/views/veil.ts'
import { endpoint } from '../../endpoint.ts'
import { messageDetailWire } from '../../wire/case.ts'

export const showMessage = endpoint(operations.showMessage, async ({ params, query }, caller, { store }) => {
  const reveal = query.reveal === 'yes'
  const refused = await refuseReveal(caller, reveal)
  if (refused !== null) return refused
  const id = params.message as CaseMessageId
  const message = await store.read.findMessage(id)
  const record = message === null ? null : await store.read.findCase(message.case)
  if (message === null || record === null) return refuse('NOT_FOUND', { what: id })
  const veil = await openVeil(store.read, record, { locale: caller.locale, reveal })
  if (veil.kind === 'refused') return veil
  const found = (await store.read.listFound([id])).get(id) ?? []
  if (reveal) await recordReveal(store, caller, { subject: `message:${id}`, what: 'message' })
  return messageDetailWire(message, found, veil)
})
