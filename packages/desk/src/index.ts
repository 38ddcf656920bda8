// The face of @holdfast/desk: what happens to a case.
export type { Correspondent, SourceMessage, SourceThread } from './import/source-thread.ts'
export type {
  Assertion,
  Audience,
  CaseHead,
  Certainty,
  Evidence,
  Found,
  FoundKind,
  ImportedCase,
  ImportedMessage,
  ImportFlag,
  Proposal,
  Side,
  Span,
} from './import/imported-case.ts'
export { findItems } from './found/find-items.ts'
export { proposeFrom } from './found/propose-from.ts'
