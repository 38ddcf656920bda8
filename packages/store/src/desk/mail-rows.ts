// Mail traffic <-> rows.
import type { CaseId, CaseMessageId, IntakeId, OutgoingMailId } from '@holdfast/lease'
import type { IntakeRow, MailboxRow, OutgoingRow } from '../desk-tables.ts'
import { RowReader } from '../row-reader.ts'
import { messageAudiences, type DeskFacts } from './desk-records.ts'
import { parseFactsOf, wordOf } from './desk-shapes.ts'
import {
  intakeStates,
  mailboxStates,
  outgoingStates,
  type IntakeRecord,
  type IntakeState,
  type MailboxRecord,
  type OutgoingRecord,
} from './mail-records.ts'
import { storedText } from './stored-text.ts'

export function mailboxOfRow(row: MailboxRow): MailboxRecord {
  const reader = new RowReader('mailboxes', row.name, row)
  const uidvalidity = reader.countOrNull('uidvalidity')
  return {
    name: reader.text('name'),
    state: wordOf(reader, 'state', mailboxStates),
    stateAt: reader.instant('state_at'),
    error: reader.textOrNull('error'),
    position: uidvalidity === null ? null : { uidvalidity, uidnext: reader.count('uidnext') },
  }
}

export function rowOfMailbox(mailbox: MailboxRecord, changedAt: number): MailboxRow {
  return {
    name: mailbox.name,
    state: mailbox.state,
    state_at: mailbox.stateAt,
    error: mailbox.error === null ? null : storedText(mailbox.error),
    uidvalidity: mailbox.position?.uidvalidity ?? null,
    uidnext: mailbox.position?.uidnext ?? null,
    changed_at: changedAt,
  }
}

export function intakeOfRow(row: IntakeRow): IntakeRecord {
  const reader = new RowReader('mail_intake', row.id, row)
  return {
    id: reader.text<IntakeId>('id'),
    mailbox: reader.text('mailbox'),
    door: reader.text('door'),
    doorKey: reader.textOrNull('door_key'),
    envelope: envelopeOf(reader),
    receivedAt: reader.instant('received_at'),
    place: reader.count('place'),
    raw: { hash: reader.text('raw_hash'), bytes: reader.count('raw_bytes') },
    attempts: reader.count('attempts'),
    state: intakeStateOf(reader),
  }
}

function intakeStateOf(reader: RowReader<IntakeRow>): IntakeState {
  const kind = wordOf(reader, 'state', intakeStates)
  if (kind === 'waiting') return { kind, due: reader.instant('due') }
  const at = reader.instant('done_at')
  if (kind === 'failed' || kind === 'unplaced') return { kind, at, reason: reader.text('reason') }
  return { kind, at, message: reader.text<CaseMessageId>('message') }
}

export function outgoingOfRow(row: OutgoingRow): OutgoingRecord {
  const reader = new RowReader('outgoing_mails', row.id, row)
  return {
    id: reader.text<OutgoingMailId>('id'),
    case: reader.text<CaseId>('case_id'),
    message: reader.text<CaseMessageId>('message'),
    audience: wordOf(reader, 'audience', messageAudiences),
    envelope: envelopeOf(reader),
    state: wordOf(reader, 'state', outgoingStates),
    due: reader.instant('due'),
    attempts: reader.count('attempts'),
    claimedBy: reader.textOrNull('claimed_by'),
    dotAt: reader.instantOrNull('dot_at'),
    error: reader.textOrNull('error'),
    queuedAt: reader.instant('queued_at'),
    settledAt: reader.instantOrNull('settled_at'),
    repairedBy: reader.textOrNull('repaired_by'),
  }
}

function envelopeOf<Row extends { readonly envelope: string | null }>(
  reader: RowReader<Row>,
): DeskFacts | null {
  return reader.textOrNull('envelope') === null ? null : reader.json('envelope', parseFactsOf)
}
