import { formatInstant } from '@holdfast/capabilities'
import type { FindingWire } from '@holdfast/contract'
import type { FindingRecord } from '@holdfast/store'

export function findingWire(finding: FindingRecord): FindingWire {
  const { state } = finding
  return {
    id: finding.id,
    code: finding.code,
    at: formatInstant(finding.at),
    subject: finding.subject,
    who: finding.who,
    facts: { ...finding.facts },
    state:
      state.kind === 'open'
        ? { kind: 'open' }
        : { kind: 'closed', at: formatInstant(state.at), by: state.by },
  }
}
