// Whether a value is written as its field wants it, and whether it can still go on. spec: reading §2, §4
import { isWholeDate, parseDate } from './dates.ts'
import type { Shape } from './fields.ts'
import { findCode, isWholeMinutesAndDays, parseCount, parseInterval, parseMinutesAndDays } from './numbers.ts'
import { findWord, isSubscriptionWord } from './words.ts'

type Rule = {
  /** The value can be read as it stands. */
  readonly accepts: (text: string) => boolean
  /** Nothing that belongs to it can follow. */
  readonly isWhole: (text: string) => boolean
}

const guid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i
const extendedPid = /^\d{5}-\d{5}-\d{3}-\d{6}-\d{2}-\d{4,5}-\d{4,5}\.\d{4}-\d{7}$/
const partialKey = /^(?:[0-9A-Z]{5}|(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5})$/i
const version = /^\d{1,5}(?:\.\d{1,6}){2,3}$/

export const isGuid = (text: string) => guid.test(text)
export const isExtendedPid = (text: string) => extendedPid.test(text)
export const isPartialKey = (text: string) => partialKey.test(text)
export const isVersion = (text: string) => version.test(text)

/** The application id of Windows. */
export const windowsId = '55c92734-d682-4d71-983e-d6ec3f16059f'

export const parseGuid = (text: string) => (isGuid(text) ? text.replaceAll(/[{}]/g, '').toLowerCase() : null)
export const parseExtendedPid = (text: string) => (isExtendedPid(text) ? text : null)

/** 54 digits in the days of Windows 7, 63 since. */
export function parseInstallationId(text: string): string | null {
  const digits = text.replaceAll(/[ -]/g, '')
  return /^(?:\d{54}|\d{63})$/.test(digits) ? digits : null
}

const always = () => true
const never = () => false

const rules: { readonly [shape in Shape]: Rule } = {
  text: {
    accepts: (text) => text !== '',
    isWhole: (text) => text.endsWith(' edition') || isExtendedPid(text),
  },
  version: { accepts: isVersion, isWhole: never },
  description: {
    accepts: (text) => text.endsWith(' channel'),
    isWhole: (text) => text.endsWith(' channel'),
  },
  guid: { accepts: isGuid, isWhole: isGuid },
  'extended-pid': { accepts: isExtendedPid, isWhole: isExtendedPid },
  'installation-id': {
    accepts: (text) => parseInstallationId(text) !== null,
    isWhole: (text) => parseInstallationId(text)?.length === 63,
  },
  'partial-key': { accepts: isPartialKey, isWhole: isPartialKey },
  status: words('status'),
  'minutes-and-days': {
    accepts: (text) => text.includes(')') && parseMinutesAndDays(text) !== null,
    isWhole: isWholeMinutesAndDays,
  },
  interval: {
    accepts: (text) => parseInterval(text) !== null,
    isWhole: (text) => parseInterval(text) !== null,
  },
  count: { accepts: (text) => parseCount(text) !== null, isWhole: never },
  reason: { accepts: (text) => findCode(text) !== null, isWhole: (text) => /[.。]$/.test(text) },
  date: { accepts: (text) => parseDate(text) !== null, isWhole: isWholeDate },
  'activation-type': words('activationType'),
  address: { accepts: (text) => /[^:]:\d{1,5}$/.test(text), isWhole: never },
  ip: {
    accepts: (text) => isAddressOfMachine(text) || findWord('absence', text) !== null,
    isWhole: (text) => findWord('absence', text) !== null,
  },
  priority: words('priority'),
  'subscription-type': { accepts: isSubscriptionWord, isWhole: isSubscriptionWord },
  'subscription-status': words('subscriptionStatus'),
  error: { accepts: always, isWhole: (text) => /[.。]$/.test(text) || findCode(text) !== null },
  activating: {
    accepts: (text) => text.includes(')'),
    isWhole: (text) => /\([0-9a-f-]{36}\)/.test(text),
  },
  nothing: { accepts: always, isWhole: always },
}

function words(list: Parameters<typeof findWord>[0]): Rule {
  const isListed = (text: string) => findWord(list, text) !== null
  return { accepts: isListed, isWhole: isListed }
}

export function isAddressOfMachine(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || (/^[0-9a-f:.]{2,45}$/i.test(text) && text.includes(':'))
}

export function accepts(shape: Shape, text: string): boolean {
  return rules[shape].accepts(text)
}

export function isWhole(shape: Shape, text: string): boolean {
  return rules[shape].isWhole(text)
}
