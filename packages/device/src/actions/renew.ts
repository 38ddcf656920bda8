import { refuse } from '@holdfast/lease'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, Renewed, RenewInput } from '../device-licence.ts'
import { exchangeLease } from '../exchange-lease.ts'

/** Asks for a new lease for the seat held; a refusal changes nothing. spec: activation-protocol §5 */
export async function renew(context: DeviceContext, input: RenewInput): Promise<Renewed | DeviceRefusal> {
  const { lease } = context.read()
  if (lease.kind === 'none') return lease.refusal ?? refuse('NOT_LICENSED', { because: lease.because })
  const taken = await exchangeLease(context, { action: 'renew' }, input)
  return 'kind' in taken ? taken : { kind: 'renewed', ...taken }
}
