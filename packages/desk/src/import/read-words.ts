// The rules of both languages, looked for in one mail. spec: case-import §4
import { audienceRulesEn } from './audience-rules-en.ts'
import { audienceRulesZh } from './audience-rules-zh.ts'
import type { Span } from './imported-case.ts'
import type { MessageParts } from './message-parts.ts'
import { sideRulesEn } from './side-rules-en.ts'
import { sideRulesZh } from './side-rules-zh.ts'
import type { AudienceRule, Place, SideRule } from './word-rule.ts'

/** What speaks for `says`, how much, and the words; null where it is no words of a text (a domain, a recipient). */
export type Signal<Says extends string> = {
  readonly says: Says
  readonly weight: number
  readonly span: Span | null
  /** What was seen; the same thing seen twice counts once. */
  readonly key: string
}
export type SideSignal = Signal<SideRule[0]>
export type AudienceSignal = Signal<AudienceRule[0]>

const sideRules: readonly SideRule[] = [...sideRulesZh, ...sideRulesEn]
const audienceRules: readonly AudienceRule[] = [...audienceRulesZh, ...audienceRulesEn]

export type MessageWords = {
  readonly sides: readonly SideSignal[]
  readonly audiences: readonly AudienceSignal[]
}

/** Each rule counts once, by its first words. Whoever writes to the customer or of the customer is of the vendor, so that audiences speak for sides too. */
export function readWords(message: number, parts: MessageParts): MessageWords {
  const audiences = audienceRules.flatMap((rule, at) => signalOf(rule, `audience ${at}`, { message, parts }))
  const sides = sideRules.flatMap((rule, at) => signalOf(rule, `side ${at}`, { message, parts }))
  const implied = audiences.flatMap(({ says, weight, span, key }): SideSignal[] => {
    const isGreeting = span !== null && span.from < parts.greeting.to && says === 'customer'
    const shared = says === 'customer' ? Math.floor(weight / 2) : weight
    return isGreeting || shared === 0 ? [] : [{ says: 'vendor', weight: shared, span, key }]
  })
  return { audiences, sides: [...sides, ...implied] }
}

function signalOf<Says extends string>(
  [says, weight, place, words]: readonly [Says, number, Place, RegExp],
  key: string,
  { message, parts }: { readonly message: number; readonly parts: MessageParts },
): Signal<Says>[] {
  const { from, to } = place === 'own' ? { from: 0, to: parts.own.length } : parts[place]
  const found = words.exec(parts.own.slice(from, to))
  if (found === null || found[0] === '') return []
  return [
    {
      says,
      weight,
      key,
      span: spanAt(message, parts.own, { from: from + found.index, length: found[0].length }),
    },
  ]
}

export function spanAt(
  message: number,
  text: string,
  { from, length }: { readonly from: number; readonly length: number },
): Span {
  return { message, from, to: from + length, text: text.slice(from, from + length) }
}
