// First trust is given: by a file, or by a person who saw the root fingerprint. spec: lease-format §4
import { fetchTrust, type DeviceRefusal } from '@holdfast/device'
import { formatEnvelope, formatRoot, parseArmour, refuse, verifyTrust, type Envelope } from '@holdfast/lease'
import type { Typed } from './command-line.ts'
import type { Place } from './settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Words } from './words/words.ts'

export type FirstTrust = { readonly kind: 'trust'; readonly bytes: Uint8Array | null } | DeviceRefusal

/**
 * The bundle for a vault that holds none: the one that the server or the answer shows, where the person said so.
 * Otherwise TRUST_MISSING with the fingerprint, after showing it. `null`: nothing to decide here, the vault itself will say.
 */
export async function findFirstTrust(
  input: { typed: Typed; place: Place; words: Words; surroundings: Surroundings },
  answer: Uint8Array | null,
): Promise<FirstTrust> {
  const { typed, words, surroundings } = input
  const shown = answer === null ? await fetchShown(input) : shownIn(answer)
  if (shown === null) return { kind: 'trust', bytes: null }
  if (shown.kind === 'refused') return shown
  const verified = verifyTrust(shown.envelope, null)
  if (verified.kind === 'refused') return verified
  const { title: vendor, root } = verified.bundle
  const fingerprint = formatRoot(root)
  if (!typed.trustOnFirstUse) {
    surroundings.complain(`${words.fingerprintSeen(vendor, fingerprint)}\n`)
    return refuse('TRUST_MISSING', { vendor, fingerprint })
  }
  surroundings.complain(`${words.fingerprintAccepted(vendor, fingerprint)}\n`)
  return { kind: 'trust', bytes: formatEnvelope(shown.envelope) }
}

type Shown = { readonly kind: 'shown'; readonly envelope: Envelope } | DeviceRefusal | null

async function fetchShown({
  typed,
  place,
  surroundings,
}: {
  typed: Typed
  place: Place
  surroundings: Surroundings
}): Promise<Shown> {
  if (place.server === undefined) return null
  const { clock, entropy } = surroundings
  const fetched = await fetchTrust({
    server: place.server,
    clock,
    entropy,
    ...(typed.deadline === undefined ? {} : { deadlineMs: typed.deadline * 1000 }),
  })
  if (fetched.kind === 'refused') return fetched
  const [first] = fetched.bundles
  return first === undefined ? null : { kind: 'shown', envelope: first }
}

function shownIn(answer: Uint8Array): Shown {
  const found = parseArmour(Buffer.from(answer).toString('utf8'))
  if (found.kind === 'refused') return found
  const first = found.blocks.find(({ kind }) => kind === 'trust')
  return first === undefined ? null : { kind: 'shown', envelope: first.envelope }
}
