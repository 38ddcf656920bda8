import { operations } from '@holdfast/contract'
import { endpoint } from '../../endpoint.ts'

export const getTrust = endpoint(operations.getTrust, async ({ query }, _caller, { keys }) => ({
  bundles: keys.chainAbove(Number(query.above ?? '0')).map((envelope) => ({
    ...envelope,
    signatures: envelope.signatures.map((signature) => ({ ...signature })),
  })),
}))
