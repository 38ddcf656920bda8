// The fleet as the contract shows it.
import { formatInstant } from '@holdfast/capabilities'
import type {
  CaptureWire,
  FleetEndWire,
  ObservationWire,
  ObservedDeviceWire,
  WebhookWire,
} from '@holdfast/contract'
import { endOfLook, type ObservedDevice, type Span, type TimelineChange } from '@holdfast/fleet'
import type {
  CaptureRecord,
  MatchRecord,
  ObservationRecord,
  ObservedEnd,
  WebhookDeliveries,
  WebhookRecord,
} from '@holdfast/store'
import { momentOrNull } from './books.ts'

export function captureWire(capture: CaptureRecord): CaptureWire {
  const { id, customer, source, kind, capturedBy, observations } = capture
  return {
    ...{ id, customer, source, kind, capturedBy, observations },
    receivedAt: formatInstant(capture.receivedAt),
    capturedAt: spanWire(capture.capturedAt),
    sentBy: capture.actor,
  }
}

export function observationWire(
  observation: ObservationRecord,
  changes: readonly TimelineChange[] | null = null,
): ObservationWire {
  const { look } = observation
  const { seen, names } = look
  const { source, capturedBy, state, product, channel, extendedPid, facts } = look
  const { grantedSeconds, releaseBefore, releaseAfter } = seen
  return {
    capture: observation.capture,
    device: observation.device,
    match: matchWire(observation.match),
    at: formatInstant(observation.at),
    receivedAt: formatInstant(observation.receivedAt),
    capturedAt: spanWire(seen.capturedAt),
    remainingSeconds: seen.remaining,
    ends: spanWire(endOfLook(look)),
    activatedAt: spanWire(seen.activatedAt),
    upgradedAt: spanWire(seen.upgradedAt),
    ...{
      source,
      capturedBy,
      state,
      product,
      channel,
      extendedPid,
      grantedSeconds,
      releaseBefore,
      releaseAfter,
    },
    ...{ machineId: names.machineId, installationId: names.installationId },
    ...{ serial: names.serial, host: names.host },
    facts: { ...facts },
    changes: changes === null ? null : [...changes],
  }
}

function matchWire(match: MatchRecord): ObservationWire['match'] {
  return match.kind === 'ambiguous' ? { ...match, candidates: [...match.candidates] } : match
}

export function observedDeviceWire(device: ObservedDevice): ObservedDeviceWire {
  const { id, label, customer, host, product, state, observations, capture } = device
  return {
    ...{ id, label, customer, host, product, state, observations, capture },
    device: device.deviceId,
    firstSeen: formatInstant(device.firstAt),
    lastSeen: formatInstant(device.at),
    ends: spanWire(device.ends),
    firstReminder: momentOrNull(device.remindsAt),
    unlikeOrder: device.misfit !== null,
  }
}

export function fleetEndWire(ends: ObservedEnd): FleetEndWire {
  const { device, ours, end, agrees, grantedSeconds, release } = ends
  return {
    device: observedDeviceWire(device),
    ...{ ours, agrees, grantedSeconds, release },
    end: end === null || end.kind === 'perpetual' ? end : { kind: end.kind, ...spanOf(end.span) },
    activatedAt: spanWire(ends.activatedAt),
    keyInstalledAt: spanWire(ends.keyInstalledAt),
    upgradedAt: spanWire(ends.upgradedAt),
  }
}

export function webhookWire(webhook: WebhookRecord, deliveries: WebhookDeliveries): WebhookWire {
  const { id, url, kinds, state } = webhook
  return {
    id,
    url,
    kinds: kinds === 'all' ? kinds : [...kinds],
    createdAt: formatInstant(webhook.createdAt),
    state: state.kind === 'active' ? state : { ...state, at: formatInstant(state.at) },
    deliveries,
  }
}

function spanWire(span: Span | null): { from: string; to: string } | null {
  return span === null ? null : spanOf(span)
}

function spanOf({ from, to }: Span): { from: string; to: string } {
  return { from: formatInstant(from), to: formatInstant(to) }
}
