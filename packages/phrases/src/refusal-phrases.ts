import type { RefusalCode } from '@holdfast/lease'
import type { Locale } from './locale.ts'
import type { Phrase } from './phrase-table.ts'
import { bookPhrases } from './refusals/book-phrases.ts'
import { casePhrases } from './refusals/case-phrases.ts'
import { devicePhrases } from './refusals/device-phrases.ts'
import { envelopePhrases } from './refusals/envelope-phrases.ts'
import { fleetBookPhrases } from './refusals/fleet-book-phrases.ts'
import { forecastPhrases } from './refusals/forecast-phrases.ts'
import { intakePhrases } from './refusals/intake-phrases.ts'
import { mailPhrases } from './refusals/mail-phrases.ts'
import { leasePhrases } from './refusals/lease-phrases.ts'
import { deskBookPhrases } from './refusals/desk-book-phrases.ts'
import { planPhrases } from './refusals/plan-phrases.ts'
import { modelPhrases } from './refusals/model-phrases.ts'
import { readPhrases } from './refusals/read-phrases.ts'
import { serverPhrases } from './refusals/server-phrases.ts'
import { threadPhrases } from './refusals/thread-phrases.ts'
import { trustPhrases } from './refusals/trust-phrases.ts'
import { typedPhrases } from './refusals/typed-phrases.ts'

/** Every code has its sentences: one that is missing does not compile. */
export const refusalPhrases: { readonly [code in RefusalCode]: { readonly [locale in Locale]: Phrase } } = {
  ...typedPhrases,
  ...envelopePhrases,
  ...trustPhrases,
  ...leasePhrases,
  ...bookPhrases,
  ...serverPhrases,
  ...devicePhrases,
  ...planPhrases,
  ...deskBookPhrases,
  ...fleetBookPhrases,
  ...modelPhrases,
  ...readPhrases,
  ...intakePhrases,
  ...mailPhrases,
  ...forecastPhrases,
  ...threadPhrases,
  ...casePhrases,
}
