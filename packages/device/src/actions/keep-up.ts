// Upkeep in the background: receipts, renewals that are due, and renewals that the server advises. spec: device §2
import { addSecondsHeld, instantMax, type Instant } from '@holdfast/capabilities'
import { changeVault } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { DeviceRefusal, KeepUpInput, KeptUp, NothingDue } from '../device-licence.ts'
import { confirmLease, exchangeLease } from '../exchange-lease.ts'
import { deadlineMsDefault, exchange, parseServerAddress } from '../exchange.ts'
import { judgeDevice, type Judgement } from '../judge-device.ts'
import { nextVault } from '../next-vault.ts'
import { askAgainSecondsMax, askAgainSecondsMin, parseAdvice, type Advice } from '../parse-answer.ts'
import { addJournal } from '../vault-body.ts'

/** Advice is followed at most this often: a forger gets no more renewals than that. */
export const advisedSecondsMin = 3_600
/** After an attempt, whether it failed or renewed, the network is left alone for so long by one open licence. */
export const attemptedSeconds = 300

/** What one open licence remembers between calls; a moment of the monotonic clock before which nothing is asked. */
export type UpkeepMemory = { quietUntilMs: number }

export async function keepUp(
  context: DeviceContext,
  memory: UpkeepMemory,
  input: KeepUpInput,
): Promise<KeptUp | NothingDue | DeviceRefusal> {
  const { clock } = context
  const judged = judgeDevice(context, clock.now())
  const { held } = judged
  if (held.lease.kind === 'none') return nothing('not-licensed', askAgainSecondsMax)
  const quietMs = memory.quietUntilMs - clock.monotonicMs()
  if (quietMs > 0) return nothing('asked-lately', Math.ceil(quietMs / 1000))
  const server = parseServerAddress(input.server ?? context.server ?? held.vault.server)
  if (server.kind === 'refused') return nothing('no-server', askAgainSecondsMax)
  const kept = await keepUpWith(context, judged, server.url, input)
  const quietSeconds = kept.kind === 'nothing-due' ? kept.againSeconds : attemptedSeconds
  memory.quietUntilMs = clock.monotonicMs() + quietSeconds * 1000
  return kept
}

async function keepUpWith(
  context: DeviceContext,
  judged: Judgement,
  server: URL,
  input: KeepUpInput,
): Promise<KeptUp | NothingDue | DeviceRefusal> {
  const asked = { ...input, server: server.href }
  const because = dueBecause(judged)
  if (because !== null) {
    // Whether it was advice that began it is not known any more: so it is answered under the rules of advice.
    const advised = because === 'unanswered'
    const leftSeconds = advised ? 0 : secondsUntilRenewed(context, judged)
    if (leftSeconds > 0) return nothing('renewed-lately', leftSeconds)
    const renewed = await exchangeLease(context, { action: 'renew' }, asked, { advised, upkeep: true })
    return 'kind' in renewed ? renewed : { kind: 'renewed', because, code: null, ...renewed }
  }
  const { vault } = judged.held
  const deadlineMs = input.deadlineMs ?? deadlineMsDefault
  // A receipt that does not get through waits on: it refuses nothing here.
  if (vault.receipt !== null) await confirmLease(context, vault.receipt.lease, server, deadlineMs)
  const told = await askAdvice(context, vault.device ?? '', server, deadlineMs)
  if (told.kind === 'refused') return told
  const { advice, askAgainSeconds } = told
  if (advice === null) return nothing('not-due', askAgainSeconds)
  if (advice.afterSeconds > 0)
    return nothing('not-yet', Math.max(askAgainSecondsMin, Math.min(askAgainSeconds, advice.afterSeconds)))
  // Somebody is activating by file: their request is not put aside for a hint.
  if (vault.pending?.action === 'activate') return nothing('request-waiting', askAgainSeconds)
  return await followAdvice(context, advice, asked)
}

/** By another process too: a clock that is far ahead finds every window past. What was set back counts as long ago. */
function secondsUntilRenewed(context: DeviceContext, { held, clock }: Judgement): number {
  const { keptUp, pending } = held.vault
  if (keptUp === null || pending?.action === 'renew') return 0
  const uptime = context.uptime()
  const sameBoot = uptime !== null && keptUp.uptime?.bootId === uptime.bootId
  // The last second of all is where every clock beyond it stands still.
  if (!sameBoot && clock.wall === instantMax) return 0
  const passed = sameBoot ? uptime.seconds - (keptUp.uptime?.seconds ?? 0) : clock.wall - keptUp.at
  return passed < 0 ? 0 : Math.max(0, attemptedSeconds - passed)
}

function dueBecause({ held, clock }: Judgement): 'window' | 're-issue' | 'unanswered' | null {
  if (held.lease.kind === 'none') return null
  const { lease, toBeReissued } = held.lease
  if (lease.renewal.kind !== 'none' && clock.now >= lease.renewal.from) return 'window'
  if (toBeReissued) return 're-issue'
  return held.vault.pending?.action === 'renew' ? 'unanswered' : null
}

async function askAdvice(
  context: DeviceContext,
  device: string,
  server: URL,
  deadlineMs: number,
): Promise<({ readonly kind: 'told' } & ReturnType<typeof parseAdvice>) | DeviceRefusal> {
  const { clock, entropy, language } = context
  const path = `/v1/advice/${device}`
  const outcome = await exchange({
    ...{ server, path, body: null, once: true, deadlineMs },
    ...{ clock, entropy, language },
  })
  if (outcome.kind === 'answer') return { kind: 'told', ...parseAdvice(outcome.body) }
  // A server that knows no such path gives no advice.
  const { code, facts } = outcome.refusal
  if (code === 'NOT_FOUND' || (code === 'SERVER_ANSWER_MALFORMED' && facts['status'] === 404))
    return { kind: 'told', advice: null, askAgainSeconds: askAgainSecondsMax }
  return outcome.refusal
}

/** The attempt is written down first, so that what fails or is killed counts as one too. */
async function followAdvice(
  context: DeviceContext,
  { code }: Advice,
  input: KeepUpInput,
): Promise<KeptUp | NothingDue | DeviceRefusal> {
  const wall = context.clock.now()
  const noted = await changeVault<{ readonly kind: 'noted' } | NothingDue>(context, (open) => {
    const { base, clock } = nextVault(context, open)
    const leftSeconds = secondsUntilFollowed(base.advisedAt, wall)
    if (leftSeconds > 0) return { result: nothing('advised-lately', leftSeconds) }
    return {
      public: addJournal({ ...base, advisedAt: wall }, clock.now, 'renewal-advised', null),
      result: { kind: 'noted' },
    }
  })
  if (noted.kind !== 'noted') return noted
  const renewed = await exchangeLease(context, { action: 'renew' }, input, { advised: true, upkeep: true })
  return 'kind' in renewed ? renewed : { kind: 'renewed', because: 'advised', code, ...renewed }
}

/** A wall clock that was set in either direction since does not lock: then it counts as long ago. */
function secondsUntilFollowed(advisedAt: Instant | null, wall: Instant): number {
  if (advisedAt === null || wall < advisedAt) return 0
  return Math.max(0, addSecondsHeld(advisedAt, advisedSecondsMin) - wall)
}

function nothing(because: NothingDue['because'], againSeconds: number): NothingDue {
  return { kind: 'nothing-due', because, againSeconds }
}
