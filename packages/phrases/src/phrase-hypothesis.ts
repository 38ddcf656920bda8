import type { Explanation } from '@holdfast/fleet'
import type { Locale } from './locale.ts'
import { phraseExplanation } from './phrase-explanation.ts'

const labels: { readonly [locale in Locale]: string } = {
  en: 'Hypothesis, to be confirmed: ',
  zh: '假设，尚待证实：',
}

/** An explanation as it is proposed on a case: named a hypothesis, with what would confirm it. */
export function phraseHypothesis(explanation: Explanation, locale: Locale): string {
  const { text, next } = phraseExplanation(explanation, locale)
  return `${labels[locale]}${text}${locale === 'zh' ? '' : ' '}${next}`
}
