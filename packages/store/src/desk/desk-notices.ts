// What happens on the desk, told to the webhooks that ask for it: ids and states, no words of people. spec: webhooks §1
import { formatInstant, type Instant } from '@holdfast/capabilities'

export const deskNoticeKinds = [
  'case.opened',
  'case.state-set',
  'case.warned',
  'message.added',
  'message.held',
  'mail.failed',
  'mail.doubt',
] as const
export type DeskNoticeKind = (typeof deskNoticeKinds)[number]

export type DeskNotice = {
  readonly kind: DeskNoticeKind
  readonly at: Instant
  /** Ids, numbers and words of the books' own. */
  readonly data: { readonly [name: string]: string | number | null }
}

export function formatNotice({ kind, at, data }: DeskNotice): string {
  return JSON.stringify({ type: kind, timestamp: formatInstant(at), data })
}
