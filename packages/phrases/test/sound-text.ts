import type { RefusalFacts } from '@holdfast/lease'
import { expect } from 'vitest'
import type { Locale } from '../src/locale.ts'

export const likeProductKey = /[0-9A-Z]{5}(?:[- ]?[0-9A-Z]{5}){4}/i

/** A value for the fact of this name and how it must appear. */
export function sampleFact(name: string): { value: string | number; shown: { [locale in Locale]: string } } {
  if (/Seconds(Max)?$/.test(name)) return { value: 90, shown: { en: '90 seconds', zh: '90 秒' } }
  if (/^days$|Days$/.test(name)) return { value: 12_345, shown: { en: '12,345 days', zh: '12,345 天' } }
  if (/^bytes|Bytes/.test(name)) return { value: 16_384, shown: { en: '16,384 bytes', zh: '16,384 字节' } }
  if (/^(at|since|until|from)$|Until$/.test(name))
    return {
      value: '2026-03-01T08:30:00Z',
      shown: { en: '2026-03-01 08:30:00 UTC', zh: '2026-03-01 08:30:00（UTC）' },
    }
  if (/^(taken|seatsMax)$/.test(name)) return { value: 7, shown: { en: '7', zh: '7' } }
  return { value: `fact-${name}`, shown: { en: `fact-${name}`, zh: `fact-${name}` } }
}

/** The facts of these templates: none, all, each alone, each left out. */
export function factSubsets(templates: string): RefusalFacts[] {
  const named = [...templates.matchAll(/\{(\w+)\}|\[\?(\w+)[:=]/g)].map((found) => found[1] ?? found[2] ?? '')
  const names = [...new Set(named)]
  const facts = (chosen: readonly string[]): RefusalFacts =>
    Object.fromEntries(chosen.map((name) => [name, sampleFact(name).value]))
  return [
    facts([]),
    facts(names),
    ...names.map((name) => facts([name])),
    ...names.map((name) => facts(names.filter((other) => other !== name))),
  ]
}

/** A text that people can be shown: whole sentences, nothing left to fill in, nothing dangling. */
export function expectSoundText(text: string, locale: Locale): void {
  expect(text).not.toBe('')
  expect(text, 'something is left to fill in').not.toMatch(/[{}[\]]|undefined|null|NaN|\[object/)
  expect(text, 'punctuation dangles').not.toMatch(
    /^[\s.,;:，。；：、]|\s[.,;:]|[.,;:，。；：、]\s*[.;。；，,]|  |（）|“”|""/,
  )
  expect(text, 'does not end as a sentence').toMatch(locale === 'zh' ? /[。）]$/ : /\.$/)
  if (locale === 'en') {
    expect(text, 'a sentence starts small').not.toMatch(/^[a-z]|[.] [a-z]|; [A-Z]/)
    expect(text, 'Chinese in English').not.toMatch(/\p{Script=Han}/u)
  } else {
    expect(text, 'no Chinese in Chinese').toMatch(/\p{Script=Han}/u)
    expect(text, 'Western punctuation after Chinese').not.toMatch(
      /\p{Script=Han}[,;:!?]|\p{Script=Han}\.(?:\s|$)/u,
    )
  }
}
