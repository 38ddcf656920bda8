import type { Clock } from '@holdfast/capabilities'
import { readAttachmentText } from '@holdfast/intake'
import type { ParsedMail } from '@holdfast/mail'

/** What an attachment is searched by; `text` is '' where it has none. */
export type AttachmentText = { readonly place: number; readonly name: string; readonly text: string }

/**
 * The texts of a mail's attachments, one after the other: reading a PDF costs a thread, and a hostile one its whole time.
 * What begins past `untilMs`, by the monotonic clock, is found by its name alone.
 */
export async function readAttachmentTexts(
  { attachments }: Pick<ParsedMail, 'attachments'>,
  lent: { readonly clock: Clock; readonly untilMs: number },
): Promise<readonly AttachmentText[]> {
  const texts: AttachmentText[] = []
  for (const [place, { name, mediaType, bytes }] of attachments.entries()) {
    const isLate = lent.clock.monotonicMs() >= lent.untilMs
    const read = isLate ? null : await readAttachmentText(bytes, { name, mediaType }, lent.clock)
    texts.push({ place, name, text: read?.kind === 'text' ? read.text : '' })
  }
  return texts
}
