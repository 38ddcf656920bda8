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
  type RequestId,
} from '@holdfast/lease'
import { changeVault, type OpenVault, type VaultChange } from './change-vault.ts'
import type { DeviceContext } from './device-context.ts'
import type { HeldLease } from './held-licence.ts'
import { nextVault } from './next-vault.ts'
import { trustToAct, waitingReceipts } from './prepare-request.ts'
import { isSequenceSpent } from './sequence.ts'
import { addJournal, type PublicVault, type StoredRelease } from './vault-body.ts'

export type ReleaseStored = {
  readonly kind: 'stored'
  readonly id: RequestId
  readonly lease: LeaseId
  readonly statement: Envelope
  readonly receipts: readonly Envelope[]
  /** It was stored by an earlier call: whoever has it may have brought it already. */
  readonly already: boolean
  readonly final: boolean
}

/**
 * Stops using the lease, durably, and keeps the signed release; drops every pending request. `final`: it goes out in a
 * file, and cannot be taken back. Refuses with NOT_LICENSED where there is nothing to give back, VAULT_DAMAGED where the
 * lease's device key is lost, GENERATION_SPENT where it can number nothing more.
 */
export function storeRelease(
  context: DeviceContext,
  { final }: { final: boolean },
): Promise<ReleaseStored | Refusal> {
  return changeVault<ReleaseStored>(context, (open) => {
    const { held, deviceKey } = open
    const earlier = held.vault.release
    if (held.lease.kind === 'none')
      return earlier === null
        ? (held.lease.refusal ?? refuse('NOT_LICENSED', { because: held.lease.because }))
        : repeatRelease(context, open, { ...earlier, final: earlier.final || final })
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

function repeatRelease(
  context: DeviceContext,
  open: OpenVault,
  release: StoredRelease,
): VaultChange<ReleaseStored> | Refusal {
  const opened = parseEnvelope(release.statement, 'release')
  if (opened.kind === 'refused') return opened
  const parsed = parseRelease(opened.payload)
  if (parsed.kind === 'refused') return parsed
  const { base } = nextVault(context, open)
  const settled = release.final === open.held.vault.release?.final
  return {
    ...(settled ? {} : { public: { ...base, release } }),
    result: {
      kind: 'stored',
      id: parsed.statement.id,
      lease: release.lease,
      statement: opened.envelope,
      receipts: waitingReceipts(open.held.vault),
      already: true,
      final: release.final,
    },
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
  const sequence = base.sequence + 1
  const id = makeRequestId(context.entropy)
  const payload = formatRelease({
    root: trust.bundle.root,
    id,
    sequence,
    product: lease.lease.product,
    serial: lease.lease.serial,
    device: { key: deviceKey.thumbprint },
    held: opened.envelope,
    releasedAt: clock.now,
  })
  const statement = signEnvelope('release', payload, [
    { key: deviceKey, keyid: selfKeyId(deviceKey.publicRaw) },
  ])
  const next: PublicVault = {
    ...base,
    sequence,
    lease: null,
    unlicensed: 'released',
    pending: null,
    awaited: [],
    hardwareChanged: false,
    release: { lease: lease.lease.id, statement: formatEnvelope(statement), held: lease.bytes, final },
  }
  return {
    public: addJournal(next, clock.now, 'released', null),
    result: {
      kind: 'stored',
      id,
      lease: lease.lease.id,
      statement,
      receipts: waitingReceipts(base),
      already: false,
      final,
    },
  }
}
