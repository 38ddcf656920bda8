import type { ThreadedMessage, ThreadingFacts, ThreadingKeys, Writer } from '@holdfast/store'

type Found = ReadonlyMap<string, readonly ThreadedMessage[]>

/**
 * Whether another server has written, since `facts` were gathered, a message by which a mail of this batch may belong
 * elsewhere. Asked behind the row of running numbers, where servers that begin cases wait for each other: of an original and
 * its reply that two servers read in one moment, the second finds the first. spec: desk-traffic §3
 */
export async function isOvertaken(
  { read }: Pick<Writer, 'read'>,
  { messageIds, referredIds = [] }: ThreadingKeys,
  facts: ThreadingFacts,
): Promise<boolean> {
  const nothing = { numbers: [], tokens: [], addresses: [], domains: [], identities: [] }
  const now = await read.gatherThreading({ ...nothing, messageIds, referredIds })
  return hasMore(now.messages, facts.messages) || hasMore(now.referrers, facts.referrers)
}

function hasMore(now: Found, before: Found): boolean {
  return [...now].some(([key, messages]) => {
    const known = new Set(before.get(key)?.map(({ id }) => id))
    return messages.some(({ id }) => !known.has(id))
  })
}
