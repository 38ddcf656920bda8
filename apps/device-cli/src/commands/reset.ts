import type { Ask, Outcome } from '../outcome.ts'

export async function run({ licence, words }: Ask): Promise<Outcome> {
  const serial = licence.lease()?.serial ?? null
  const done = await licence.reset()
  if (done.kind === 'refused') return done
  const { forgot, kept } = done
  return {
    kind: 'done',
    json: { done: 'reset', forgot, kept },
    text: [
      words.reset(forgot.lease === null ? null : serial),
      ...(forgot.requests + forgot.proofs > 0 ? [words.resetForgot(forgot.requests, forgot.proofs)] : []),
      words.resetKept({ key: kept.deviceKey, receipts: kept.receipts, trust: kept.trust }),
      ...(forgot.lease === null ? [] : [words.resetNext]),
    ].join('\n'),
  }
}
