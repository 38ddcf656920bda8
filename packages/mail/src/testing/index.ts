// The face of @holdfast/mail/testing: real counterparts for tests.
export { startDovecot, whyNoDovecot, type Dovecot } from './start-dovecot.ts'
