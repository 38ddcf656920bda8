// The face of @holdfast/mail/doors: where mails come in and leave.
export {
  authenticateMail,
  authenticationMs,
  signaturesMax,
  systemResolver,
  type AuthenticationTools,
  type MailResolver,
} from './authenticate-mail.ts'
export { composeMail, formatMailDate } from './compose-mail.ts'
export type {
  AuthenticationResults,
  AuthenticationWord,
  DkimResult,
  DmarcResult,
  MailAuthentication,
  SpfResult,
} from './mail-authentication.ts'
export {
  draftAttachmentsMax,
  draftBytesMax,
  draftIdCharactersMax,
  draftNameCharactersMax,
  draftOffsetMinutesMax,
  draftRecipientsMax,
  draftReferencesMax,
  draftSubjectCharactersMax,
  type DraftAttachment,
  type MailDraft,
} from './mail-draft.ts'
export type { MailSecurity, MailServer } from './mail-server.ts'
export {
  fetchedBytesMax,
  fetchedHeaderBytesMax,
  type Afterwards,
  type MailboxPosition,
  type MailboxSettings,
  type MailboxState,
  type MailboxTools,
  type MailboxTrouble,
  type OversizedMail,
  type TroubleKind,
} from './mailbox-settings.ts'
export { openReceiver, type Receiver } from './open-receiver.ts'
export { openSender, type Sender, type SenderSettings } from './open-sender.ts'
export { readUpstreamResults } from './read-upstream-results.ts'
export type { ReceivedMail } from './received-mail.ts'
export {
  receivedBytesMax,
  type ReceiverSecurity,
  type ReceiverSettings,
  type ReceiverState,
  type ReceiverTools,
} from './receiver-settings.ts'
export type { OutgoingMail } from './send-once.ts'
export type { RefusedRecipient, SendOutcome, SendPhase } from './send-outcome.ts'
export { verifyDraft } from './verify-draft.ts'
export { watchMailbox, type MailboxWatch } from './watch-mailbox.ts'
