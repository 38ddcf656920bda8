// The traffic of mail on the wire: doors, what waits, what went wrong. No words of a mail, and of senders their domains.
import { Type } from 'typebox'
import { CaseIdField, Count, IntakeIdField, MessageIdField, Moment, OutgoingIdField } from './fields.ts'
import { audienceNames } from './desk-resources.ts'
import { closed, orNull } from './resources.ts'

export const mailDoorStateNames = ['connected', 'waiting', 'failing', 'off'] as const
/** `failed`: could not be read. `unplaced`: was read, and belongs to no case. */
export const intakeStateNames = ['waiting', 'done', 'failed', 'unplaced'] as const
export const outgoingStateNames = ['queued', 'sending', 'sent', 'refused', 'doubt'] as const

export const MailDoor = Type.Object(
  {
    name: Type.String(),
    state: Type.Enum([...mailDoorStateNames]),
    stateAt: Moment,
    error: orNull(Type.String()),
  },
  closed,
)

/** `configured`: whether this server has a mail file; the doors are those of all servers of these books. */
export const MailStatus = Type.Object(
  {
    configured: Type.Boolean(),
    doors: Type.Array(MailDoor),
    waiting: Count,
    failed: Count,
    unplaced: Count,
    queued: Count,
    refused: Count,
    doubt: Count,
    held: Count,
  },
  closed,
)

export const Intake = Type.Object(
  {
    id: IntakeIdField,
    mailbox: Type.String(),
    door: Type.String(),
    receivedAt: Moment,
    hash: Type.String(),
    bytes: Count,
    attempts: Count,
    state: Type.Enum([...intakeStateNames]),
    reason: orNull(Type.String()),
    message: orNull(MessageIdField),
  },
  closed,
)

export const Outgoing = Type.Object(
  {
    id: OutgoingIdField,
    case: CaseIdField,
    message: MessageIdField,
    audience: Type.Enum([...audienceNames]),
    state: Type.Enum([...outgoingStateNames]),
    due: Moment,
    attempts: Count,
    dotAt: orNull(Moment),
    error: orNull(Type.String()),
    queuedAt: Moment,
    settledAt: orNull(Moment),
    repairedBy: orNull(Type.String()),
  },
  closed,
)

/** `because`: the standing of its sender, then what else a person should know. */
export const HeldMessage = Type.Object(
  {
    id: MessageIdField,
    case: CaseIdField,
    receivedAt: Moment,
    audience: Type.Enum([...audienceNames]),
    senderDomain: Type.String(),
    held: Type.String(),
    because: Type.Array(Type.String()),
  },
  closed,
)
