import type { VaultFinding } from './device-licence.ts'
import type { Held } from './held-licence.ts'
import { chooseGeneration, isThere, readPartBytes } from './vault.ts'

/**
 * What is wrong with the private files, as far as this user can read them. Where the vault names a device key, both files
 * missing is a finding too: without them nothing can be signed for its lease. spec: device §4
 */
export function findPrivateDamage(dir: string, { inUse, vault }: Held): readonly VaultFinding[] {
  const bytes = readPartBytes(dir, 'private')
  if (isThere(bytes)) return chooseGeneration('private', bytes).findings
  if (inUse === null || vault.device === null) return []
  return [0, 1].map((index) => ({ file: `private.${index}`, finding: 'missing' }))
}
