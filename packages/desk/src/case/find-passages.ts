// Passages of a draft that stand in other texts too, word for word. spec: case §10
import { passageWeightMin, passageWordsMin, weightOf, type TextUnits } from './text-units.ts'

/** Half-open range of units of the draft, and where its beginning stands in the first source that has it. */
export type UnitRun = {
  readonly from: number
  readonly until: number
  readonly source: { readonly text: number; readonly from: number; readonly until: number }
}

/** Units of one seed: no passage has fewer, so that each holds at least one seed. */
const seedUnits = passageWordsMin

/**
 * Seeds of a draft, asked one text after the other which of them it holds. Memory follows the draft alone, time is linear
 * in the draft and in every text.
 */
export class DraftSeeds {
  /** Numbers of the draft's different units: a seed is eight of them. */
  readonly #ids = new Map<string, number>()
  /** The last place of each different seed; the places of one seed are linked by `#before`. */
  readonly #last = new Map<string, number>()
  readonly #before: Int32Array

  constructor(draft: TextUnits) {
    for (const unit of draft.units) if (!this.#ids.has(unit)) this.#ids.set(unit, this.#ids.size)
    this.#before = new Int32Array(draft.units.length).fill(-1)
    for (const [at, seed] of this.#seeds(draft.units)) {
      this.#before[at] = this.#last.get(seed) ?? -1
      this.#last.set(seed, at)
    }
  }

  /**
   * Calls `found` for each place of the draft where a seed stands that `text` holds. A seed in `seen` is not looked at
   * again, so that a draft of one word that is repeated costs no more than any other.
   */
  visit(text: TextUnits, seen: Set<string>, found: (draftAt: number, textAt: number) => void): void {
    for (const [at, seed] of this.#seeds(text.units)) {
      const last = this.#last.get(seed)
      if (last === undefined || seen.has(seed)) continue
      seen.add(seed)
      for (let place = last; place >= 0; place = this.#before[place] ?? -1) found(place, at)
    }
  }

  /** The seeds whose units all stand in the draft. */
  *#seeds(units: readonly string[]): Generator<readonly [at: number, seed: string]> {
    const numbers: number[] = []
    for (const [at, unit] of units.entries()) {
      const id = this.#ids.get(unit)
      if (id === undefined) numbers.length = 0
      else if (numbers.push(id) >= seedUnits) {
        yield [at - seedUnits + 1, numbers.join(' ')]
        numbers.shift()
      }
    }
  }
}

/**
 * Runs of the draft that stand in one of `sources`, each worth a passage; units that `excused` marks weigh nothing.
 * Runs that touch are one, whatever sources they come from.
 */
export function findPassages(
  draft: TextUnits,
  seeds: DraftSeeds,
  sources: readonly TextUnits[],
  excused: Uint8Array,
): readonly UnitRun[] {
  const seedText = new Int32Array(draft.units.length).fill(-1)
  const seedAt = new Int32Array(draft.units.length)
  const seen = new Set<string>()
  for (const [text, source] of sources.entries())
    seeds.visit(source, seen, (place, at) => {
      seedText[place] = text
      seedAt[place] = at
    })
  const runs: UnitRun[] = []
  for (let at = 0; at < draft.units.length; at++) {
    if (seedText[at] === -1) continue
    const from = at
    while (at + 1 < draft.units.length && seedText[at + 1] !== -1) at++
    const until = at + seedUnits
    if (weigh(draft, excused, from, until) < passageWeightMin) continue
    const text = seedText[from] ?? 0
    const span = sourceSpan(draft, sources[text], seedAt[from] ?? 0, { from, until })
    runs.push({ from, until, source: { text, ...span } })
  }
  return runs
}

function weigh({ units }: TextUnits, excused: Uint8Array, from: number, until: number): number {
  let weight = 0
  for (let at = from; at < until; at++) if (excused[at] !== 1) weight += weightOf(units[at] ?? '')
  return weight
}

/** As far as the source goes on as the draft does. */
function sourceSpan(
  draft: TextUnits,
  source: TextUnits | undefined,
  at: number,
  { from, until }: { readonly from: number; readonly until: number },
): { readonly from: number; readonly until: number } {
  let length = 0
  while (from + length < until && draft.units[from + length] === source?.units[at + length]) length++
  return { from: at, until: at + length }
}

/** Marks the units of the draft that stand in seeds of the texts. */
export function markSeeds(seeds: DraftSeeds, texts: readonly TextUnits[], marked: Uint8Array): void {
  const seen = new Set<string>()
  for (const text of texts) seeds.visit(text, seen, (place) => marked.fill(1, place, place + seedUnits))
}
