// One line of a table of words. spec: case-import §4
import type { Audience, Side } from './imported-case.ts'

/** Where the words have to stand: in the first words of a mail, in its signature, or anywhere in what its sender wrote. */
export type Place = 'greeting' | 'signature' | 'own'

/** Words that speak for somebody; the weight says how much: 1 hints, 3 speaks for itself, 6 outweighs hints to the contrary. */
export type WordRule<Says extends string> = readonly [says: Says, weight: number, place: Place, words: RegExp]
export type SideRule = WordRule<Exclude<Side, 'unknown'>>
export type AudienceRule = WordRule<Exclude<Audience, 'unknown'>>
