import { formatInstant } from '@holdfast/capabilities'
import type { Diagnosis, Explanation, NextObservation, Span } from '@holdfast/fleet'
import { phraseDiagnosis, phraseExplanation, type Locale } from '@holdfast/phrases'

/**
 * What `holdfast explain --json` prints: moments as text, everything else by the names of the explanation. `diagnosis` is the
 * verdict on the term where that is at fault or all there is, else the gravest of the ordinary diagnoses.
 */
export function explanationJson(
  explanation: Explanation,
  diagnoses: readonly Diagnosis[],
  locale: Locale,
): { [member: string]: unknown } {
  const { hypotheses, verdict, next, ...rest } = explanation
  const [gravest] = verdict === 'time-fault' ? [] : diagnoses
  const words = { en: phraseExplanation(explanation, 'en'), zh: phraseExplanation(explanation, 'zh') }
  const textIn = (language: Locale): string => {
    if (gravest === undefined) return words[language].text
    const { seen, ahead } = phraseDiagnosis(gravest, language)
    const term = explanation.observations === 0 ? [] : [words[language].text]
    return [seen, ahead, ...term].join(language === 'zh' ? '' : ' ')
  }
  return {
    hypotheses: hypotheses.map((found) => ({
      ...found,
      impliedActivations: found.impliedActivations.map((implied) => ({
        ...implied,
        activation: spanJson(implied.activation),
      })),
    })),
    diagnosis: gravest?.code ?? verdict,
    verdict,
    next: words[locale].next,
    nextObservation: nextJson(next),
    text: { en: textIn('en'), zh: textIn('zh') },
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
