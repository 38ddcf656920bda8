import { refuse, type Lease, type Refusal } from '@holdfast/lease'
import type { DeviceRecord } from './device-record.ts'

/** spec: lease-format §5 */
export const generationMax = 999_999_999

/**
 * Above everything that the books gave this device key, that it ever accepted, and that it brought. May be above
 * `generationMax`: `refuseByGeneration`. Source: docs/spec/activation-protocol.md §3.
 */
export function nextGeneration(known: {
  readonly device: DeviceRecord | null
  /** As the request says. */
  readonly accepted: number
  readonly held: Lease | null
}): number {
  return 1 + Math.max(known.device?.generation ?? 0, known.accepted, known.held?.generation ?? 0)
}

export function refuseByGeneration(generation: number): Refusal<'GENERATION_SPENT'> | null {
  return generation > generationMax ? refuse('GENERATION_SPENT', { generationMax }) : null
}
