export type { Locale } from './locale.ts'
export { locales } from './locale.ts'
export { markWords, modelStateWords, timelineEventWords } from './model-words.ts'
export { phrase } from './phrase.ts'
export type { DiagnosisWords } from './phrase-diagnosis.ts'
export { phraseDiagnosis, phraseWindowsCode } from './phrase-diagnosis.ts'
export { unitWords } from './explanation-phrases.ts'
export type { ExplanationPhrase } from './phrase-explanation.ts'
export { phraseExplanation } from './phrase-explanation.ts'
export { phraseHypothesis } from './phrase-hypothesis.ts'
export type { FindingKind, FindingPhrase } from './phrase-finding.ts'
export { formatFact } from './format-fact.ts'
export { isFindingKind, phraseFinding, phraseWho } from './phrase-finding.ts'
export type { NoticedPhrase } from './phrase-noticed.ts'
export { phraseNoticed } from './phrase-noticed.ts'
export { phraseState } from './phrase-state.ts'
export type { Phrase } from './phrase-table.ts'
export {
  phraseBecause,
  phraseItemState,
  phraseNeed,
  phrasePlanState,
  phraseRemedy,
  phraseStep,
} from './plan-words.ts'
export type { ArtefactText } from './artefacts/format-artefact.ts'
export { formatArtefact } from './artefacts/format-artefact.ts'
export { artefactStages } from './artefacts/artefact-words.ts'
export { redactionWords } from './privacy/redaction-words.ts'
