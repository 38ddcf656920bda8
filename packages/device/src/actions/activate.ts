import { parseProductKey, parseSerial } from '@holdfast/lease'
import type { DeviceContext } from '../device-context.ts'
import type { Activated, ActivateInput, DeviceRefusal } from '../device-licence.ts'
import { exchangeLease } from '../exchange-lease.ts'

/**
 * Activates online, in every state, also while licensed: the lease held serves until the new one is durable.
 * spec: device §2, activation-protocol §4
 */
export async function activate(
  context: DeviceContext,
  input: ActivateInput,
): Promise<Activated | DeviceRefusal> {
  const serial = parseSerial(input.serial)
  if (serial.kind === 'refused') return serial
  const key = parseProductKey(input.key)
  if (key.kind === 'refused') return key
  const taken = await exchangeLease(
    context,
    { action: 'activate', serial: serial.serial, key: key.key },
    input,
  )
  return 'kind' in taken ? taken : { kind: 'activated', ...taken }
}
