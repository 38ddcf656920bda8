// From what a thread says of terms and remaining times to the fleet's explanation, as a proposal. spec: case-import §6
import { secondsPerDay, type Instant } from '@holdfast/capabilities'
import type { Evidence, Found, ImportedMessage, ImportTools, Proposal } from '@holdfast/desk'
import { explain, printedDays, type Explanation, type Observation, type SecondsRange } from '@holdfast/fleet'
import { phraseHypothesis, type Locale } from '@holdfast/phrases'

/** Granted terms that are tried, the longest first; remaining times of different length that count; places named. */
const termsMax = 4
const remainingMax = 50
const evidenceMax = 40
/** From so many exact remaining times on, those that are about or at least something only bear witness. */
const exactMin = 3

/**
 * Which terms a thread names as granted is not always clear: each is tried, and the one with the best fault of time is
 * proposed. Each remaining time counts once, as one device, since a thread repeats its numbers. Proposes nothing where no
 * fault of time is found.
 */
export function explainThread(now: Instant): ImportTools['explain'] {
  return (found, messages) => {
    const terms = distinct(found, 'term').toSorted((one, other) => secondsOf(other) - secondsOf(one))
    const all = distinct(found, 'remaining')
    const exact = all.filter(({ about, atLeast }) => about !== true && atLeast !== true)
    const remaining = (exact.length >= exactMin ? exact : all).slice(0, remainingMax)
    if (remaining.length === 0) return []
    const tried = terms.slice(0, termsMax).flatMap((term): Tried[] => {
      const explanation = explain(remaining.map(observationOf), { grantedSeconds: secondsOf(term), now })
      return explanation.verdict === 'time-fault' ? [{ term, explanation }] : []
    })
    const [best] = tried.toSorted((one, other) => rankOf(other) - rankOf(one))
    return best === undefined ? [] : [proposalOf(best, { found, remaining, messages })]
  }
}

type Tried = { readonly term: Found; readonly explanation: Explanation }

/** The first of each value, in the order of the thread; numbers alone, and none that is nothing. */
function distinct(found: readonly Found[], kind: 'term' | 'remaining'): Found[] {
  const first = new Map<string, Found>()
  for (const item of found)
    if (item.kind === kind && secondsOf(item) > 0 && !first.has(keyOf(item))) first.set(keyOf(item), item)
  return [...first.values()]
}

function keyOf({ value, about, atLeast }: Found): string {
  return JSON.stringify([value, about === true, atLeast === true])
}

function secondsOf({ value }: Found): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0
}

function observationOf(item: Found, place: number): Observation {
  return {
    device: `#${place + 1}`,
    capturedAt: null,
    remaining: rangeOf(item),
    activatedAt: null,
    grantedSeconds: null,
    upgradedAt: null,
    releaseBefore: null,
    releaseAfter: null,
  }
}

/** `800+` is from 800 to under 900 days, "about 800" 750 to 850: by the last place that is not zero. */
function rangeOf(item: Found): SecondsRange {
  const seconds = secondsOf(item)
  const unit = [secondsPerDay, 3600, 60, 1].find((length) => seconds % length === 0) ?? 1
  const count = seconds / unit
  let place = 1
  while (count % (place * 10) === 0) place *= 10
  if (item.atLeast === true) return { from: seconds, to: seconds + place * unit }
  if (item.about === true) {
    const half = Math.max(Math.floor((place * unit) / 2), unit)
    return { from: Math.max(seconds - half, 1), to: seconds + half }
  }
  return unit === secondsPerDay
    ? printedDays(count, 'unknown')
    : { from: seconds - unit + 1, to: seconds + unit }
}

const grades = { possible: 0, fits: 1, confirmed: 2 } as const

function rankOf({ explanation: { hypotheses } }: Tried): number {
  const [best] = hypotheses
  return best === undefined ? -1 : grades[best.certainty] + best.share * (best.explains / best.of)
}

function proposalOf(
  { term, explanation }: Tried,
  thread: {
    readonly found: readonly Found[]
    readonly remaining: readonly Found[]
    readonly messages: readonly ImportedMessage[]
  },
): Proposal {
  const against = new Set(explanation.hypotheses[0]?.against.map(({ observation }) => observation))
  const explained = new Set(thread.remaining.filter((_, place) => !against.has(place)).map(keyOf))
  const left = explanation.hypotheses[0]?.leftSeconds ?? Infinity
  for (const item of thread.found.filter(
    ({ kind, about, atLeast }) => kind === 'remaining' && (about === true || atLeast === true),
  ))
    if (rangeOf(item).from <= left) explained.add(keyOf(item))
  const goneBy = thread.found.filter((item) =>
    item.kind === 'term'
      ? item.value === term.value
      : item.kind === 'remaining' && explained.has(keyOf(item)),
  )
  return {
    kind: 'explanation',
    text: phraseHypothesis(explanation, localeOfThread(thread.messages)),
    evidence: evidenceOf(goneBy),
  }
}

function evidenceOf(items: readonly Found[]): Evidence[] {
  const places = new Map(
    items.map(({ message, text }) => [JSON.stringify([message, text]), { message, text }]),
  )
  return [...places.values()].slice(0, evidenceMax)
}

/** Chinese where every tenth character and more is Chinese. */
export function localeOfThread(messages: readonly ImportedMessage[]): Locale {
  const sample = messages.map(({ text }) => text.slice(0, 2_000)).join('')
  return (sample.match(/\p{Script=Han}/gu)?.length ?? 0) * 10 >= sample.length && sample !== '' ? 'zh' : 'en'
}
