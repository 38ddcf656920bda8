import { join } from 'node:path'
import type { Instant } from '@holdfast/capabilities'
import {
  formatArmour,
  formatReport,
  formatRoot,
  parseEnvelope,
  privateKeyOfSeed,
  refuse,
  selfKeyId,
  signEnvelope,
  type FingerprintPart,
  type Refusal,
  type Release,
} from '@holdfast/lease'
import { readPrivate } from '../change-vault.ts'
import { floorOfProof, proofsThatCount } from '../clock-guard.ts'
import type { DeviceContext } from '../device-context.ts'
import type { Diagnosis } from '../device-licence.ts'
import { formatDeviceState } from '../device-state.ts'
import { findPrivateDamage } from '../find-private-damage.ts'
import { hashFacts, listFacts } from '../fingerprint.ts'
import { knownFacts } from '../known-facts.ts'
import { judgeDevice, type Judgement } from '../judge-device.ts'
import { findTooOpen } from '../vault.ts'
import type { PrivateVault } from '../vault-body.ts'

const releaseUnknown: Release = { name: 'unknown', ordinal: 0 }

/** Everything that somebody who helps wants to know, without secrets and without hardware values. Writes nothing. */
export function diagnose(context: DeviceContext, wall: Instant): Diagnosis {
  const judged = judgeDevice(context, wall)
  const { held, clock, state } = judged
  const { vault } = held
  const secrets = readPrivate(context.dir)
  const salt = secrets?.salts[0]
  const facts = knownFacts(context, vault) ?? {}
  const hashed = salt === undefined ? [] : hashFacts(facts, salt)
  const newest = held.trust.newest?.bundle ?? null
  const findings = [...held.findings, ...findPrivateDamage(context.dir, held), ...findTooOpen(context.dir)]
  const refusals: Refusal[] = [...held.trust.refusals]
  const unread =
    held.unreadable === null ? null : refuse('FILE_UNREADABLE', { file: join(context.dir, held.unreadable) })
  const lost = held.lease.kind === 'none' ? held.lease.refusal : unread
  if (lost !== null && !refusals.includes(lost)) refusals.push(lost)
  return {
    kind: 'diagnosis',
    state,
    lease: held.lease.kind === 'lease' ? held.lease.lease : null,
    device: vault.device,
    trust:
      newest === null
        ? null
        : { version: newest.version, fingerprint: formatRoot(newest.root), vendor: newest.title },
    release: context.release ?? vault.runs,
    server: context.server ?? vault.server,
    clock: { wall: clock.wall, floor: clock.floor, now: clock.now },
    vault: findings,
    refusals,
    waiting: {
      receipts: vault.receipt === null ? 0 : 1,
      requests: [vault.pending].flatMap((pending) =>
        pending === null ? [] : [{ id: pending.id, action: pending.action, serial: pending.serial }],
      ),
      release: vault.release !== null && !vault.release.final,
    },
    facts: listFacts(facts).map(([name]) => ({
      name,
      hash: hashed.find((part) => part.name === name)?.hash ?? null,
    })),
    journal: vault.journal,
    report: secrets === null ? null : signReport(context, judged, { secrets, facts: hashed, findings }),
  }
}

/** spec: lease-format §8 */
function signReport(
  context: DeviceContext,
  { held, clock, state }: Judgement,
  told: { secrets: PrivateVault; facts: readonly FingerprintPart[]; findings: Diagnosis['vault'] },
): string {
  const key = privateKeyOfSeed(told.secrets.seed)
  const { vault } = held
  const trust = held.trust.newest?.bundle ?? null
  const lease = vault.lease === null ? null : parseEnvelope(vault.lease, 'lease')
  const uptime = context.uptime()
  const payload = formatReport({
    root: trust?.root ?? null,
    product: context.product,
    device: { key: key.thumbprint },
    writtenAt: clock.now,
    release: context.release ?? vault.runs ?? releaseUnknown,
    state: { ...formatDeviceState(state), kind: state.kind },
    held: lease === null || lease.kind === 'refused' ? null : lease.envelope,
    trust: trust?.version ?? null,
    clock: {
      wall: clock.wall,
      ...(clock.floor === null ? {} : { floor: clock.floor }),
      proofs: proofsThatCount(vault.proofs, trust).map((proof) => ({
        key: proof.key,
        moment: proof.moment,
        floor: floorOfProof(proof, uptime),
      })),
    },
    vault: told.findings.map((found) => `${found.file}: ${found.finding}`),
    facts: told.facts,
    journal: vault.journal,
  })
  const envelope = signEnvelope('report', payload, [{ key, keyid: selfKeyId(key.publicRaw) }])
  return formatArmour('report', envelope)
}
