// A list of devices for a plan, as people have it: lines, or JSON. spec: repair §7
import { formatInstant, parseInstant } from '@holdfast/capabilities'
import { refuse, type Refusal } from '@holdfast/lease'
import { planItemsMax } from './decide-plan.ts'
import type { End } from './end.ts'
import { activationSchemes, type ActivationScheme } from './plan-device.ts'

/** Characters of one id, serial number or name. */
export const deviceTextCharactersMax = 200
/** Complaints that one refusal names. */
const complaintsMax = 16

export type ListedDevice =
  | {
      readonly kind: 'own'
      /** Id of the device, its serial number, or its name. */
      readonly device: string
      readonly offline: boolean
      readonly gone: boolean
    }
  | {
      readonly kind: 'foreign'
      readonly device: string
      readonly scheme: ActivationScheme
      readonly name: string | null
      readonly end: End | null
      readonly hasKey: boolean | null
      readonly licensed: boolean | null
    }

export type DeviceList = { readonly kind: 'devices'; readonly devices: readonly ListedDevice[] }

/**
 * One id, serial number or name a line (`#` begins a remark), or a JSON array of texts and objects. Each device once: of
 * several entries the first counts. Refuses INPUT_INVALID with every complaint, by line or place.
 */
export function parseDeviceList(text: string): DeviceList | Refusal<'INPUT_INVALID'> {
  const entries = text.trimStart().startsWith('[') ? parseJson(text) : listLines(text)
  return entries === null
    ? refuse('INPUT_INVALID', { complaints: ['devices: is no JSON array'] })
    : parseDeviceEntries(entries)
}

/** The same of entries that were parsed already. */
export function parseDeviceEntries(entries: readonly unknown[]): DeviceList | Refusal<'INPUT_INVALID'> {
  if (entries.length > planItemsMax)
    return refuse('INPUT_INVALID', { complaints: [`devices: must be at most ${planItemsMax}`] })
  const complaints: string[] = []
  const devices = new Map<string, ListedDevice>()
  for (const [at, entry] of entries.entries()) {
    const parsed = parseEntry(entry)
    if (typeof parsed === 'string') complaints.push(`devices/${at}${parsed}`)
    else if (!devices.has(parsed.device)) devices.set(parsed.device, parsed)
  }
  return complaints.length === 0
    ? { kind: 'devices', devices: [...devices.values()] }
    : refuse('INPUT_INVALID', { complaints: complaints.slice(0, complaintsMax) })
}

function parseJson(text: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : null
  } catch {
    return null
  }
}

function listLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** The device, or what is wrong with the entry, by its path below it. */
function parseEntry(entry: unknown): ListedDevice | string {
  if (typeof entry === 'string')
    return isDeviceText(entry) ? { kind: 'own', device: entry, offline: false, gone: false } : wrongText
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    return ': must be a text or an object'
  const from = entry as { readonly [member: string]: unknown }
  const { device, scheme } = from
  if (typeof device !== 'string' || !isDeviceText(device)) return `/device${wrongText}`
  if (scheme === undefined) {
    const offline = truthOf(from['offline'] ?? false)
    const gone = truthOf(from['gone'] ?? false)
    if (offline === null) return '/offline: must be true or false'
    if (gone === null) return '/gone: must be true or false'
    return { kind: 'own', device, offline, gone }
  }
  const known = activationSchemes.find((name) => name === scheme)
  if (known === undefined) return `/scheme: must be one of ${activationSchemes.join(', ')}`
  return parseForeign(from, device, known)
}

function parseForeign(
  from: { readonly [member: string]: unknown },
  device: string,
  scheme: ActivationScheme,
): ListedDevice | string {
  const name = from['name'] ?? null
  if (name !== null && (typeof name !== 'string' || !isDeviceText(name))) return `/name${wrongText}`
  const end = endOf(from['end'] ?? null)
  if (end === undefined) return '/end: must be a moment, "perpetual" or null'
  const hasKey = from['key'] === undefined ? null : truthOf(from['key'])
  const licensed = from['licensed'] === undefined ? null : truthOf(from['licensed'])
  return { kind: 'foreign', device, scheme, name, end, hasKey, licensed }
}

const wrongText = `: must be 1 to ${deviceTextCharactersMax} characters, none of them a control`

function isDeviceText(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= deviceTextCharactersMax &&
    !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)
  )
}

function truthOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

function endOf(value: unknown): End | null | undefined {
  if (value === null) return null
  if (value === 'perpetual') return { kind: 'perpetual' }
  const until = typeof value === 'string' ? parseInstant(value) : null
  return until === null ? undefined : { kind: 'until', until }
}

/** As a plan's JSON writes an end. */
export function formatEnd(end: End | null): { kind: 'perpetual' } | { kind: 'until'; until: string } | null {
  return end === null || end.kind === 'perpetual' ? end : { kind: 'until', until: formatInstant(end.until) }
}
