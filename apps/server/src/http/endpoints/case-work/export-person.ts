import { formatInstant } from '@holdfast/capabilities'
import { operations } from '@holdfast/contract'
import { refuse, type PersonId } from '@holdfast/lease'
import type { PersonTrace } from '@holdfast/store'
import { listWhole } from '../../../desk/list-whole.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { personBody } from '../../wire/person.ts'

export const exportPerson = endpoint(operations.exportPerson, async ({ params }, caller, { store }) => {
  const id = params.person as PersonId
  const person = await store.write(caller.actor, async (tx) => {
    const found = await tx.read.findPerson(id)
    if (found === null) return refuse('NOT_FOUND', { what: id })
    await tx.note({ action: 'person-export', subject: `person:${id}`, detail: {} }, caller.now)
    return found
  })
  if (isRefusal(person)) return person
  const traces = await listWhole((page) => store.read.exportPerson(id, page))
  return {
    person: personBody(person),
    exportedAt: formatInstant(caller.now),
    messages: traces.map(traceBody),
  }
})

function traceBody({ message, as }: PersonTrace) {
  const { rule, standing, ...facts } = message.verdict
  return {
    message: message.id,
    case: message.case,
    as: [...as],
    sentWritten: message.sent.written,
    receivedAt: formatInstant(message.receivedAt),
    subject: message.subject,
    text: message.text,
    attachments: message.attachments.map(({ name }) => name),
    verdict: { rule: wordOf(rule), standing: wordOf(standing), facts },
  }
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
