import { formatInstant, instantOfSeconds } from '@holdfast/capabilities'
import type { Explanation, FoundHypothesis, NextObservation } from '@holdfast/fleet'
import type { RefusalFacts } from '@holdfast/lease'
import {
  certaintyPhrases,
  deviceCount,
  explanationNotes,
  nextPhrases,
  pastWords,
  unitWords,
  verdictPhrases,
} from './explanation-phrases.ts'
import { fillTemplate } from './fill-template.ts'
import type { Locale } from './locale.ts'

/** `text`: one paragraph that a manager can read, evidence and degree of certainty included. `next`: one sentence. */
export type ExplanationPhrase = { readonly text: string; readonly next: string }

/** What people are told about an explanation. Pure. */
export function phraseExplanation(explanation: Explanation, locale: Locale): ExplanationPhrase {
  const [best] = explanation.hypotheses
  const join = locale === 'zh' ? '' : ' '
  const parts =
    best === undefined
      ? ordinaryParts(explanation, locale)
      : [...faultParts(best, locale), ...noteParts(best, locale)]
  return {
    text: parts.filter((part) => part !== '').join(join),
    next: fillTemplate(
      nextPhrases[explanation.next.kind][locale],
      nextFacts(explanation.next, locale),
      locale,
    ),
  }
}

function ordinaryParts({ verdict, ordinary }: Explanation, locale: Locale): string[] {
  const term = ordinary === null ? null : lengthText(ordinary.seconds, locale)
  return [fillTemplate(verdictPhrases[verdict][locale], { term }, locale)]
}

function faultParts(best: FoundHypothesis, locale: Locale): string[] {
  const facts = {
    granted: lengthText(best.grantedSeconds, locale),
    held: heldText(best, locale),
    past: pastWords[best.past][locale],
    turns: turnsText(best.turns, locale),
    left: best.left === null ? null : lengthText(best.leftSeconds ?? 0, locale),
    perDevice: best.left === null,
  }
  const grade = {
    explains: best.explains,
    of: best.of,
    devices: fillTemplate(
      deviceCount[locale],
      best.devices === 1 ? { one: true } : { many: best.devices },
      locale,
    ),
    pairs: best.pairs > 0,
    repeats: best.repeats > 0 && best.pairs === 0,
  }
  return [
    fillTemplate(verdictPhrases['time-fault'][locale], facts, locale),
    fillTemplate(certaintyPhrases[best.certainty][locale], grade, locale),
  ]
}

function noteParts(best: FoundHypothesis, locale: Locale): string[] {
  const { signUnknown, heldUnknown, against, inference } = explanationNotes
  return [
    ...(best.signed === null && best.unit !== null ? [signUnknown[locale].trim()] : []),
    ...(best.signed === null && best.held === null ? [heldUnknown[locale].trim()] : []),
    fillTemplate(against[locale], best.against.length === 0 ? {} : { count: best.against.length }, locale),
    inference[locale],
  ]
}

function heldText({ unit, width, fault }: FoundHypothesis, locale: Locale): string {
  if (unit === null || width === null) return locale === 'zh' ? '该日历' : 'a date of this calendar'
  const words = unitWords[unit][locale]
  return locale === 'zh' ? `${fault.width} 位整数（单位：${words}）` : `${fault.width}-bit ${words}`
}

function turnsText(turns: number | null, locale: Locale): string | null {
  if (turns === null || turns < 1) return null
  if (locale === 'zh') return `共溢出 ${turns} 次。`
  return turns === 1 ? 'It went past the end once.' : `It went past the end ${turns} times.`
}

/** `869 d 04:35:12` and `869 天 04:35:12`; whole days without a clock. */
function lengthText(seconds: number, locale: Locale): string {
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const clock = rest === 0 ? '' : ` ${formatInstant(instantOfSeconds(rest) ?? (0 as never)).slice(11, 19)}`
  if (locale === 'zh') return `${days} 天${clock}`
  return clock === '' ? `${days} days` : `${days} d${clock}`
}

function nextFacts(next: NextObservation, locale: Locale): RefusalFacts {
  const day = (seconds: number) => {
    const instant = instantOfSeconds(seconds)
    return instant === null ? null : formatInstant(instant).slice(0, 10)
  }
  if (next.kind === 'activation-date')
    return { device: next.device, first: day(next.first.from), second: day(next.second.from) }
  if (next.kind === 'fresh-device')
    return { first: lengthText(next.firstSeconds, locale), second: lengthText(next.secondSeconds, locale) }
  if (next.kind !== 'reading-on') return {}
  const [first, second] = [lengthText(next.firstSeconds, locale), lengthText(next.secondSeconds, locale)]
  return { device: next.device, date: day(next.at), first, second }
}
