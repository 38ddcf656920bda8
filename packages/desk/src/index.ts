// The face of @holdfast/desk: what happens to a case.
export type { Correspondent, SourceMessage, SourceThread } from './import/source-thread.ts'
export type { ImportTools } from './import/import-thread.ts'
export { importThread } from './import/import-thread.ts'
export { isThreadExport, parseThreadExport } from './import/parse-thread-export.ts'
export { parseSubject } from './import/parse-subject.ts'
export type { Addressed } from './import/read-correspondence.ts'
export { readCorrespondence } from './import/read-correspondence.ts'
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

// What a thread says
export { findItems } from './found/find-items.ts'
export { proposeFrom } from './found/propose-from.ts'

// Which case a message belongs to
export type {
  AutomaticHistory,
  AutomaticLimit,
  AutomaticMail,
  AutomaticPolicy,
  AutomaticVerdict,
} from './matching/automatic-mail.ts'
export { automaticLimits, decideAutomaticMail, recordAutomaticMail } from './matching/automatic-mail.ts'
export type { FoundNumber } from './matching/case-number.ts'
export { findCaseNumbers, formatCaseNumber, numberKey } from './matching/case-number.ts'
export type {
  KnownCase,
  KnownCaseState,
  KnownMessage,
  KnownSide,
  MatchBooks,
  MessageAudience,
} from './matching/match-books.ts'
export type { MatchContext } from './matching/match-message.ts'
export { decideMatch } from './matching/match-message.ts'
export type {
  MatchDoubt,
  MatchDoubtKind,
  MatchEvidence,
  MatchRule,
  MatchVerdict,
  RunnerUp,
  SenderStanding,
} from './matching/match-verdict.ts'
export { matchRules } from './matching/match-verdict.ts'
export type { AutomatonClue, MatchSettings, MessageClues } from './matching/message-clues.ts'
export type { NumberPart, NumberPattern } from './matching/number-pattern.ts'
export { parseNumberPattern } from './matching/number-pattern.ts'
export type { LookUp } from './matching/read-clues.ts'
export { cluesToLookUp } from './matching/read-clues.ts'
export type {
  ReplyKey,
  ReplyMailbox,
  TokenAudience,
  TokenReference,
  TokenVerdict,
} from './matching/reply-token.ts'
export {
  formatMessageId,
  formatReplyAddress,
  formatReplyToken,
  mailboxLocalBytesMax,
  parseMessageId,
  parseReplyAddress,
  tokenAudiences,
  verifyReplyToken,
} from './matching/reply-token.ts'

// Search
export type { Hit } from './search/find-hits.ts'
export { findHits } from './search/find-hits.ts'
export {
  formatIndexText,
  formatMatch,
  formatMatchPhrase,
  formatTsquery,
  formatTsqueryPhrase,
  listIndexTexts,
} from './search/index-text.ts'
export type { Phrase, Query } from './search/parse-query.ts'
export { parseQuery } from './search/parse-query.ts'
export type { Token, TokenKind } from './search/tokenise.ts'
export { tokenise } from './search/tokenise.ts'
