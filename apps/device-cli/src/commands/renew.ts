import { formatDeviceState, type KeptUp, type Renewed } from '@holdfast/device'
import { refuse } from '@holdfast/lease'
import { exchangeInput } from '../exchange-input.ts'
import { leaseSummary } from '../lease-summary.ts'
import type { Ask, Outcome } from '../outcome.ts'
import { stateText } from '../state-text.ts'

export async function run(ask: Ask): Promise<Outcome> {
  const { typed, licence } = ask
  if (typed.ifAdvised) return await runIfAdvised(ask)
  const done = await licence.renew(exchangeInput(ask))
  return done.kind === 'refused' ? done : tellRenewed(done, ask, null)
}

/** One call of the upkeep, for a timer: it is done also where nothing is due. spec: device §2 */
async function runIfAdvised(ask: Ask): Promise<Outcome> {
  const { words, licence, surroundings } = ask
  const kept = await licence.keepUp(exchangeInput(ask))
  if (kept.kind === 'refused') return kept
  if (kept.kind === 'renewed') return tellRenewed(kept, ask, kept)
  const { because, againSeconds } = kept
  if (because === 'not-licensed') {
    const state = licence.state(surroundings.clock.now())
    return refuse('NOT_LICENSED', { because: state.kind === 'unlicensed' ? state.because : null })
  }
  if (because === 'no-server')
    return refuse('SERVER_ADDRESS_MALFORMED', { given: false, expected: 'https://HOST[:PORT]' })
  return {
    kind: 'done',
    json: { done: 'renew', advised: false, because, againSeconds },
    text: words.nothingAdvised,
  }
}

function tellRenewed(done: Renewed, { words }: Ask, kept: KeptUp | null): Outcome {
  const { lease, already, acknowledged, state } = done
  return {
    kind: 'done',
    json: {
      done: 'renew',
      ...(kept === null ? {} : { advised: true, because: kept.because, code: kept.code }),
      already,
      acknowledged,
      lease: leaseSummary(lease),
      state: formatDeviceState(state),
    },
    text: [
      words.renewed(lease.serial, lease.holder),
      ...(already ? [words.alreadyHeld] : []),
      stateText(state, lease, words),
      ...(acknowledged ? [] : [words.receiptLater]),
    ].join('\n'),
  }
}
