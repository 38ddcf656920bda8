import type { DeviceContext } from './device-context.ts'
import type { Facts } from './device-licence.ts'
import type { PublicVault } from './vault-body.ts'

/**
 * The hardware facts that this vault is about: those given by the product or by `--facts`, else this machine's own. `null`
 * where facts were given before and are not given now, or are said not to be at hand: this machine's own are of another kind, so nothing is judged by
 * them and none are sent. spec: device §5
 */
export function knownFacts(
  context: Pick<DeviceContext, 'facts' | 'factsGiven'>,
  vault: Pick<PublicVault, 'factsGiven'>,
): Facts | null {
  return vault.factsGiven && !context.factsGiven ? null : context.facts()
}
