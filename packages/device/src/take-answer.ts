// An answer becomes what is held, in one write - or changes nothing about the lease. spec: device §2
import {
  formatEnvelope,
  formatReceipt,
  refuse,
  selfKeyId,
  signEnvelope,
  verifyLease,
  type AcceptedLease,
  type Envelope,
  type Lease,
  type LeaseId,
  type PrivateKey,
  type Refusal,
  type RefusalCode,
  type RequestId,
} from '@holdfast/lease'
import type { Instant } from '@holdfast/capabilities'
import type { OpenVault, VaultChange } from './change-vault.ts'
import { recordProofs } from './clock-guard.ts'
import type { DeviceContext } from './device-context.ts'
import { hardwareChanged } from './fingerprint.ts'
import { continueTrust, type ContinuedTrust, type TrustLink } from './held-trust.ts'
import { knownFacts } from './known-facts.ts'
import { nextVault } from './next-vault.ts'
import { trustToAct } from './prepare-request.ts'
import { refuseLapsedLease } from './refuse-lapsed-lease.ts'
import { refuseShorterLease } from './refuse-shorter-lease.ts'
import { addJournal, type PublicVault } from './vault-body.ts'

export type Answer = {
  readonly lease: Envelope
  readonly trust: readonly Envelope[]
  readonly acknowledged: readonly LeaseId[]
  /** The server that gave it; `null` for a file. */
  readonly server: string | null
  /** The request that was sent; `null` for a file, which answers any that is awaited. */
  readonly sent: RequestId | null
  /** Asked for on unsigned advice: it may not shorten, and its refusal is not remembered. spec: activation-protocol §11 */
  readonly advised?: boolean
  /** Asked for by upkeep: when it was taken is noted. */
  readonly upkeep?: boolean
}
export type Taken = { readonly kind: 'taken'; readonly lease: Lease; readonly already: boolean }

/** The refusal, where the lease is none to take, is the change's result: trust that came with it is kept all the same. */
export function takeAnswer(
  context: DeviceContext,
  open: OpenVault,
  answer: Answer,
): VaultChange<Taken | Refusal> | Refusal {
  const { held, deviceKey } = open
  const anchor = trustToAct(open)
  if ('kind' in anchor) return anchor
  if (deviceKey === null) return refuse('REQUEST_NOT_PENDING')
  const trust = continueTrust(anchor, answer.trust)
  const newest = trust.newest ?? anchor
  const { base, clock } = nextVault(context, open, newest)
  const acknowledged = acknowledge(base, answer.acknowledged)
  const ours = base.device === deviceKey.thumbprint
  const heldLease = held.lease.kind === 'lease' && ours ? held.lease : null
  const verdict = verifyLease({
    envelope: answer.lease,
    trust: newest.bundle,
    product: context.product,
    device: deviceKey.thumbprint,
    as: {
      kind: 'new',
      awaited: base.awaited,
      highestGeneration: ours ? base.generation : 0,
      held:
        heldLease === null
          ? null
          : { payload: heldLease.payload, issuedUnder: (held.trust.issuedUnder ?? anchor).bundle },
    },
  })
  if (verdict.kind === 'refused') {
    const refusal = told(verdict, trust, base)
    const pending = isDroppedBy(verdict.code, answer, acknowledged) ? null : acknowledged.pending
    return {
      public: addJournal({ ...acknowledged, pending }, clock.now, 'answer-refused', refusal.code),
      result: refusal,
    }
  }
  // Whose key it is does not matter here: the lease of a lost key works, too.
  const inUse = held.lease.kind === 'lease' ? held.lease.lease : null
  const over = verdict.already
    ? null
    : (refuseLapsedLease(verdict.lease, inUse, { release: base.runs, now: clock.now }) ??
      (answer.advised === true ? refuseShorterLease(verdict.lease, inUse) : null))
  if (over !== null) {
    const without = withoutAnswered(acknowledged, verdict.lease, over, clock.now)
    const renewalRefused = answer.advised === true ? base.renewalRefused : without.renewalRefused
    return { public: { ...without, renewalRefused }, result: over }
  }
  const next = verdict.already
    ? { ...acknowledged, pending: pendingLeft(acknowledged, verdict.lease) }
    : withLease(acknowledged, verdict, {
        context,
        open,
        deviceKey,
        at: clock.now,
        links: [...listLinks(held.trust.issuedUnder, anchor), ...trust.applied],
      })
  const keptUp = answer.upkeep === true ? { at: clock.wall, uptime: context.uptime() } : next.keptUp
  const settled = { ...next, renewalRefused: null, server: answer.server ?? next.server, keptUp }
  return {
    public: addJournal(settled, clock.now, verdict.already ? 'lease-held-already' : 'lease-applied', null),
    result: { kind: 'taken', lease: verdict.lease, already: verdict.already },
  }
}

/** The request was answered, though not by a lease to take: the next attempt is a new one. */
function withoutAnswered(
  vault: PublicVault,
  { answers }: Lease,
  { code }: Refusal,
  at: Instant,
): PublicVault {
  return addJournal(dropPending(vault, answers, code), at, 'answer-refused', code)
}

/** Forgets the pending request, where it is this one, for the reason that is remembered of a renewal. */
export function dropPending(vault: PublicVault, request: RequestId, code: RefusalCode): PublicVault {
  if (vault.pending?.id !== request) return vault
  const renewalRefused = vault.pending.action === 'renew' ? code : vault.renewalRefused
  return { ...vault, pending: null, renewalRefused }
}

/** A receipt that the server has on disk need not be sent again. */
export function acknowledge(vault: PublicVault, acknowledged: readonly LeaseId[]): PublicVault {
  const known = vault.receipt !== null && acknowledged.includes(vault.receipt.lease)
  return known ? { ...vault, receipt: null } : vault
}

function withLease(
  vault: PublicVault,
  accepted: AcceptedLease,
  by: {
    context: DeviceContext
    open: OpenVault
    deviceKey: PrivateKey
    at: Instant
    links: readonly TrustLink[]
  },
): PublicVault {
  const { lease, envelope, signedBy } = accepted
  const { context, deviceKey, open } = by
  const newest = by.links.at(-1)?.bundle ?? null
  const signed = { moment: lease.issuedAt, keys: signedBy }
  const facts = knownFacts(context, vault)
  const salts = open.private?.salts ?? []
  return {
    ...vault,
    device: deviceKey.thumbprint,
    generation: lease.generation,
    lease: formatEnvelope(envelope),
    trust: { newest: vault.trust.newest, issuedUnder: bundleToKeep(accepted, by.links)?.bytes ?? null },
    receipt: composeReceipt(lease, deviceKey, by.at),
    release: null,
    pending: pendingLeft(vault, lease),
    proofs: recordProofs({
      proofs: vault.proofs,
      trust: newest,
      uptime: context.uptime(),
      unread: open.held.trust.unread !== null,
      signed,
    }),
    hardwareChanged: facts === null ? vault.hardwareChanged : hardwareChanged(lease, facts, salts),
  }
}

function composeReceipt(lease: Lease, deviceKey: PrivateKey, appliedAt: Instant): PublicVault['receipt'] {
  const { root, id, generation, product } = lease
  const payload = formatReceipt({
    root,
    lease: id,
    generation,
    product,
    device: { key: deviceKey.thumbprint },
    appliedAt,
  })
  const envelope = signEnvelope('receipt', payload, [
    { key: deviceKey, keyid: selfKeyId(deviceKey.publicRaw) },
  ])
  return { lease: id, bytes: formatEnvelope(envelope) }
}

/**
 * The bundle that the lease is judged by from now on: that of its own version where it is at hand and accepts it. A payload
 * decided earlier and signed again after the vendor changed keys is accepted by the newest bundle alone: then that one.
 */
function bundleToKeep(
  { lease, envelope }: AcceptedLease,
  links: readonly TrustLink[],
): TrustLink | undefined {
  const newest = links.at(-1)
  return (
    links.find(({ bundle }) => {
      if (newest === undefined || bundle.version !== lease.trust) return false
      const { product, device } = lease
      const as = { kind: 'held', issuedUnder: bundle } as const
      return (
        verifyLease({ envelope, trust: newest.bundle, product, device: device.key, as }).kind === 'accepted'
      )
    }) ?? newest
  )
}

function listLinks(...links: readonly (TrustLink | null)[]): readonly TrustLink[] {
  return links.filter((link) => link !== null)
}

// A request for another serial number waits on: this lease does not answer it.
function pendingLeft({ pending }: PublicVault, lease: Lease): PublicVault['pending'] {
  return pending === null || pending.id === lease.answers || pending.serial === lease.serial ? null : pending
}

/**
 * Online, the server would give the same answer to the same request again: unless it only lacks trust bundles, the next
 * attempt is a new request. A file that is refused says nothing about the request.
 */
function isDroppedBy(code: RefusalCode, answer: Answer, { pending }: PublicVault): boolean {
  return code !== 'TRUST_NEEDED' && answer.sent !== null && pending?.id === answer.sent
}

/** A chain that broke is the cause where the lease is not understood under what is held. */
function told(verdict: Refusal, trust: ContinuedTrust, vault: PublicVault): Refusal {
  if (trust.refusal !== null) return trust.refusal
  return verdict.code === 'LEASE_OTHER_REQUEST' && vault.awaited.length === 0
    ? refuse('REQUEST_NOT_PENDING')
    : verdict
}
