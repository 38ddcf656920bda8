// The 32 symbols, their check symbol, and the groups made of them. spec: lease-format §9.1, §9.2
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What a text of groups is: each kind has its own check constant, so that one is never taken for another. */
export type GroupKind = 'serial' | 'key' | 'support'

export const groupSymbols = 5
const dataSymbols = groupSymbols - 1
export const groupCounts: { readonly [kind in GroupKind]: number } = { serial: 3, key: 5, support: 3 }

// Exponent of x for group 0 of each kind; group g has the exponent g higher.
const checkExponents: { readonly [kind in GroupKind]: number } = { serial: 10, key: 20, support: 5 }

// Powers of x in GF(32) = GF(2)[x]/(x^5 + x^2 + 1); x has order 31.
const powers: readonly number[] = powersOfX()
const order = 31
/** The exponent of each value but 0. */
const exponents: readonly number[] = Array.from({ length: order + 1 }, (_, value) => powers.indexOf(value))

/** The value 0 to 31 of a symbol as written or as commonly mistyped (lower case, O, I, L); `null` for every other character. */
export function symbolValue(character: string): number | null {
  const upper = character >= 'a' && character <= 'z' ? character.toUpperCase() : character
  const meant = upper === 'O' ? '0' : upper === 'I' || upper === 'L' ? '1' : upper
  const value = alphabet.indexOf(meant)
  return meant.length === 1 && value >= 0 ? value : null
}

/** The check symbol's value for four data values in group `group` (counted from 0). */
export function checkSymbol(kind: GroupKind, group: number, data: readonly number[]): number {
  return times(weightedSum(kind, group, data), order - dataSymbols)
}

/** Whether these five values are a group of this kind in this place. */
export function isGroup(kind: GroupKind, group: number, values: readonly number[]): boolean {
  return values.length === groupSymbols && weightedSum(kind, group, values) === 0
}

/** Data values to groups with check symbols, `ABCDE-FGHJK-MNPQR`. Four values a group. */
export function formatGroups(kind: GroupKind, data: readonly number[]): string {
  if (data.length !== groupCounts[kind] * dataSymbols) throw new TypeError('wrong number of symbols')
  const groups: string[] = []
  for (let group = 0; group < groupCounts[kind]; group++) {
    const values = data.slice(group * dataSymbols, (group + 1) * dataSymbols)
    const symbols = [...values, checkSymbol(kind, group, values)]
    groups.push(symbols.map((value) => alphabet.charAt(value)).join(''))
  }
  return groups.join('-')
}

/** Whether `text` is exactly what `formatGroups` writes for this kind. */
export function isWrittenGroups(kind: GroupKind, text: string): boolean {
  const count = groupCounts[kind]
  if (text.length !== count * (groupSymbols + 1) - 1) return false
  for (let group = 0; group < count; group++) {
    const start = group * (groupSymbols + 1)
    if (group > 0 && text[start - 1] !== '-') return false
    const values: number[] = []
    for (let at = start; at < start + groupSymbols; at++) values.push(alphabet.indexOf(text.charAt(at)))
    if (values.includes(-1) || !isGroup(kind, group, values)) return false
  }
  return true
}

/** The data values of a text that `formatGroups` made. */
export function dataOfGroups(text: string): number[] {
  return text
    .split('-')
    .flatMap((group) => [...group.slice(0, dataSymbols)].map((symbol) => symbolValue(symbol) ?? 0))
}

function weightedSum(kind: GroupKind, group: number, values: readonly number[]): number {
  let sum = power(checkExponents[kind] + group)
  for (let index = 0; index < values.length; index++) sum ^= times(values[index] ?? 0, index)
  return sum
}

/** `value` times x to the power `exponent`. */
function times(value: number, exponent: number): number {
  return value === 0 ? 0 : power((exponents[value] ?? 0) + exponent)
}

function power(exponent: number): number {
  return powers[exponent % order] ?? 0
}

function powersOfX(): number[] {
  const found = [1]
  while (found.length < 31) {
    const doubled = (found.at(-1) ?? 0) << 1
    found.push(doubled & 0b100000 ? doubled ^ 0b100101 : doubled)
  }
  return found
}
