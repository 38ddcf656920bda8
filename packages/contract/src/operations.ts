// Every operation of the promise, by name. The server serves exactly these.
import { acceptClock } from './operations/accept-clock.ts'
import { showMail } from './operations/show-mail.ts'
import { listIntake } from './operations/list-intake.ts'
import { replayIntake } from './operations/replay-intake.ts'
import { discardIntake } from './operations/discard-intake.ts'
import { listOutgoing } from './operations/list-outgoing.ts'
import { repairOutgoing } from './operations/repair-outgoing.ts'
import { listHeld } from './operations/list-held.ts'
import { acceptMessage } from './operations/accept-message.ts'
import { activate } from './operations/activate.ts'
import { addCustomer } from './operations/add-customer.ts'
import { addEdition } from './operations/add-edition.ts'
import { addOrder } from './operations/add-order.ts'
import { addProduct } from './operations/add-product.ts'
import { addRelease } from './operations/add-release.ts'
import { addToken } from './operations/add-token.ts'
import { answerOffline } from './operations/answer-offline.ts'
import { blockDevice } from './operations/block-device.ts'
import { changeSeats } from './operations/change-seats.ts'
import { closeFinding } from './operations/close-finding.ts'
import { exportSerials } from './operations/export-serials.ts'
import { getTrust } from './operations/get-trust.ts'
import { importSerials } from './operations/import-serials.ts'
import { listAudit } from './operations/list-audit.ts'
import { listCustomers } from './operations/list-customers.ts'
import { listDevices } from './operations/list-devices.ts'
import { listFindings } from './operations/list-findings.ts'
import { listLicences } from './operations/list-licences.ts'
import { listOrders } from './operations/list-orders.ts'
import { listProducts } from './operations/list-products.ts'
import { listReleases } from './operations/list-releases.ts'
import { listSeats } from './operations/list-seats.ts'
import { listSerials } from './operations/list-serials.ts'
import { listTokens } from './operations/list-tokens.ts'
import { listUnconfirmed } from './operations/list-unconfirmed.ts'
import { receipt } from './operations/receipt.ts'
import { rekeyLicence } from './operations/rekey-licence.ts'
import { rekeyOrder } from './operations/rekey-order.ts'
import { release } from './operations/release.ts'
import { releaseSeat } from './operations/release-seat.ts'
import { renew } from './operations/renew.ts'
import { resumeLicence } from './operations/resume-licence.ts'
import { revokeToken } from './operations/revoke-token.ts'
import { showCustomer } from './operations/show-customer.ts'
import { showDevice } from './operations/show-device.ts'
import { showLicence } from './operations/show-licence.ts'
import { showOrder } from './operations/show-order.ts'
import { showProduct } from './operations/show-product.ts'
import { showSerial } from './operations/show-serial.ts'
import { showStatus } from './operations/show-status.ts'
import { suspendLicence } from './operations/suspend-licence.ts'
import { unblockDevice } from './operations/unblock-device.ts'
import { withdrawLicence } from './operations/withdraw-licence.ts'
import { makePlan } from './operations/make-plan.ts'
import { listPlans } from './operations/list-plans.ts'
import { showPlan } from './operations/show-plan.ts'
import { listPlanItems } from './operations/list-plan-items.ts'
import { approvePlan } from './operations/approve-plan.ts'
import { runPlan } from './operations/run-plan.ts'
import { verifyPlan } from './operations/verify-plan.ts'
import { closePlan } from './operations/close-plan.ts'
import { getAdvice } from './operations/get-advice.ts'
import { correctLicence } from './operations/correct-licence.ts'
import { addCaptures } from './operations/add-captures.ts'
import { readFiles } from './operations/read-files.ts'
import { listCaptures } from './operations/list-captures.ts'
import { showCapture } from './operations/show-capture.ts'
import { listFleetDevices } from './operations/list-fleet-devices.ts'
import { listFleetEnds } from './operations/list-fleet-ends.ts'
import { listHeldLeases } from './operations/list-held-leases.ts'
import { showFinding } from './operations/show-finding.ts'
import { showFleetDevice } from './operations/show-fleet-device.ts'
import { watchFleet } from './operations/watch-fleet.ts'
import { addWebhook } from './operations/add-webhook.ts'
import { listWebhooks } from './operations/list-webhooks.ts'
import { removeWebhook } from './operations/remove-webhook.ts'
import { testWebhook } from './operations/test-webhook.ts'
import { openCase } from './operations/open-case.ts'
import { changeCase } from './operations/change-case.ts'
import { actOnCase } from './operations/act-on-case.ts'
import { showCaseWork } from './operations/show-case-work.ts'
import { addCaseNote } from './operations/add-case-note.ts'
import { addCaseCall } from './operations/add-case-call.ts'
import { addCaseRequest } from './operations/add-case-request.ts'
import { addCaseCommitment } from './operations/add-case-commitment.ts'
import { addCaseQuestion } from './operations/add-case-question.ts'
import { changeItem } from './operations/change-item.ts'
import { addDraft } from './operations/add-draft.ts'
import { sendDraft } from './operations/send-draft.ts'
import { moveMessage } from './operations/move-message.ts'
import { mergeCase } from './operations/merge-case.ts'
import { splitCase } from './operations/split-case.ts'
import { undoMove } from './operations/undo-move.ts'
import { judgeMessage } from './operations/judge-message.ts'
import { showPerson } from './operations/show-person.ts'
import { exportPerson } from './operations/export-person.ts'
import { erasePerson } from './operations/erase-person.ts'
import { importCases } from './operations/import-cases.ts'
import { listCaseDeadlines } from './operations/list-case-deadlines.ts'
import { listCases } from './operations/list-cases.ts'
import { showCase } from './operations/show-case.ts'
import { listCaseMessages } from './operations/list-case-messages.ts'
import { showMessage } from './operations/show-message.ts'
import { showRawMessage } from './operations/show-raw-message.ts'
import { listCaseEvents } from './operations/list-case-events.ts'
import { listCaseProposals } from './operations/list-case-proposals.ts'
import { decideProposal } from './operations/decide-proposal.ts'
import { searchDesk } from './operations/search-desk.ts'

export const operations = {
  activate,
  addCustomer,
  addEdition,
  addOrder,
  addProduct,
  addRelease,
  addToken,
  answerOffline,
  blockDevice,
  changeSeats,
  closeFinding,
  acceptClock,
  exportSerials,
  getTrust,
  importSerials,
  listAudit,
  listCustomers,
  listDevices,
  listFindings,
  listLicences,
  listOrders,
  listProducts,
  listReleases,
  listSeats,
  listSerials,
  listTokens,
  listUnconfirmed,
  receipt,
  rekeyLicence,
  rekeyOrder,
  release,
  releaseSeat,
  renew,
  resumeLicence,
  revokeToken,
  showCustomer,
  showDevice,
  showLicence,
  showOrder,
  showProduct,
  showSerial,
  showStatus,
  suspendLicence,
  unblockDevice,
  withdrawLicence,
  makePlan,
  listPlans,
  showPlan,
  listPlanItems,
  approvePlan,
  runPlan,
  verifyPlan,
  closePlan,
  getAdvice,
  correctLicence,
  addCaptures,
  readFiles,
  listCaptures,
  showCapture,
  listFleetDevices,
  listFleetEnds,
  listHeldLeases,
  showFinding,
  showFleetDevice,
  watchFleet,
  addWebhook,
  listWebhooks,
  removeWebhook,
  testWebhook,
  openCase,
  changeCase,
  actOnCase,
  showCaseWork,
  addCaseNote,
  addCaseCall,
  addCaseRequest,
  addCaseCommitment,
  addCaseQuestion,
  changeItem,
  addDraft,
  sendDraft,
  moveMessage,
  mergeCase,
  splitCase,
  undoMove,
  judgeMessage,
  showPerson,
  exportPerson,
  erasePerson,
  showMail,
  listIntake,
  replayIntake,
  discardIntake,
  listOutgoing,
  repairOutgoing,
  listHeld,
  acceptMessage,
  importCases,
  listCases,
  listCaseDeadlines,
  showCase,
  listCaseMessages,
  showMessage,
  showRawMessage,
  listCaseEvents,
  listCaseProposals,
  decideProposal,
  searchDesk,
} as const

export type OperationName = keyof typeof operations
