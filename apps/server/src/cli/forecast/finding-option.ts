import { readFile } from 'node:fs/promises'
import { parseFaultName, parseFinding, type AppliedFinding } from '@holdfast/fleet'
import { refuse, type Refusal } from '@holdfast/lease'

/** Characters of a file that says little: a finding has some hundreds. */
const findingCharsMax = 16 * 1024 * 1024

/** `--finding`: a name as `32-bit-seconds`, or a file of JSON. Null where it was not given. Refuses FINDING_UNREADABLE. */
export async function readFindingOption(
  text: string | undefined,
): Promise<AppliedFinding | null | Refusal<'FINDING_UNREADABLE'>> {
  if (text === undefined) return null
  const fault = parseFaultName(text)
  if (fault !== null) return { fault, certainty: 'possible', grantedSeconds: null, leftSeconds: null }
  return parseFinding(await readJson(text)) ?? refuse('FINDING_UNREADABLE', { file: text })
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
