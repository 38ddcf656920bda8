import { formatInstant } from '@holdfast/capabilities'
import type { PersonDetailBody } from '@holdfast/contract'
import type { PersonRecord } from '@holdfast/store'

/** With name and contacts: only for whoever may see them. */
export function personBody(person: PersonRecord): PersonDetailBody {
  const { id, customer, side, name, roles, contacts, version, createdAt, changedAt, erasedAt } = person
  return {
    ...{ id, customer, side, name, version },
    roles: [...roles],
    contacts: contacts.map((contact) => ({ ...contact })),
    createdAt: formatInstant(createdAt),
    changedAt: formatInstant(changedAt),
    erasedAt: erasedAt === null ? null : formatInstant(erasedAt),
  }
}
