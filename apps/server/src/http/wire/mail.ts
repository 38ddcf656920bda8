// Mail traffic on the wire: no words of a mail; of senders their domains.
import { formatInstant } from '@holdfast/capabilities'
import type { IntakeRecord, MailboxRecord, MessageRecord, OutgoingRecord } from '@holdfast/store'

export function doorWire({ name, state, stateAt, error }: MailboxRecord) {
  return { name, state, stateAt: formatInstant(stateAt), error }
}

export function intakeWire({ id, mailbox, door, receivedAt, raw, attempts, state }: IntakeRecord) {
  return {
    ...{ id, mailbox, door, attempts, hash: raw.hash, bytes: raw.bytes, state: state.kind },
    receivedAt: formatInstant(receivedAt),
    reason: 'reason' in state ? state.reason : null,
    message: state.kind === 'done' ? state.message : null,
  }
}

export function outgoingWire(mail: OutgoingRecord) {
  const { id, message, audience, state, attempts, error, repairedBy } = mail
  return {
    ...{ id, case: mail.case, message, audience, state, attempts, error, repairedBy },
    due: formatInstant(mail.due),
    dotAt: mail.dotAt === null ? null : formatInstant(mail.dotAt),
    queuedAt: formatInstant(mail.queuedAt),
    settledAt: mail.settledAt === null ? null : formatInstant(mail.settledAt),
  }
}

export function judgedWire({ id, case: place, receivedAt, audience, people, verdict }: MessageRecord) {
  const { standing, doubts } = verdict
  const words = [standing, ...(Array.isArray(doubts) ? (doubts as readonly unknown[]) : [])]
  const from = people.find(({ role }) => role === 'from')?.address ?? ''
  return {
    ...{ id, case: place, audience, receivedAt: formatInstant(receivedAt) },
    senderDomain: from.slice(from.lastIndexOf('@') + 1),
    because: words.filter((word) => typeof word === 'string'),
  }
}
