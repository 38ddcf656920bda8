import type { RefusalCode, RefusalFacts } from '@holdfast/lease'
import { fillTemplate } from './fill-template.ts'
import type { Locale } from './locale.ts'
import type { Phrase } from './phrase-table.ts'
import { refusalPhrases } from './refusal-phrases.ts'

/** The sentences for a refusal. Facts that are absent leave no gap; facts that no sentence names are not shown. Pure. */
export function phrase(code: RefusalCode, facts: RefusalFacts, locale: Locale): Phrase {
  const { title, userAction, adminAction } = refusalPhrases[code][locale]
  return {
    title: fillTemplate(title, facts, locale),
    userAction: fillTemplate(userAction, facts, locale),
    adminAction: fillTemplate(adminAction, facts, locale),
  }
}
