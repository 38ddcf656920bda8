// Rows of captures, observed devices, observations and webhooks, in both directions.
import type { Instant } from '@holdfast/capabilities'
import {
  capturedByWords,
  deviceKeyKinds,
  keyDayOf,
  monthOf,
  type CapturedBy,
  type DeviceKeyKind,
  type Look,
  type ObservedDevice,
  type ObservedState,
  type Span,
} from '@holdfast/fleet'
import type { Thumbprint } from '@holdfast/lease'
import type {
  CaptureDetail,
  CaptureRecord,
  MatchRecord,
  ObservationRecord,
  WebhookRecord,
} from './fleet-records.ts'
import type { CaptureRow, ObservationRow, ObservedDeviceRow, WebhookRow } from './fleet-tables.ts'
import { parseFacts, parseTexts } from './json-shapes.ts'
import { RowReader } from './row-reader.ts'

export function captureOfRow(row: Omit<CaptureRow, 'reading'>): CaptureRecord {
  const reader = new RowReader('captures', row.id, row)
  return {
    id: reader.text('id'),
    customer: reader.textOrNull('customer'),
    source: reader.text('source'),
    kind: reader.text('kind'),
    receivedAt: reader.instant('received_at'),
    capturedAt: spanOf(reader.instantOrNull('captured_from'), reader.instantOrNull('captured_to')),
    capturedBy: capturedByOf(reader),
    actor: reader.text('actor'),
    observations: reader.count('observations'),
  }
}

export function captureDetailOfRow(row: CaptureRow): CaptureDetail {
  const reader = new RowReader('captures', row.id, row)
  return { ...captureOfRow(row), reading: reader.json('reading', (value) => value) }
}

export function observedDeviceOfRow(row: ObservedDeviceRow): ObservedDevice {
  const reader = new RowReader('observed_devices', row.id, row)
  return {
    id: reader.text('id'),
    label: reader.text('label'),
    customer: reader.textOrNull('customer'),
    deviceId: reader.textOrNull('device_id'),
    host: reader.textOrNull('host'),
    product: reader.textOrNull('product'),
    state: reader.textOrNull('state'),
    firstAt: reader.instant('first_at'),
    at: reader.instant('at'),
    ends: spanOf(reader.instantOrNull('ends_from'), reader.instantOrNull('ends_to')),
    remindsAt: reader.instantOrNull('reminds_at'),
    misfit: reader.textOrNull('misfit'),
    capture: reader.text('capture'),
    observations: reader.count('observations'),
  }
}

export function rowOfObservedDevice(device: ObservedDevice): ObservedDeviceRow {
  return {
    id: device.id,
    label: device.label,
    customer: device.customer,
    device_id: device.deviceId,
    host: device.host,
    product: device.product,
    state: device.state,
    first_at: device.firstAt,
    at: device.at,
    at_month: monthOf(device.at),
    ends_from: device.ends?.from ?? null,
    ends_to: device.ends?.to ?? null,
    reminds_at: device.remindsAt,
    reminds_month: device.remindsAt === null ? null : monthOf(device.remindsAt),
    misfit: device.misfit,
    capture: device.capture,
    observations: device.observations,
  }
}

export function observationOfRow(row: ObservationRow): ObservationRecord {
  const reader = new RowReader('observations', `${row.capture} ${row.place}`, row)
  return {
    capture: reader.text('capture'),
    place: reader.count('place'),
    device: reader.textOrNull('device'),
    match: matchOf(reader),
    customer: reader.textOrNull('customer'),
    receivedAt: reader.instant('received_at'),
    at: reader.instant('at'),
    turned: reader.truth('turned'),
    look: lookOf(reader),
  }
}

function lookOf(reader: RowReader<ObservationRow>): Look {
  const moments = (from: keyof ObservationRow, to: keyof ObservationRow) =>
    spanOf(reader.instantOrNull(from), reader.instantOrNull(to))
  const remaining = [reader.wholeOrNull('remaining_from'), reader.wholeOrNull('remaining_to')] as const
  return {
    names: {
      deviceId: reader.textOrNull<Thumbprint>('device_id'),
      machineId: reader.textOrNull('machine_id'),
      installationId: reader.textOrNull('installation_id'),
      serial: reader.textOrNull('serial'),
      host: reader.textOrNull('host'),
    },
    source: reader.text('source'),
    seen: {
      capturedAt: moments('captured_from', 'captured_to'),
      remaining:
        remaining[0] === null || remaining[1] === null ? null : { from: remaining[0], to: remaining[1] },
      activatedAt: moments('activated_from', 'activated_to'),
      keyInstalledAt: keyDayOf(reader.textOrNull('extended_pid')),
      grantedSeconds: reader.countOrNull('granted_seconds'),
      upgradedAt: moments('upgraded_from', 'upgraded_to'),
      releaseBefore: reader.textOrNull('release_before'),
      releaseAfter: reader.textOrNull('release_after'),
    },
    capturedBy: capturedByOf(reader),
    state: reader.textOrNull<ObservedState>('state'),
    renewsItself: reader.truth('renews_itself'),
    product: reader.textOrNull('product'),
    channel: reader.textOrNull('channel'),
    extendedPid: reader.textOrNull('extended_pid'),
    facts: reader.json('facts', parseFacts),
  }
}

export function rowOfObservation(observation: ObservationRecord, hash: string): ObservationRow {
  const { look, match } = observation
  const { seen, names } = look
  return {
    capture: observation.capture,
    place: observation.place,
    hash,
    device: observation.device,
    matched_by: match.kind === 'new' ? 'new' : match.by,
    certainty: match.kind === 'ambiguous' ? 'possible' : match.certainty,
    candidates: JSON.stringify(match.kind === 'ambiguous' ? match.candidates : []),
    customer: observation.customer,
    source: look.source,
    received_at: observation.receivedAt,
    at: observation.at,
    day: Math.floor(observation.at / 86_400),
    captured_from: seen.capturedAt?.from ?? null,
    captured_to: seen.capturedAt?.to ?? null,
    captured_by: look.capturedBy,
    state: look.state,
    turned: observation.turned ? 1 : 0,
    remaining_from: seen.remaining?.from ?? null,
    remaining_to: seen.remaining?.to ?? null,
    renews_itself: look.renewsItself ? 1 : 0,
    granted_seconds: seen.grantedSeconds,
    activated_from: seen.activatedAt?.from ?? null,
    activated_to: seen.activatedAt?.to ?? null,
    upgraded_from: seen.upgradedAt?.from ?? null,
    upgraded_to: seen.upgradedAt?.to ?? null,
    release_before: seen.releaseBefore,
    release_after: seen.releaseAfter,
    product: look.product,
    channel: look.channel,
    extended_pid: look.extendedPid,
    device_id: names.deviceId,
    machine_id: names.machineId,
    installation_id: names.installationId,
    serial: names.serial,
    host: names.host,
    facts: JSON.stringify(look.facts),
  }
}

const certainties: readonly string[] = ['confirmed', 'fits', 'possible']

/** A row without a device is one that fits several: of a device that nobody knew the row names the new one. */
function matchOf(reader: RowReader<ObservationRow>): MatchRecord {
  const by = reader.text('matched_by')
  const certainty = reader.text<'confirmed' | 'fits' | 'possible'>('certainty')
  if (!certainties.includes(certainty)) throw reader.bad('certainty', 'a certainty')
  if (by === 'new') return { kind: 'new', certainty }
  if (!(deviceKeyKinds as readonly string[]).includes(by)) throw reader.bad('matched_by', 'a kind of key')
  const kind = by as DeviceKeyKind
  if (reader.textOrNull('device') !== null) return { kind: 'known', by: kind, certainty }
  return { kind: 'ambiguous', by: kind, candidates: reader.json('candidates', parseTexts) }
}

function capturedByOf(reader: RowReader<{ captured_by: string }>): CapturedBy {
  const by = reader.text<CapturedBy>('captured_by')
  if (!(capturedByWords as readonly string[]).includes(by))
    throw reader.bad('captured_by', 'where a moment comes from')
  return by
}

function spanOf(from: Instant | null, to: Instant | null): Span | null {
  return from === null || to === null ? null : { from, to }
}

export function webhookOfRow(row: WebhookRow): WebhookRecord {
  const reader = new RowReader('webhooks', row.id, row)
  const stoppedAt = reader.instantOrNull('stopped_at')
  const because = reader.textOrNull<'removed' | 'gone'>('stopped_because')
  return {
    id: reader.text('id'),
    url: reader.text('url'),
    secret: reader.bytes('secret'),
    kinds: reader.json('kinds', (value) => (value === 'all' ? value : parseTexts(value))),
    createdAt: reader.instant('created_at'),
    state:
      stoppedAt === null
        ? { kind: 'active' }
        : { kind: 'stopped', at: stoppedAt, because: because ?? 'removed' },
  }
}

export function rowOfWebhook(webhook: WebhookRecord): WebhookRow {
  const { state } = webhook
  return {
    id: webhook.id,
    url: webhook.url,
    secret: webhook.secret,
    kinds: JSON.stringify(webhook.kinds),
    created_at: webhook.createdAt,
    stopped_at: state.kind === 'active' ? null : state.at,
    stopped_because: state.kind === 'active' ? null : state.because,
  }
}
