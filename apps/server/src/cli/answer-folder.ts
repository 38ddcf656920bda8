// A folder of request files answered at once into a folder of answer files. spec: activation-protocol §1
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { operations, offlineBytesMax } from '@holdfast/contract'
import { parseArmour, refuse, type Refusal } from '@holdfast/lease'
import type { ApiClient } from './api-client.ts'
import { nameAnswers } from './name-answers.ts'
import { readTextFile } from './read-text-file.ts'

/** Files of one folder: as many as a plan has devices. */
export const folderFilesMax = 20_000

/** A refusal inside an answer file. spec: activation-protocol §1 */
const refusedLine = /^Refused: (req_[0-9a-z]{26}|-) ([A-Z_]+)$/gm

export type AnsweredFile = {
  readonly file: string
  /** Where its answer stands; null where there is none. */
  readonly answer: string | null
  readonly leases: number
  readonly refusals: readonly { readonly request: string | null; readonly code: string }[]
  /** The same answer stood there already. */
  readonly already: boolean
  /** The file itself was refused: unreadable, or no file of ours. */
  readonly code: string | null
}

export type AnsweredFolder = {
  readonly kind: 'answered'
  readonly files: readonly AnsweredFile[]
}

export function readRefusals(answer: string): AnsweredFile['refusals'] {
  return [...answer.matchAll(refusedLine)].map((found) => ({
    request: found[1] === '-' ? null : (found[1] as string),
    code: found[2] as string,
  }))
}

export function countLeases(answer: string): number {
  return answer.match(/^-----BEGIN HOLDFAST LEASE-----$/gm)?.length ?? 0
}

export function countBlocks(asked: string): number | null {
  const parsed = parseArmour(asked)
  return parsed.kind === 'refused' ? null : parsed.blocks.length
}

/**
 * INPUT_INVALID where the answers would go among the requests, by whatever path: the next run would take them for requests.
 * Null where they do not, or where one of the folders is not there.
 */
export function refuseSameFolder(folder: string, out: string): Refusal<'INPUT_INVALID'> | null {
  const [from, to] = [folder, out].map((path) => statFolder(path))
  if (from === undefined || to === undefined || from.dev !== to.dev || from.ino !== to.ino) return null
  return refuse('INPUT_INVALID', {
    complaints: [`--out ${out}: this is the folder of the requests; give another`],
  })
}

/** As the system names it, so that a link and another spelling are the same folder. */
function statFolder(path: string) {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/**
 * Answers every file of `folder`, in the order of their names, into `out` as `nameAnswers` says. Repeated, each request gets
 * the same answer again, and files that are there already are left. A file that is refused stops no other.
 * Refuses FILE_UNREADABLE (the folder), FILE_UNWRITABLE, INPUT_INVALID (too many files; two of one name; `out` is `folder`)
 * before anything is sent; a problem of the server's own ends the run, since every other file would meet it too.
 */
export async function answerFolder(
  api: ApiClient,
  folder: string,
  out: string,
): Promise<AnsweredFolder | ReturnType<ApiClient['refused']>> {
  const names = listFiles(folder)
  if (!Array.isArray(names)) return api.refused(names)
  const answers = nameAnswers(names)
  if ('kind' in answers) return api.refused(answers)
  const same = refuseSameFolder(folder, out)
  if (same !== null) return api.refused(same)
  try {
    mkdirSync(out, { recursive: true })
  } catch (error) {
    return api.refused(refuse('FILE_UNWRITABLE', { file: out, reason: codeOf(error) }))
  }
  const files: AnsweredFile[] = []
  for (const [name, answer] of answers) {
    const answered = await answerOne(api, join(folder, name), join(out, answer))
    if ('kind' in answered) return answered
    files.push(answered)
  }
  return { kind: 'answered', files }
}

function listFiles(folder: string): string[] | Refusal {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    if (names.length > folderFilesMax)
      return refuse('INPUT_INVALID', { complaints: [`${folder}: more than ${folderFilesMax} files`] })
    return names.map(({ name }) => name).toSorted()
  } catch (error) {
    return refuse('FILE_UNREADABLE', { file: folder, reason: codeOf(error) })
  }
}

async function answerOne(
  api: ApiClient,
  file: string,
  out: string,
): Promise<AnsweredFile | ReturnType<ApiClient['refused']>> {
  const failed = (code: string): AnsweredFile => ({
    ...{ file, answer: null, leases: 0, refusals: [], already: false },
    code,
  })
  const read = readTextFile(file, { strict: false })
  if (read.kind === 'refused') return failed(read.code)
  if (Buffer.byteLength(read.text) > offlineBytesMax) return failed('ENVELOPE_TOO_LARGE')
  const blocks = countBlocks(read.text)
  // What is no file of ours lies in such folders too, and is none of the server's business.
  if (blocks === null || blocks === 0) return failed('ENVELOPE_MALFORMED')
  const answered = await api.call(operations.answerOffline, { body: read.text })
  if (answered.kind === 'problem')
    return answered.problem.code.startsWith('ENVELOPE_') ? failed(answered.problem.code) : answered
  const { answer } = answered
  const told = { file, leases: countLeases(answer), refusals: readRefusals(answer), code: null }
  if (readIfThere(out) === answer) return { ...told, answer: out, already: true }
  try {
    // Whole or not at all: whoever takes the folder away takes no half file.
    writeFileSync(`${out}.part`, answer)
    renameSync(`${out}.part`, out)
  } catch (error) {
    return api.refused(refuse('FILE_UNWRITABLE', { file: out, reason: codeOf(error) }))
  }
  return { ...told, answer: out, already: false }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}
