// The face of @holdfast/desk: what happens to a case.
export type { Correspondent, SourceMessage, SourceThread } from './import/source-thread.ts'
export type { ImportTools } from './import/import-thread.ts'
export { importThread } from './import/import-thread.ts'
export { isThreadExport, parseThreadExport } from './import/parse-thread-export.ts'
export { parseSubject } from './import/parse-subject.ts'
export type { Addressed } from './import/read-correspondence.ts'
export { readCorrespondence } from './import/read-correspondence.ts'
export type {
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
