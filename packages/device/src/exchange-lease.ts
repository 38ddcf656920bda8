// Activate and renew online: store, send, verify, store, confirm. spec: activation-protocol §1, device §2
import { refusalNumbers, type LeaseId, type Refusal, type RefusalCode } from '@holdfast/lease'
import { changeVault } from './change-vault.ts'
import type { DeviceContext } from './device-context.ts'
import type { Activated, DeviceRefusal, RenewInput } from './device-licence.ts'
import { deadlineMsDefault, exchange, parseServerAddress } from './exchange.ts'
import { judgeDevice } from './judge-device.ts'
import { nextVault } from './next-vault.ts'
import { parseAcknowledged, parseLeaseAnswer } from './parse-answer.ts'
import { prepareRequest, trustToAct, waitingReceipts, type Prepared, type Wanted } from './prepare-request.ts'
import { raiseSequence, sequenceMax } from './sequence.ts'
import { acknowledge, takeAnswer, type Taken } from './take-answer.ts'
import { addJournal } from './vault-body.ts'

// New requests within one call: where another process's newer lease came first, the vendor has seen a later release, or the
// answer brought the first part of a long trust chain.
const requestsMax = 3
const madeAnew: readonly RefusalCode[] = ['LEASE_GENERATION_OLD', 'REQUEST_OVERTAKEN']

/**
 * `advised`: on unsigned advice, which may neither shorten nor make anything visible. `upkeep`: nobody asked for it, so its
 * moment is noted. spec: activation-protocol §11, device §2
 */
type AskedHow = { readonly advised: boolean; readonly upkeep?: boolean }

export async function exchangeLease(
  context: DeviceContext,
  wanted: Wanted,
  input: RenewInput,
  how: AskedHow = { advised: false },
): Promise<Omit<Activated, 'kind'> | DeviceRefusal> {
  const startMs = context.clock.monotonicMs()
  const held = context.read()
  const server = parseServerAddress(input.server ?? context.server ?? held.vault.server)
  if (server.kind === 'refused') return server
  // Without trust no answer could be taken: a seat is not asked for first.
  const trust = trustToAct({ held })
  if ('kind' in trust) return trust
  const leftMs = () => (input.deadlineMs ?? deadlineMsDefault) - (context.clock.monotonicMs() - startMs)
  for (let tries = 1; ; tries++) {
    const version = trustVersion(context)
    const taken = await askOnce(context, wanted, server.url, { ...how, deadlineMs: leftMs() })
    if (taken.kind === 'refused') {
      const again = madeAnew.includes(taken.code) || trustVersion(context) > version
      if (again && tries < requestsMax && leftMs() > 0) continue
      return taken
    }
    const acknowledged = await confirmLease(context, taken.lease.id, server.url, leftMs())
    const { state } = judgeDevice(context, context.clock.now())
    return { lease: taken.lease, already: taken.already, acknowledged, state }
  }
}

function trustVersion(context: DeviceContext): number {
  return context.read().trust.newest?.bundle.version ?? 0
}

async function askOnce(
  context: DeviceContext,
  wanted: Wanted,
  server: URL,
  { advised, upkeep = false, deadlineMs }: AskedHow & { readonly deadlineMs: number },
): Promise<Taken | DeviceRefusal> {
  const prepared = await changeVault<Prepared>(context, (open) => prepareRequest(context, open, wanted))
  if (prepared.kind === 'refused') return prepared
  const { action } = wanted
  const { clock, entropy, language } = context
  const body = { request: prepared.envelope, receipts: prepared.receipts }
  const outcome = await exchange({
    server,
    path: `/v1/${action}`,
    body,
    language,
    deadlineMs,
    clock,
    entropy,
  })
  if (outcome.kind === 'no-answer') {
    await recordRefusal(context, prepared, { action, advised }, outcome.refusal)
    return outcome.refusal
  }
  const answer = parseLeaseAnswer(outcome.body)
  if (answer.kind === 'refused') {
    await recordRefusal(context, prepared, { action, advised }, answer)
    return answer
  }
  return changeVault<Taken | Refusal>(context, (open) =>
    takeAnswer(context, open, { ...answer, server: server.href, sent: prepared.id, advised, upkeep }),
  )
}

/**
 * Tells the server that the lease is durable here. Where that fails the receipt waits, and travels with every later exchange.
 */
export async function confirmLease(
  context: DeviceContext,
  lease: LeaseId,
  server: URL,
  leftMs: number,
): Promise<boolean> {
  const { vault } = context.read()
  const receipt = waitingReceipts(vault)[0]
  if (vault.receipt?.lease !== lease || receipt === undefined) return true
  if (leftMs <= 0) return false
  const { clock, entropy, language } = context
  const outcome = await exchange({
    server,
    path: '/v1/receipt',
    body: { receipt },
    once: true,
    deadlineMs: leftMs,
    ...{ clock, entropy, language },
  })
  if (outcome.kind === 'no-answer' || !parseAcknowledged(outcome.body).includes(lease)) return false
  const recorded = await changeVault(context, (open) => {
    const { base } = nextVault(context, open)
    return { public: acknowledge(base, [lease]), result: { kind: 'recorded' as const } }
  })
  return recorded.kind === 'recorded'
}

/** Whether the vendor has decided, so that the same request would be refused again: then it is dropped. */
export function isDecided(code: RefusalCode): boolean {
  const number = refusalNumbers[code]
  const ofArtefacts =
    number >= refusalNumbers.ENVELOPE_TOO_LARGE && number <= refusalNumbers.ARTEFACT_MALFORMED
  const ofBooks = number >= refusalNumbers.SERIAL_UNKNOWN && number <= refusalNumbers.GENERATION_SPENT
  return ofArtefacts || ofBooks || code === 'INPUT_INVALID' || code === 'BODY_TOO_LARGE'
}

/** The sequence above which the vendor wants to see the next request; 0 where the refusal names none. */
export function sequenceNamed({ facts }: Refusal): number {
  const sequence = facts['sequence']
  return typeof sequence === 'number' && Number.isInteger(sequence) && sequence <= sequenceMax ? sequence : 0
}

// Best effort: the refusal itself is the outcome, whether or not it can be written down.
async function recordRefusal(
  context: DeviceContext,
  { id }: Prepared,
  { action, advised }: AskedHow & { readonly action: 'activate' | 'renew' },
  refusal: DeviceRefusal,
): Promise<void> {
  const decided = isDecided(refusal.code)
  await changeVault(context, (open) => {
    const { base, clock } = nextVault(context, open)
    const next = {
      ...base,
      pending: decided && base.pending?.id === id ? null : base.pending,
      renewalRefused: action === 'renew' && decided && !advised ? refusal.code : base.renewalRefused,
      sequence: raiseSequence(
        base.sequence,
        refusal.code === 'REQUEST_OVERTAKEN' ? sequenceNamed(refusal) : 0,
      ),
    }
    return {
      public: addJournal(next, clock.now, `${action}-failed`, refusal.code),
      result: { kind: 'recorded' as const },
    }
  })
}
