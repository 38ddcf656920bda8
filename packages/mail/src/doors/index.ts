// The face of @holdfast/mail/doors: where mails come in and leave.
export type { ReceivedMail } from './received-mail.ts'
