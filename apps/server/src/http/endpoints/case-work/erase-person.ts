import { operations } from '@holdfast/contract'
import { refuse, type PersonId } from '@holdfast/lease'
import { erasePersonWholly } from '../../../desk/work/erase-person.ts'
import { endpoint, isRefusal } from '../../endpoint.ts'

export const erasePerson = endpoint(operations.erasePerson, async ({ params, body }, caller, { store }) => {
  const id = params.person as PersonId
  const erased = await store.write(caller.actor, async (tx) => {
    const person = await tx.read.findPerson(id)
    if (person === null) return refuse('NOT_FOUND', { what: id })
    const detail = { reason: body.reason }
    await tx.note({ action: 'person-erase-reason', subject: `person:${id}`, detail }, caller.now)
    return await erasePersonWholly(tx, person, caller.now)
  })
  return isRefusal(erased) ? erased : { person: erased.person, messages: [...erased.messages] }
})
