import type { FileRead } from './read-file.ts'
import type { Complaint, Found } from './found.ts'

/**
 * What `holdfast read --json` prints for one file: the reading itself where the file is one capture, else `readings`. Members of
 * where it stood come first; `places` only where they are asked for. spec: intake §6
 */
export function formatFileRead(
  file: FileRead,
  how: { readonly places: boolean },
): { [member: string]: unknown } {
  const { container, encoding, eol, found, complaints } = file
  const shown = complaints.length === 0 ? {} : { complaints: complaints.map(formatComplaint) }
  const [only] = found
  if (container === null && found.length === 1 && only !== undefined && only.list === null)
    return { encoding, eol, ...only.value, ...placesOf(only, how), ...shown }
  const head = container === null ? { encoding, ...(eol === null ? {} : { eol }) } : { container }
  return {
    ...head,
    readings: found.map((one) => ({
      ...(one.inside === null ? {} : { inside: one.inside }),
      ...(one.sentAt === null ? {} : { sentAt: one.sentAt }),
      ...one.list,
      ...(container === null ? {} : { encoding: one.encoding, eol: one.eol }),
      ...one.value,
      ...placesOf(one, how),
    })),
    ...shown,
  }
}

function placesOf(found: Found, how: { readonly places: boolean }): { places?: Found['places'] } {
  return how.places ? { places: found.places } : {}
}

export function formatComplaint({ inside, line, refusal }: Complaint): { [member: string]: unknown } {
  return {
    ...(inside === null ? {} : { inside }),
    ...(line === null ? {} : { line }),
    code: refusal.code,
    ...refusal.facts,
  }
}
