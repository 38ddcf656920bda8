import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'
import { doorWire } from '../../wire/mail.ts'

export const showMail = endpoint(operations.showMail, async (_input, _caller, { store, jobs }) => {
  const doors = await store.read.listMailboxes()
  const counts = await store.read.countMail()
  return { configured: jobs.mail !== null, doors: doors.map(doorWire), ...counts }
})
