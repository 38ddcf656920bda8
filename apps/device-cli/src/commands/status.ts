import { formatDeviceState } from '@holdfast/device'
import { refuse } from '@holdfast/lease'
import type { Ask, Outcome } from '../outcome.ts'

/** Reads the public part of the vault alone: any user may ask, and nothing is written. spec: device §1 */
export async function run({ typed, place, licence, words }: Ask): Promise<Outcome> {
  const state = licence.state()
  if (state.kind === 'unlicensed' && state.because === 'vault-unreadable')
    return refuse('FILE_UNREADABLE', { file: place.dir })
  const text = typed.json ? '' : (await import('../state-text.ts')).stateText(state, licence.lease(), words)
  return { kind: 'done', json: formatDeviceState(state), text }
}
