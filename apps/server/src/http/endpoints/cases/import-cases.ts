import { operations, type Output } from '@holdfast/contract'
import { refuse, type CustomerId } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import { parseSentFiles } from '../../../captures/sent-files.ts'
import { prepareImport } from '../../../desk/imports/prepare-import.ts'
import { readSources, type RefusedFile } from '../../../desk/imports/read-sources.ts'
import { recordImport, type RecordedImport } from '../../../desk/imports/record-import.ts'
import { endpoint } from '../../endpoint.ts'
import type { Locale } from '../../problem.ts'
import { factsWire } from '../../wire/facts.ts'

/** Refused files and mails that an answer lists. */
const listedMax = 100

type Answer = Output<typeof operations.importCases>
type CaseAnswer = Answer['cases'][number]

/** Each thread is a transaction of its own: what was answered of is there as a whole, and a repetition adds nothing. */
export const importCases = endpoint(operations.importCases, async ({ body }, caller, services) => {
  const { store, clock, entropy, desk } = services
  const secret = desk.identityKey
  const customer = (body.customer ?? null) as CustomerId | null
  if (customer !== null && (await store.read.findCustomer(customer)) === null)
    return refuse('NOT_FOUND', { customer })
  const sent = parseSentFiles(body.files)
  if (sent.kind === 'refused') return sent
  const { sources, refused } = await readSources(sent.files, secret)
  const cases = new Map<string, CaseAnswer>()
  for (const source of sources) {
    const prepared = await prepareImport(source, { store, clock, entropy, secret, now: caller.now })
    const recorded = await store.write(caller.actor, (tx) =>
      recordImport(tx, prepared, { desk, entropy, now: caller.now, customer }),
    )
    if (recorded.kind === 'refused') return recorded
    const { id } = recorded.case
    cases.set(id, answerOf(recorded, source.files, cases.get(id)))
    // SQLite works within the call: others have their turn between two transactions.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    cases: [...cases.values()],
    refused: refused.slice(0, listedMax).map((file) => refusedWire(file, caller.locale)),
  }
})

/** Threads that belong to one case are told together. */
function answerOf(
  { case: place, isNew, messages, proposals, absent }: RecordedImport,
  files: readonly string[],
  before: CaseAnswer | undefined,
): CaseAnswer {
  return {
    files: [...new Set([...(before?.files ?? []), ...files])],
    case: place.id,
    number: place.number,
    added: isNew || before?.added === true,
    messages: {
      new: messages.new + (before?.messages.new ?? 0),
      known: messages.known + (before?.messages.known ?? 0),
    },
    proposals: proposals + (before?.proposals ?? 0),
    absent: absent + (before?.absent ?? 0),
  }
}

function refusedWire({ file, mail, refusal }: RefusedFile, locale: Locale): Answer['refused'][number] {
  const { title, adminAction } = phrase(refusal.code, refusal.facts, locale)
  return { file, mail, code: refusal.code, title, action: adminAction, facts: factsWire(refusal.facts) }
}
