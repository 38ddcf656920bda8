// From counted groups to findings: one for each group, whatever number of devices is in it.
import { formatInstant, type Instant, formatDay } from '@holdfast/capabilities'
import type { CustomerId, LicenceId } from '@holdfast/lease'
import { formatMonth } from '../observe/observed-device.ts'
import { causeOfWave, type Wave } from './decide-waves.ts'
import type { FleetFinding } from './fleet-finding.ts'

/** A customer as findings name it; both null where the customer is not known. */
export type NamedCustomer = { readonly id: CustomerId | null; readonly name: string | null }

export function remindersAhead(
  group: {
    readonly customer: NamedCustomer
    readonly month: number
    readonly devices: number
    readonly first: Instant
  },
  at: Instant,
): FleetFinding {
  const { customer, devices } = group
  const month = formatMonth(group.month)
  return {
    kind: 'REMINDERS_AHEAD',
    at,
    cause: `reminders:${customer.id ?? '-'}:${month}`,
    subject: subjectOf(customer),
    who: 'customer-administrator',
    facts: { customer: customer.name, month, devices, firstReminder: formatInstant(group.first) },
  }
}

export function devicesSilent(
  group: { readonly customer: NamedCustomer; readonly month: number; readonly devices: number },
  silentDays: number,
  at: Instant,
): FleetFinding {
  const { customer, devices } = group
  const month = formatMonth(group.month)
  return {
    kind: 'DEVICES_SILENT',
    at,
    cause: `silent:${customer.id ?? '-'}:${month}`,
    subject: subjectOf(customer),
    who: 'customer-administrator',
    facts: { customer: customer.name, month, devices, silentDays },
  }
}

/** `customer` is null where several customers, or none that is known, are in the wave. */
export function waveFinding(
  wave: Wave,
  counted: {
    readonly devices: number
    readonly customers: number
    readonly customer: NamedCustomer | null
  },
  at: Instant,
): FleetFinding {
  const { state, firstDay, lastDay } = wave
  const { devices, customers, customer } = counted
  return {
    kind: 'WAVE',
    at,
    cause: causeOfWave(wave),
    subject: customer?.id === null || customer === null ? `fleet:${state}` : `customer:${customer.id}`,
    who: 'vendor',
    facts: {
      customer: customer?.name ?? null,
      state,
      day: formatDay(firstDay),
      lastDay: formatDay(lastDay),
      devices,
      customers,
    },
  }
}

/** The text that devices of one misfit have in common: whose they are, and which order they contradict. */
export function misfitOf(customer: CustomerId | null, order: string | null): string {
  return JSON.stringify([customer, order])
}

export function termUnlikeOrder(
  group: {
    readonly customer: NamedCustomer
    readonly order: string | null
    readonly devices: number
    readonly example: string
    readonly shownEnd: Instant
  },
  at: Instant,
): FleetFinding {
  const { customer, order, devices, example } = group
  return {
    kind: 'TERM_UNLIKE_ORDER',
    at,
    cause: `term:${misfitOf(customer.id, order)}`,
    subject: subjectOf(customer),
    who: 'research',
    facts: { customer: customer.name, order, devices, example, shownEnd: formatInstant(group.shownEnd) },
  }
}

/** A licence of ours and the name of whoever bought it. */
export type NamedLicence = { readonly id: LicenceId; readonly order: string; readonly holder: string }

export function licenceRemindersAhead(
  group: {
    readonly licence: NamedLicence
    readonly seats: number
    readonly first: Instant
    readonly until: Instant
  },
  at: Instant,
): FleetFinding {
  const { licence, seats } = group
  const [firstReminder, until] = [formatInstant(group.first), formatInstant(group.until)]
  return {
    kind: 'LICENCE_REMINDERS_AHEAD',
    at,
    cause: `licence-reminders:${licence.id}:${until}`,
    subject: `licence:${licence.id}`,
    who: 'vendor',
    facts: {
      customer: licence.holder,
      licence: licence.id,
      order: licence.order,
      seats,
      firstReminder,
      until,
    },
  }
}

/** `span`: the average month, counted since 1970, in which the devices were last heard of; another one is another cause. */
export function renewalsMissed(
  group: {
    readonly licence: NamedLicence
    readonly span: number
    readonly devices: number
    readonly lastSeen: Instant
  },
  at: Instant,
): FleetFinding {
  const { licence, devices } = group
  return {
    kind: 'RENEWALS_MISSED',
    at,
    cause: `renewals:${licence.id}:${group.span}`,
    subject: `licence:${licence.id}`,
    who: 'customer-administrator',
    facts: {
      customer: licence.holder,
      licence: licence.id,
      order: licence.order,
      devices,
      lastSeen: formatInstant(group.lastSeen),
    },
  }
}

function subjectOf({ id }: NamedCustomer): string {
  return id === null ? 'fleet:unknown-customer' : `customer:${id}`
}
