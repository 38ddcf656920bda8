// A mail that was taken in, taken apart: what it says, before anything is looked up. spec: desk-traffic §2
import type { MessageClues } from '@holdfast/desk'
import type { ParsedMail } from '@holdfast/mail'
import type { MailAuthentication } from '@holdfast/mail/doors'
import type { ClaimedIntake, DeskFacts, IntakeRecord } from '@holdfast/store'
import { bodyHashOf, identityOfMail } from '../message-identity.ts'
import { parseEnvelope, type MailEnvelope } from '../parse-envelope.ts'
import type { ReceivingSettings } from '../receiving-settings.ts'
import type { TakenApart, TakenMail } from './take-apart.ts'

/** Claims of one mail after which it is not tried again by itself: readers died of it. */
export const intakeAttemptsMax = 5

export type ReadMail = Pick<TakenMail, 'mail' | 'found' | 'tokens' | 'attachmentTexts'> & {
  readonly kind: 'read'
  readonly intake: IntakeRecord
  readonly clues: MessageClues
  /** What makes two copies one message. */
  readonly identity: string
  readonly authentication: MailAuthentication | null
}
export type IntakeRead =
  ReadMail | { readonly kind: 'unread'; readonly intake: IntakeRecord; readonly reason: string }

/** Who sent it, as far as the DNS knows; null: nobody asks. */
export type Authenticate = (
  raw: Uint8Array,
  envelope: MailEnvelope | null,
) => Promise<MailAuthentication | null>

/** Refuses nothing: a mail that cannot be read says why, and is kept. */
export async function readIntake(
  { mail: intake, raw }: ClaimedIntake,
  settings: ReceivingSettings,
  lent: { readonly authenticate: Authenticate; readonly take: (raw: Uint8Array) => Promise<TakenApart> },
): Promise<IntakeRead> {
  const unread = (reason: string) => ({ kind: 'unread', intake, reason }) as const
  const oversized = intake.envelope?.['oversizedBytes']
  if (typeof oversized === 'number')
    return unread(`larger than this server takes (${oversized} bytes): it is still in its mailbox`)
  if (intake.attempts > intakeAttemptsMax) return unread(`tried ${intakeAttemptsMax} times without an end`)
  if (raw === null)
    return unread('its bytes cannot be opened: the key of the desk is another, or they are damaged')
  const taken = await lent.take(raw)
  if (taken.kind === 'refused') return unread(reasonOf(taken.code, taken.facts))
  const { mail, found, tokens, attachmentTexts } = taken
  const envelope = parseEnvelope(intake.envelope)
  const authentication = await lent.authenticate(raw, envelope)
  const clues = cluesOf(mail, taken.ownText, { envelope, authentication })
  const identity = identityOfMail(mail, settings.identityKey)
  return { kind: 'read', intake, mail, clues, identity, authentication, found, tokens, attachmentTexts }
}

function reasonOf(code: string, facts: DeskFacts): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  return told.length === 0 ? code : `${code} (${told.join(', ')})`
}

export function cluesOf(
  mail: ParsedMail,
  bodyText: string,
  seen: { readonly envelope: MailEnvelope | null; readonly authentication: MailAuthentication | null },
): MessageClues {
  const addresses = (list: ParsedMail['to']) => list.map(({ address }) => address)
  const { automaton } = mail
  const { envelope, authentication } = seen
  return {
    hash: mail.hash,
    bodyHash: bodyHashOf(mail.text),
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    sentAt: mail.date?.moment ?? null,
    from: addresses(mail.from),
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    deliveredTo: [...new Set([...mail.deliveredTo, ...(envelope?.to ?? [])])],
    subject: mail.subject,
    bodyText,
    headers: mail.headers.map(({ name, value }) => ({ name, value })),
    automaton:
      automaton.kind === 'bounce' ? { kind: 'bounce', about: automaton.about } : { kind: automaton.kind },
    authentication: authenticationClue(authentication),
  }
}

/** What the server in front found counts before what this one did: it saw the client. */
function authenticationClue(found: MailAuthentication | null): MessageClues['authentication'] {
  if (found === null) return 'none'
  for (const results of [found.upstream, found]) {
    const result = results?.dmarc.result
    if (result === 'pass' || result === 'fail') return result
  }
  return 'none'
}
