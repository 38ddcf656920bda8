export {
  bodyBytesMax,
  captureBodyBytesMax,
  captureFilesMax,
  caseImportBytesMax,
  importRowsMax,
  LimitText,
  linesMax,
  Moment,
  MomentOrDate,
  NameField,
  offlineBytesMax,
  pageItemsDefault,
  pageItemsMax,
  planBytesMax,
  planItemsMax,
  Reason,
  receiptsMax,
  seatsMax,
  SerialField,
  ThumbprintField,
  SignedTitle,
  Title,
} from './fields.ts'
export type { DoorRefusal, Input, Operation, Output, RefusalOf, Scope, TextBody } from './operation.ts'
export { artefactRefusals, doorRefusals, isTextBody, scopes } from './operation.ts'
export type { OperationName } from './operations.ts'
export { operations } from './operations.ts'
export { acceptClock } from './operations/accept-clock.ts'
export { activate } from './operations/activate.ts'
export { addCustomer } from './operations/add-customer.ts'
export { addEdition } from './operations/add-edition.ts'
export { addOrder } from './operations/add-order.ts'
export { addProduct } from './operations/add-product.ts'
export { addRelease } from './operations/add-release.ts'
export { addToken } from './operations/add-token.ts'
export { answerOffline } from './operations/answer-offline.ts'
export { blockDevice } from './operations/block-device.ts'
export { changeSeats } from './operations/change-seats.ts'
export { closeFinding } from './operations/close-finding.ts'
export { exportSerials } from './operations/export-serials.ts'
export { getTrust } from './operations/get-trust.ts'
export { importSerials } from './operations/import-serials.ts'
export { listAudit } from './operations/list-audit.ts'
export { listCustomers } from './operations/list-customers.ts'
export { listDevices } from './operations/list-devices.ts'
export { listFindings } from './operations/list-findings.ts'
export { listLicences } from './operations/list-licences.ts'
export { listOrders } from './operations/list-orders.ts'
export { listProducts } from './operations/list-products.ts'
export { listReleases } from './operations/list-releases.ts'
export { listSeats } from './operations/list-seats.ts'
export { listSerials } from './operations/list-serials.ts'
export { listTokens } from './operations/list-tokens.ts'
export { listUnconfirmed } from './operations/list-unconfirmed.ts'
export { receipt } from './operations/receipt.ts'
export { rekeyLicence } from './operations/rekey-licence.ts'
export { rekeyOrder } from './operations/rekey-order.ts'
export { release } from './operations/release.ts'
export { releaseSeat } from './operations/release-seat.ts'
export { renew } from './operations/renew.ts'
export { resumeLicence } from './operations/resume-licence.ts'
export { revokeToken } from './operations/revoke-token.ts'
export { showCustomer } from './operations/show-customer.ts'
export { showDevice } from './operations/show-device.ts'
export { showLicence } from './operations/show-licence.ts'
export { showOrder } from './operations/show-order.ts'
export { showProduct } from './operations/show-product.ts'
export { showSerial } from './operations/show-serial.ts'
export { showStatus } from './operations/show-status.ts'
export { suspendLicence } from './operations/suspend-licence.ts'
export { unblockDevice } from './operations/unblock-device.ts'
export { withdrawLicence } from './operations/withdraw-licence.ts'
export { makePlan } from './operations/make-plan.ts'
export { listPlans } from './operations/list-plans.ts'
export { showPlan } from './operations/show-plan.ts'
export { listPlanItems } from './operations/list-plan-items.ts'
export { approvePlan } from './operations/approve-plan.ts'
export { runPlan } from './operations/run-plan.ts'
export { verifyPlan } from './operations/verify-plan.ts'
export { closePlan } from './operations/close-plan.ts'
export { getAdvice } from './operations/get-advice.ts'
export { correctLicence } from './operations/correct-licence.ts'
export type { PlanItemWire, PlanWire } from './plan-resources.ts'
export { addCaptures } from './operations/add-captures.ts'
export { readFiles } from './operations/read-files.ts'
export { listCaptures } from './operations/list-captures.ts'
export { showCapture } from './operations/show-capture.ts'
export { listFleetDevices } from './operations/list-fleet-devices.ts'
export { listFleetEnds } from './operations/list-fleet-ends.ts'
export { listHeldLeases } from './operations/list-held-leases.ts'
export { showFinding } from './operations/show-finding.ts'
export { showFleetDevice } from './operations/show-fleet-device.ts'
export { watchFleet } from './operations/watch-fleet.ts'
export { addWebhook } from './operations/add-webhook.ts'
export { listWebhooks } from './operations/list-webhooks.ts'
export { removeWebhook } from './operations/remove-webhook.ts'
export { testWebhook } from './operations/test-webhook.ts'
export { importCases } from './operations/import-cases.ts'
export { listCaseDeadlines } from './operations/list-case-deadlines.ts'
export { listCases } from './operations/list-cases.ts'
export { showCase } from './operations/show-case.ts'
export { listCaseMessages } from './operations/list-case-messages.ts'
export { showMessage } from './operations/show-message.ts'
export { showRawMessage } from './operations/show-raw-message.ts'
export { listCaseEvents } from './operations/list-case-events.ts'
export { listCaseProposals } from './operations/list-case-proposals.ts'
export { decideProposal } from './operations/decide-proposal.ts'
export { searchDesk } from './operations/search-desk.ts'
export { linkKindNames } from './desk-resources.ts'
export type {
  CaseBody,
  CaseDeadlineBody,
  CaseDetailBody,
  CaseEventBody,
  CaseLinkBody,
  CaseMessageBody,
  CaseMessageDetailBody,
  PersonBody,
  ProposalBody,
  SearchHitBody,
} from './desk-resources.ts'
export type {
  CaptureWire,
  FindingMessageWire,
  ObservationWire,
  FleetEndWire,
  ObservedDeviceWire,
  WebhookWire,
} from './fleet-resources.ts'
export type {
  AuditRowWire,
  CustomerWire,
  DeviceWire,
  FindingWire,
  LicenceWire,
  OrderLineWire,
  OrderWire,
  ProductWire,
  ReleaseWire,
  SeatWire,
  SerialRowWire,
  TokenWire,
  HeldSeatWire,
  UnconfirmedLeaseWire,
} from './resources.ts'
export { deskNoticeNames } from './fleet-resources.ts'
export { openCase } from './operations/open-case.ts'
export { changeCase } from './operations/change-case.ts'
export { actOnCase } from './operations/act-on-case.ts'
export { showCaseWork } from './operations/show-case-work.ts'
export { addCaseNote } from './operations/add-case-note.ts'
export { addCaseCall } from './operations/add-case-call.ts'
export { addCaseRequest } from './operations/add-case-request.ts'
export { addCaseCommitment } from './operations/add-case-commitment.ts'
export { addCaseQuestion } from './operations/add-case-question.ts'
export { changeItem } from './operations/change-item.ts'
export { addDraft } from './operations/add-draft.ts'
export { sendDraft } from './operations/send-draft.ts'
export { moveMessage } from './operations/move-message.ts'
export { mergeCase } from './operations/merge-case.ts'
export { splitCase } from './operations/split-case.ts'
export { undoMove } from './operations/undo-move.ts'
export { judgeMessage } from './operations/judge-message.ts'
export { showPerson } from './operations/show-person.ts'
export { exportPerson } from './operations/export-person.ts'
export { erasePerson } from './operations/erase-person.ts'
export type { CaseItemBody, CaseMoveBody, CaseWorkBody, PersonDetailBody } from './case-work-resources.ts'
export { draftTextCharsMax, splitMessagesMax, workListMax, workTextCharsMax } from './case-work-resources.ts'
