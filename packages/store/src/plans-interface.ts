// Plans of repair as the books keep them. spec: repair §4
import type { Instant } from '@holdfast/capabilities'
import type {
  DeviceMarks,
  ForeignDevice,
  ItemCounts,
  ItemState,
  Need,
  OwnDevice,
  PlanItem,
  PlanState,
  RemedyName,
} from '@holdfast/fleet'
import type { CustomerId, ObservedDeviceId, PlanId, Refusal, SerialNumber, Thumbprint } from '@holdfast/lease'
import type { ListedOrRefused, Page } from './listed.ts'

export type PlanSelection = {
  readonly finding: string | null
  readonly customer: CustomerId | null
  readonly endsBefore: Instant | null
  /** Entries of the list that was given; null: none was. */
  readonly listed: number | null
}

export type PlanRecord = {
  readonly id: PlanId
  readonly title: string
  readonly selection: PlanSelection
  readonly horizon: Instant
  readonly silentDays: number
  /** How many items it has. */
  readonly items: number
  readonly madeAt: Instant
  readonly madeBy: string
  readonly state: PlanState
}
export type PlanItemRecord = PlanItem & { readonly plan: PlanId; readonly position: number }

/** How the items of a plan stand, and what its remedies are. */
export type PlanSums = {
  readonly counts: ItemCounts
  /** Items by remedy, those that need none left out. */
  readonly remedies: { readonly [name in RemedyName]?: number }
  /** Seats that a run gives back. */
  readonly seatsGivenBack: number
}

export type AdviceRecord = {
  readonly device: Thumbprint
  readonly code: Need
  readonly from: Instant
  readonly until: Instant
}

/** Which of our devices: those that fit all that is given. */
export type OwnChoice = {
  readonly ids: readonly Thumbprint[]
  readonly marks: MarksOf
  readonly at: PlanMoment
}
export type MarksOf = (device: Thumbprint, facts: { readonly serial: SerialNumber }) => DeviceMarks
/** `silentBefore`: a device that was last seen before it is silent. */
export type PlanMoment = { readonly now: Instant; readonly silentBefore: Instant }

export type PlanReads = {
  findPlan(id: PlanId): Promise<PlanRecord | null>
  /** Newest first. */
  listPlans(filter: { readonly state?: PlanState['kind'] }, page: Page): Promise<ListedOrRefused<PlanRecord>>
  /** In the order of the preview. */
  listPlanItems(
    filter: { readonly plan: PlanId; readonly state?: ItemState['kind'] },
    page: Page,
  ): Promise<ListedOrRefused<PlanItemRecord>>
  sumPlans(ids: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanSums>>
  /** Advice that holds for a device now; null where there is none, also where nobody knows the device. */
  findAdvice(device: Thumbprint): Promise<AdviceRecord | null>
  /** What a plan needs to know of devices of ours, in a constant number of statements; those without any seat are left out. */
  gatherOwnDevices(choice: OwnChoice): Promise<readonly OwnDevice[]>
  /** Devices of other makers' activation, as their newest looks show them; our own among them are left out. */
  gatherForeignDevices(ids: readonly ObservedDeviceId[]): Promise<readonly ForeignDevice[]>
  /** Devices that hold or held a seat of these serial numbers. */
  listDevicesOfSerials(serials: readonly SerialNumber[]): Promise<readonly Thumbprint[]>
}

/** What an action on a plan leaves. */
export type PlanOutcome = { readonly plan: PlanRecord; readonly sums: PlanSums }
type PlanRefusal<Code extends 'PLAN_OUTDATED' | 'PLAN_RISK_NOT_ACCEPTED' = never> = Refusal<
  'NOT_FOUND' | 'PLAN_STATE_WRONG' | Code
>

export type PlanWrites = {
  /** The plan with its items, as `previewed`. */
  addPlan(
    plan: Omit<PlanRecord, 'state' | 'items' | 'madeBy'>,
    items: readonly PlanItem[],
  ): Promise<PlanOutcome>
  /** `risk`: what is accepted where seats are given back; stands in the audit row. */
  approvePlan(
    id: PlanId,
    risk: string | null,
    now: Instant,
  ): Promise<PlanOutcome | PlanRefusal<'PLAN_RISK_NOT_ACCEPTED'>>
  /** Reads every device again, starts the items whose devices are as they were, and gives advice. */
  runPlan(id: PlanId, now: Instant): Promise<PlanOutcome | PlanRefusal<'PLAN_OUTDATED'>>
  /** Looks for receipts and captures in the books that are newer than the steps. */
  verifyPlan(id: PlanId, now: Instant): Promise<PlanOutcome | PlanRefusal>
  /** Takes the plan's advice away. Items stay as they are. */
  closePlan(id: PlanId, reason: string, now: Instant): Promise<PlanOutcome | PlanRefusal>
}
