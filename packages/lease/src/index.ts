export type { ArmourBlock, ArmourRefusal } from './armour.ts'
export { formatArmour, parseArmour } from './armour.ts'
export type {
  AcceptedFingerprint,
  Algorithm,
  ArtefactKind,
  CaptureId,
  CustomerId,
  Envelope,
  Fingerprint,
  FingerprintPart,
  IssuingRole,
  Lease,
  LeaseId,
  LicenceId,
  MessageId,
  CaseId,
  CaseItemId,
  CaseMessageId,
  CaseMoveId,
  IntakeId,
  OutgoingMailId,
  PersonId,
  ProposalId,
  Name,
  ObservedDeviceId,
  OrderId,
  PlanId,
  Policy,
  ProductKey,
  Receipt,
  Release,
  ReleaseRange,
  ReleaseStatement,
  Renewal,
  Request,
  RequestId,
  Root,
  SeatId,
  SerialNumber,
  Term,
  Thumbprint,
  TrustBundle,
  TrustKey,
  TrustRole,
  WebhookId,
} from './artefacts.ts'
export type { EnvelopeRefusal, ParsedEnvelope, Signer } from './envelope.ts'
export {
  bytesMaxOf,
  formatEnvelope,
  kindOfPayloadType,
  parseEnvelope,
  parseEnvelopeOfAnyKind,
  parseEnvelopeValue,
  payloadBytesMaxOf,
  payloadTypeOf,
  preAuthEncoding,
  productKeyId,
  selfKeyId,
  signEnvelope,
  signEnvelopeAsync,
} from './envelope.ts'
export { isName, isThumbprint, isTitle } from './fields.ts'
export type { IdOf, IdPrefix } from './ids.ts'
export {
  isId,
  makeCaptureId,
  makeCustomerId,
  makeId,
  makeLeaseId,
  makeLicenceId,
  makeMessageId,
  makeCaseId,
  makeCaseItemId,
  makeCaseMessageId,
  makeCaseMoveId,
  makeIntakeId,
  makeOutgoingMailId,
  makePersonId,
  makeProposalId,
  makeObservedDeviceId,
  makeOrderId,
  makePlanId,
  makeRequestId,
  makeSeatId,
  makeWebhookId,
  momentOfIdSymbols,
} from './ids.ts'
export { covers, formatLease, leaseEnd, parseLease } from './lease.ts'
export type { PayloadRefusal } from './payload.ts'
export {
  fingerprintSalt,
  hashFingerprintPart,
  makeProductKey,
  parseProductKey,
  productKeySigner,
} from './product-key.ts'
export { formatReceipt, parseReceipt } from './receipt.ts'
export type { Refusal, RefusalCode, RefusalFacts } from './refusal-codes.ts'
export { refusalNumbers, refuse } from './refusal-codes.ts'
export { alphabet, symbolValue } from './symbols.ts'
export { formatRelease, parseRelease } from './release-statement.ts'
export type { Report, ReportedState } from './report.ts'
export { formatReport, parseReport } from './report.ts'
export { formatRequest, parseRequest } from './request.ts'
export { isDisregarded, isRevoked, mayHaveSigned } from './role-signatures.ts'
export { listSerials, makeSerial, parseSerial } from './serial-number.ts'
export type { PrivateKey, PublicKey, SignatureWorkers } from './signing-key.ts'
export {
  privateKeyOfSeed,
  publicKeyOfRaw,
  rawOfSpki,
  signBytes,
  signBytesAsync,
  spkiOfRaw,
  thumbprintOf,
  thumbprintOfSpki,
  verifyBytes,
  threadPool,
  verifyBytesAsync,
} from './signing-key.ts'
export type { SupportCode } from './support-code.ts'
export { formatSupportCode, parseSupportCode, productTag } from './support-code.ts'
export type { SupportFactRow } from './support-fact.ts'
export { describeSupportFact, supportFact, supportFacts } from './support-fact.ts'
export type { TrustContent } from './trust-bundle.ts'
export { formatTrust, parseTrust, rootOf } from './trust-bundle.ts'
export type {
  DeviceArtefactRefusal,
  VerifiedReceipt,
  VerifiedRelease,
  VerifiedReport,
  VerifiedRequest,
} from './verify-device-artefact.ts'
export { verifyReceipt, verifyRelease, verifyReport, verifyRequest } from './verify-device-artefact.ts'
export type {
  AcceptedLease,
  HeldLease,
  LeaseOccasion,
  LeaseRefusal,
  LeaseVerification,
} from './verify-lease.ts'
export { claimedTrustVersion, issuingRoleOf, verifyLease } from './verify-lease.ts'
export type { AcceptedTrust, HeldTrust, TrustRefusal } from './verify-trust.ts'
export {
  formatRoot,
  rootFingerprint,
  verifyGivenTrust,
  verifyTrust,
  verifyTrustChain,
} from './verify-trust.ts'
