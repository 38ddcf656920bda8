// Cases with messages in the books of a server, as an import or a mailbox would have left them. Everybody is invented.
import { hash } from 'node:crypto'
import { parseInstant, type Instant } from '@holdfast/capabilities'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import {
  makeCaseMessageId,
  makePersonId,
  makeProposalId,
  type CaseId,
  type CaseMessageId,
  type CustomerId,
  type PersonId,
  type ProposalId,
} from '@holdfast/lease'
import type { MessagePerson, NewMessage, NewPerson } from '@holdfast/store'
import type { MailConfig } from '../src/config/mail-config.ts'
import { adminToken, type Answer, type TestServer } from './fixtures.ts'
import { mailConfigOf } from './mail-ground.ts'

export const deskMail: MailConfig = mailConfigOf({
  name: 'Support of Example Systems',
  ...{ address: 'desk@support.example', replyAddress: 'desk@support.example' },
  ...{ messageIdDomain: 'support.example', receiver: undefined },
})
export const customerAddress = 'ines.calder@westmark.example'
export const admin = { authorization: `Bearer ${adminToken}` }
const tester = { kind: 'administrator', id: 'tests' } as const

let made = 0
const entropyOf = (name: string) => new SeededEntropy(`case fixture ${name} ${made++}`)

export async function addPerson(server: TestServer, wanted: Partial<NewPerson> = {}): Promise<PersonId> {
  const id = makePersonId(entropyOf('person'))
  const person: NewPerson = {
    ...{ id, customer: null, side: 'customer', name: 'Ines Calder', roles: [] },
    contacts: [{ kind: 'mail', value: customerAddress, written: customerAddress }],
    ...wanted,
  }
  const now = server.clock.now()
  const added = await server.server.store.write(tester, (tx) => tx.addPersons([person], now))
  if ('code' in added) throw new Error(added.code)
  return id
}

/** A message to the customer from the customer, unless said otherwise. */
export async function addMessage(
  server: TestServer,
  place: string,
  wanted: Partial<NewMessage> = {},
): Promise<CaseMessageId> {
  const now = server.clock.now()
  const id = makeCaseMessageId(now, entropyOf('message'))
  const from: MessagePerson = { role: 'from', person: null, name: 'Ines Calder', address: customerAddress }
  const text = wanted.text ?? 'Nine screens show 869 days instead of 150,000.'
  const message: NewMessage = {
    ...{ id, case: place as CaseId, direction: 'in', audience: 'customer', audienceCertainty: 'certain' },
    ...{ side: 'customer', sideCertainty: 'certain', identity: `fixture ${id}` },
    bodyHash: hash('sha256', text),
    messageId: `${id}@westmark.example`,
    inReplyTo: [],
    references: [],
    sent: { written: '', moment: now, offsetMinutes: 0 },
    receivedAt: now,
    orderedAt: now,
    place: 0,
    parsed: true,
    parser: 1,
    hasHtml: false,
    automaton: { kind: 'person' },
    authentication: null,
    flags: [],
    verdict: { rule: 'begins', standing: 'participant' },
    because: [],
    held: null,
    subject: 'Days after the upgrade',
    text,
    people: [from, { role: 'to', person: null, name: '', address: deskMail.from.address }],
    attachments: [],
    found: [],
    raw: { kind: 'none' },
    ...wanted,
  }
  const added = await server.server.store.write(tester, (tx) => tx.addMessages([message], now))
  if (added.kind === 'refused') throw new Error(added.code)
  return id
}

export async function addContradiction(server: TestServer, place: string): Promise<ProposalId> {
  const id = makeProposalId(server.clock.now(), entropyOf('proposal'))
  const proposal = {
    ...({ id, case: place as CaseId, kind: 'contradiction', cause: id, evidence: [] } as const),
    text: 'It activates again after the end, and it does not.',
  } as const
  await server.server.store.write(tester, (tx) => tx.addProposals([proposal], server.clock.now()))
  return id
}

export async function addCustomer(server: TestServer): Promise<CustomerId> {
  const added = await server.ask('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
  return added.id as CustomerId
}

/** Sends with the administrator token and gives what came, refusals too. */
export function tryPost(server: TestServer, path: string, body: unknown): Promise<Answer> {
  return server.send('POST', path, body, admin)
}

export function at(text: string): Instant {
  const moment = parseInstant(text)
  if (moment === null) throw new Error(text)
  return moment
}
