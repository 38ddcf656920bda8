import { formatDeviceState } from '@holdfast/device'
import { exchangeInput } from '../exchange-input.ts'
import { leaseSummary } from '../lease-summary.ts'
import type { Ask, Outcome } from '../outcome.ts'
import { readProof } from '../read-proof.ts'
import { stateText } from '../state-text.ts'

export async function run(ask: Ask): Promise<Outcome> {
  const { words, licence } = ask
  const proof = await readProof(ask)
  if (proof.kind === 'refused') return proof
  const done = await licence.activate({ serial: proof.serial, key: proof.key, ...exchangeInput(ask) })
  if (done.kind === 'refused') return done
  const { lease, already, acknowledged, state } = done
  return {
    kind: 'done',
    json: {
      done: 'activate',
      already,
      acknowledged,
      lease: leaseSummary(lease),
      state: formatDeviceState(state),
    },
    text: [
      words.activated(lease.serial, lease.holder),
      ...(already ? [words.alreadyHeld] : []),
      stateText(state, lease, words),
      ...(acknowledged ? [] : [words.receiptLater]),
    ].join('\n'),
  }
}
