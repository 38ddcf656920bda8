// The face of @holdfast/mail: bytes to messages.
export { listDifferingLinks, type DifferingLink } from './differing-links.ts'
export { findAutomaton, type MailToJudge, type OwnMail } from './find-automaton.ts'
export { foldText, ownText, type FoldedText, type FoldSpan } from './fold-text.ts'
export { openMailbox, type MailboxMail, type MailboxOptions } from './open-mailbox.ts'
export { openOutlookMessage } from './open-outlook-message.ts'
export { parseMail, type ParseMailOptions } from './parse-mail.ts'
export type {
  AttachmentRole,
  Automaton,
  MailAddress,
  MailAttachment,
  MailFlag,
  MailHeader,
  ParsedMail,
} from './parsed-mail.ts'
export { sanitiseHtml, type SanitisedHtml } from './sanitise-html.ts'
