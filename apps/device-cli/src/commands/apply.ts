import { formatDeviceState } from '@holdfast/device'
import { leaseSummary } from '../lease-summary.ts'
import type { Ask, Outcome } from '../outcome.ts'
import { stateText } from '../state-text.ts'
import { openOutput } from '../text-file.ts'

/** `ask.answer`: the bytes of the file, read by the door because first trust may be shown in it. */
export async function run(ask: Ask & { readonly answer: Uint8Array }): Promise<Outcome> {
  const { typed, licence, words, surroundings } = ask
  const opened = typed.receipts === undefined ? null : openOutput(typed.receipts, surroundings.print)
  if (opened?.kind === 'refused') return opened
  const done = await licence.apply(ask.answer)
  if (done.kind === 'refused' || done.receipts === '') opened?.output.drop()
  if (done.kind === 'refused') return done
  const { lease, already, trust, receipts, state } = done
  if (opened !== null && receipts !== '') {
    const written = opened.output.write(receipts)
    if (written.kind === 'refused') return written
  }
  const receiptsTold =
    receipts === ''
      ? []
      : [typed.receipts === undefined ? words.receiptsWaiting : words.receiptsWritten(typed.receipts)]
  return {
    kind: 'done',
    json: {
      done: 'apply',
      already,
      trust,
      lease: lease === null ? null : leaseSummary(lease),
      receipts,
      state: formatDeviceState(state),
    },
    text: [
      lease === null ? words.appliedTrust(trust) : words.applied(lease.serial, lease.holder),
      ...(already ? [words.alreadyHeld] : []),
      stateText(state, licence.lease(), words),
      ...receiptsTold,
    ].join('\n'),
  }
}
