import { refuse, type Refusal } from '@holdfast/lease'

/** Characters (UTF-16 code units) of one text of a case: a question, an answer, a reason, what was said in a call. */
export const caseTextCharsMax = 20_000
/** Members of one list of a case: watchers, agreements, evidence, parties. */
export const caseListMax = 200

/** Blanks and line ends alone say nothing. */
export function isText(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text.trim() !== ''
}

/** INPUT_INVALID with every text or list that is too long, by its path; null where none is. */
export function refuseByLengths(values: {
  readonly [path: string]: string | readonly unknown[] | null | undefined
}): Refusal<'INPUT_INVALID'> | null {
  const complaints = Object.entries(values).flatMap(([path, value]) => {
    if (value === null || value === undefined) return []
    const [limit, unit] =
      typeof value === 'string' ? [caseTextCharsMax, 'characters'] : [caseListMax, 'entries']
    return value.length > limit ? [`${path}: must have at most ${limit} ${unit}`] : []
  })
  return complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints })
}
