import { operations } from '@holdfast/contract'
import { refuse, type PersonId } from '@holdfast/lease'
import { endpoint, isRefusal } from '../../endpoint.ts'
import { personBody } from '../../wire/person.ts'

export const showPerson = endpoint(operations.showPerson, async ({ params }, caller, { store }) => {
  const id = params.person as PersonId
  const shown = await store.write(caller.actor, async (tx) => {
    const person = await tx.read.findPerson(id)
    if (person === null) return refuse('NOT_FOUND', { what: id })
    await tx.note({ action: 'person-reveal', subject: `person:${id}`, detail: {} }, caller.now)
    return person
  })
  return isRefusal(shown) ? shown : personBody(shown)
})
