// Our own diagnostic reports, armoured or as JSON. spec: lease-format §8, §11
import { formatInstant } from '@holdfast/capabilities'
import {
  leaseEnd,
  parseArmour,
  parseEnvelopeValue,
  parseLease,
  verifyReport,
  type ArmourRefusal,
  type DeviceArtefactRefusal,
  type Envelope,
  type Report,
} from '@holdfast/lease'

/**
 * What a report says. The signature of the device was verified, or the report is refused. The lease in it was signed by the
 * vendor; without the vendor's keys this signature is not verified here.
 */
export type ReportReading = {
  readonly kind: 'report'
  readonly signature: 'valid'
  readonly device: string
  readonly product: string
  readonly root: string | null
  readonly writtenAt: string
  readonly release: { readonly name: string; readonly ordinal: number }
  readonly state: Report['state']
  readonly held: HeldReading | null
  readonly trust: number | null
  readonly clock: { readonly wall: string; readonly floor: string | null }
  readonly vault: readonly string[]
  readonly journal: readonly { readonly at: string; readonly word: string; readonly code: string | null }[]
}

export type HeldReading = {
  readonly lease: string
  readonly serial: string
  readonly licence: string
  readonly order: string
  readonly holder: string
  readonly generation: number
  readonly issuedAt: string
  /** End of the lease, its grace not included; null where it never ends. */
  readonly until: string | null
  readonly because: 'term-over' | 'renewal-missed' | null
  readonly graceDays: number
}

/** Whether a text holds blocks of ours, or is the JSON of one envelope. */
export function looksLikeArtefact(text: string): boolean {
  return /HOLDFAST/.test(text)
    ? /BEGIN\s{1,16}HOLDFAST/.test(text)
    : /^\s{0,64}\{/.test(text) && text.includes('application/vnd.holdfast.')
}

/** Every report of a text, and how many artefacts of other kinds stood beside them; the first bad block refuses the text. */
export async function readReports(text: string): Promise<
  | {
      readonly kind: 'reports'
      readonly reports: readonly ReportReading[]
      readonly others: readonly string[]
    }
  | ArmourRefusal
  | DeviceArtefactRefusal
> {
  const parsed = parseArmour(text)
  if (parsed.kind === 'refused') return parsed
  const reports: ReportReading[] = []
  const others: string[] = []
  for (const block of parsed.blocks) {
    if (block.kind !== 'report') {
      others.push(block.kind)
      continue
    }
    const verified = await verifyReport(block.bytes)
    if (verified.kind === 'refused') return verified
    reports.push(describeReport(verified.report))
  }
  return { kind: 'reports', reports, others }
}

function describeReport(report: Report): ReportReading {
  const { clock } = report
  return {
    kind: 'report',
    signature: 'valid',
    device: report.device.key,
    product: report.product,
    root: report.root,
    writtenAt: formatInstant(report.writtenAt),
    release: { name: report.release.name, ordinal: report.release.ordinal },
    state: report.state,
    held: report.held === null ? null : describeHeld(report.held),
    trust: report.trust,
    clock: {
      wall: formatInstant(clock.wall),
      floor: clock.floor === undefined ? null : formatInstant(clock.floor),
    },
    vault: report.vault,
    journal: report.journal.map(({ at, word, code }) => ({ at: formatInstant(at), word, code })),
  }
}

function describeHeld(envelope: Envelope): HeldReading | null {
  const parsed = parseEnvelopeValue(envelope, 'lease')
  if (parsed.kind === 'refused') return null
  const read = parseLease(parsed.payload)
  if (read.kind === 'refused') return null
  const { lease } = read
  const end = leaseEnd(lease)
  return {
    lease: lease.id,
    serial: lease.serial,
    licence: lease.licence,
    order: lease.order,
    holder: lease.holder,
    generation: lease.generation,
    issuedAt: formatInstant(lease.issuedAt),
    until: end.kind === 'never' ? null : formatInstant(end.at),
    because: end.kind === 'never' ? null : end.because,
    graceDays: lease.graceDays,
  }
}
