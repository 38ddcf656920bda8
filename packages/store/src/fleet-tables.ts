// Rows of the fleet, as tables.ts says.

export type CaptureRow = {
  id: string
  hash: string
  customer: string | null
  source: string
  kind: string
  received_at: number
  captured_from: number | null
  captured_to: number | null
  captured_by: string
  actor: string
  observations: number
  reading: string
}

export type ObservedDeviceRow = {
  id: string
  label: string
  customer: string | null
  device_id: string | null
  host: string | null
  product: string | null
  state: string | null
  first_at: number
  at: number
  at_month: number
  ends_from: number | null
  ends_to: number | null
  reminds_at: number | null
  reminds_month: number | null
  misfit: string | null
  capture: string
  observations: number
}

export type ObservationRow = {
  capture: string
  place: number
  hash: string
  device: string | null
  matched_by: string
  certainty: string
  candidates: string
  customer: string | null
  source: string
  received_at: number
  at: number
  day: number
  captured_from: number | null
  captured_to: number | null
  captured_by: string
  state: string | null
  turned: number
  remaining_from: number | null
  remaining_to: number | null
  renews_itself: number
  granted_seconds: number | null
  activated_from: number | null
  activated_to: number | null
  upgraded_from: number | null
  upgraded_to: number | null
  release_before: string | null
  release_after: string | null
  product: string | null
  channel: string | null
  extended_pid: string | null
  device_id: string | null
  machine_id: string | null
  installation_id: string | null
  serial: string | null
  host: string | null
  facts: string
}

export type FindingRow = {
  id: string
  code: string
  at: number
  subject: string
  facts: string
  closed_at: number | null
  closed_by: string | null
  /** Raised once and never again; null where each finding is a cause of its own. */
  cause: string | null
  who: string
}

export type WebhookRow = {
  id: string
  url: string
  secret: Uint8Array
  kinds: string
  created_at: number
  stopped_at: number | null
  stopped_because: string | null
}

export type OutboxRow = {
  id: string
  kind: string
  payload: string
  /** While it waits: when it may be tried. Afterwards: when it left. */
  due: number
  state: string
  webhook: string | null
  queued_at: number
  place: number
  attempts: number
  claimed_by: string | null
  error: string | null
}

/** What one of several servers does. `wanted` counts the wishes, `seen` the ones that were fulfilled. */
export type DutyRow = {
  name: string
  wanted: number
  seen: number
  slot: number
  server: string | null
  until_at: number
}
