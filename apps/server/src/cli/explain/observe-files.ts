// Files of captures as observations, with what was read for the diagnoses.
import { parseInstant } from '@holdfast/capabilities'
import { observeReadings, type ObserveOptions, type Observation, type Reading } from '@holdfast/fleet'
import type { Found } from '@holdfast/intake'
import type { Refusal } from '@holdfast/lease'
import type { CommandContext } from '../command.ts'
import { listGivenFiles } from '../list-given-files.ts'
import { readGiven } from '../read-given.ts'

/** One capture, and where it stood. */
export type FileCapture = { readonly file: string; readonly reading: Reading }

export type FilesObserved = {
  readonly captures: readonly FileCapture[]
  readonly observations: readonly Observation[]
  readonly refused: readonly { readonly file: string; readonly refusal: Refusal }[]
}

export async function observeFiles(
  context: Pick<CommandContext, 'stdin'>,
  names: readonly string[],
  options: ObserveOptions,
): Promise<FilesObserved> {
  const captures: FileCapture[] = []
  const reports: Observation[] = []
  const refused: { file: string; refusal: Refusal }[] = []
  const readings: { reading: Reading; fallback: string }[] = []
  for (const name of listGivenFiles(names)) {
    const read = await readGiven(context, name)
    if (read.kind === 'refused') {
      refused.push({ file: name, refusal: read })
      continue
    }
    for (const found of read.found) {
      const file = found.inside === null ? name : `${name}/${found.inside}`
      if ('kind' in found.value) {
        reports.push(observeReport(found.value, options))
        continue
      }
      captures.push({ file, reading: found.value })
      readings.push({ reading: found.value, fallback: found.list?.host ?? file })
    }
  }
  return { captures, observations: [...observeReadings(readings, options), ...reports], refused }
}

type Report = Extract<Found['value'], { kind: 'report' }>

/** Our own report: what was left of the lease when it was written. */
function observeReport(report: Report, options: ObserveOptions): Observation {
  const writtenAt = parseInstant(report.writtenAt)
  const until = parseInstant(report.held?.until ?? '')
  const left = writtenAt === null || until === null ? null : until - writtenAt
  return {
    device: report.device,
    capturedAt: writtenAt === null ? null : { from: writtenAt, to: (writtenAt + 1) as typeof writtenAt },
    remaining: left === null ? null : { from: left, to: left + 1 },
    activatedAt: options.activatedAt,
    grantedSeconds: options.grantedSeconds,
    upgradedAt: options.upgradedAt,
    releaseBefore: null,
    releaseAfter: report.release.name,
  }
}
