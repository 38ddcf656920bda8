// Hardware facts as salted hashes, and whether they still match what the lease accepted. Pure. spec: lease-format §6
import {
  hashFingerprintPart,
  isName,
  type Fingerprint,
  type FingerprintPart,
  type Lease,
} from '@holdfast/lease'
import type { Facts } from './device-licence.ts'
import { factsPartsMax } from './facts/parse-facts.ts'
import type { Salt } from './vault-body.ts'

/** One fingerprint per salt; none where there is no fact: a request may go without. */
export function listFingerprints(facts: Facts, salts: readonly Salt[]): readonly Fingerprint[] {
  if (listFacts(facts).length === 0) return []
  return salts.map((salt) => ({ salt: salt.id, parts: hashFacts(facts, salt) }))
}

export function hashFacts(facts: Facts, salt: Salt): readonly FingerprintPart[] {
  return listFacts(facts).map(([name, value]) => ({
    name,
    hash: hashFingerprintPart(salt.bytes, name, value),
  }))
}

/** The facts that may travel, in the order given; what is named otherwise is left out. */
export function listFacts(facts: Facts): readonly (readonly [string, string])[] {
  return Object.entries(facts)
    .filter(([name, value]) => isName(name) && typeof value === 'string' && value !== '')
    .slice(0, factsPartsMax)
}

/**
 * Whether less than half of the accepted weight still matches, in the fingerprint that matches best. Without a salt of
 * the lease nothing can be said: `false`.
 */
export function hardwareChanged(lease: Lease, facts: Facts, salts: readonly Salt[]): boolean {
  const shares = lease.device.fingerprints.flatMap((accepted) => {
    const salt = salts.find((candidate) => candidate.id === accepted.salt)
    const total = weightOf(accepted.parts)
    if (salt === undefined || total === 0) return []
    const hashes = new Map(hashFacts(facts, salt).map((part) => [part.name, part.hash]))
    return [weightOf(accepted.parts.filter((part) => hashes.get(part.name) === part.hash)) / total]
  })
  return shares.length > 0 && Math.max(...shares) < 0.5
}

function weightOf(parts: readonly { readonly weight: number }[]): number {
  return parts.reduce((sum, part) => sum + part.weight, 0)
}
