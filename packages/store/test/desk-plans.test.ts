// Every statement that the desk sends to SQLite is explained: lists read one index in its order, nothing reads a whole table.
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '@holdfast/capabilities'
import type { CaseMoveId, CustomerId, IntakeId, OutgoingMailId } from '@holdfast/lease'
import type { Reader } from '../src/store-interface.ts'
import {
  caseIdOf,
  makeCase,
  makeEntry,
  makeMessage,
  makePerson,
  messageIdOf,
  openDesk,
  personIdOf,
  written,
} from './desk-fixtures.ts'
import { sell, type OpenedStore } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-desk-plans-'))
const file = join(folder, 'plans.sqlite')
const texts = new Set<string>()
const prepare = DatabaseSync.prototype.prepare

beforeAll(() => {
  DatabaseSync.prototype.prepare = function (text: string) {
    texts.add(text)
    return prepare.call(this, text)
  }
})
afterAll(() => {
  DatabaseSync.prototype.prepare = prepare
  rmSync(folder, { recursive: true, force: true })
})

const cursor = (key: readonly (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url')
type At = (key: readonly (string | number)[]) => { limit: number; after?: string }

/** Each list with each filter, on its first page and further down. */
const lists: readonly ((read: Reader, at: At) => Promise<unknown>)[] = [
  (read, at) => read.listCases({}, at([1, 'a'])),
  (read, at) => read.listCases({ state: 'waiting' }, at([1, 'a'])),
  (read, at) => read.listCases({ owner: 'o' }, at([1, 'a'])),
  (read, at) => read.listCases({ owner: 'o', state: 'waiting' }, at([1, 'a'])),
  (read, at) => read.listCases({ queue: 'q' }, at([1, 'a'])),
  (read, at) => read.listCases({ queue: 'q', state: 'waiting' }, at([1, 'a'])),
  (read, at) => read.listCases({ customer: 'cus_1' as CustomerId }, at([1, 'a'])),
  (read, at) => read.listCases({ product: 'cmge' }, at([1, 'a'])),
  (read, at) => read.listCaseDeadlines(at([1, 'a'])),
  (read, at) => read.listCaseEvents(caseIdOf('a'), at([1])),
  (read, at) => read.listMessages({ case: caseIdOf('a') }, at([1, 1, 'a'])),
  (read, at) =>
    read.listMessages({ case: caseIdOf('a'), audiences: ['customer'], withHeld: true }, at([1, 1, 'a'])),
  (read, at) => read.listMessagesToLookAt('held', at([1, 'a'])),
  (read, at) => read.listMessagesToLookAt('unparsed', at([1, 'a'])),
  (read, at) => read.listAttachmentsByHash('f', at(['a', 1])),
  (read, at) => read.listItems(caseIdOf('a'), at([1, 'a'])),
  (read, at) => read.listItemsOfOwner('o', at([1, 'a'])),
  (read, at) => read.listProposals({ case: caseIdOf('a') }, at([1, 'a'])),
  (read, at) => read.listProposals({ state: 'proposed' }, at([1, 'a'])),
  (read, at) => read.listPersons(null, at(['a'])),
  (read, at) => read.listPersons('cus_1' as CustomerId, at(['a'])),
  (read, at) => read.exportPerson(personIdOf('p'), at(['a'])),
  (read, at) => read.listIntake('failed', at([1, 1, 'a'])),
  (read, at) => read.listOutgoing({ state: 'doubt' }, at([1, 1, 'a'])),
  (read, at) => read.listOutgoing({ case: caseIdOf('a') }, at([1, 1, 'a'])),
  (read, at) => read.listCasesOfLink({ kind: 'serial', value: 'S' }, at(['a'])),
]

/** One row for each mailbox, for each kind of number, for each key that is asked for, or those that count of a key. */
const smallTables = [
  'wanted',
  'counted',
  'mailboxes',
  'sequences',
  'servers',
  'server_keys',
  'counters',
  'webhooks',
]

test('every list reads an index in its order, and no statement reads a whole table', async () => {
  const opened = await openDesk({ kind: 'sqlite', file })
  const { read } = opened.store
  texts.clear()
  for (const list of lists) {
    expect(await list(read, () => ({ limit: 5 }))).toMatchObject({ kind: 'listed' })
    expect(await list(read, (key) => ({ limit: 5, after: cursor(key) }))).toMatchObject({ kind: 'listed' })
  }
  const ofLists = plans([...texts])
  expect(ofLists).toHaveLength(lists.length * 2)
  expect(
    ofLists.filter(({ plan }) => plan.some((step) => isWholeTable(step) || step.includes('TEMP B-TREE'))),
  ).toEqual([])

  texts.clear()
  await useTheDesk(opened)
  await opened.store.close()
  const others = plans([...texts].filter((text) => /^\s*(select|update|delete|with)/i.test(text)))
  expect(others.length).toBeGreaterThan(80)
  expect(others.filter(({ plan }) => plan.some(isWholeTable))).toEqual([])
})

test('the check finds a statement that reads a whole table', () => {
  const [whole] = plans(['select * from case_messages where subject = ?'])
  expect(whole?.plan.some(isWholeTable)).toBe(true)
})

test('the first unsettled mail of a case is found by an index, and what waits is read in its order', () => {
  const claims = [...texts].filter((text) => /from outgoing_mails o|"mail_intake" where "state"/.test(text))
  expect(claims.length).toBeGreaterThan(1)
  for (const { plan } of plans(claims.filter((text) => text.includes('limit'))))
    expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
})

function plans(statements: readonly string[]): { readonly text: string; readonly plan: readonly string[] }[] {
  const database = new DatabaseSync(file)
  try {
    return statements.map((text) => {
      const rows = prepare.call(database, `explain query plan ${text}`).all()
      return { text, plan: rows.map((row) => String(row['detail'])) }
    })
  } finally {
    database.close()
  }
}

/** `SCAN table` without an index; the index of texts is asked by its own. */
function isWholeTable(step: string): boolean {
  const table = /^SCAN (\w+)/.exec(step)?.[1]
  if (table === undefined || /CONSTANT ROW|VALUES CLAUSE|VIRTUAL TABLE INDEX/.test(step)) return false
  return !step.includes('USING') && !smallTables.includes(table)
}

/** Everything that is no list, once. */
async function useTheDesk(opened: OpenedStore): Promise<void> {
  const { clock } = opened
  const { read } = opened.store
  const sold = await sell(opened, '1')
  const now = clock.now()
  const contacts = [{ kind: 'mail', value: 'p@harbour.example', written: 'p' }] as const
  const link = { kind: 'serial', value: 'S', certainty: 'proposed', message: null } as const
  await written(opened, async (tx) => {
    await tx.drawRunningNumbers(1)
    await tx.addCases([makeCase('a', { links: [link], watchers: ['w'] }), makeCase('b')], now)
    await tx.addPersons([makePerson('p', { contacts })], now)
    await tx.putCustomerDomain('harbour.example', sold.customer.id, now)
    await tx.changePerson(personIdOf('p'), 1, { contacts }, now)
    const people = [
      { role: 'from', person: personIdOf('p'), name: 'p', address: 'p@harbour.example' },
    ] as const
    const message = makeMessage('m', {
      case: caseIdOf('a'),
      people,
      raw: { kind: 'bytes', bytes: Buffer.from('x') },
    })
    const answers = { inReplyTo: ['x@mail.example.test'], held: 'x', parsed: false }
    await tx.addMessages([message, makeMessage('n', { case: caseIdOf('a'), ...answers })], now)
    await tx.changeMessage(messageIdOf('n'), { held: null }, now)
    const reading = {
      parsed: true,
      parser: 2,
      subject: '',
      text: '',
      hasHtml: false,
      flags: [],
      attachments: [],
      found: [],
    }
    await tx.rereadMessage(messageIdOf('n'), reading, now)
    await tx.putSearchEntries([makeEntry('m', 'alpha', { message: messageIdOf('m') })])
    await tx.putSearchEntries([makeEntry('m', 'beta', { message: messageIdOf('m') })])
    const item = {
      id: 'itm_1' as never,
      case: caseIdOf('a'),
      kind: 'call',
      state: 'x',
      owner: null,
      dueAt: null,
      message: null,
      body: {},
    }
    await tx.addItems([item], now)
    await tx.changeItem(item.id, 1, { closed: true }, now)
    const proposal = {
      id: 'prp_1' as never,
      case: caseIdOf('a'),
      kind: 'problem',
      cause: 'c',
      evidence: [],
      text: '',
    } as const
    await tx.addProposals([proposal], now)
    await tx.settleProposal(proposal.id, { kind: 'accepted', reason: null }, now)
    await tx.changeCase(caseIdOf('a'), 1, { title: 'x', watchersRemoved: ['w'] }, now)
    await tx.recordCaseEvent(caseIdOf('a'), { kind: 'x', facts: {} }, now)
    await tx.moveMessages(
      { id: 'mov_1' as CaseMoveId, from: caseIdOf('a'), to: caseIdOf('b'), messages: [messageIdOf('n')] },
      now,
    )
    await tx.undoMove('mov_1' as CaseMoveId, now)
    await tx.mergeCases({ id: 'mov_2' as CaseMoveId, from: caseIdOf('a'), to: caseIdOf('b') }, now)
    await tx.undoMove('mov_2' as CaseMoveId, now)
  })
  await opened.store.write({ kind: 'administrator', id: 'x' }, (tx) =>
    tx.changeCase(caseIdOf('a'), 1, { title: 'y' }, now),
  )
  await useMail(opened, now)
  await readTheDesk(opened)
  await read.listEndRings()
  await read.holdsMessages()
  await read.listSettings('desk-secret-')
  await read.listCustomerDomains(sold.customer.id)
  await written(opened, async (tx) => {
    await tx.removeSearchEntries([{ kind: 'message', subject: 'm' }])
    await tx.putCustomerDomain('harbour.example', null, now)
    await tx.erasePerson(personIdOf('p'), { messages: [], items: [], proposals: [], cases: [] }, now)
  })
}

async function readTheDesk({ store: { read } }: OpenedStore): Promise<void> {
  await read.gatherThreading({
    ...{ messageIds: ['m@mail.example.test'], numbers: ['CAS-a'], tokens: ['T-a'] },
    ...{ referredIds: ['x@mail.example.test'], rawHashes: ['f'] },
    ...{ addresses: ['p@harbour.example'], domains: ['harbour.example'], identities: ['identity of m'] },
  })
  await read.listParticipants([{ case: caseIdOf('a'), address: 'p@harbour.example' }])
  const alpha = [{ kind: 'phrase', tokens: ['alpha'] }] as const
  await read.search(alpha, {}, { limit: 5 })
  await read.search(
    alpha,
    { audiences: ['customer'], case: caseIdOf('a'), kind: 'message' },
    { limit: 5, after: '9' },
  )
  await read.findCase(caseIdOf('a'))
  await read.findCaseByNumber('CAS-a')
  await read.findCaseByToken('T-a')
  await read.listCaseLinks(caseIdOf('a'))
  await read.listWatchers(caseIdOf('a'))
  await read.listCaseMoves(caseIdOf('a'))
  await read.findMessage(messageIdOf('m'))
  await read.listFound([messageIdOf('m')])
  await read.openRaw(messageIdOf('m'))
  await read.findItem('itm_1' as never)
  await read.findPerson(personIdOf('p'))
}

async function useMail(opened: OpenedStore, now: Instant): Promise<void> {
  const mail = {
    mailbox: 's',
    door: 'imap',
    doorKey: '1',
    envelope: null,
    raw: Buffer.from('x'),
    receivedAt: now,
  }
  const position = { mailbox: 's', uidvalidity: 1, uidnext: 2 }
  const taken: readonly IntakeId[] = await written(opened, (tx) => tx.takeIn([mail], position, now))
  const id = 'omx_1' as OutgoingMailId
  const until = (now + 60) as Instant
  await written(opened, async (tx) => {
    await tx.claimIntake({ now, until, limit: 5 })
    await tx.finishIntake([{ id: taken[0]!, outcome: { kind: 'known', message: messageIdOf('m') } }], now)
    await tx.replayIntake(taken, now)
    await tx.discardIntake(taken, now)
    await tx.turnKeyRing({ after: null, limit: 5 }, now)
    await tx.queueMail(
      { id, case: caseIdOf('a'), message: messageIdOf('m'), audience: 'customer', envelope: {} },
      now,
    )
    await tx.claimOutgoing({ now, until, limit: 5 })
    await tx.markDot(id, now)
    await tx.giveBackMail(now)
    await tx.repairOutgoing(id, 'resend', now)
    await tx.claimOutgoing({ now, until, limit: 5 })
    await tx.recordOutgoing(id, { kind: 'sent' }, now)
    await tx.settleLostClaims(now)
    const limits = (['address', 'case'] as const).map((per) => ({ per, windowSeconds: 3_600, mailsMax: 5 }))
    await tx.recordAutomaticMail({ to: 'p@harbour.example', case: caseIdOf('a') }, limits, now)
    await tx.removeAutomaticMails(now)
  })
  const { read } = opened.store
  await read.listMailboxes()
  await read.findIntake(taken[0]!)
  await read.openIntake(taken[0]!)
  await read.findOutgoing(id)
  await read.findOutgoingOfMessage(messageIdOf('m'))
}
