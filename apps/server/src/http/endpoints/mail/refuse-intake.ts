import { refuse, type IntakeId, type Refusal } from '@holdfast/lease'
import type { IntakeRecord } from '@holdfast/store'

/** Why nothing became of `action`. */
export function refuseIntake(
  id: IntakeId,
  found: IntakeRecord | null,
  action: 'replay' | 'discard',
): Refusal<'NOT_FOUND' | 'INTAKE_STATE_WRONG'> {
  if (found === null) return refuse('NOT_FOUND', { what: 'mail' })
  const { kind: state } = found.state
  const told = 'reason' in found.state ? found.state.reason : state
  return refuse('INTAKE_STATE_WRONG', { mail: id, state: told, action })
}
