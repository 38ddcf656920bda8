// What one observation shows of one device. spec: repair §5
import { addSecondsHeld, type Instant } from '@holdfast/capabilities'
import { endOfLook, renewsInTime, type Look } from '../observe/look.ts'
import type { Span } from '../observation.ts'
import type { End } from './end.ts'
import type { SightedEnd } from './plan-device.ts'

export type SightingSource = 'receipt' | 'report' | 'capture'

export type Sighting = {
  readonly device: string
  /** Of ours: the serial number of the lease. */
  readonly serial: string | null
  readonly source: SightingSource
  /** When it was made. Of a receipt: the issue of its lease, which no device's clock has a say in. */
  readonly seen: Span
  /** Of a receipt. */
  readonly generation: number | null
  /** Null where it tells no end. */
  readonly end: SightedEnd | null
}

/** A lease that its device confirmed: the strongest sighting, since both sides signed. */
export function sightingOfReceipt(confirmed: {
  readonly device: string
  readonly serial: string
  readonly generation: number
  readonly issuedAt: Instant
  readonly end: End
}): Sighting {
  const { device, serial, generation, issuedAt, end } = confirmed
  const second = (moment: Instant): Span => ({ from: moment, to: addSecondsHeld(moment, 1) })
  return {
    ...{ device, serial, generation, source: 'receipt', seen: second(issuedAt) },
    end: end.kind === 'perpetual' ? end : { kind: 'within', span: second(end.until) },
  }
}

/**
 * A capture or report, as far as it tells a moment; null where it tells none, since what has no moment is newer than
 * nothing. The moment must stand in the capture, its mail or its file, or have been given: when a capture came in says
 * only that it is no newer.
 */
export function sightingOfLook(
  device: string,
  look: Pick<Look, 'seen' | 'capturedBy' | 'state' | 'renewsItself' | 'channel'>,
  source: 'report' | 'capture',
): Sighting | null {
  const { capturedAt } = look.seen
  if (capturedAt === null || look.capturedBy === 'received') return null
  return { device, serial: null, source, seen: capturedAt, generation: null, end: seenEndOf(look) }
}

/** What a look says of the end; null where it says nothing that could be relied on. */
export function seenEndOf(
  look: Pick<Look, 'seen' | 'state' | 'renewsItself' | 'channel'>,
): SightedEnd | null {
  const span = endOfLook(look)
  if (span !== null) return { kind: renewsInTime(look) ? 'moves-on' : 'within', span }
  // Licence text of a machine that is activated for good names a channel and no end; one that was cut off may name neither.
  const forGood = look.state === 'licensed' && look.seen.remaining === null && !look.renewsItself
  return forGood && look.channel !== null && !endingChannel.test(look.channel) ? { kind: 'perpetual' } : null
}

/** Channels whose licences always end: a text without the end is not whole. */
const endingChannel = /KMSCLIENT|GVLK|TIMEBASED|EVAL|VIRTUAL_MACHINE/i
