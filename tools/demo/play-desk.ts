// The desk's half of the demonstration: the two example threads in the books of a real server, beside what was expected of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { openVendor, type Vendor } from './vendor.ts'

export type DeskReport = {
  readonly cases: number
  readonly messages: number
  readonly internal: number
  readonly absent: number
  readonly explanations: number
  readonly contradictions: number
  readonly draftsStopped: number
  readonly hits: number
  readonly broken: readonly string[]
}

type Expected = {
  readonly case: { readonly number: string }
  readonly messages: readonly {
    readonly audience: string | readonly string[]
    readonly absentAttachments: readonly string[]
  }[]
  readonly proposals: {
    readonly must: readonly { readonly kind: string; readonly all?: readonly number[] }[]
  }
}
type Message = { readonly id: string; readonly audience: string }
type Proposed = {
  readonly kind: string
  readonly text: string
  readonly evidence: readonly { message: string }[]
}

const threads = ['story-zh', 'story-en'] as const
// Behind the last mail of either thread.
const importedAt = '2026-03-02T01:00:00Z'
const folder = new URL('../../vectors/desk/', import.meta.url)
// A word of two characters, a code as a whole, and a word of the other thread.
const words = ['激活', 'V3-F', 'reinstall']
/** Beyond what a greeting or a sentence that everybody writes has in common. */
const quotedChars = 160
/** Of a proposal: how it begins. */
const shownChars = 96

export async function playDesk(options: {
  readonly folder: string
  readonly say: (line: string) => void
}): Promise<DeskReport> {
  const vendor = await openVendor({
    folder: join(options.folder, 'desk'),
    clock: new ManualClock(importedAt),
    entropy: new SeededEntropy('desk'),
    seats: 1,
    releases: [{ name: 'V0-G', ordinal: 100 }],
  })
  const totals = { messages: 0, internal: 0, absent: 0, explanations: 0, contradictions: 0, draftsStopped: 0 }
  const broken: string[] = []
  try {
    for (const name of threads) {
      const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as Expected
      const { number } = expected.case
      const side = { expected, totals, broken }
      await importTwice(vendor, name, side)
      const messages = await allOf<Message>(vendor, `/v1/cases/${number}/messages`)
      compareAudiences(messages, side)
      const proposals = await allOf<Proposed>(vendor, `/v1/cases/${number}/proposals`)
      compareProposals(proposals, messages, side)
      await tryToQuote(vendor, messages, side)
      options.say(`${number} has ${messages.length} messages and ${proposals.length} proposals`)
      for (const { text } of proposals) options.say(`  ${text.slice(0, shownChars)}`)
    }
    const hits = await search(vendor, broken)
    return { cases: threads.length, ...totals, hits, broken }
  } finally {
    await vendor.close()
  }
}

type Side = {
  readonly expected: Expected
  readonly totals: { -readonly [name in keyof Omit<DeskReport, 'cases' | 'hits' | 'broken'>]: number }
  readonly broken: string[]
}

async function importTwice(vendor: Vendor, name: string, { expected, totals, broken }: Side): Promise<void> {
  const contentBase64 = readFileSync(new URL(`${name}.txt`, folder)).toString('base64')
  const files = [{ name: `${name}.txt`, contentBase64 }]
  const absent = expected.messages.flatMap((message) => message.absentAttachments).length
  for (const wanted of [
    { messages: expected.messages.length, absent },
    { messages: 0, absent: 0 },
  ]) {
    const imported: { cases: { number: string; messages: { new: number }; absent: number }[] } =
      await vendor.ask('POST', '/v1/cases/imports', { files })
    const [made] = imported.cases
    if (made?.number !== expected.case.number || made.messages.new !== wanted.messages)
      broken.push(`${name}: ${wanted.messages} new messages were expected, ${made?.messages.new} came`)
    if (made === undefined || made.absent < wanted.absent)
      broken.push(`${name}: ${wanted.absent} absent attachments were expected, ${made?.absent} came`)
    totals.messages += made?.messages.new ?? 0
    totals.absent += made?.absent ?? 0
  }
}

function compareAudiences(messages: readonly Message[], { expected, totals, broken }: Side): void {
  for (const [at, { audience }] of expected.messages.entries()) {
    const came = messages[at]?.audience ?? 'none'
    if (came === 'internal') totals.internal += 1
    const allowed: readonly string[] = typeof audience === 'string' ? [audience] : audience
    if (!allowed.includes(came))
      broken.push(
        `${expected.case.number}, message ${at + 1}: ${allowed.join(' or ')} was expected, ${came} came`,
      )
  }
}

function compareProposals(
  proposals: readonly Proposed[],
  messages: readonly Message[],
  { expected, totals, broken }: Side,
): void {
  const placeOf = (id: string) => messages.findIndex((message) => message.id === id) + 1
  const came = proposals.map(({ kind, evidence }) => ({
    kind,
    places: evidence.map((one) => placeOf(one.message)),
  }))
  totals.explanations += came.filter(({ kind }) => kind === 'explanation').length
  totals.contradictions += came.filter(({ kind }) => kind === 'contradiction').length
  for (const { kind, all = [] } of expected.proposals.must)
    if (!came.some((one) => one.kind === kind && all.every((place) => one.places.includes(place))))
      broken.push(`${expected.case.number}: ${kind} with the messages ${all.join(', ')} is not proposed`)
}

/** Words that were said inside, in a letter to the customer. */
async function tryToQuote(
  vendor: Vendor,
  messages: readonly Message[],
  { expected, totals, broken }: Side,
): Promise<void> {
  const { number } = expected.case
  const inner = messages.find(({ audience }) => audience === 'internal')
  const { text }: { text: string } = await vendor.ask('GET', `/v1/messages/${inner?.id}`)
  const { body }: { body: { check: { passages: { source: string | null }[] } } } = await vendor.ask(
    'POST',
    `/v1/cases/${number}/drafts`,
    { audience: 'customer', language: 'en', text: text.slice(0, quotedChars) },
  )
  if (body.check.passages.some(({ source }) => source === inner?.id)) totals.draftsStopped += 1
  else broken.push(`${number}: a draft that quotes an inner message was not stopped`)
}

async function search(vendor: Vendor, broken: string[]): Promise<number> {
  let hits = 0
  for (const word of words) {
    const found: { items: unknown[] } = await vendor.ask('GET', `/v1/search?q=${encodeURIComponent(word)}`)
    if (found.items.length === 0) broken.push(`${word} is not found`)
    hits += found.items.length
  }
  return hits
}

async function allOf<T>(vendor: Vendor, path: string): Promise<readonly T[]> {
  const listed: { items: T[]; next: string | null } = await vendor.ask('GET', `${path}?limit=100`)
  if (listed.next !== null) throw new Error(`${path} has more than a page`)
  return listed.items
}
