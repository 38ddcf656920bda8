// Cases and messages with defaults for everything. People, companies and addresses are invented.
import { hash } from 'node:crypto'
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { Instant } from '@holdfast/capabilities'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import {
  makeCaseId,
  makeCaseMessageId,
  makePersonId,
  type CaseId,
  type CaseMessageId,
  type PersonId,
} from '@holdfast/lease'
import type { NewCase, NewMessage } from '../src/desk/desk-records.ts'
import type { NewPerson } from '../src/desk/person-records.ts'
import type { SearchEntry } from '../src/desk/search-records.ts'
import type { Sealer } from '../src/desk/sealer.ts'
import type { Writer } from '../src/store-interface.ts'
import { administrator, openTestStore, startMoment, type OpenedStore } from './fixtures.ts'
import { ManualClock } from '@holdfast/capabilities/testing'
import type { StoreTarget } from '../src/open-engine.ts'

/** A ring of one key, that of `name`. */
export function makeSealer(name = 'ring-1'): Sealer {
  const key = createHash('sha256').update(name).digest()
  const entropy = new SeededEntropy(`sealer ${name}`)
  return {
    ring: name,
    seal(bytes, about) {
      const nonce = entropy.bytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, about) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-16))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
      } catch {
        return null
      }
    },
  }
}

export function openDesk(
  target: StoreTarget,
  options: Parameters<typeof openTestStore>[1] = {},
): Promise<OpenedStore> {
  return openTestStore(target, { sealer: makeSealer(), ...options })
}

/** Two servers of the same books under one clock. */
export async function openTwoDesks(target: StoreTarget): Promise<readonly [OpenedStore, OpenedStore]> {
  const clock = new ManualClock(startMoment)
  return [
    await openDesk(target, { serverId: 'one', clock }),
    await openDesk(target, { serverId: 'two', clock }),
  ]
}

/** Writes and gives the moment along; a refusal is an accident of the test. */
export async function written<T>(
  { store, clock }: OpenedStore,
  body: (tx: Writer, now: Instant) => Promise<T>,
): Promise<Exclude<T, { readonly kind: 'refused' }>> {
  const now = clock.now()
  const result = await store.write(administrator, (tx) => body(tx, now))
  if (typeof result === 'object' && result !== null && 'code' in result)
    throw new Error(`refused: ${JSON.stringify(result)}`)
  return result as Exclude<T, { readonly kind: 'refused' }>
}

/** Writes and gives what came of it, refusals too. */
export function tried<T>(
  { store, clock }: OpenedStore,
  body: (tx: Writer, now: Instant) => Promise<T>,
): Promise<T> {
  const now = clock.now()
  return store.write(administrator, (tx) => body(tx, now))
}

export function caseIdOf(name: string): CaseId {
  return makeCaseId(0 as Instant, new SeededEntropy(`case ${name}`))
}

export function messageIdOf(name: string): CaseMessageId {
  return makeCaseMessageId(0 as Instant, new SeededEntropy(`message ${name}`))
}

export function personIdOf(name: string): PersonId {
  return makePersonId(new SeededEntropy(`person ${name}`))
}

/** Another one for each name. */
function runningOf(name: string): number {
  return Number.parseInt(hash('sha256', name).slice(0, 12), 16)
}

export function makeCase(name: string, wanted: Partial<NewCase> = {}): NewCase {
  return {
    id: caseIdOf(name),
    running: runningOf(name),
    number: `CAS-${name}`,
    token: `T-${name}`,
    subject: `Activation fails at ${name}`,
    title: `Activation fails at ${name}`,
    customer: null,
    product: null,
    severity: null,
    owner: null,
    queue: null,
    state: { kind: 'received', at: 1_772_000_000 as Instant, waitsOn: null, facts: { source: 'mail' } },
    dueAt: null,
    imported: false,
    maySend: true,
    links: [],
    watchers: [],
    ...wanted,
  }
}

export function makeMessage(
  name: string,
  wanted: Partial<NewMessage> & { readonly case: CaseId },
): NewMessage {
  const at = 1_772_000_000 as Instant
  return {
    id: messageIdOf(name),
    direction: 'in',
    audience: 'customer',
    audienceCertainty: 'certain',
    side: 'customer',
    sideCertainty: 'certain',
    identity: `identity of ${name}`,
    bodyHash: hash('sha256', name),
    messageId: `${name}@mail.example.test`,
    inReplyTo: [],
    references: [],
    sent: { written: 'Wed, 25 Feb 2026 06:13:20 +0000', moment: at, offsetMinutes: 0 },
    receivedAt: at,
    orderedAt: at,
    place: 0,
    parsed: true,
    parser: 1,
    hasHtml: false,
    automaton: { kind: 'person' },
    authentication: { spf: 'pass', dkim: 'none', dmarc: 'none' },
    flags: [],
    verdict: { rule: 'new', evidence: [], runnerUp: null, standing: 'participant' },
    because: [],
    held: null,
    subject: `About ${name}`,
    text: `The client of ${name} shows fewer days than granted.`,
    people: [
      { role: 'from', person: null, name: 'Ines Calder', address: 'ines.calder@harbour.example' },
      { role: 'to', person: null, name: '', address: 'support@vendor.example' },
    ],
    attachments: [],
    found: [],
    raw: { kind: 'none' },
    ...wanted,
  }
}

export function makePerson(name: string, wanted: Partial<NewPerson> = {}): NewPerson {
  return {
    id: personIdOf(name),
    customer: null,
    side: 'customer',
    name,
    roles: ['contact'],
    contacts: [],
    ...wanted,
  }
}

export function makeEntry(subject: string, tokens: string, wanted: Partial<SearchEntry> = {}): SearchEntry {
  return {
    kind: 'message',
    subject,
    message: null,
    case: null,
    audience: 'customer',
    at: 1_772_000_000 as Instant,
    title: `title of ${subject}`,
    tokens,
    ...wanted,
  }
}
