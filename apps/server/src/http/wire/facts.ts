import type { Refusal } from '@holdfast/lease'

type FactWire = string | number | boolean | null | (string | number)[]

/** Facts of a refusal as an answer carries them, where the answer itself is none. */
export function factsWire(facts: Refusal['facts']): { [name: string]: FactWire } {
  const members = Object.entries(facts).map(
    ([name, fact]) => [name, typeof fact === 'object' && fact !== null ? [...fact] : fact] as const,
  )
  return Object.fromEntries(members)
}
