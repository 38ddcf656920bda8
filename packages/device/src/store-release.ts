// The signed release, stored in the same write that stops using the lease. spec: activation-protocol §6
import {
  formatArmour,
  formatEnvelope,
  formatRelease,
  makeRequestId,
  parseEnvelope,
  parseRelease,
  refuse,
  selfKeyId,
  signEnvelope,
  type Envelope,
  type LeaseId,
  type PrivateKey,
  type Refusal,
  type ReleaseStatement,
  type RequestId,
  type Thumbprint,
} from '@holdfast/lease'
import { changeVault, type OpenVault, type VaultChange } from './change-vault.ts'
import type { DeviceContext } from './device-context.ts'
import type { HeldLease } from './held-licence.ts'
import { nextVault } from './next-vault.ts'
import { trustToAct, waitingReceipts } from './prepare-request.ts'
import { isSequenceSpent, sequenceMax } from './sequence.ts'
import { addJournal, type PublicVault } from './vault-body.ts'

export type ReleaseStored = {
  readonly kind: 'stored'
  readonly id: RequestId
  readonly lease: LeaseId
  readonly device: Thumbprint
  readonly statement: Envelope
  readonly receipts: readonly Envelope[]
  /** The same statement as before, byte for byte. */
  readonly already: boolean
}

/**
 * Stops using the lease, durably, and keeps the signed release; drops every pending request. `final`: it goes out in a
 * file, and cannot be taken back. Whoever says one that is stored already is counted first, so that nobody takes it back
 * who does not know of them. Refuses with NOT_LICENSED where there is nothing to give back, VAULT_DAMAGED where the lease's
 * device key is lost, GENERATION_SPENT where it can number nothing more.
 */
export function storeRelease(
  context: DeviceContext,
  { final }: { final: boolean },
): Promise<ReleaseStored | Refusal> {
  return changeVault<ReleaseStored>(context, (open) => {
    const { held, deviceKey } = open
    if (held.lease.kind === 'none') return repeatRelease(context, open, final)
    if (deviceKey === null || deviceKey.thumbprint !== held.vault.device)
      return refuse('VAULT_DAMAGED', { part: 'private', lost: 'device-key' })
    return addRelease(context, open, { lease: held.lease, deviceKey, final })
  })
}

/** The file that carries a release: it needs no answer, and says so. */
export function formatReleaseText(context: DeviceContext, stored: ReleaseStored): string {
  const words =
    context.language === 'zh'
      ? '此文件用于归还一个席位，请交给供应商。无需答复。'
      : 'This file gives a seat back. Bring it to the vendor; no answer is needed.'
  const receipts = stored.receipts.map((receipt) => formatArmour('receipt', receipt))
  const blocks = [formatArmour('release', stored.statement), ...receipts]
  return `${[words, ...blocks.map((block) => block.trimEnd())].join('\n\n')}\n`
}

/** Whether this is the release that the vault holds now, and not one that took its place. */
export function isStored({ release }: PublicVault, { statement }: ReleaseStored): boolean {
  return release !== null && Buffer.compare(release.statement, formatEnvelope(statement)) === 0
}

function repeatRelease(
  context: DeviceContext,
  open: OpenVault,
  final: boolean,
): VaultChange<ReleaseStored> | Refusal {
  const { vault } = open.held
  if (vault.release === null) return refuseUnlicensed(open)
  const trust = trustToAct(open)
  // Saying it again needs no trust; but what another vendor has left here is not ours to change.
  if ('kind' in trust && trust.code === 'TRUST_OTHER_ROOT') return trust
  const opened = parseEnvelope(vault.release.statement, 'release')
  if (opened.kind === 'refused') return opened
  const parsed = parseRelease(opened.payload)
  if (parsed.kind === 'refused') return parsed
  const { statement } = parsed
  // Asked since: a later request is granted in spite of this release, or was. So it is said above that request.
  if (statement.sequence < vault.sequence && open.deviceKey?.thumbprint === statement.device.key)
    return sayAbove(context, open, { statement, deviceKey: open.deviceKey, final })
  const { base } = nextVault(context, open)
  const { callers } = vault.release
  const release = {
    ...vault.release,
    final: vault.release.final || final,
    callers: callers === null ? null : callers + 1,
  }
  // What cannot be taken back needs no count.
  const settled = vault.release.final || (callers === null && !final)
  return {
    ...(settled ? {} : { public: { ...base, release } }),
    result: storedOf(base, { statement, envelope: opened.envelope, lease: release.lease, already: true }),
  }
}

function refuseUnlicensed({ held: { lease, vault } }: OpenVault): Refusal {
  const { because, refusal } = lease.kind === 'none' ? lease : { because: null, refusal: null }
  // A request since then may have taken a seat again, also where its answer was not taken: what was confirmed says nothing.
  const confirmed = because === 'released' && vault.releaseConfirmed !== null && vault.awaited.length === 0
  return refusal ?? refuse('NOT_LICENSED', { because, ...(confirmed ? { confirmed } : {}) })
}

/** The same release with a sequence above all that was asked since, and nothing awaited. Earlier statements may be out. */
function sayAbove(
  context: DeviceContext,
  open: OpenVault,
  { statement, deviceKey, final }: { statement: ReleaseStatement; deviceKey: PrivateKey; final: boolean },
): VaultChange<ReleaseStored> | Refusal {
  const { base, clock } = nextVault(context, open)
  if (base.release === null) return refuseUnlicensed(open)
  // To the last number: they were left for this.
  if (base.sequence >= sequenceMax) return refuse('GENERATION_SPENT')
  const sequence = base.sequence + 1
  const id = makeRequestId(context.entropy)
  const anew = { ...statement, id, sequence, releasedAt: clock.now }
  const envelope = signRelease(anew, deviceKey)
  const release = { ...base.release, statement: formatEnvelope(envelope), final, callers: null }
  const next: PublicVault = { ...base, sequence, pending: null, awaited: [], release }
  return {
    public: addJournal(next, clock.now, 'released', null),
    result: storedOf(base, { statement: anew, envelope, lease: release.lease, already: false }),
  }
}

function addRelease(
  context: DeviceContext,
  open: OpenVault,
  { lease, deviceKey, final }: { lease: HeldLease; deviceKey: PrivateKey; final: boolean },
): VaultChange<ReleaseStored> | Refusal {
  const trust = trustToAct(open)
  if ('kind' in trust) return trust
  const opened = parseEnvelope(lease.bytes, 'lease')
  if (opened.kind === 'refused') return opened
  const { base, clock } = nextVault(context, open)
  if (isSequenceSpent(base)) return refuse('GENERATION_SPENT')
  const statement: ReleaseStatement = {
    root: trust.bundle.root,
    id: makeRequestId(context.entropy),
    sequence: base.sequence + 1,
    product: lease.lease.product,
    serial: lease.lease.serial,
    device: { key: deviceKey.thumbprint },
    held: opened.envelope,
    releasedAt: clock.now,
  }
  const envelope = signRelease(statement, deviceKey)
  const { pending, awaited, hardwareChanged } = base
  const next: PublicVault = {
    ...base,
    sequence: statement.sequence,
    lease: null,
    unlicensed: 'released',
    pending: null,
    awaited: [],
    hardwareChanged: false,
    release: {
      lease: lease.lease.id,
      statement: formatEnvelope(envelope),
      held: lease.bytes,
      final,
      callers: 1,
      before: { pending, awaited, hardwareChanged },
    },
    releaseConfirmed: null,
  }
  return {
    public: addJournal(next, clock.now, 'released', null),
    result: storedOf(base, { statement, envelope, lease: lease.lease.id, already: false }),
  }
}

function signRelease(statement: ReleaseStatement, deviceKey: PrivateKey): Envelope {
  const signers = [{ key: deviceKey, keyid: selfKeyId(deviceKey.publicRaw) }]
  return signEnvelope('release', formatRelease(statement), signers)
}

function storedOf(
  vault: PublicVault,
  told: { statement: ReleaseStatement; envelope: Envelope; lease: LeaseId; already: boolean },
): ReleaseStored {
  const { statement, envelope, lease, already } = told
  const { id, device } = statement
  const receipts = waitingReceipts(vault)
  return { kind: 'stored', id, lease, device: device.key, statement: envelope, receipts, already }
}
