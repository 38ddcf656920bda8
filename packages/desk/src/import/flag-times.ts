import type { ImportFlag } from './imported-case.ts'
import { readMessageParts } from './message-parts.ts'
import { parseWrittenTime } from './parse-written-time.ts'
import type { SourceMessage } from './source-thread.ts'
import { hourRules, officeHours, zoneRules } from './zone-words.ts'

type Read = {
  readonly message: SourceMessage
  readonly hour: number | null
  readonly wallSeconds: number | null
}

/**
 * What is doubtful about the times of a thread, message by message. Nothing is shifted: times stay as they were written.
 * Source: docs/spec/case-import.md §4.
 */
export function flagTimes(messages: readonly SourceMessage[]): ImportFlag[][] {
  const read = messages.map(readTime)
  const areZonesDoubtful = doubtsZones(read)
  return read.map((entry, place) => {
    const { message, hour } = entry
    const flags: ImportFlag[] = []
    if (message.sentAt.trim() === '') flags.push('date-missing')
    else if (hour === null) flags.push('date-malformed')
    else if (areZonesDoubtful && message.offsetMinutes === 0 && isOffice(hour)) flags.push('zone-doubtful')
    if (isEarlier(entry, read[place - 1])) flags.push('out-of-order')
    return flags
  })
}

function readTime(message: SourceMessage): Read {
  const { moment, offsetMinutes } = message
  if (moment === null) {
    const written = parseWrittenTime(message.sentAt)
    return { message, hour: written?.hour ?? null, wallSeconds: written?.wallSeconds ?? null }
  }
  const wallSeconds = moment + (offsetMinutes ?? 0) * 60
  return { message, hour: hourOf(wallSeconds), wallSeconds }
}

function hourOf(wallSeconds: number): number {
  return Math.floor((((wallSeconds % 86_400) + 86_400) % 86_400) / 3600)
}

/** Moments where both have one, else wall clocks where neither tells its zone. */
function isEarlier(one: Read, before: Read | undefined): boolean {
  if (before === undefined) return false
  const [moment, momentBefore] = [one.message.moment, before.message.moment]
  if (moment !== null && momentBefore !== null) return moment < momentBefore
  if (moment !== null || momentBefore !== null) return false
  return one.wallSeconds !== null && before.wallSeconds !== null && one.wallSeconds < before.wallSeconds
}

/**
 * Offset zero is doubted where the hours as written are office hours more often than the hours that they would be where the
 * thread's people sit, by other offsets of the thread, its language, domains and telephone numbers.
 */
function doubtsZones(read: readonly Read[]): boolean {
  const zero = read.filter(({ message, hour }) => hour !== null && message.offsetMinutes === 0)
  const hoursAhead = zero.length === 0 ? null : hoursAheadOf(read)
  if (hoursAhead === null || hoursAhead === 0) return false
  let [written, shifted] = [0, 0]
  for (const { message, wallSeconds, hour } of zero) {
    const there = hourOf((wallSeconds ?? 0) + hoursAhead * 3600)
    if (isOffice(hour ?? 0)) written++
    if (isOffice(there)) shifted++
    const greeting = readMessageParts(message.text).own.slice(0, 200)
    for (const [from, to, words] of hourRules) {
      if (!words.test(greeting)) continue
      if ((hour ?? 0) >= from && (hour ?? 0) < to) written++
      if (there >= from && there < to) shifted++
    }
  }
  return written > shifted
}

function isOffice(hour: number): boolean {
  return hour >= officeHours.from && hour < officeHours.to
}

/** Null where nothing tells. */
function hoursAheadOf(read: readonly Read[]): number | null {
  const votes = new Map<number, number>()
  const vote = (hours: number) => votes.set(hours, (votes.get(hours) ?? 0) + 1)
  for (const { message } of read) {
    const { offsetMinutes, from, text } = message
    if (offsetMinutes !== null && offsetMinutes !== 0) vote(offsetMinutes / 60)
    const own = readMessageParts(text).own.slice(0, 4_000)
    if (isHan(own)) vote(8)
    for (const [hours, words] of zoneRules) if (words.test(from.address) || words.test(own)) vote(hours)
  }
  const [best] = [...votes].toSorted((one, other) => other[1] - one[1])
  return best?.[0] ?? null
}

function isHan(text: string): boolean {
  return (text.match(/\p{Script=Han}/gu)?.length ?? 0) * 4 > text.length
}
