// Rules for automatic mail, as a person wrote them into the mail file. spec: automatic-mail §1
import { lintText, type ArtefactValues } from '@holdfast/desk'
import type { AutomaticEvent, AutomaticRule } from '../desk/automatic/automatic-rule.ts'
import type { SettingsReader } from './settings-reader.ts'

export const automaticRulesMax = 20
export const automaticTextCharactersMax = 4_000

const events: readonly AutomaticEvent[] = ['case-opened', 'after-archive']
// What a stranger wrote has no variable here.
const values: ArtefactValues = {
  case: 'CAS-00001-A1B2C3',
  title: '',
  customer: '',
  contact: '',
  owner: '',
  product: '',
  release: '',
}

export function parseAutomaticRules(reader: SettingsReader): readonly AutomaticRule[] {
  const list = reader.each('automaticMails')
  if (list.length > automaticRulesMax)
    reader.complain('automaticMails', `has more than ${automaticRulesMax} rules`)
  const rules = list.map((one) => {
    const rule = {
      name: one.needed('name', { form: /^[\w.-]{1,100}$/, what: 'a short name' }),
      when: one.word('when', events, 'case-opened'),
      texts: { en: parseText(one, 'en'), zh: parseText(one, 'zh') },
    }
    if (!one.has('when')) one.complain('when', 'is missing')
    if (rule.texts.en === null && rule.texts.zh === null) one.complain('en', 'or zh is needed: the text')
    one.end()
    return rule
  })
  reader.unlike(
    'automaticMails',
    rules.map(({ name }) => name),
  )
  return rules
}

function parseText(reader: SettingsReader, language: 'en' | 'zh'): string | null {
  const value = reader.take(language)
  if (value === undefined) return null
  if (typeof value !== 'string' || value.trim() === '' || value.length > automaticTextCharactersMax)
    return reader.complain(language, `is no text of at most ${automaticTextCharactersMax} characters`)
  for (const { kind, text } of lintText(value, values)) reader.complain(language, `${kind}: ${text}`)
  return value
}
