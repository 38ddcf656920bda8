// The face of @holdfast/desk: what happens to a case.
export type { Correspondent, SourceMessage, SourceThread } from './import/source-thread.ts'
export type { ImportTools } from './import/import-thread.ts'
export { importThread } from './import/import-thread.ts'
export { checkThreadSize } from './import/check-thread-size.ts'
export { isThreadExport, parseThreadExport } from './import/parse-thread-export.ts'
export { parseSubject } from './import/parse-subject.ts'
export { greetedNames, personKey } from './import/people.ts'
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
export { findReferences, orderCharsMax, referencesMax, type Reference } from './found/find-references.ts'
export { proposeFrom } from './found/propose-from.ts'

// Which case a message belongs to
export type {
  AutomaticCount,
  AutomaticLimit,
  AutomaticMail,
  AutomaticPolicy,
  AutomaticVerdict,
  CountedMail,
} from './matching/automatic-mail.ts'
export {
  automaticLimits,
  countedMailbox,
  countedMailOf,
  decideAutomaticMail,
  listAutomaticCounts,
} from './matching/automatic-mail.ts'
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
export { keptReferencesMax } from './matching/message-clues.ts'
export type { NumberPart, NumberPattern } from './matching/number-pattern.ts'
export { parseNumberPattern } from './matching/number-pattern.ts'
export type { LookUp } from './matching/read-clues.ts'
export { cluesToLookUp, listKeptReferences } from './matching/read-clues.ts'
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
export { formatIndexText, formatToken } from './search/index-text.ts'
export type { Phrase, Query } from './search/parse-query.ts'
export { parseQuery } from './search/parse-query.ts'
export type { Token, TokenKind } from './search/tokenise.ts'
export { tokenise } from './search/tokenise.ts'
export type { Actor } from './case/actor.ts'
export { isAcknowledgement } from './case/acknowledgement.ts'
export type { CaseAudience } from './case/audience.ts'
export { caseAudiences } from './case/audience.ts'
export type { Call } from './case/call.ts'
export { consentOfCall, decideCall, decideCallConfirmed, listUnconfirmedCalls } from './case/call.ts'
export type { CaseEvent, CaseMoved } from './case/case-event.ts'
export type { Addressee, CaseParty } from './case/case-party.ts'
export { caseParties } from './case/case-party.ts'
export type { CaseRequest, RequestAction, RequestAnswer, RequestState } from './case/case-request.ts'
export { decideRequest, decideRequestChange, isOpenRequest, requestTransitions } from './case/case-request.ts'
export type {
  AcceptedContradictions,
  CaseActionKind,
  CaseEvidence,
  CaseState,
  CaseStateKind,
  Consent,
  NeededFact,
  OfferedAction,
  WaitingParty,
} from './case/case-state.ts'
export {
  actionNeeds,
  caseActionKinds,
  caseStateKinds,
  caseTransitions,
  listActions,
  waitingParties,
} from './case/case-state.ts'
export type { Commitment, CommitmentAction, CommitmentState } from './case/commitment.ts'
export {
  commitmentTransitions,
  decideCommitment,
  decideCommitmentChange,
  isOverdue,
  wasKeptLate,
} from './case/commitment.ts'
export type { Arrival, ArrivedMessage } from './case/decide-arrival.ts'
export { decideArrival } from './case/decide-arrival.ts'
export type { FieldChange, FieldValue } from './case/case-edit.ts'
export { changesToldMax, formatChange } from './case/case-edit.ts'
export type { KeptCaseState } from './case/parse-case-state.ts'
export { keepCaseState, parseCaseState, parseEvidence } from './case/parse-case-state.ts'
export type { OutboundCase, OutboundDraft, OutboundRefusal, Recipient } from './case/decide-outbound.ts'
export { decideOutbound, outboundRefusals, refuseByRecipients } from './case/decide-outbound.ts'
export type {
  CaseAction,
  CaseFacts,
  SentMessage,
  TransitionContext,
  TransitionDecided,
  TransitionRefusal,
} from './case/decide-transition.ts'
export { decideTransition, transitionRefusals } from './case/decide-transition.ts'
export type { EntryRefusal } from './case/entry-refusals.ts'
export { entryRefusals } from './case/entry-refusals.ts'
export type { Draft, DraftComplaint, DraftLint, DraftSpan, Wall, WallMessage } from './case/lint-draft.ts'
export { lintDraft, refuseByWall } from './case/lint-draft.ts'
export type { Ball, BallFacts, BallReason } from './case/list-balls.ts'
export { listBalls, whoHasTheBall } from './case/list-balls.ts'
export type { Blocking, CaseLink } from './case/list-blockers.ts'
export { listBlockers } from './case/list-blockers.ts'
export type { Note } from './case/note.ts'
export { decideNote, listOpenDisagreements } from './case/note.ts'
export type { OpenQuestion, QuestionAction, QuestionState } from './case/open-question.ts'
export { decideQuestion, decideQuestionChange, questionTransitions } from './case/open-question.ts'
export type { CalendarYear } from './calendar/calendar-year.ts'
export { parseCalendarYear } from './calendar/calendar-year.ts'
export type {
  CaseMeasure,
  CasePromises,
  FutureMoment,
  PromiseMeasure,
  PromiseVerdict,
  StateEntered,
} from './calendar/measure-case.ts'
export { measureCase, measureStates } from './calendar/measure-case.ts'
export {
  caseWarningKinds,
  decideOutlook,
  listUntold,
  type CaseOutlook,
  type CaseWarning,
  type OpenMoment,
} from './calendar/decide-outlook.ts'
export type { DaySpan, ServiceCalendar } from './calendar/service-calendar.ts'
export { parseServiceCalendar } from './calendar/service-calendar.ts'
export { ServiceHours } from './calendar/service-hours.ts'
export type { Deadline, ServicePromise } from './calendar/service-promise.ts'
export { decideDeadline, promiseSecondsMax, warnAt, warnPartDefault } from './calendar/service-promise.ts'
export type { ShippedCalendarName } from './calendar/shipped-calendars.ts'
export {
  shippedCalendarNames,
  shippedCalendarUrl,
  shippedChinaYears,
  shippedChinaYearUrl,
} from './calendar/shipped-calendars.ts'
export type {
  Artefact,
  ArtefactKind,
  ArtefactValues,
  ArtefactVariable,
  ListedQuestion,
  PlanOption,
} from './artefact/artefact.ts'
export { artefactKinds, artefactVariables } from './artefact/artefact.ts'
export {
  composeCallConfirmation,
  composeClosingSummary,
  composeQuestionList,
  formatLocalTime,
} from './artefact/compose-artefact.ts'
export type { ArtefactComplaint } from './artefact/lint-artefact.ts'
export { formatComplaints, lintArtefact, refuseByGaps } from './artefact/lint-artefact.ts'
export type { TextComplaint } from './artefact/lint-text.ts'
export { lintText } from './artefact/lint-text.ts'
export type { CasePerson, PersonRole } from './privacy/case-person.ts'
export { assignRoles, casePeopleMax, personNamesMax, personTextCharsMax } from './privacy/case-person.ts'
export type {
  PersonalSpan,
  RedactedSpan,
  RedactedText,
  RedactionMode,
  RedactionWords,
} from './privacy/redact-text.ts'
export { markPersonal, redactedCharsMax, redactText } from './privacy/redact-text.ts'
