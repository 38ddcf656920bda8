// Giving the seat back: the device stops durably before it says so. spec: activation-protocol §6
import { refuse, type LeaseId, type Refusal } from '@holdfast/lease'
import { changeVault } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, Released, ReleaseInput } from '../device-licence.ts'
import { deadlineMsDefault, exchange, parseServerAddress, type ExchangeOutcome } from '../exchange.ts'
import { isDecided, sequenceNamed } from '../exchange-lease.ts'
import { nextVault } from '../next-vault.ts'
import { isReleased, parseAcknowledged } from '../parse-answer.ts'
import { raiseSequence } from '../sequence.ts'
import { formatReleaseText, storeRelease, type ReleaseStored } from '../store-release.ts'
import { acknowledge } from '../take-answer.ts'
import { addJournal } from '../vault-body.ts'

// The vendor has seen a later request of this device than this vault remembers: said once more, above it.
const releasesMax = 2

export async function release(
  context: DeviceContext,
  input: ReleaseInput,
): Promise<Released | DeviceRefusal> {
  const server = parseServerAddress(input.server ?? context.server ?? context.read().vault.server)
  if (server.kind === 'refused') return server
  for (let tries = 1; ; tries++) {
    const stored = await storeRelease(context, { final: false })
    if (stored.kind === 'refused') return stored
    const outcome = await send(context, server.url, stored, input)
    const overtaken = outcome.kind === 'no-answer' && outcome.refusal.code === 'RELEASE_OVERTAKEN'
    if (!overtaken || tries >= releasesMax) return settle(context, stored, outcome)
    const withdrawn = await withdraw(context, stored.lease, sequenceNamed(outcome.refusal))
    if (withdrawn !== null) return withdrawn
  }
}

async function settle(
  context: DeviceContext,
  stored: ReleaseStored,
  outcome: ExchangeOutcome,
): Promise<Released | DeviceRefusal> {
  const text = formatReleaseText(context, stored)
  if (outcome.kind === 'answer' && isReleased(outcome.body)) {
    const failed = await confirm(context, outcome.body)
    return { kind: 'released', confirmed: failed === null, lease: stored.lease, text, refusal: failed }
  }
  const refusal =
    outcome.kind === 'answer' ? refuse('SERVER_ANSWER_MALFORMED', { member: 'released' }) : outcome.refusal
  // Nothing was said, or the vendor refused it: the release never happened - unless it was handed out before.
  const unsaid = outcome.kind === 'no-answer' && !outcome.opened && !stored.already
  const refused = outcome.kind === 'no-answer' && isDecided(outcome.refusal.code) && !stored.final
  if (unsaid || refused) return (await withdraw(context, stored.lease, 0)) ?? refusal
  return { kind: 'released', confirmed: false, lease: stored.lease, text, refusal }
}

function send(
  context: DeviceContext,
  server: URL,
  stored: ReleaseStored,
  input: ReleaseInput,
): Promise<ExchangeOutcome> {
  const { clock, entropy, language } = context
  const body = { release: stored.statement, receipts: stored.receipts }
  const deadlineMs = input.deadlineMs ?? deadlineMsDefault
  return exchange({ server, path: '/v1/release', body, deadlineMs, clock, entropy, language })
}

async function confirm(context: DeviceContext, body: unknown): Promise<Refusal | null> {
  const confirmed = await changeVault(context, (open) => {
    const { base, clock } = nextVault(context, open)
    const next = { ...acknowledge(base, parseAcknowledged(body)), release: null }
    return {
      public: addJournal(next, clock.now, 'release-confirmed', null),
      result: { kind: 'confirmed' as const },
    }
  })
  return confirmed.kind === 'refused' ? confirmed : null
}

/** Takes the lease back into use, byte for byte, where nothing has happened since. `sequence`: the next is above it. */
async function withdraw(context: DeviceContext, lease: LeaseId, sequence: number): Promise<Refusal | null> {
  const withdrawn = await changeVault(context, (open) => {
    const { base, clock } = nextVault(context, open)
    if (base.lease !== null || base.release?.lease !== lease)
      return { result: { kind: 'withdrawn' as const } }
    const next = {
      ...base,
      lease: base.release.held,
      release: null,
      sequence: raiseSequence(base.sequence, sequence),
    }
    return {
      public: addJournal(next, clock.now, 'release-withdrawn', null),
      result: { kind: 'withdrawn' as const },
    }
  })
  return withdrawn.kind === 'refused' ? withdrawn : null
}
