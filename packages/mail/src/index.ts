// The face of @holdfast/mail: bytes to messages.
export type {
  AttachmentRole,
  Automaton,
  MailAddress,
  MailAttachment,
  MailFlag,
  ParsedMail,
} from './parsed-mail.ts'
