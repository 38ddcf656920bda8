export { deskNoticeKinds } from './desk/desk-notices.ts'
export { BooksNewer, judgeBooksFailure, type BooksFailure, type UnreachableBecause } from './books-failure.ts'
export { openBatchRunner, type BatchRunner, type ExchangeBatch } from './exchange-batches.ts'
export type { ExchangeJob, ExchangeResult, Written } from './exchange-job.ts'
export type { Exchanges, Issuing, IssuingKeys, StoreRefusal, WithReceipts } from './exchanges-interface.ts'
export { Gatherer, type GathererLimits, type JobOutcome } from './gatherer.ts'
export { looksPerBatchMax, webhooksMax } from './fleet-interface.ts'
export type {
  CaptureDetail,
  CaptureRecord,
  ClaimedMessage,
  DeliveryOutcome,
  DevicesOfFinding,
  MatchRecord,
  NewCapture,
  ObservationRecord,
  ObservedDeviceFilter,
  ObservedEnd,
  RecordedCapture,
  WebhookDeliveries,
  WebhookRecord,
} from './fleet-records.ts'
export type {
  Actor,
  AuditHead,
  AuditRecord,
  AuditVerdict,
  FindingRecord,
  NotedHead,
  ServerKeyRecord,
  ServerKeyRole,
  TokenRecord,
  TrustBundleRecord,
  UnconfirmedLease,
  UnverifiedAudit,
} from './records.ts'
export type {
  AuditFilter,
  Counts,
  DeviceFilter,
  LicenceFilter,
  NewOrder,
  Reader,
  SeatFilter,
  Store,
  Writer,
} from './store-interface.ts'
export type {
  AdviceRecord,
  OwnChoice,
  PlanItemRecord,
  PlanOutcome,
  PlanRecord,
  PlanSelection,
  PlanSums,
} from './plans-interface.ts'
export type { HeldLease, HeldSeat } from './held-leases.ts'
export type { LicensedSerial, SerialFilter } from './list-serials.ts'
export type { Listed, ListedOrRefused, Page } from './listed.ts'
export { pageRowsMax } from './page.ts'
export { openStore } from './open-store.ts'
export type { StoreTarget } from './open-engine.ts'
export type { StoreOptions } from './open-store.ts'
export { verifyAuditBooks } from './verify-audit-books.ts'
export type {
  AddedCases,
  CaseLook,
  WatchedCase,
  AddedMessages,
  CaseFilter,
  DeskReader,
  DeskWriter,
  KnownReferences,
  LinkedCase,
  MessageTexts,
  NamedDevices,
  NamedOrder,
} from './desk/desk-interface.ts'
export type { ThreadedMessage, ThreadingFacts, ThreadingKeys } from './desk/threading-records.ts'
export {
  casePeopleRowsMax,
  judgedCertainties,
  caseLinksMax,
  linkCharsMax,
  type ProposedLink,
  linkKinds,
  messageAudiences,
  messageDirections,
  messageSides,
  proposalKinds,
} from './desk/desk-records.ts'
export type {
  AddedMessage,
  AttachmentRecord,
  CaseChange,
  CaseEvent,
  CaseItem,
  CaseLink,
  CaseMove,
  CasePersonRow,
  CaseRecord,
  CaseStateRecord,
  CaseStateWord,
  DeskFacts,
  FoundItem,
  ItemChange,
  JudgedCertainty,
  LinkCertainty,
  LinkKind,
  MessageAudience,
  MessageDirection,
  MessageHead,
  MessagePerson,
  MessageRecord,
  MessageSide,
  NewAttachment,
  NewCase,
  NewItem,
  NewLink,
  NewMessage,
  NewProposal,
  OpenedBytes,
  ProposalRecord,
  ProposalState,
} from './desk/desk-records.ts'
export type {
  ClaimedIntake,
  ClaimedOutgoing,
  IntakeOutcome,
  IntakeRecord,
  IntakeState,
  MailboxRecord,
  MailCounts,
  NewIntake,
  NewOutgoing,
  OutgoingOutcome,
  OutgoingRecord,
  OutgoingState,
} from './desk/mail-records.ts'
export type {
  CustomerDomain,
  ErasedPerson,
  NewPerson,
  PersonChange,
  PersonContact,
  PersonRecord,
  PersonTrace,
  Redactions,
} from './desk/person-records.ts'
export type {
  SearchEntry,
  SearchFilter,
  SearchHit,
  SearchSubject,
  SearchTerm,
} from './desk/search-records.ts'
export type { Sealer } from './desk/sealer.ts'
export { openUnderKey, sealUnderKey } from './desk/sealer.ts'
export { searchStart } from './desk/search-books.ts'
export { serialDevicesMax } from './desk/gather-references.ts'
