// How long licences were granted, and how much time was left. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import {
  otherRightBefore,
  sensesBefore,
  sensesBehind,
  timeUnits,
  unitsInFront,
  type DurationSense,
} from './duration-words.ts'
import { marksBehind, type Marks, type NumberRun } from './number-runs.ts'
import { listApart, type WrittenNumber } from './numbers.ts'
import { wordsAt, type Page } from './page.ts'
import { before, behind, type Place } from './places.ts'

const cueLengthMax = 80
/** A time that is longer in digits with several commas is a list: `100,300,600,800天`. */
const listedSecondsMin = 10_000_000 * 86_400

type Measured = Place & { readonly seconds: number; readonly unit: number; readonly runs: number }
type Stretch = {
  readonly place: Place
  readonly marks: Marks
  readonly items: readonly (Place & { readonly seconds: number })[]
}

type Judged = { readonly stretch: Stretch; readonly sense: DurationSense | null; readonly sentence: Place }

/** `plain` is the page's text without what other rules took: codes, numbers of telephones. */
export type MeasuredPage = {
  readonly page: Page
  readonly plain: string
  readonly runs: readonly NumberRun[]
}

/** Over the whole thread, since one message may settle what a time of another is. */
export function findDurations(pages: readonly MeasuredPage[]): Found[] {
  const judged = pages.map(({ page, plain, runs }) =>
    readChanges(plain, inheritSenses(plain, judgeRuns(page, plain, runs))),
  )
  const known = sensesBySeconds(judged.flat())
  return pages.flatMap(({ page }, at) =>
    (judged[at] ?? []).flatMap(({ stretch, sense: own }) => {
      const sense = own ?? known.get(stretch.items[0]?.seconds ?? 0) ?? null
      if (sense === null || sense === 'other') return []
      return stretch.items.flatMap(({ from, to, seconds }) => {
        if (!Number.isSafeInteger(seconds) || seconds < 1) return []
        const text = wordsAt(page, { from, to })
        return [{ kind: sense, text, value: seconds, message: page.message, from, to, ...stretch.marks }]
      })
    }),
  )
}

const shortSecondsMax = 86_400
/** Shorter times are told for too many reasons. */
const settledSecondsMin = 60 * 86_400

/** What the thread calls a time wherever it says so; nothing where it says different things. */
function sensesBySeconds(judged: readonly Judged[]): Map<number, DurationSense> {
  const senses = new Map<number, DurationSense>()
  for (const { stretch, sense } of judged) {
    const seconds = stretch.items[0]?.seconds ?? 0
    if (sense === null || stretch.items.length > 1 || seconds < settledSecondsMin) continue
    const known = senses.get(seconds)
    senses.set(seconds, known === undefined || known === sense ? sense : 'other')
  }
  return senses
}

const change =
  /^ ?[了就又]{0,2}(?:全)?(?:变成|变为|变|成了?|缩短?[到成为]|跳[到成]|掉[到成]|减少?[到为]|->|→|=>)[了就只]{0,2} ?(?:约|大约)?$|^ (?:to|became|become|turned into|(?:went|dropped|fell|shrank|down) to) (?:only |just |about )?$/i

/** `150000天变成801天`, `from 99,999 days to 1,695 days`: a time that turned into a much shorter one was granted. */
function readChanges(plain: string, judged: readonly Judged[]): readonly Judged[] {
  const read = [...judged]
  for (const [at, next] of judged.entries()) {
    const own = judged[at - 1]
    if (own === undefined || next.sense === 'other' || next.sense === 'term') continue
    const [was, is] = [own.stretch.items.at(-1)?.seconds ?? 0, next.stretch.items[0]?.seconds ?? 0]
    const gap = plain.slice(
      own.stretch.place.to,
      Math.min(next.stretch.place.from, own.stretch.place.to + 30),
    )
    if (own.sense === 'remaining' || own.sense === 'other' || was < is * 2 || !change.test(gap)) continue
    read[at - 1] = { ...own, sense: 'term' }
    read[at] = { ...next, sense: 'remaining' }
  }
  return read
}

function judgeRuns(page: Page, plain: string, runs: readonly NumberRun[]): Judged[] {
  const judged: Judged[] = []
  let done = 0
  let next = 0
  for (let at = 0; at < runs.length;) {
    const measured = measure(plain, runs, at)
    const run = runs[at] as NumberRun
    at += measured?.runs ?? 1
    if (measured === null) continue
    while (next < page.sentences.length - 1 && (page.sentences[next]?.to ?? 0) <= run.from) next++
    const sentence = page.sentences[next]
    if (sentence === undefined || sentence.from > run.from) continue
    const stretch = stretchOf(plain, run, measured)
    const sense = decideSense(plain, stretch, { from: Math.max(sentence.from, done), to: sentence.to })
    judged.push({ stretch, sense, sentence })
    done = measured.to
  }
  return judged
}

const listed =
  /^(?:的|左右|左右的)?(?:都有|也有)?[ ,、/或和及与]{1,4}(?:有的|有些|也有)?$|^,? (?:and|or) $|^,? ?(?:and |or )?(?:others|some) (?:have )?$|^ on [a-z][\w ]{0,24},? (?:and )?$/i

/** `100天、300天和800天`, `300 days, others 800 days left`: what stands in a list is what its neighbour is. */
function inheritSenses(plain: string, judged: Judged[]): readonly Judged[] {
  const neighbours = (at: number, other: number): void => {
    const [own, next] = [judged[at], judged[other]]
    if (own === undefined || next === undefined || own.sense !== null || own.sentence !== next.sentence)
      return
    const [front, back] = at < other ? [own, next] : [next, own]
    if (
      listed.test(
        plain.slice(front.stretch.place.to, Math.min(back.stretch.place.from, front.stretch.place.to + 30)),
      )
    )
      judged[at] = { ...own, sense: next.sense }
  }
  for (let at = 1; at < judged.length; at++) neighbours(at, at - 1)
  for (let at = judged.length - 2; at >= 0; at--) neighbours(at, at + 1)
  return judged
}

function stretchOf(plain: string, run: NumberRun, measured: Measured): Stretch {
  const marks = { ...run.marks, ...marksBehind(behind(plain, measured.to, 12)) }
  const place = { from: run.from, to: measured.to }
  const apart = measured.seconds > listedSecondsMin ? listApart(plain, run.numbers) : run.numbers
  if (apart.length === 1) return { place, marks, items: [{ ...place, seconds: measured.seconds }] }
  const items = apart.map(({ from, to, value }) => ({ from, to, seconds: Math.round(value * measured.unit) }))
  return { place, marks, items }
}

/** The length of time that a run names, with what belongs to it: `2年3个月`, `869 d 04:35`, `1251360 分钟(869 天)`. */
function measure(plain: string, runs: readonly NumberRun[], at: number): Measured | null {
  const run = runs[at] as NumberRun
  const last = run.numbers.at(-1) as WrittenNumber
  const unit = unitAt(plain, run.unitAt) ?? unitInFront(plain, run)
  if (unit === null || last.bareUnit || isDate(plain, last, unit)) return null
  const single = { to: unit.to, seconds: Math.round(last.value * unit.seconds), unit: unit.seconds }
  if (run.kind !== 'single') return { from: run.from, runs: 1, ...single }
  return addRest(plain, runs, at, { from: run.from, runs: 1, ...single })
}

function addRest(plain: string, runs: readonly NumberRun[], at: number, measured: Measured): Measured {
  const clock = measured.unit === 86_400 ? clockAt(plain, measured.to) : null
  if (clock !== null) {
    let skipped = 1
    while ((runs[at + skipped]?.from ?? clock.to) < clock.to) skipped++
    return { ...measured, to: clock.to, seconds: measured.seconds + clock.seconds, runs: skipped }
  }
  const next = runs[at + measured.runs]
  if (next === undefined || next.kind !== 'single' || next.from - measured.to > 5) return measured
  const unit = unitAt(plain, next.unitAt)
  if (unit === null) return measured
  const seconds = Math.round((next.numbers[0] as WrittenNumber).value * unit.seconds)
  const gap = plain.slice(measured.to, next.from)
  if (/^ ?\((?:约|大约|即|about |=|≈|~)? ?$/.test(gap) && /^ ?\)/.test(behind(plain, unit.to, 2))) {
    const to = plain.indexOf(')', unit.to) + 1
    const finer = unit.seconds < measured.unit ? seconds : measured.seconds
    return { ...measured, to, seconds: finer, runs: measured.runs + 1 }
  }
  if (unit.seconds >= measured.unit || !/^[ ,]{0,2}(?:又|零|and )? ?$/.test(gap)) return measured
  const grown = {
    ...measured,
    to: unit.to,
    seconds: measured.seconds + seconds,
    unit: unit.seconds,
    runs: measured.runs + 1,
  }
  return addRest(plain, runs, at, grown)
}

function clockAt(plain: string, at: number): { to: number; seconds: number } | null {
  const match = /^ {1,2}(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d|:)/.exec(behind(plain, at, 12))
  if (match === null) return null
  const [hours, minutes, seconds] = [match[1], match[2], match[3] ?? 0].map(Number) as [
    number,
    number,
    number,
  ]
  return hours > 23 || minutes > 59 || seconds > 59
    ? null
    : { to: at + match[0].length, seconds: hours * 3_600 + minutes * 60 + seconds }
}

function unitAt(plain: string, at: number): { to: number; seconds: number } | null {
  for (const { seconds, words } of timeUnits) {
    words.lastIndex = at
    const match = words.exec(plain)
    if (match !== null) return { to: at + match[0].length, seconds }
  }
  return null
}

/** `剩余天数：100、300`, `days left: 869`. */
function unitInFront(plain: string, run: NumberRun): { to: number; seconds: number } | null {
  const front = before(plain, run.from, 32)
  const seconds = unitsInFront.find(({ words }) => words.test(front))?.seconds
  if (seconds === undefined || /^[ ]?[%.\d]/.test(behind(plain, run.unitAt, 2))) return null
  return { to: run.to, seconds }
}

/** `2020年`, `7月30日`. */
function isDate(plain: string, number: WrittenNumber, unit: { to: number; seconds: number }): boolean {
  const isYear = unit.seconds === 365 * 86_400 && plain[unit.to - 1] === '年'
  if (isYear) return number.value >= 1_900 && number.value < 2_200
  return plain[unit.to - 1] === '日' && /[月/年]\s*$/.test(before(plain, number.from, 3))
}

function decideSense(plain: string, { place, items }: Stretch, bounds: Place): DurationSense | null {
  const words = plain.slice(place.to, Math.min(place.to + 40, Math.max(bounds.to, place.to)))
  const various = /^ ?(?:不等|各不相同|都有)/.test(words) || items.length >= 3
  if (otherRightBefore.test(plain.slice(Math.max(bounds.from, place.from - 12), place.from))) return 'other'
  const close = sensesBehind.find((cue) => cue.words.test(words))
  if (close !== undefined && !(close.sense === 'term' && various && /^ ?不等/.test(words))) return close.sense
  const front = plain.slice(Math.max(bounds.from, place.from - cueLengthMax), place.from)
  const sense = senseBefore(front)
  // `只有夜里两个小时`: hours and less need a word for what is left.
  const isShort = items.every(({ seconds }) => seconds < shortSecondsMax)
  if (isShort && sense === 'remaining' && !/剩|还有|尚有|\b(?:left|remain|expir)/i.test(front)) return null
  if (various && sense !== 'other') return 'remaining'
  return sense
}

function senseBefore(front: string): DurationSense | null {
  const cues = sensesBefore.flatMap(({ sense, strength, words }) => {
    const at = [...front.matchAll(words)].at(-1)?.index
    return at === undefined ? [] : [{ sense, strength, at }]
  })
  const nearest = cues.toSorted((a, b) => b.at - a.at)[0]
  if (nearest === undefined || nearest.sense === 'other') return nearest?.sense ?? null
  if (cues.some(({ strength, at }) => strength === 'strong' && noneBetween(cues, at))) return 'remaining'
  return cues.some(({ sense }) => sense === 'term') &&
    nearest.strength === 'weak' &&
    /期限|有效|\bterm\b|valid/.test(front)
    ? 'term'
    : nearest.sense
}

/** Whether no word for another kind of time stands behind a place. */
function noneBetween(
  cues: readonly { readonly sense: DurationSense; readonly at: number }[],
  at: number,
): boolean {
  return !cues.some((cue) => cue.sense === 'other' && cue.at > at)
}
