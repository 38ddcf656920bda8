import { formatInstant } from '@holdfast/capabilities'
import type { FindingMessageWire } from '@holdfast/contract'
import { isFindingKind, phraseFinding, phraseWho, type Locale } from '@holdfast/phrases'
import type { FindingRecord } from '@holdfast/store'
import { findingWire } from '../http/wire/finding.ts'

/** The body of the message about a new finding: the finding as the API shows it, and what it means in both languages. */
export function formatFindingMessage(finding: FindingRecord): string {
  const textIn = (locale: Locale) => {
    const { code, facts, who } = finding
    const phrase = isFindingKind(code) ? phraseFinding(code, facts, locale) : { title: code, action: '' }
    return { ...phrase, who: phraseWho(who, locale) }
  }
  const message: FindingMessageWire = {
    type: 'finding.raised',
    timestamp: formatInstant(finding.at),
    data: { finding: findingWire(finding), text: { en: textIn('en'), zh: textIn('zh') } },
  }
  return JSON.stringify(message)
}
