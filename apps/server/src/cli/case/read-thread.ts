import { createReadStream } from 'node:fs'
import { isThreadExport, parseThreadExport, type SourceThread } from '@holdfast/desk'
import { decodeText, mailBytesMax, readStream } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'
import { openMailbox, openOutlookMessage, parseMail, type ParsedMail } from '@holdfast/mail'
import { sourceKindOf } from '../../bridges/source-kind.ts'
import type { CommandContext } from '../command.ts'
import { threadWithin, type ThreadSource } from './thread-source.ts'

/**
 * What is in a file, or in standard input where the name is `-`.
 * Refuses: FILE_UNREADABLE, CONTENT_EMPTY, CONTENT_TOO_LARGE, CONTENT_BINARY, MAIL_REFUSED, THREAD_UNREADABLE, THREAD_TOO_LARGE.
 */
export async function readSource(
  { stdin }: Pick<CommandContext, 'stdin'>,
  name: string,
): Promise<ThreadSource | Refusal> {
  const bytes = await readBytes(name === '-' ? stdin : createReadStream(name), name)
  return 'kind' in bytes ? bytes : await sourceOfBytes(bytes)
}

/** One file by itself as a thread. */
export async function threadOfBytes(bytes: Uint8Array): Promise<SourceThread | Refusal> {
  const source = await sourceOfBytes(bytes)
  return source.kind === 'mails' ? threadWithin(source.mails) : source
}

/** What kind of source it is shows in its bytes, never in its name. */
async function sourceOfBytes(bytes: Uint8Array): Promise<ThreadSource | Refusal> {
  const kind = sourceKindOf(bytes)
  if (kind === 'outlook') return mailsOf([await openOutlookMessage(bytes)])
  if (kind === 'mailbox') {
    const mails: (ParsedMail | Refusal)[] = []
    for await (const { mail } of openMailbox([bytes])) mails.push(mail)
    return mailsOf(mails)
  }
  if (kind === 'mail') return mailsOf([await parseMail(bytes)])
  const decoded = decodeText(bytes)
  if (decoded.kind === 'refused') return decoded
  return isThreadExport(decoded.text)
    ? parseThreadExport(decoded.text)
    : refuse('THREAD_UNREADABLE', { because: 'subject' })
}

/** Nothing of a mailbox is left out silently: where one of its mails is refused, all of it is. */
function mailsOf(mails: readonly (ParsedMail | Refusal)[]): ThreadSource | Refusal {
  const read: ParsedMail[] = []
  for (const [place, mail] of mails.entries()) {
    if (mail.kind === 'refused') return { ...mail, facts: { ...mail.facts, mail: place + 1 } }
    read.push(mail)
  }
  return { kind: 'mails', mails: read }
}

async function readBytes(stream: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array | Refusal> {
  try {
    return await readStream(stream, mailBytesMax)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return refuse('FILE_UNREADABLE', { file, reason: code })
  }
}
