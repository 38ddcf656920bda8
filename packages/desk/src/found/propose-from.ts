import type { Found, ImportedMessage, Proposal } from '../import/imported-case.ts'
import { languageOf, proposalWords } from './proposal-words.ts'
import { proposeCommitments } from './propose-commitments.ts'
import { proposeContradictions } from './propose-contradictions.ts'
import { proposeProblems } from './propose-problems.ts'

/**
 * What a person may want to look at, from what was found: claims and numbers that disagree, commitments that nothing
 * later keeps, problems. Explanations come from the fleet. `found` is what `findItems` made of the same messages.
 * Source: docs/spec/case-import.md §6.
 */
export function proposeFrom(
  messages: readonly ImportedMessage[],
  found: readonly Found[],
): readonly Proposal[] {
  const language = languageOf(messages)
  const words = proposalWords[language]
  return [
    ...proposeContradictions(messages, found, words, language),
    ...proposeCommitments(messages, found, words),
    ...proposeProblems(messages, found, words),
  ]
}
