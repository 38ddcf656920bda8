import { formatArmour, parseProductKey, parseSerial } from '@holdfast/lease'
import { changeVault } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, Requested, RequestInput } from '../device-licence.ts'
import { prepareRequest, type Prepared, type Wanted } from '../prepare-request.ts'
import { formatReleaseText, storeRelease } from '../store-release.ts'

/** The offline way out: what would be sent, as text for a file. The same intention gives the same text. spec: device §2 */
export async function request(
  context: DeviceContext,
  input: RequestInput,
): Promise<Requested | DeviceRefusal> {
  if (input.action === 'release') return requestRelease(context)
  const wanted = parseWanted(input)
  if ('kind' in wanted) return wanted
  const prepared = await changeVault<Prepared>(context, (open) => prepareRequest(context, open, wanted))
  if (prepared.kind === 'refused') return prepared
  const blocks = [
    formatArmour('request', prepared.envelope),
    ...prepared.receipts.map((receipt) => formatArmour('receipt', receipt)),
  ]
  const text = blocks.map((block) => block.trimEnd()).join('\n\n') + '\n'
  return { kind: 'request', id: prepared.id, action: input.action, text, already: prepared.already }
}

function parseWanted(input: Exclude<RequestInput, { action: 'release' }>): Wanted | DeviceRefusal {
  if (input.action === 'renew') return { action: 'renew' }
  const serial = parseSerial(input.serial)
  if (serial.kind === 'refused') return serial
  const key = parseProductKey(input.key)
  if (key.kind === 'refused') return key
  return { action: 'activate', serial: serial.serial, key: key.key }
}

async function requestRelease(context: DeviceContext): Promise<Requested | DeviceRefusal> {
  const stored = await storeRelease(context, { final: true })
  if (stored.kind === 'refused') return stored
  const { id, already } = stored
  return { kind: 'request', id, action: 'release', text: formatReleaseText(context, stored), already }
}
