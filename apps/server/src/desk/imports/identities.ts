// What makes two copies of an export's message one, and two proposals one. spec: case-import §8
import type { CaseHead, Proposal, SourceThread } from '@holdfast/desk'
import { keyedHash } from '../message-identity.ts'

/**
 * Of the messages of an export, in their order: by the case, the sender, the time as written and the text. Messages alike in
 * all of it are counted, so that none of them is lost.
 */
export function identitiesOfExport(
  thread: SourceThread,
  head: CaseHead,
  secret: Uint8Array,
): readonly string[] {
  const place = head.number ?? head.token ?? [head.customer, head.title]
  const counts = new Map<string, number>()
  return thread.messages.map(({ from, sentAt, text }) => {
    const key = JSON.stringify([place, from.name, from.address, sentAt, text])
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return `export:${keyedHash([key, count], secret)}`
  })
}

/**
 * What led to each proposal. A contradiction is the same whatever further mails join in: by what it says. A commitment is one
 * place in one message: by that. Several that are alike in it are counted.
 */
export function causesOf(
  proposals: readonly Proposal[],
  identities: readonly string[],
  secret: Uint8Array,
): readonly string[] {
  const counts = new Map<string, number>()
  return proposals.map(({ kind, text, evidence }) => {
    const places = evidence.map(({ message, text: words }) => [identities[message - 1] ?? '', words])
    const key = JSON.stringify(kind === 'commitment' ? [kind, places] : [kind, text])
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return keyedHash([key, count], secret)
  })
}
