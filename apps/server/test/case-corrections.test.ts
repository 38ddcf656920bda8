// Moves, merges and splits with their undoing, a person's judgement, and a person who is shown, exported and erased.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseId } from '@holdfast/lease'
import { addMessage, addPerson, admin, deskMail, tryPost } from './case-fixtures.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

describe.each(engines)('corrections on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: 'case-corrections', config: { mail: deskMail } })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  const open = async (title: string) =>
    (await server.ask('POST', '/v1/cases', { title })) as { id: CaseId; number: string }
  async function textsOf(place: CaseId) {
    const listed = await server.server.store.read.listMessages({ case: place }, { limit: 50 })
    if (listed.kind === 'refused') throw new Error(listed.code)
    return listed.items.map(({ text }) => text)
  }
  async function fill(place: CaseId, ...texts: readonly string[]) {
    const ids: string[] = []
    for (const text of texts) {
      server.clock.advance({ seconds: 60 })
      ids.push(await addMessage(server, place, { text }))
    }
    return ids
  }

  test('a message moves with its tail, and comes back', async () => {
    const [one, two] = [await open('one'), await open('two')]
    const [, second] = await fill(one.id, 'a', 'b', 'c')
    const path = `/v1/messages/${second}/moves`
    expect(await tryPost(server, path, { to: one.number })).toMatchObject({ json: { code: 'INPUT_INVALID' } })
    const move = await server.ask('POST', path, { to: two.number, tail: true })
    expect(move).toMatchObject({ kind: 'move', from: one.id, to: two.id, undone: null })
    expect([await textsOf(one.id), await textsOf(two.id)]).toEqual([['a'], ['b', 'c']])
    const undone = await server.ask('POST', `/v1/moves/${move.id}/undo`, {})
    expect(undone.undone).toMatchObject({ by: 'administrator:settings' })
    expect([await textsOf(one.id), await textsOf(two.id)]).toEqual([['a', 'b', 'c'], []])
    await server.ask('POST', path, { to: two.number })
    expect([await textsOf(one.id), await textsOf(two.id)]).toEqual([['a', 'c'], ['b']])
  })

  test('a merged case says where it went, takes nothing more, and comes back with what it had', async () => {
    const [one, two] = [await open('one'), await open('two')]
    await fill(one.id, 'a')
    const note = await server.ask('POST', `/v1/cases/${one.number}/notes`, { kind: 'note', text: 'n' })
    const merge = await server.ask('POST', `/v1/cases/${one.number}/merges`, { into: two.number })
    expect((await server.ask('GET', `/v1/cases/${two.number}/work`)).notes).toMatchObject([{ id: note.id }])
    const merged = { code: 'CASE_MERGED', facts: { case: one.id, into: two.id } }
    for (const [path, body] of [
      ['notes', { kind: 'note', text: 'late' }],
      ['changes', { version: 3, title: 'late' }],
      ['actions', { version: 3, action: 'resume' }],
      ['drafts', { audience: 'customer', language: 'en', text: 'late' }],
      ['merges', { into: two.number }],
    ] as const)
      expect(await tryPost(server, `/v1/cases/${one.number}/${path}`, body)).toMatchObject({ json: merged })
    await server.ask('POST', `/v1/moves/${merge.id}/undo`, {})
    expect((await server.ask('GET', `/v1/cases/${one.number}/work`)).notes).toMatchObject([{ id: note.id }])
    expect(await textsOf(one.id)).toEqual(['a'])
  })

  test('a split makes a case with a number of its own, and is undone only before what came after it', async () => {
    const [one, two] = [await open('one'), await open('two')]
    const [, second = ''] = await fill(one.id, 'a', 'b')
    const split = await server.ask('POST', `/v1/cases/${one.number}/splits`, {
      ...{ title: 'the second', messages: [second] },
    })
    expect([await textsOf(one.id), await textsOf(split.to)]).toEqual([['a'], ['b']])
    const later = await server.ask('POST', `/v1/messages/${second}/moves`, { to: two.number })
    expect(await tryPost(server, `/v1/moves/${split.id}/undo`, {})).toMatchObject({
      status: 409,
      json: { code: 'MOVE_OVERTAKEN', facts: { by: later.id } },
    })
    await server.ask('POST', `/v1/moves/${later.id}/undo`, {})
    await server.ask('POST', `/v1/moves/${split.id}/undo`, {})
    expect(await textsOf(one.id)).toEqual(['a', 'b'])
    expect(
      (await tryPost(server, `/v1/cases/${split.to}/notes`, { kind: 'note', text: 'x' })).json.code,
    ).toBe('CASE_MERGED')
  })

  test('what a person says of a message is confirmed', async () => {
    const { id } = await open('one')
    const [message] = await fill(id, 'a')
    const path = `/v1/messages/${message}/judgement`
    expect(await server.ask('POST', path, { audience: 'internal' })).toMatchObject({
      ...{ audience: 'internal', audienceCertainty: 'confirmed', side: 'customer', sideCertainty: 'certain' },
    })
    expect(await tryPost(server, path, {})).toMatchObject({ json: { code: 'INPUT_INVALID' } })
  })

  test('who may see people is told who it is, and the audit knows; a person goes for good', async () => {
    const person = await addPerson(server, {
      name: 'Quillon Castervane',
      contacts: [
        { kind: 'mail', value: 'quillon@castervane.example', written: 'Quillon@Castervane.example' },
        { kind: 'phone', value: '155501234987', written: '+1 555 0123 4987' },
      ],
    })
    const { id, number } = await server.ask('POST', '/v1/cases', {
      ...{ title: 'Days of Quillon Castervane', source: 'a call of Quillon Castervane' },
    })
    // The timeline keeps what the title was.
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 1, title: 'Castervane: days' })
    await server.ask('POST', `/v1/cases/${number}/changes`, { version: 2, title: 'Days' })
    const from = {
      role: 'from',
      person,
      name: 'Quillon Castervane',
      address: 'quillon@castervane.example',
    } as const
    await addMessage(server, id, { text: 'Zanzibarquux is what I wrote.', people: [from] })
    await addMessage(server, id, {
      ...{ text: 'Dear Quillon Castervane, we ask at quillon@castervane.example.', side: 'vendor' },
      people: [{ ...from, role: 'to' }],
    })
    await server.ask('POST', `/v1/cases/${number}/notes`, {
      ...{ kind: 'note', text: 'Quillon Castervane (+1 555 0123 4987) telephoned.' },
    })
    const elsewhere = await open('elsewhere')
    await server.ask('POST', `/v1/cases/${elsewhere.number}/notes`, {
      ...{ kind: 'note', text: 'Ask Quillon Castervane of the other case.' },
    })
    const reader = await server.ask('POST', '/v1/tokens', {
      name: 'reader',
      scopes: ['desk:read', 'desk:write'],
    })
    expect(
      await server.send('GET', `/v1/persons/${person}`, undefined, {
        authorization: `Bearer ${reader.secret}`,
      }),
    ).toMatchObject({ status: 403, json: { code: 'SCOPE_MISSING' } })
    expect(await server.ask('GET', `/v1/persons/${person}`)).toMatchObject({ name: 'Quillon Castervane' })
    const exported = await server.ask('POST', `/v1/persons/${person}/export`, {})
    expect(exported.messages.map(({ as }: { as: string[] }) => as[0]).toSorted()).toEqual(['from', 'to'])
    const erased = await server.ask('POST', `/v1/persons/${person}/erasure`, { reason: 'they asked for it' })
    expect(erased.messages).toHaveLength(2)
    const audit = await server.send('GET', `/v1/audit?subject=person%3A${person}`, undefined, admin)
    for (const action of ['person-reveal', 'person-export', 'person-erase-reason', 'person-erase'])
      expect(audit.text).toContain(`"${action}"`)
    const work = JSON.stringify(await server.ask('GET', `/v1/cases/${number}/work`))
    expect(work).toContain('telephoned')
    expect(await server.ask('GET', `/v1/persons/${person}`)).toMatchObject({ name: '', contacts: [] })
    if (engine === 'sqlite') expectNoWord(join(ground.folder, 'case-corrections'))
  })

  /** No file of the books holds a word of the person, after what was freed is given back. */
  function expectNoWord(folder: string) {
    const file = join(folder, 'holdfast.sqlite')
    const books = new DatabaseSync(file)
    // Segments of the index are merged when it is told to; freed pages go with vacuum.
    books.exec("insert into search_index(search_index) values('optimize')")
    books.exec('vacuum')
    books.exec('pragma wal_checkpoint(truncate)')
    books.close()
    const names = readdirSync(folder).filter((name) => name.startsWith('holdfast.sqlite'))
    const bytes = names.map((name) => readFileSync(join(folder, name)).toString('latin1').toLowerCase())
    const all = bytes.join('\n')
    // A word that stays shows that the search can find one.
    expect(all).toContain('telephoned')
    for (const word of ['quillon', 'castervane', 'zanzibarquux', '0123 4987', '155501234987'])
      expect(all, word).not.toContain(word)
  }
})
