/**
 * What a store and the thread of its batches send each other. Arrays of bytes travel in buffers of their own size: cloned
 * with the buffer that they lie in, each would take thousands of bytes with it.
 */
import type { Name, Root } from '@holdfast/lease'
import type { HeldEvidence } from '@holdfast/licensing'
import type {
  ExchangeBatch,
  ExchangeJob,
  ExchangeResult,
  Issuing,
  JobOutcome,
  StoreTarget,
} from '@holdfast/store'

/** Given to the thread at its start. */
export type BatchThreadData = { readonly target: StoreTarget; readonly serverId: string }

export type BatchTask = {
  readonly jobs: readonly ExchangeJob[]
  readonly root: Root
  readonly trust: number
  /** Of the products that the jobs name. */
  readonly keys: ReadonlyMap<Name, ReturnType<Issuing['keysOf']>>
}

/** `failed`: no outcomes; `isUnavailable` where another batch would meet the same. */
export type BatchReply =
  | { readonly kind: 'done'; readonly outcomes: readonly JobOutcome<ExchangeResult>[] }
  | { readonly kind: 'failed'; readonly error: Error; readonly isUnavailable: boolean }

export function packBatch({ jobs, issuing }: ExchangeBatch): BatchTask {
  const keys = new Map<Name, ReturnType<Issuing['keysOf']>>()
  for (const job of jobs) {
    if (job.kind !== 'activate' && job.kind !== 'renew') continue
    const { product } = job.facts.request
    if (!keys.has(product)) keys.set(product, issuing.keysOf(product))
  }
  return { jobs: jobs.map(packJob), root: issuing.root, trust: issuing.trust, keys }
}

export function unpackBatch({ jobs, root, trust, keys }: BatchTask): ExchangeBatch {
  const keysOf: Issuing['keysOf'] = (product) => {
    const found = keys.get(product)
    if (found === undefined) throw new Error(`the batch came without the keys of ${product}`)
    return found
  }
  return { jobs, issuing: { root, trust, keysOf } }
}

export function packOutcome(outcome: JobOutcome<ExchangeResult>): JobOutcome<ExchangeResult> {
  if (outcome.kind === 'failed') return { kind: 'failed', error: packError(outcome.error) }
  if (outcome.result.decision.kind !== 'granted') return outcome
  const { decision, acknowledged } = outcome.result
  const lease = { ...decision.lease, payload: ownBytes(decision.lease.payload) }
  return { kind: 'done', result: { decision: { ...decision, lease }, acknowledged } }
}

/** Members of its own are left out: some of them travel to no other thread. */
export function packError(error: unknown): Error {
  const known = error instanceof Error ? error : new Error(String(error))
  return Object.assign(new Error(known.message), { stack: known.stack })
}

function packJob(job: ExchangeJob): ExchangeJob {
  if (job.kind === 'receipt') return job
  const facts = { devicePublicRaw: ownBytes(job.facts.devicePublicRaw), held: packHeld(job.facts.held) }
  return job.kind === 'release'
    ? { ...job, facts: { ...job.facts, ...facts } }
    : { ...job, facts: { ...job.facts, ...facts } }
}

function packHeld(held: HeldEvidence): HeldEvidence {
  return held.kind === 'genuine' ? { ...held, payload: ownBytes(held.payload) } : held
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}
