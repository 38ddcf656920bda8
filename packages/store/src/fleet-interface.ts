// The part of the books that the fleet needs: what the store's Reader and Writer have beside licensing.
import type { Instant } from '@holdfast/capabilities'
import type { FleetFinding, FleetFindingKind, ObservedDevice, Wave } from '@holdfast/fleet'
import type { CaptureId, CustomerId, MessageId, ObservedDeviceId, Refusal, WebhookId } from '@holdfast/lease'
import type {
  CaptureDetail,
  CaptureRecord,
  ClaimedMessage,
  CountedWave,
  DeliveryOutcome,
  DeviceGroup,
  DevicesOfFinding,
  DutyClaim,
  KnownWave,
  LicenceReminder,
  MisfitGroup,
  MissedRenewals,
  NewCapture,
  ObservationRecord,
  ObservedDeviceFilter,
  ObservedEnd,
  RecordedCaptures,
  WebhookDeliveries,
  WebhookRecord,
} from './fleet-records.ts'
import type { FindingRecord } from './records.ts'
import type { ListedOrRefused, Page } from './listed.ts'

export type FleetReader = {
  /** Newest first. */
  listCaptures(
    filter: { readonly customer?: CustomerId },
    page: Page,
  ): Promise<ListedOrRefused<CaptureRecord>>
  findCapture(id: CaptureId): Promise<CaptureDetail | null>
  /** In the order of the capture. */
  listObservationsOfCapture(id: CaptureId, page: Page): Promise<ListedOrRefused<ObservationRecord>>
  /** Newest look first; of a finding, by id. */
  listObservedDevices(filter: ObservedDeviceFilter, page: Page): Promise<ListedOrRefused<ObservedDevice>>
  /** By id. */
  listFleetEnds(page: Page): Promise<ListedOrRefused<ObservedEnd>>
  findObservedDevice(id: ObservedDeviceId): Promise<ObservedDevice | null>
  /** Newest first. */
  listObservations(device: ObservedDeviceId, page: Page): Promise<ListedOrRefused<ObservationRecord>>
  /** Open findings that are about this device, newest first; a device is in a few. */
  listFindingsOfDevice(device: ObservedDeviceId): Promise<readonly FindingRecord[]>

  /** For the watch. Devices whose reminders begin before `before`, however long ago. */
  listReminderGroups(before: Instant): Promise<readonly DeviceGroup[]>
  /** Devices whose newest look is older than `before`. */
  listSilentGroups(before: Instant): Promise<readonly DeviceGroup[]>
  listMisfitGroups(): Promise<readonly MisfitGroup[]>
  /** Devices that came into a state that is not well, by state and day, among looks received since. */
  listTurnedDays(
    receivedSince: Instant,
  ): Promise<readonly { readonly state: string; readonly day: number; readonly devices: number }[]>
  countWave(wave: Wave): Promise<CountedWave>
  /** Waves that were raised since, and every open one. */
  listKnownWaves(raisedSince: Instant): Promise<readonly KnownWave[]>
  /** Licences with seats taken whose devices begin to remind before `before`, while `now` is not past their grace. */
  listLicenceReminders(now: Instant, before: Instant): Promise<readonly LicenceReminder[]>
  /** Seats of licences with renewal whose devices were not heard of for a whole interval. */
  listMissedRenewals(now: Instant): Promise<readonly MissedRenewals[]>
  listCustomerNames(ids: readonly CustomerId[]): Promise<ReadonlyMap<CustomerId, string>>

  /** Those that were removed are no longer listed. */
  listWebhooks(): Promise<
    readonly { readonly webhook: WebhookRecord; readonly deliveries: WebhookDeliveries }[]
  >
  findWebhook(id: WebhookId): Promise<WebhookRecord | null>
  /** When the next message may be tried; null where none waits. */
  findNextDue(): Promise<Instant | null>
  /** Whether somebody wants this duty done: by a wish, or since `slot`. */
  isDutyWanted(name: string, slot: Instant): Promise<boolean>
}

export type FleetWriter = {
  /**
   * Captures with their looks, matched with what is known; at most `looksPerBatchMax` looks. The same capture or look
   * again is no second one. One audit row for the batch.
   */
  recordCaptures(captures: readonly NewCapture[], now: Instant): Promise<RecordedCaptures>
  /**
   * Raises what has a new cause; of what is known and open the facts and devices are brought up to date. A cause that
   * somebody closed stays closed. Each new finding goes to every webhook that wants its kind, in this transaction.
   */
  raiseFleetFindings(
    findings: readonly { readonly finding: FleetFinding; readonly devices: DevicesOfFinding }[],
    now: Instant,
  ): Promise<{ readonly raised: number; readonly grown: number }>
  /** Closes open findings of these kinds whose cause is none of `causes`. */
  closeFleetFindings(
    kinds: readonly FleetFindingKind[],
    causes: ReadonlySet<string>,
    now: Instant,
  ): Promise<number>
  addWebhook(webhook: WebhookRecord): Promise<WebhookRecord | Refusal<'WEBHOOKS_EXHAUSTED'>>
  /** Its secret is forgotten, and what waits for it is dropped. */
  removeWebhook(id: WebhookId, now: Instant): Promise<WebhookRecord | Refusal<'NOT_FOUND'>>
  /**
   * The first waiting message of each active webhook, where it is due and nobody has claimed it. Until `until` no other
   * server takes it. No audit row, as for the outbox as a whole: what was sent stands in it.
   */
  claimMessages(now: Instant, until: Instant): Promise<readonly ClaimedMessage[]>
  /** False where this server's claim had run out and somebody else has the message. */
  recordDelivery(id: MessageId, outcome: DeliveryOutcome, now: Instant): Promise<boolean>
  /** What this server had claimed before it ended. */
  giveBackClaims(now: Instant): Promise<number>
  /** Forgets messages that left before `before`. */
  removeSentMessages(before: Instant): Promise<number>
  /** Takes a duty that one of several servers does at a time. `slot`: wanted since this moment, beside every wish. */
  claimDuty(
    name: string,
    when: {
      readonly now: Instant
      readonly until: Instant
      readonly slot: Instant
      readonly forced: boolean
    },
  ): Promise<DutyClaim>
  /** False where the claim ran out and another server took the duty. */
  keepDuty(name: string, now: Instant, until: Instant): Promise<boolean>
  endDuty(name: string, done: { readonly wanted: number; readonly slot: Instant } | null): Promise<void>
}

/** Looks of one transaction. */
export const looksPerBatchMax = 10_000
/** Webhooks that are active at once. */
export const webhooksMax = 32
