// The people of a case as redaction needs them: whoever they are, a role stands for them. spec: case §13
import type { CaseParty } from '../case/case-party.ts'

export type CasePerson = {
  readonly id: string
  /** What they are in the case; null: nobody has said. */
  readonly party: CaseParty | null
  /** As written anywhere, the full name first: `林知远`, `Dana Whitfield`, `小林`. */
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly phones: readonly string[]
}

/** People of one case. */
export const casePeopleMax = 1_000
/** Names, addresses and numbers of one person, each. */
export const personNamesMax = 40
/** Characters of one name, address or number. */
export const personTextCharsMax = 254

/** A person's role and number in it: two people never have the same, however they are called. */
export type PersonRole = { readonly party: CaseParty | null; readonly number: number }

/** Numbers run per party in the order of the list, which is that in which people came into the case and never changes. */
export function assignRoles(people: readonly CasePerson[]): ReadonlyMap<string, PersonRole> {
  const counts = new Map<CaseParty | null, number>()
  const roles = new Map<string, PersonRole>()
  for (const { id, party } of people) {
    if (roles.has(id)) continue
    const number = (counts.get(party) ?? 0) + 1
    counts.set(party, number)
    roles.set(id, { party, number })
  }
  return roles
}
