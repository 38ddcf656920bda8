import { formatDeviceState } from '@holdfast/device'
import { exchangeInput } from '../exchange-input.ts'
import { leaseSummary } from '../lease-summary.ts'
import type { Ask, Outcome } from '../outcome.ts'
import { stateText } from '../state-text.ts'

export async function run(ask: Ask): Promise<Outcome> {
  const { words, licence } = ask
  const done = await licence.renew(exchangeInput(ask))
  if (done.kind === 'refused') return done
  const { lease, already, acknowledged, state } = done
  return {
    kind: 'done',
    json: {
      done: 'renew',
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
