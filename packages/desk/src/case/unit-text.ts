import { listUnits, type TextUnits } from './text-units.ts'

/** Half-open range of units. */
export type UnitPlace = { readonly from: number; readonly until: number }

/** Units in which phrases are looked for; a word is found whole or not at all. spec: case §10 */
export class UnitText {
  readonly units: TextUnits
  readonly #joined: string
  /** Position in the joined text at which each unit begins. */
  readonly #begins: Int32Array

  constructor(units: TextUnits) {
    this.units = units
    this.#joined = joinUnits(units.units)
    this.#begins = new Int32Array(units.units.length)
    let at = 1
    for (const [index, unit] of units.units.entries()) {
      this.#begins[index] = at
      at += unit.length + 1
    }
  }

  holds(phrase: string): boolean {
    const joined = joinedPhrase(phrase)
    return joined !== null && this.#joined.includes(joined)
  }

  listPlaces(phrase: string): readonly UnitPlace[] {
    const joined = joinedPhrase(phrase)
    if (joined === null) return []
    const length = listUnits(phrase).units.length
    const places: UnitPlace[] = []
    for (let at = this.#joined.indexOf(joined); at !== -1; at = this.#joined.indexOf(joined, at + 1)) {
      const from = this.#unitAt(at + 1)
      places.push({ from, until: from + length })
    }
    return places
  }

  #unitAt(position: number): number {
    let [low, high] = [0, this.#begins.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#begins[middle] ?? 0) < position) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** One character names nobody: null. */
function joinedPhrase(phrase: string): string | null {
  const { units } = listUnits(phrase)
  return units.join('').length < 2 ? null : joinUnits(units)
}

/** No unit holds the separator. */
function joinUnits(units: readonly string[]): string {
  return `\n${units.join('\n')}\n`
}
