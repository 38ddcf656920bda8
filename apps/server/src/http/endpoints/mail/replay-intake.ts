import { operations } from '@holdfast/contract'
import type { IntakeId } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { intakeWire } from '../../wire/mail.ts'
import { refuseIntake } from './refuse-intake.ts'

export const replayIntake = endpoint(operations.replayIntake, async ({ params }, caller, { store, jobs }) => {
  const id = params.intake as IntakeId
  const [done] = await store.write(caller.actor, (tx) => tx.replayIntake([id], caller.now))
  const found = await store.read.findIntake(id)
  if (found === null || done === undefined) return refuseIntake(id, found, 'replay')
  jobs.mail?.intakeChanged()
  return intakeWire(found)
})
