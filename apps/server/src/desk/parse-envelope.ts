import type { DeskFacts } from '@holdfast/store'

/** Of SMTP: from, to, and who brought it; '' where nobody did. */
export type MailEnvelope = {
  readonly from: string
  readonly to: readonly string[]
  readonly client: string
}

/** null: there is none, or it was erased. */
export function parseEnvelope(facts: DeskFacts | null): MailEnvelope | null {
  const { from, to, client = '' } = facts ?? {}
  if (typeof from !== 'string' || typeof client !== 'string' || !Array.isArray(to)) return null
  return { from, to: to.filter((address) => typeof address === 'string'), client }
}
