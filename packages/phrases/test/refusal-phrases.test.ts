import { refusalNumbers, type RefusalCode, type RefusalFacts } from '@holdfast/lease'
import { describe, expect, test } from 'vitest'
import { placeholders } from '../src/fill-template.ts'
import { locales } from '../src/locale.ts'
import { phrase } from '../src/phrase.ts'
import { refusalPhrases } from '../src/refusal-phrases.ts'
import { expectSoundText, factSubsets, likeProductKey, sampleFact } from './sound-text.ts'

const codes = Object.keys(refusalNumbers) as RefusalCode[]
const cases = codes.flatMap((code) => locales.map((locale) => [code, locale] as const))

describe('every code in both languages', () => {
  test.each(cases)('%s %s is sound with every choice of its facts', (code, locale) => {
    const templates = Object.values(refusalPhrases[code][locale]).join(' ')
    for (const facts of factSubsets(templates)) {
      const { title, userAction, adminAction } = phrase(code, facts, locale)
      for (const text of [title, userAction, adminAction]) expectSoundText(text, locale)
    }
  })

  test.each(cases)('%s %s shows every fact that it names', (code, locale) => {
    const { title, userAction, adminAction } = refusalPhrases[code][locale]
    for (const name of placeholders(`${userAction} ${adminAction}`)) {
      const shown = phrase(code, factsFor(`${userAction} ${adminAction}`), locale)
      expect(`${shown.userAction} ${shown.adminAction}`, name).toContain(sampleFact(name).shown[locale])
    }
    expect(placeholders(title), 'a title is the same at each occurrence').toEqual([])
  })

  test.each(codes)('%s names the same facts in both languages', (code) => {
    const [english, chinese] = locales.map((locale) =>
      [...new Set(placeholders(Object.values(refusalPhrases[code][locale]).join(' ')))].toSorted(),
    )
    expect(chinese).toEqual(english)
  })

  test.each(cases)('%s %s never repeats a product key', (code, locale) => {
    const key = '0123A-BCDEF-GHJKM-NPQRS-TVWXY'
    const templates = Object.values(refusalPhrases[code][locale]).join(' ')
    const facts = Object.fromEntries(
      [...placeholders(templates)].map((name) => [
        name,
        [key, key.replaceAll('-', ' '), key.replaceAll('-', ''), key.toLowerCase()],
      ]),
    )
    expect(Object.values(phrase(code, facts, locale)).join('\n')).not.toMatch(likeProductKey)
  })

  test('no two codes say the same', () => {
    for (const locale of locales) {
      const titles = codes.map((code) => phrase(code, {}, locale).title)
      expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
    }
  })
})

function factsFor(templates: string): RefusalFacts {
  return Object.fromEntries(placeholders(templates).map((name) => [name, sampleFact(name).value]))
}
