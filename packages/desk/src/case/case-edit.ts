// What an edit changed of a case, in words for whoever edited an older version. spec: case §4

export type FieldValue = string | boolean | null
/** `values` null: the field holds words of people, or is a list of links; that it changed is told, not what it says. */
export type FieldChange = {
  readonly field: string
  readonly by: string
  readonly values:
    | { readonly kind: 'one'; readonly from: FieldValue; readonly to: FieldValue }
    | { readonly kind: 'set'; readonly came: readonly string[]; readonly went: readonly string[] }
    | null
}

/** Changes in between that a refusal tells; of more, the newest. */
export const changesToldMax = 20

/** `severity: normal -> high (per_2)`; of watchers, who came and who went; `title (per_2)`. */
export function formatChange({ field, by, values }: FieldChange): string {
  if (values === null) return `${field} (${by})`
  if (values.kind === 'one') return `${field}: ${shown(values.from)} -> ${shown(values.to)} (${by})`
  const came = values.came.map((who) => `+${who}`)
  const went = values.went.map((who) => `-${who}`)
  return `${field}: ${[...came, ...went].join(' ')} (${by})`
}

function shown(value: FieldValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === null || value === '' ? 'none' : value
}
