import { operations } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { endpoint } from '../../endpoint.ts'
import { findingWire } from '../../wire/finding.ts'

export const showFinding = endpoint(operations.showFinding, async ({ params }, _caller, { store }) => {
  const finding = await store.read.findFinding(params.finding)
  return finding === null ? refuse('NOT_FOUND', { what: 'finding' }) : findingWire(finding)
})
