import { hideKeys } from '../read/hide-keys.ts'

const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Texts that would steer a terminal, and product keys, which nobody may keep in a file that is passed around. */
export function listTextComplaints(value: unknown, path = ''): string[] {
  if (typeof value === 'string') {
    if (unprintable.test(value)) return [`${path}: must hold no line ends and no control characters`]
    return hideKeys(value) === value
      ? []
      : [`${path}: looks like a product key; keep its last five symbols alone`]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    listTextComplaints(member, path === '' ? name : `${path}/${name}`),
  )
}
