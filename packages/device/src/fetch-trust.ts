import type { Clock, Entropy } from '@holdfast/capabilities'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import type { Envelope } from '@holdfast/lease'
import type { DeviceRefusal } from './device-licence.ts'
import { exchange, parseServerAddress } from './exchange.ts'
import { parseBundles } from './parse-answer.ts'

/**
 * The vendor's trust bundles above `above` (0: from version 1), at most 64, **unverified**: for first use, where a person
 * compares the root fingerprint before anything is trusted. Changes nothing on the device.
 * spec: activation-protocol §1
 */
export async function fetchTrust(input: {
  server: string
  above?: number
  deadlineMs?: number
  clock?: Clock
  entropy?: Entropy
}): Promise<{ kind: 'bundles'; bundles: readonly Envelope[] } | DeviceRefusal> {
  const server = parseServerAddress(input.server)
  if (server.kind === 'refused') return server
  const answer = await exchange({
    server: server.url,
    path: `/v1/trust?above=${input.above ?? 0}`,
    body: null,
    language: 'en',
    deadlineMs: input.deadlineMs ?? 60_000,
    clock: input.clock ?? systemClock,
    entropy: input.entropy ?? systemEntropy,
  })
  if (answer.kind !== 'answer') return answer.refusal
  return parseBundles(answer.body)
}
