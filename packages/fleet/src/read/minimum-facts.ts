// What needs no language: shapes that only licence text has. spec: reading §7
import type { MinimumFacts, Place, PlacedReading } from '../reading.ts'
import { channelOf } from './build-product.ts'
import { hideKeys } from './hide-keys.ts'
import { isUnfinished, type Line } from './lines.ts'
import { isDaysOf, parseCount } from './numbers.ts'
import { isExtendedPid, isGuid, parseInstallationId, windowsId } from './shapes.ts'

const officeIds: readonly string[] = [
  '0ff1ce15-a989-479d-af46-f275c6370663',
  '59a52881-a989-479d-af46-f275c6370663',
]
const keyChannels = /^(?:Retail(?::TB:Eval)?|OEM:(?:DM|SLP|COA|NONSLP)|Volume:(?:GVLK|MAK|CSVLK))$/
const symbolsOfKey = /^[2346789BCDFGHJKMNPQRTVWXY]{5}$/
const version = /^(?:10\.0|6\.[0-3])\.\d{4,5}\.\d{1,6}$/
const minutesBesideDays =
  /^(\d[\d., '’]{0,20}) ?[^\d()]{1,30}(?:\([^\d()]{1,8}\) ?)?\( ?(\d{1,7}) ?[^\d()]{1,20}/

/** `null` where neither a description with a channel nor an extended PID is there. */
export function readMinimumFacts(lines: readonly Line[]): PlacedReading | null {
  const lastAt = lines.findLastIndex((line) => line.text !== '')
  const found: { -readonly [name in keyof MinimumFacts]: MinimumFacts[name] } = {}
  const places: Place[] = []
  let lastCut = false
  for (const [at, line] of lines.entries()) {
    if (line.text === '') continue
    const value = valueOf(line)
    const isCut = isUnfinished(line, at === lastAt)
    if (found.description !== undefined && channelOf(value.text) !== null) break
    const facts = isCut && !isWholeShape(value.text) ? {} : factsOf(value.text, line.text, found)
    lastCut = isCut && Object.keys(facts).length === 0 && line.text.includes(':')
    for (const [name, fact] of Object.entries(facts)) {
      if (fact === undefined || name in found) continue
      Object.assign(found, { [name]: fact })
      places.push({ path: `minimumFacts.${name}`, from: value.from, to: value.to, line: line.number })
    }
  }
  if (found.channel === undefined && found.extendedPid === undefined) return null
  return {
    reading: {
      locale: 'unknown',
      command: null,
      serviceVersion: found.serviceVersion ?? null,
      products: [],
      minimumFacts: found,
      warnings: lastCut ? ['truncated', 'unknown-locale'] : ['unknown-locale'],
    },
    places,
  }
}

type Value = { readonly text: string; readonly from: number; readonly to: number }

/** Behind the last colon that a blank follows, else behind the first colon or equals sign, else the whole line. */
function valueOf(line: Line): Value {
  const colon = line.text.lastIndexOf(': ')
  let start = (colon === -1 ? line.text.search(/[:=]/) : colon) + 1
  while (line.text.charCodeAt(start) === 32) start++
  return {
    text: line.text.slice(start),
    from: line.from + start,
    to: line.from + line.text.length,
  }
}

const isWholeShape = (text: string) => isGuid(text) || isExtendedPid(text) || channelOf(text) !== null

function factsOf(value: string, line: string, known: MinimumFacts): MinimumFacts {
  if (isGuid(value)) return guidFacts(value.toLowerCase(), line, known)
  if (isExtendedPid(value)) return { extendedPid: value }
  if (version.test(value)) return { serviceVersion: value }
  const channel = channelOf(value)
  if (channel !== null) return { description: hideKeys(value), channel }
  if (/^(?:Windows|Office) ?.{0,120} edition$/.test(value)) return { name: hideKeys(value) }
  if (keyChannels.test(value)) return { productKeyChannel: value }
  const installationId = parseInstallationId(value)
  if (installationId !== null) return { installationId }
  if (symbolsOfKey.test(value) && known.extendedPid !== undefined) return { partialKey: value }
  return expiryFacts(value)
}

/** The order of the lines tells which is which: the licence's own id stands before that of the application. */
function guidFacts(guid: string, line: string, known: MinimumFacts): MinimumFacts {
  if (guid === windowsId || officeIds.includes(guid)) return { applicationId: guid }
  if (/CMID/i.test(line)) return { cmid: guid }
  const isBeforeApplication = known.applicationId === undefined && known.extendedPid === undefined
  return isBeforeApplication ? { activationId: guid } : {}
}

/** Minutes and days that confirm each other. */
function expiryFacts(value: string): MinimumFacts {
  const found = minutesBesideDays.exec(value)
  if (found === null) return {}
  const minutes =
    parseCount((found[1] ?? '').trim()) ?? parseCount((found[1] ?? '').replaceAll('.', '').trim())
  const days = Number(found[2])
  if (minutes === null || !isDaysOf(days, minutes)) return {}
  return { remainingMinutes: minutes, remainingDaysPrinted: days }
}
