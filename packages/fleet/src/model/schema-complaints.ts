import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'

/** What is wrong with a value, one line for each place: `rules/3/follows/open: must be boolean`. */
export function listSchemaComplaints(shape: TSchema, value: unknown, path: string): string[] {
  return Errors(shape, value).flatMap((error) => {
    const place = joinPath(path, namesOf(error.instancePath))
    switch (error.keyword) {
      case 'additionalProperties':
        // Each unknown member is told by itself, at its own path.
        return []
      case 'boolean':
        return [`${place}: unknown member`]
      case 'required':
        return error.params.requiredProperties.map((member) => `${joinPath(place, member)}: missing`)
      case 'enum':
        return [`${place}: must be one of ${error.params.allowedValues.map(String).join(', ')}`]
      case 'const':
        return [`${place}: must be ${String(error.params.allowedValue)}`]
      case 'pattern':
        return [`${place}: must match ${String(error.params.pattern)}`]
      default:
        return [`${place}: ${error.message}`]
    }
  })
}

/** Names of members come from the file: what is no short name is not repeated. */
function namesOf(instancePath: string): string {
  const names = instancePath.slice(1).split('/')
  return names.map((name) => (/^[\w.-]{0,24}$/.test(name) ? name : '(other name)')).join('/')
}

function joinPath(path: string, member: string): string {
  return path === '' ? member : member === '' ? path : `${path}/${member}`
}
