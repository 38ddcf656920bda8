import { civilDay, secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { CaptureId, CustomerId, ObservedDeviceId, Thumbprint } from '@holdfast/lease'
import type { Span } from '../observation.ts'
import {
  endOfLook,
  firstReminderOf,
  momentOfLook,
  normaliseHost,
  type Look,
  type ObservedState,
} from './look.ts'

/** A device that captures speak of, as its newest look shows it. `deviceId` is set where it is one of ours. */
export type ObservedDevice = {
  readonly id: ObservedDeviceId
  /** What people call it: host name, else machine id, serial number, or the file that spoke of it. */
  readonly label: string
  readonly customer: CustomerId | null
  readonly deviceId: Thumbprint | null
  readonly host: string | null
  readonly product: string | null
  readonly state: ObservedState | null
  readonly firstAt: Instant
  /** The moment of its newest look. */
  readonly at: Instant
  readonly ends: Span | null
  readonly remindsAt: Instant | null
  /** Why its term cannot be the one that its order granted; null where nothing speaks against it. */
  readonly misfit: string | null
  /** The capture of its newest look. */
  readonly capture: CaptureId
  readonly observations: number
}

/** What is written of a look beside the look itself. */
export type LookContext = {
  readonly capture: CaptureId
  readonly customer: CustomerId | null
  /** The device of ours that it was matched with. */
  readonly deviceId: Thumbprint | null
  readonly receivedAt: Instant
  readonly misfit: string | null
}

/** A device that is seen for the first time. */
export function deviceOfLook(id: ObservedDeviceId, look: Look, context: LookContext): ObservedDevice {
  const at = momentOfLook(look, context.receivedAt)
  return {
    id,
    label: labelOf(look),
    customer: context.customer,
    deviceId: context.deviceId,
    host: normaliseHost(look.names.host),
    firstAt: at,
    observations: 1,
    ...newestOf(look, context, at),
  }
}

/**
 * The device after one more look, and whether that look brought a state which the device had not been in before. Looks
 * that come in late lengthen the timeline and change nothing else; what a newer look does not say stays as it was.
 */
export function deviceAfterLook(
  device: ObservedDevice,
  look: Look,
  context: LookContext,
): { readonly device: ObservedDevice; readonly turned: boolean } {
  const at = momentOfLook(look, context.receivedAt)
  const counted = {
    ...device,
    observations: device.observations + 1,
    firstAt: Math.min(device.firstAt, at) as Instant,
    customer: device.customer ?? context.customer,
    deviceId: device.deviceId ?? context.deviceId,
  }
  if (at < device.at) return { device: counted, turned: false }
  const host = normaliseHost(look.names.host)
  const newest = newestOf(look, context, at)
  return {
    device: {
      ...counted,
      ...newest,
      label: host === null ? device.label : labelOf(look),
      host: host ?? device.host,
      product: newest.product ?? device.product,
      state: newest.state ?? device.state,
    },
    turned: look.state !== null && look.state !== device.state,
  }
}

function newestOf(look: Look, context: LookContext, at: Instant) {
  return {
    product: look.product,
    state: look.state,
    at,
    ends: endOfLook(look),
    remindsAt: firstReminderOf(look),
    misfit: context.misfit,
    capture: context.capture,
  }
}

function labelOf({ names, source }: Look): string {
  const installed = names.installationId === null ? null : `installation-${names.installationId.slice(-12)}`
  return (names.host ?? names.machineId ?? installed ?? names.serial ?? names.deviceId ?? source).slice(
    0,
    labelCharsMax,
  )
}

/** Characters of a label. */
export const labelCharsMax = 200

/** Months since the year 0, so that groups by month have one number: 2021-01 is 24252. */
export function monthOf(instant: Instant): number {
  const { year, month } = civilDay(Math.floor(instant / secondsPerDay))
  return year * 12 + month - 1
}

/** `2021-01` */
export function formatMonth(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
}
