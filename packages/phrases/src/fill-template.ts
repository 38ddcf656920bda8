import type { RefusalFacts } from '@holdfast/lease'
import { formatFact, isTold } from './format-fact.ts'
import type { Locale } from './locale.ts'

/**
 * Fills `text [optional text with {fact}] text`. A part in brackets is shown where every fact that it names is there;
 * `[?fact: text]` where this fact is there and not false, `[?fact=value: text]` where it is this text. A `{fact}` stands in brackets only: no sentence can have a gap.
 */
export function fillTemplate(template: string, facts: RefusalFacts, locale: Locale): string {
  return template
    .replaceAll(/\[([^[\]]*)\]/g, (_, part: string) => fillPart(part, facts, locale))
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

function fillPart(part: string, facts: RefusalFacts, locale: Locale): string {
  const condition = /^\?(\w+)(?:=([\w-]+))?:/.exec(part)
  if (condition !== null) {
    const value = factOf(facts, condition[1] ?? '')
    const wanted = condition[2]
    if (wanted === undefined ? value === false || !isTold(value) : value !== wanted) return ''
  }
  const text = part.slice(condition?.[0].length ?? 0)
  const names = placeholders(text)
  if (names.some((name) => !isTold(factOf(facts, name)))) return ''
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    formatFact(name, factOf(facts, name) ?? null, locale),
  )
}

function factOf(facts: RefusalFacts, name: string): RefusalFacts[string] | undefined {
  return Object.hasOwn(facts, name) ? facts[name] : undefined
}

/** Names of the facts in a template. */
export function placeholders(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '')
}
