import type { Instant } from '@holdfast/capabilities'

/** Who should act on a finding. */
export const whoWords = ['vendor', 'customer-administrator', 'research'] as const
export type Who = (typeof whoWords)[number]

/**
 * What the server found by looking at the fleet. It stands beside the findings of licensing in the books, and refuses
 * nothing. `cause` is what is raised once and never again: a new finding needs a new cause. `subject` is `kind:id`.
 * `customer` is the customer's name, null where devices of several or of nobody known are meant.
 */
export type FleetFinding = {
  readonly at: Instant
  readonly cause: string
  readonly subject: string
  readonly who: Who
} & (
  | {
      /** Devices whose reminders begin in one month, and soon. */
      readonly kind: 'REMINDERS_AHEAD'
      readonly facts: {
        readonly customer: string | null
        readonly month: string
        readonly devices: number
        readonly firstReminder: string
      }
    }
  | {
      /** A licence of ours whose devices are about to remind their users. */
      readonly kind: 'LICENCE_REMINDERS_AHEAD'
      readonly facts: {
        readonly customer: string | null
        readonly licence: string
        readonly order: string
        readonly seats: number
        readonly firstReminder: string
        readonly until: string
      }
    }
  | {
      /** Many devices came into one state on one day, or on days that follow each other. */
      readonly kind: 'WAVE'
      readonly facts: {
        readonly customer: string | null
        readonly state: string
        readonly day: string
        readonly lastDay: string
        readonly devices: number
        readonly customers: number
      }
    }
  | {
      /** The end that devices show cannot come from the term that their order granted. */
      readonly kind: 'TERM_UNLIKE_ORDER'
      readonly facts: {
        readonly customer: string | null
        readonly order: string | null
        readonly devices: number
        readonly example: string
        readonly shownEnd: string
      }
    }
  | {
      /** Observed devices that nobody has looked at for long. */
      readonly kind: 'DEVICES_SILENT'
      readonly facts: {
        readonly customer: string | null
        readonly month: string
        readonly devices: number
        readonly silentDays: number
      }
    }
  | {
      /** Devices of ours that should have asked for a renewal and have not been heard of. */
      readonly kind: 'RENEWALS_MISSED'
      readonly facts: {
        readonly customer: string | null
        readonly licence: string
        readonly order: string
        readonly devices: number
        readonly lastSeen: string
      }
    }
)

export type FleetFindingKind = FleetFinding['kind']

export const fleetFindingKinds = [
  'REMINDERS_AHEAD',
  'LICENCE_REMINDERS_AHEAD',
  'WAVE',
  'TERM_UNLIKE_ORDER',
  'DEVICES_SILENT',
  'RENEWALS_MISSED',
] as const satisfies readonly FleetFindingKind[]
