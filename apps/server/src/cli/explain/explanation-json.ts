import { formatInstant } from '@holdfast/capabilities'
import type { Explanation, NextObservation, Span } from '@holdfast/fleet'
import { phraseExplanation, type Locale } from '@holdfast/phrases'

/** What `holdfast explain --json` prints: moments as text, everything else by the names of the explanation. */
export function explanationJson(explanation: Explanation, locale: Locale): { [member: string]: unknown } {
  const { hypotheses, verdict, next, ...rest } = explanation
  const [en, zh] = [phraseExplanation(explanation, 'en'), phraseExplanation(explanation, 'zh')]
  return {
    hypotheses: hypotheses.map((found) => ({
      ...found,
      impliedActivations: found.impliedActivations.map((implied) => ({
        ...implied,
        activation: spanJson(implied.activation),
      })),
    })),
    diagnosis: verdict,
    next: locale === 'zh' ? zh.next : en.next,
    nextObservation: nextJson(next),
    text: { en: en.text, zh: zh.text },
    ...rest,
  }
}

function nextJson(next: NextObservation): { [member: string]: unknown } {
  if (next.kind === 'activation-date')
    return { ...next, first: spanJson(next.first), second: spanJson(next.second) }
  return next.kind === 'reading-on' ? { ...next, at: formatInstant(next.at) } : { ...next }
}

function spanJson({ from, to }: Span): { from: string; to: string } {
  return { from: formatInstant(from), to: formatInstant(to) }
}
