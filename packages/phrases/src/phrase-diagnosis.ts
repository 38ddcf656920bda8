import type { Diagnosis, WindowsCode } from '@holdfast/fleet'
import type { RefusalFacts } from '@holdfast/lease'
import { controlPhrases, controlReasonPhrases, diagnosisPhrases } from './diagnosis-phrases.ts'
import { fillTemplate } from './fill-template.ts'
import type { Locale } from './locale.ts'
import { windowsCodePhrases } from './windows-code-phrases.ts'

/** `controls`: what is open and what is closed on the device, and why. */
export type DiagnosisWords = {
  readonly seen: string
  readonly ahead: string
  readonly steps: readonly string[]
  readonly controls: readonly { readonly control: string; readonly open: boolean; readonly reason: string }[]
}

/** What people are told about a diagnosis. Pure. */
export function phraseDiagnosis({ code, facts, controls }: Diagnosis, locale: Locale): DiagnosisWords {
  const { seen, ahead, steps } = diagnosisPhrases[code][locale]
  const told: RefusalFacts = { ...facts, ...momentsOf(facts) }
  return {
    seen: fillTemplate(seen, told, locale),
    ahead: fillTemplate(ahead, told, locale),
    steps: steps.map((step) => fillTemplate(step, told, locale)),
    controls: controls.map(({ control, open, reason }) => ({
      control: controlPhrases[control][locale],
      open,
      reason: controlReasonPhrases[reason][locale],
    })),
  }
}

export function phraseWindowsCode(code: WindowsCode, locale: Locale): string {
  return windowsCodePhrases[code][locale]
}

/** `2021-02-04T14:56:03`, a local clock, is shown without its T. */
function momentsOf(facts: Diagnosis['facts']): RefusalFacts {
  const shown = (text: string | undefined) => text?.replace('T', ' ') ?? null
  return { until: shown(facts.until), remindersFrom: shown(facts.remindersFrom) }
}
