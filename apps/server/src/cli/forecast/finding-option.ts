import { readFile } from 'node:fs/promises'
import { explain, parseFaultName, parseFinding, type AppliedFinding } from '@holdfast/fleet'
import { operations } from '@holdfast/contract'
import { refuse, type Refusal } from '@holdfast/lease'
import type { CommandContext, Refused } from '../command.ts'
import { listFleetDevices, observeFleet } from '../explain/observe-fleet.ts'
import { findGrantedTerm } from '../granted-term.ts'

/** Characters of a file that says little: a finding has some hundreds. */
const findingCharsMax = 16 * 1024 * 1024
/** Devices of a finding that are looked at: more tell no more. */
const devicesMax = 100

/**
 * `--finding`: a name as `32-bit-seconds`, a file of JSON, or the id of a finding of the server. Null where it was not
 * given. Refuses FINDING_UNREADABLE; of the server's: what it refuses, and FINDING_WITHOUT_FAULT.
 */
export async function readFindingOption(
  text: string | undefined,
  context: Pick<CommandContext, 'api' | 'clock'>,
  grantedSeconds: number | null,
): Promise<AppliedFinding | null | Refusal<'FINDING_UNREADABLE'> | Refused> {
  if (text === undefined) return null
  const fault = parseFaultName(text)
  if (fault !== null) return { fault, certainty: 'possible', grantedSeconds: null, leftSeconds: null }
  const json = await readJson(text)
  if (json === undefined && /^[0-9a-f]{32}$/.test(text))
    return await explainFinding(text, context, grantedSeconds)
  return parseFinding(json) ?? refuse('FINDING_UNREADABLE', { file: text })
}

/**
 * A finding of the server names devices, not a fault: what was seen on them is explained, and the best explanation counts
 * where it is a fault of time. The granted term is that of `--granted`, else of the order that the finding names, else the
 * one term of the devices' customer.
 */
async function explainFinding(
  id: string,
  { api, clock }: Pick<CommandContext, 'api' | 'clock'>,
  given: number | null,
): Promise<AppliedFinding | Refused> {
  const shown = await api.call(operations.showFinding, { params: { finding: id } })
  if (shown.kind === 'problem') return shown
  const { code, facts } = shown.answer
  const devices = await listFleetDevices(api, { finding: id }, devicesMax)
  if (devices.kind === 'problem') return devices
  const withoutFault = () => api.refused(refuse('FINDING_WITHOUT_FAULT', { finding: id, found: code }))
  if (devices.list.length === 0) return withoutFault()
  let grantedSeconds = given
  if (grantedSeconds === null && typeof facts['order'] === 'string') {
    const granted = await findGrantedTerm(api, { order: facts['order'] })
    if (granted.kind === 'problem') return granted
    grantedSeconds = granted.seconds
  }
  const options = { activatedAt: null, upgradedAt: null, withReadings: false, more: devices.more }
  const observed = await observeFleet(api, devices.list, { ...options, grantedSeconds })
  if (observed.kind === 'problem') return observed
  const now = clock.now()
  const explanation = explain(observed.observations, { grantedSeconds: observed.grantedSeconds, now })
  const [best] = explanation.hypotheses
  if (best === undefined || explanation.verdict !== 'time-fault') return withoutFault()
  const { fault, certainty, leftSeconds } = best
  return { fault, certainty, grantedSeconds: best.grantedSeconds, leftSeconds }
}

/** What a JSON file holds; undefined where there is none that can be read. A byte order mark of a spreadsheet's shell is no part of it. */
export async function readJson(file: string, charsMax = findingCharsMax): Promise<unknown> {
  try {
    const text = await readFile(file, 'utf8')
    if (text.length > charsMax) return undefined
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    return undefined
  }
}
