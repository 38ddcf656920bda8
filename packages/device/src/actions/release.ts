// Giving the seat back: the device stops durably before it says so. spec: activation-protocol §6
import { refuse, type Refusal } from '@holdfast/lease'
import { changeVault } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, Released, ReleaseInput } from '../device-licence.ts'
import { deadlineMsDefault, exchange, parseServerAddress, type ExchangeOutcome } from '../exchange.ts'
import { isDecided, sequenceNamed } from '../exchange-lease.ts'
import { nextVault } from '../next-vault.ts'
import { isReleased, parseAcknowledged } from '../parse-answer.ts'
import { raiseSequence } from '../sequence.ts'
import { formatReleaseText, isStored, storeRelease, type ReleaseStored } from '../store-release.ts'
import { acknowledge } from '../take-answer.ts'
import { addJournal, awaitedMax, type PublicVault, type StoredRelease } from '../vault-body.ts'

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
    if (outcome.kind === 'answer' && isReleased(outcome.body))
      return await confirm(context, stored, outcome.body)
    const refusal = refusalOf(outcome)
    if (!mayWithdraw(outcome)) return tell(context, stored, { confirmed: false, refusal })
    const left = await withdraw(context, stored, refusal)
    if (left.kind === 'refused') return left
    const mine = left.kind === 'withdrawn' || left.kind === 'stands'
    if (mine && refusal.code === 'RELEASE_OVERTAKEN' && tries < releasesMax) continue
    if (left.kind === 'stands') return tell(context, stored, { confirmed: false, refusal })
    return left.kind === 'confirmed' ? tell(context, stored, { confirmed: true, refusal: null }) : refusal
  }
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

function refusalOf(outcome: ExchangeOutcome): DeviceRefusal {
  return outcome.kind === 'answer'
    ? refuse('SERVER_ANSWER_MALFORMED', { member: 'released' })
    : outcome.refusal
}

/** Nothing was said, or the vendor refused it: as far as this process knows, the release never happened. */
function mayWithdraw(outcome: ExchangeOutcome): boolean {
  return outcome.kind === 'no-answer' && (!outcome.opened || isDecided(outcome.refusal.code))
}

function tell(
  context: DeviceContext,
  stored: ReleaseStored,
  told: Pick<Released, 'confirmed' | 'refusal'>,
): Released {
  return { kind: 'released', lease: stored.lease, text: formatReleaseText(context, stored), ...told }
}

/**
 * Ends the very release that was answered: another one in its place waits for an answer of its own, and a lease that was
 * accepted since has taken a seat again. What could not be recorded is not told as confirmed.
 */
async function confirm(
  context: DeviceContext,
  stored: ReleaseStored,
  body: unknown,
): Promise<Released | DeviceRefusal> {
  type End = { readonly kind: 'confirmed' | 'gone' | 'activated' }
  const end = await changeVault<End>(context, (open) => {
    const { base, clock } = nextVault(context, open)
    const heard = acknowledge(base, parseAcknowledged(body))
    if (base.lease !== null) return { public: heard, result: { kind: 'activated' } }
    if (!isStored(base, stored)) return { public: heard, result: { kind: endOf(base, stored) } }
    const next = { ...heard, release: null, releaseConfirmed: stored.lease }
    return {
      public: addJournal(next, clock.now, 'release-confirmed', null),
      result: { kind: 'confirmed' },
    }
  })
  if (end.kind === 'activated') return refuse('RELEASE_OVERTAKEN')
  return tell(context, stored, {
    confirmed: end.kind === 'confirmed',
    refusal: end.kind === 'refused' ? end : null,
  })
}

/**
 * What became of the release. `withdrawn`: the lease is in use again. `stands`: somebody else may have said it, or there is
 * no way back. `confirmed`: another process has heard so. `gone`: it has ended otherwise.
 */
type Withdrawn = { readonly kind: 'withdrawn' | 'stands' | 'confirmed' | 'gone' }

/**
 * Takes the lease back into use, byte for byte, where the vault says that nobody else has the release. One that is overtaken
 * counts nowhere, whoever has it; the next one is above the sequence that the refusal names. spec: activation-protocol §6
 */
function withdraw(
  context: DeviceContext,
  stored: ReleaseStored,
  because: Refusal,
): Promise<Withdrawn | Refusal> {
  const overtaken = because.code === 'RELEASE_OVERTAKEN'
  return changeVault<Withdrawn>(context, (open) => {
    const { base, clock } = nextVault(context, open)
    const { release } = base
    if (base.lease !== null || release === null || !isStored(base, stored))
      return { result: { kind: endOf(base, stored) } }
    if (!overtaken && (release.final || release.callers === null)) return { result: { kind: 'stands' } }
    const callers = (release.callers ?? 1) - 1
    if (!overtaken && callers > 0)
      return { public: { ...base, release: { ...release, callers } }, result: { kind: 'stands' } }
    const sequence = overtaken ? raiseSequence(base.sequence, sequenceNamed(because)) : base.sequence
    if (base.device !== stored.device) {
      // The lease of a lost key, whose place another key has taken: it cannot be used, nor anything be signed for it.
      if (!overtaken) return { result: { kind: 'stands' } }
      const ended = { ...base, release: null }
      return {
        public: addJournal(ended, clock.now, 'release-overtaken', null),
        result: { kind: 'gone' },
      }
    }
    // After a reset no lease comes back. spec: device §2
    if (base.unlicensed !== 'released')
      return { ...(overtaken ? { public: { ...base, sequence } } : {}), result: { kind: 'stands' } }
    const next = { ...base, ...before(base, release), lease: release.held, release: null, sequence }
    return {
      public: addJournal(next, clock.now, 'release-withdrawn', null),
      result: { kind: 'withdrawn' },
    }
  })
}

function endOf(vault: PublicVault, { lease }: ReleaseStored): 'confirmed' | 'gone' {
  const confirmed = vault.lease === null && vault.release === null && vault.releaseConfirmed === lease
  return confirmed ? 'confirmed' : 'gone'
}

/** What the release had put aside, with what was asked since. */
function before(vault: PublicVault, release: StoredRelease): Partial<PublicVault> {
  const { pending, awaited, hardwareChanged } = release.before
  return {
    pending: vault.pending ?? pending,
    awaited: [...awaited, ...vault.awaited].slice(-awaitedMax),
    hardwareChanged,
  }
}
