import type { WaitingParty } from './case-state.ts'

/** Who can owe, ask or be asked: those whom a case can wait for, and support itself. */
export type CaseParty = WaitingParty | 'support'
export const caseParties = [
  'customer',
  'support',
  'rnd',
  'upstream',
  'product',
  'legal',
] as const satisfies readonly CaseParty[]

/** A party, and the person in it where one is meant, by id. */
export type Addressee = { readonly party: CaseParty; readonly person: string | null }
