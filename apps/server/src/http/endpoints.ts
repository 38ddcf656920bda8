// Every operation that this server serves beside the four exchanges of devices; a test holds it against the contract.
import type { Endpoint } from './endpoint.ts'
import { listAudit } from './endpoints/audit/list-audit.ts'
import { addCustomer } from './endpoints/customers/add-customer.ts'
import { listCustomers } from './endpoints/customers/list-customers.ts'
import { showCustomer } from './endpoints/customers/show-customer.ts'
import { blockDevice } from './endpoints/devices/block-device.ts'
import { listDevices } from './endpoints/devices/list-devices.ts'
import { listHeldLeases } from './endpoints/devices/list-held-leases.ts'
import { listUnconfirmed } from './endpoints/devices/list-unconfirmed.ts'
import { showDevice } from './endpoints/devices/show-device.ts'
import { unblockDevice } from './endpoints/devices/unblock-device.ts'
import { answerOffline } from './endpoints/exchange/answer-offline.ts'
import { getTrust } from './endpoints/exchange/get-trust.ts'
import { acceptClock } from './endpoints/clock/accept-clock.ts'
import { closeFinding } from './endpoints/findings/close-finding.ts'
import { listFindings } from './endpoints/findings/list-findings.ts'
import { showFinding } from './endpoints/findings/show-finding.ts'
import { correctLicence } from './endpoints/licences/correct-licence.ts'
import { listLicences } from './endpoints/licences/list-licences.ts'
import { rekeyLicence } from './endpoints/licences/rekey-licence.ts'
import { resumeLicence } from './endpoints/licences/resume-licence.ts'
import { showLicence } from './endpoints/licences/show-licence.ts'
import { suspendLicence } from './endpoints/licences/suspend-licence.ts'
import { withdrawLicence } from './endpoints/licences/withdraw-licence.ts'
import { addOrder } from './endpoints/orders/add-order.ts'
import { listOrders } from './endpoints/orders/list-orders.ts'
import { rekeyOrder } from './endpoints/orders/rekey-order.ts'
import { showOrder } from './endpoints/orders/show-order.ts'
import { approvePlan } from './endpoints/plans/approve-plan.ts'
import { closePlan } from './endpoints/plans/close-plan.ts'
import { listPlanItems } from './endpoints/plans/list-plan-items.ts'
import { listPlans } from './endpoints/plans/list-plans.ts'
import { makePlan } from './endpoints/plans/make-plan.ts'
import { runPlan } from './endpoints/plans/run-plan.ts'
import { showPlan } from './endpoints/plans/show-plan.ts'
import { verifyPlan } from './endpoints/plans/verify-plan.ts'
import { addEdition } from './endpoints/products/add-edition.ts'
import { addProduct } from './endpoints/products/add-product.ts'
import { addRelease } from './endpoints/products/add-release.ts'
import { listProducts } from './endpoints/products/list-products.ts'
import { listReleases } from './endpoints/products/list-releases.ts'
import { showProduct } from './endpoints/products/show-product.ts'
import { listSeats } from './endpoints/seats/list-seats.ts'
import { releaseSeat } from './endpoints/seats/release-seat.ts'
import { changeSeats } from './endpoints/serials/change-seats.ts'
import { exportSerials } from './endpoints/serials/export-serials.ts'
import { importSerials } from './endpoints/serials/import-serials.ts'
import { listSerials } from './endpoints/serials/list-serials.ts'
import { showSerial } from './endpoints/serials/show-serial.ts'
import { showStatus } from './endpoints/status/show-status.ts'
import { addToken } from './endpoints/tokens/add-token.ts'
import { listTokens } from './endpoints/tokens/list-tokens.ts'
import { revokeToken } from './endpoints/tokens/revoke-token.ts'
import { addCaptures } from './endpoints/captures/add-captures.ts'
import { readFiles } from './endpoints/captures/read-files.ts'
import { listCaptures } from './endpoints/captures/list-captures.ts'
import { showCapture } from './endpoints/captures/show-capture.ts'
import { listFleetDevices } from './endpoints/fleet/list-fleet-devices.ts'
import { listFleetEnds } from './endpoints/fleet/list-fleet-ends.ts'
import { showFleetDevice } from './endpoints/fleet/show-fleet-device.ts'
import { watchFleet } from './endpoints/fleet/watch-fleet.ts'
import { addWebhook } from './endpoints/webhooks/add-webhook.ts'
import { listWebhooks } from './endpoints/webhooks/list-webhooks.ts'
import { removeWebhook } from './endpoints/webhooks/remove-webhook.ts'
import { testWebhook } from './endpoints/webhooks/test-webhook.ts'
import { caseWorkEndpoints } from './endpoints/case-work/case-work-endpoints.ts'
import { showMail } from './endpoints/mail/show-mail.ts'
import { listIntake } from './endpoints/mail/list-intake.ts'
import { replayIntake } from './endpoints/mail/replay-intake.ts'
import { discardIntake } from './endpoints/mail/discard-intake.ts'
import { listOutgoing } from './endpoints/mail/list-outgoing.ts'
import { repairOutgoing } from './endpoints/mail/repair-outgoing.ts'
import { listHeld } from './endpoints/mail/list-held.ts'
import { acceptMessage } from './endpoints/mail/accept-message.ts'
import { importCases } from './endpoints/cases/import-cases.ts'
import { listCaseDeadlines } from './endpoints/cases/list-case-deadlines.ts'
import { listCases } from './endpoints/cases/list-cases.ts'
import { showCase } from './endpoints/cases/show-case.ts'
import { listCaseMessages } from './endpoints/cases/list-case-messages.ts'
import { showMessage } from './endpoints/cases/show-message.ts'
import { showRawMessage } from './endpoints/cases/show-raw-message.ts'
import { listCaseEvents } from './endpoints/cases/list-case-events.ts'
import { listCaseProposals } from './endpoints/cases/list-case-proposals.ts'
import { decideProposal } from './endpoints/cases/decide-proposal.ts'
import { searchDesk } from './endpoints/cases/search-desk.ts'

export const endpoints: readonly Endpoint[] = [
  listAudit,
  addCustomer,
  listCustomers,
  showCustomer,
  blockDevice,
  listDevices,
  listUnconfirmed,
  showDevice,
  unblockDevice,
  answerOffline,
  getTrust,
  closeFinding,
  acceptClock,
  listFindings,
  listLicences,
  rekeyLicence,
  resumeLicence,
  showLicence,
  suspendLicence,
  withdrawLicence,
  addOrder,
  listOrders,
  rekeyOrder,
  showOrder,
  addEdition,
  addProduct,
  addRelease,
  listProducts,
  listReleases,
  showProduct,
  listSeats,
  releaseSeat,
  changeSeats,
  exportSerials,
  importSerials,
  listSerials,
  showSerial,
  showStatus,
  addToken,
  listTokens,
  revokeToken,
  correctLicence,
  makePlan,
  listPlans,
  showPlan,
  listPlanItems,
  approvePlan,
  runPlan,
  verifyPlan,
  closePlan,
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
  ...caseWorkEndpoints,
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
]
