// What an artefact lacks before anybody sends it. spec: case §12
import { refuse, type Refusal } from '@holdfast/lease'
import { caseListMax, caseTextCharsMax } from '../case/case-texts.ts'
import { listArtefactTexts, type Artefact, type ArtefactText, type ArtefactValues } from './artefact.ts'
import { lintText, type TextComplaint } from './lint-text.ts'

export type ArtefactComplaint =
  | { readonly path: string; readonly kind: 'missing' }
  | { readonly path: string; readonly kind: 'too-long'; readonly max: number }
  | ({ readonly path: string } & TextComplaint)

/** Every missing part, empty slot and variable without a value, in the order of the template; empty: it is complete. */
export function lintArtefact(artefact: Artefact, values: ArtefactValues): readonly ArtefactComplaint[] {
  const texts = listArtefactTexts(artefact)
  // Every entry of every list has a text of its own.
  if (texts.length > caseListMax * 2) return [{ path: artefact.kind, kind: 'too-long', max: caseListMax * 2 }]
  return texts.flatMap((each) => lintOne(each, values))
}

function lintOne({ path, text, optional }: ArtefactText, values: ArtefactValues): ArtefactComplaint[] {
  if (text.trim() === '') return optional ? [] : [{ path, kind: 'missing' }]
  if (text.length > caseTextCharsMax) return [{ path, kind: 'too-long', max: caseTextCharsMax }]
  return lintText(text, values).map((complaint) => ({ path, ...complaint }))
}

/** Complaints as the gaps of a draft: `options/0/cost: missing`, `scope: empty-slot （）`. */
export function formatComplaints(complaints: readonly ArtefactComplaint[]): readonly string[] {
  return complaints.map((each) =>
    'text' in each ? `${each.path}: ${each.kind} ${each.text.trim()}`.trim() : `${each.path}: ${each.kind}`,
  )
}

/** CASE_TEXT_INCOMPLETE (facts: artefact, complaints); null where nothing is open. */
export function refuseByGaps(
  artefact: Artefact,
  values: ArtefactValues,
): Refusal<'CASE_TEXT_INCOMPLETE'> | null {
  const complaints = formatComplaints(lintArtefact(artefact, values))
  return complaints.length === 0
    ? null
    : refuse('CASE_TEXT_INCOMPLETE', { artefact: artefact.kind, complaints })
}
