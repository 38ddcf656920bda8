import type { Name, Release } from '@holdfast/lease'
import { chooseGeneration, readPartBytes } from './vault.ts'
import { parsePublicVault } from './vault-body.ts'

/**
 * What a vault folder remembers of earlier calls, so that people need not say it again; `null` where there is no vault
 * that can be read. Reads the public part alone.
 */
export function readSettings(
  dir: string,
): { readonly product: Name; readonly server: string | null; readonly release: Release | null } | null {
  const reading = chooseGeneration('public', readPartBytes(dir, 'public'))
  const vault = reading.inUse === null ? null : parsePublicVault(reading.body)
  return vault && { product: vault.product, server: vault.server, release: vault.runs }
}
