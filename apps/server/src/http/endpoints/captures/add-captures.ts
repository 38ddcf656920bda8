import { addSecondsHeld, parseInstant, secondsPerDay } from '@holdfast/capabilities'
import { isZone, parseInstantOrDate } from '@holdfast/capabilities/calendar'
import { operations, type Output } from '@holdfast/contract'
import type { Span } from '@holdfast/fleet'
import type { Complaint } from '@holdfast/intake'
import { refuse, type CustomerId, type Refusal } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import type { NewCapture, RecordedCapture } from '@holdfast/store'
import { capturesOfFile, type CapturesOfFile } from '../../../captures/captures-of-file.ts'
import { parseSentFiles } from '../../../captures/sent-files.ts'
import type { Locale } from '../../problem.ts'
import { endpoint } from '../../endpoint.ts'
import { factsWire } from '../../wire/facts.ts'

/** Ids and complaints of one file that an answer lists. */
const listedMax = 100

/** Captures of one transaction; each has one look at most. A device that asks for a lease meanwhile waits for no more. */
const batchCaptures = 1_000

type FileAnswer = Output<typeof operations.addCaptures>['files'][number]

export const addCaptures = endpoint(operations.addCaptures, async ({ body }, caller, services) => {
  const customer = (body.customer ?? null) as CustomerId | null
  if (customer !== null && (await services.store.read.findCustomer(customer)) === null)
    return refuse('NOT_FOUND', { customer })
  const zone = body.zone ?? 'UTC'
  if (!isZone(zone)) return refuse('INPUT_INVALID', { complaints: ['body/zone: no such zone'] })
  const given = parseGiven(body.capturedAt, zone)
  if (given !== null && 'code' in given) return given
  const read: { readonly name: string; readonly file: CapturesOfFile }[] = []
  const sent = parseSentFiles(body.files)
  if (sent.kind === 'refused') return sent
  for (const file of sent.files)
    read.push({ name: file.name, file: await capturesOfFile(file, { customer, given, zone }) })
  const recorded: RecordedCapture[] = []
  for (const batch of batchesOf(read.flatMap(({ file }) => file.captures))) {
    const { store } = services
    const written = await store.write(caller.actor, (tx) => tx.recordCaptures(batch, caller.now))
    recorded.push(...written.captures)
    // SQLite works within the call: others have their turn between two transactions.
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (recorded.some(({ observations }) => observations > 0)) services.jobs.capturesAdded()
  let at = 0
  const files = read.map(({ name, file }) => {
    const own = recorded.slice(at, at + file.captures.length)
    at += file.captures.length
    return answerOf(name, own, { complaints: file.complaints, locale: caller.locale })
  })
  return { files }
})

/** A date alone is that whole day in the zone. */
function parseGiven(text: string | undefined, zone: string): Span | null | Refusal<'INPUT_INVALID'> {
  if (text === undefined) return null
  const from = parseInstantOrDate(text, zone)
  if (from === null) return refuse('INPUT_INVALID', { complaints: ['body/capturedAt: no such day'] })
  return { from, to: addSecondsHeld(from, parseInstant(text) === null ? secondsPerDay : 1) }
}

function batchesOf(captures: readonly NewCapture[]): readonly (readonly NewCapture[])[] {
  const count = Math.ceil(captures.length / batchCaptures)
  return Array.from({ length: count }, (_, at) =>
    captures.slice(at * batchCaptures, (at + 1) * batchCaptures),
  )
}

function answerOf(
  name: string,
  captures: readonly RecordedCapture[],
  { complaints, locale }: { readonly complaints: readonly Complaint[]; readonly locale: Locale },
): FileAnswer {
  const sum = (count: (capture: RecordedCapture) => number) =>
    captures.reduce((total, capture) => total + count(capture), 0)
  return {
    name,
    captures: sum(({ state }) => (state === 'added' ? 1 : 0)),
    known: sum(({ state }) => (state === 'known' ? 1 : 0)),
    observations: sum(({ observations }) => observations),
    unmatched: sum(({ unmatched }) => unmatched),
    ids: captures.slice(0, listedMax).map(({ id }) => id),
    refused: complaints.slice(0, listedMax).map(({ inside, line, refusal }) => {
      const { title, adminAction } = phrase(refusal.code, refusal.facts, locale)
      return { inside, line, code: refusal.code, title, action: adminAction, facts: factsWire(refusal.facts) }
    }),
  }
}
