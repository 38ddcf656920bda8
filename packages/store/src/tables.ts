// Rows as they lie in the database: private to this package. Moments are seconds, truth values 0 or 1, unions columns.
import type { Kysely } from 'kysely'
import type { DeskTables } from './desk-tables.ts'
import type {
  CaptureRow,
  DutyRow,
  FindingRow,
  ObservationRow,
  ObservedDeviceRow,
  OutboxRow,
  WebhookRow,
} from './fleet-tables.ts'

export type Db = Kysely<Database>

export type Database = DeskTables & {
  migrations: { number: number; name: string; applied_at: number }
  products: { id: string; title: string; created_at: number }
  editions: { product: string; id: string; title: string; policies: string }
  releases: { product: string; ordinal: number; name: string }
  customers: { id: string; name: string; created_at: number }
  orders: { id: string; number: string; customer: string; ordered_at: number }
  order_keys: OrderKeyRow
  licences: LicenceRow
  serials: { serial: string; licence: string; product: string; seats: number; taken: number }
  seats: SeatRow
  devices: DeviceRow
  leases: LeaseRow
  released: ReleasedRow
  findings: FindingRow
  tokens: TokenRow
  server_keys: ServerKeyRow
  trust_bundles: { version: number; envelope: Uint8Array; added_at: number }
  outbox: OutboxRow
  audit: AuditRow
  servers: { id: string; chain: string; seq: number; hash: Uint8Array; newest: number }
  counters: { server: string; name: string; value: number }
  settings: { name: string; value: string }
  plans: PlanRow
  plan_items: PlanItemRow
  renewal_advice: AdviceRow
  captures: CaptureRow
  observed_devices: ObservedDeviceRow
  observed_keys: { kind: string; value: string; customer: string; device: string }
  observations: ObservationRow
  finding_devices: { finding: string; device: string }
  webhooks: WebhookRow
  duties: DutyRow
}

export type PlanRow = {
  id: string
  title: string
  finding: string | null
  customer: string | null
  ends_before: number | null
  /** Entries of the list of devices that it was made of; null: there was none. */
  listed: number | null
  /** Reminders and ends before this moment are a need. */
  horizon: number
  silent_days: number
  items: number
  made_at: number
  made_by: string
  state: string
  state_at: number
  state_by: string | null
  state_risk: string | null
  state_reason: string | null
}

export type PlanItemRow = {
  plan: string
  /** From 1, in the order of the preview. */
  position: number
  kind: string
  device: string
  name: string | null
  serial: string | null
  scheme: string | null
  offline: number
  gone: number
  named: number
  need: string
  remedy: string | null
  seat_given_back: string | null
  end_kind: string | null
  end_until: number | null
  expected_kind: string | null
  expected_until: number | null
  least_kind: string | null
  least_until: number | null
  generation: number
  basis: string
  state: string
  state_at: number | null
  state_word: string | null
}

/** At most one for each device; void as soon as the device's generation is above `generation`. */
export type AdviceRow = {
  device: string
  code: string
  from_at: number
  until_at: number
  generation: number
  plan: string
}

export type LicenceRow = {
  id: string
  order_id: string | null
  customer: string | null
  order_number: string
  ordered_at: number
  holder: string
  product: string
  edition: string
  releases: string
  term_rule: string
  term_kind: string | null
  term_until: number | null
  term_corrected_at: number | null
  term_shortened_at: number | null
  renewal: string
  reminder_days: number
  grace_days: number
  policies: string
  state: string
  state_since: number | null
  state_reason: string | null
  recovered: number
  recovered_key: string | null
  recovered_key_at: number | null
}

export type SeatRow = {
  id: string
  serial: string
  licence: string
  /** The licence's customer, for lists of a customer's devices. */
  customer: string | null
  product: string
  device: string
  state: string
  state_at: number
  moved_to: string | null
  generation: number
  recovered: number
  /** When the books first knew the seat: lists go by it. */
  added_at: number
}

export type DeviceRow = {
  id: string
  product: string
  public_raw: Uint8Array
  name: string | null
  release_name: string | null
  release_ordinal: number | null
  first_seen: number
  last_seen: number
  blocked_since: number | null
  blocked_reason: string | null
  generation: number
  request_sequence: number
  release_sequence: number
}

export type LeaseRow = {
  id: string
  seat: string
  device: string
  product: string
  generation: number
  request: string
  request_hash: string | null
  payload: Uint8Array
  issued_at: number
  confirmed_at: number | null
}

/** The answer that a release statement got. */
export type ReleasedRow = { device: string; request: string; request_hash: string; lease: string; at: number }

export type OrderKeyRow = {
  id: string
  order_id: string
  product: string
  public_raw: Uint8Array
  created_at: number
  retired_at: number | null
}

export type TokenRow = {
  id: string
  name: string
  hash: string
  scopes: string
  created_at: number
  revoked_at: number | null
  last_used_day: number | null
}

export type ServerKeyRow = {
  id: string
  role: string
  products: string
  algorithm: string
  public_raw: Uint8Array
  private_bytes: Uint8Array
  from_at: number
  until_at: number | null
}

export type AuditRow = {
  chain: string
  seq: number
  at: number
  actor: string
  action: string
  subject: string
  detail: string
  previous: Uint8Array
  hash: Uint8Array
}
