// A thread read and judged, with all that is needed to write it; nothing is written here. spec: case-import §8
import type { Clock, Entropy, Instant } from '@holdfast/capabilities'
import { importThread, type ImportedCase, type SourceMessage } from '@holdfast/desk'
import { makeCaseMessageId, type CaseMessageId } from '@holdfast/lease'
import type { Store } from '@holdfast/store'
import { importTools } from '../../bridges/import-tools.ts'
import { identityOfMail } from '../message-identity.ts'
import { readAttachmentTexts, type AttachmentText } from '../reading/read-attachment-texts.ts'
import { causesOf, identitiesOfExport } from './identities.ts'
import type { ImportSource, SourceMail } from './read-sources.ts'

/** After so long the attachments of an import that are left are found by their names alone. */
const attachmentMsMax = 120_000

export type PreparedMessage = {
  readonly id: CaseMessageId
  readonly identity: string
  readonly source: SourceMessage
  readonly imported: ImportedCase['messages'][number]
  readonly found: ImportedCase['found']
  readonly mail: SourceMail | null
  readonly attachmentTexts: readonly AttachmentText[]
}
export type PreparedImport = {
  readonly files: readonly string[]
  readonly imported: ImportedCase
  readonly messages: readonly PreparedMessage[]
  /** Of the proposals, in their order. */
  readonly causes: readonly string[]
}

/** Texts of attachments are read for messages that the books do not have: reading a PDF costs a thread. */
export async function prepareImport(
  source: ImportSource,
  lent: {
    readonly store: Store
    readonly clock: Clock
    readonly entropy: Entropy
    readonly secret: Uint8Array
    readonly now: Instant
  },
): Promise<PreparedImport> {
  const { thread, mails } = source
  const { secret } = lent
  const imported = importThread(thread, importTools(lent.now))
  const identities =
    mails.length > 0
      ? mails.map(({ mail }) => identityOfMail(mail, secret))
      : identitiesOfExport(thread, imported.case, secret)
  const none = { messageIds: [], numbers: [], tokens: [], addresses: [], domains: [] }
  const { identities: known } = await lent.store.read.gatherThreading({ ...none, identities })
  const found = Map.groupBy(imported.found, ({ message }) => message)
  const reading = { clock: lent.clock, untilMs: lent.clock.monotonicMs() + attachmentMsMax }
  const messages: PreparedMessage[] = []
  for (const [at, message] of imported.messages.entries()) {
    const identity = identities[at] ?? ''
    const mail = mails[at] ?? null
    messages.push({
      id: makeCaseMessageId(lent.now, lent.entropy),
      identity,
      source: thread.messages[at] as SourceMessage,
      imported: message,
      found: found.get(message.index) ?? [],
      mail,
      attachmentTexts:
        mail === null || known.has(identity) ? [] : await readAttachmentTexts(mail.mail, reading),
    })
  }
  return { files: source.files, imported, messages, causes: causesOf(imported.proposals, identities, secret) }
}
