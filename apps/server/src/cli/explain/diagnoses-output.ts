// The ordinary diagnoses of captures, for programs and for people.
import {
  deriveOf,
  deviceOf,
  findWindowsCode,
  primaryProduct,
  type Diagnosis,
  type Explanation,
  type TimeFinding,
} from '@holdfast/fleet'
import { phraseDiagnosis, phraseWindowsCode, type Locale } from '@holdfast/phrases'
import type { FileCapture } from './observe-files.ts'

/** How many diagnoses are told in text; JSON has all. */
const toldMax = 20

export function diagnosisJson(diagnosis: Diagnosis): { [member: string]: unknown } {
  const { code, device, facts, controls } = diagnosis
  return {
    code,
    device,
    facts,
    controls,
    text: { en: wordsOf(diagnosis, 'en'), zh: wordsOf(diagnosis, 'zh') },
  }
}

function wordsOf(diagnosis: Diagnosis, locale: Locale): { [member: string]: unknown } {
  const { seen, ahead, steps } = phraseDiagnosis(diagnosis, locale)
  const code = findWindowsCode(diagnosis.facts.errorCode ?? null)
  return { seen, ahead, steps, ...(code === null ? {} : { errorCode: phraseWindowsCode(code, locale) }) }
}

/** What follows from each capture; the arithmetic only for devices that the finding explains. */
export function readingsJson(
  captures: readonly FileCapture[],
  { hypotheses }: Explanation,
): { [member: string]: unknown }[] {
  const [best] = hypotheses
  const explained = new Set(best?.impliedActivations.map(({ device }) => device))
  return captures.map(({ file, reading }) => {
    const product = primaryProduct(reading)
    const device = product === null ? file : deviceOf(product, file)
    const finding: TimeFinding | null = best !== undefined && explained.has(device) ? best : null
    const derived = product === null ? null : deriveOf(product, finding)
    return { file, device, ...(derived === null ? {} : { derived }) }
  })
}

const names = {
  en: {
    ahead: 'What will happen',
    steps: 'What to do',
    controls: 'Controls',
    open: 'open',
    closed: 'closed',
    stop: '. ',
  },
  zh: { ahead: '接下来', steps: '处理步骤', controls: '控件', open: '可用', closed: '不可用', stop: '。' },
} as const

export function formatDiagnoses(diagnoses: readonly Diagnosis[], locale: Locale): string {
  return diagnoses
    .slice(0, toldMax)
    .map((diagnosis) => formatDiagnosis(diagnosis, locale))
    .join('\n\n')
}

function formatDiagnosis(diagnosis: Diagnosis, locale: Locale): string {
  const say = names[locale]
  const colon = locale === 'zh' ? '：' : ': '
  const { seen, ahead, steps, controls } = phraseDiagnosis(diagnosis, locale)
  const code = findWindowsCode(diagnosis.facts.errorCode ?? null)
  const lines = [`${diagnosis.device} [${diagnosis.code}]`, `  ${seen}`]
  if (code !== null) lines.push(`  ${code}${colon}${phraseWindowsCode(code, locale)}`)
  lines.push(`  ${say.ahead}${colon}${ahead}`, `  ${say.steps}${colon.trimEnd()}`)
  for (const [place, step] of steps.entries()) lines.push(`    ${place + 1}. ${step}`)
  if (controls.length > 0) lines.push(`  ${say.controls}${colon.trimEnd()}`)
  for (const { control, open, reason } of controls)
    lines.push(`    ${control}${colon}${open ? say.open : say.closed}${say.stop}${reason}`)
  return lines.join('\n')
}
