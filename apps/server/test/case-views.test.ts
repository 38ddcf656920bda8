// Cases, messages, proposals and search through the door, on both engines; people leave it as roles.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { casePeopleMax } from '@holdfast/desk'
import { excerptCharsMax } from '../src/desk/views/excerpt.ts'
import { corpusFile, exportText, mailText, textFile } from './case-files.ts'
import {
  adminToken,
  engines,
  openGround,
  startServer,
  type Answer,
  type Ground,
  type TestServer,
} from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

const canary = {
  name: 'Quillon Featherstonehaugh',
  address: 'quillon.canary@westmark.example',
  phone: '+49 30 5550 0142',
}
const number = 'WST-0100-K3'
const subject = `[Case: ${number}] % Westmark Library % Reminder for Quillon Featherstonehaugh % open`
const body = `Dear Mr Featherstonehaugh,
V0-H shows 100 days left. Call ${canary.phone} or write to ${canary.address}.

> Quillon Featherstonehaugh wrote:
> it shows 300 days left`

type Json = ReturnType<typeof JSON.parse>

describe.each(engines)('views on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  let readOnly = ''
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: `views-${engine}` })
    const made = await server.ask('POST', '/v1/tokens', { name: 'reader', scopes: ['desk:read'] })
    readOnly = made.secret ?? made.token
    const thread = exportText(subject, [
      {
        from: `${canary.name}(${canary.address})`,
        at: '2026-03-02T09:00:00+01:00',
        text: 'It cannot be activated again after expiry. See the attachment log.zip.',
      },
      { from: 'Ben Marsh', at: '2026-03-02T11:00:00+01:00', text: body },
    ])
    const mail = mailText({
      id: 'q1@westmark.example',
      from: `${canary.name} <${canary.address}>`,
      subject: 'A mail of its own',
      text: `Regards, ${canary.name}`,
    })
    const other = mailText({
      ...{ id: 'q2@westmark.example', from: 'Erin Vale <erin.vale@westmark.example>' },
      ...{ subject: 'Of somebody else', text: 'Farewell' },
    })
    const { refused } = await server.ask('POST', '/v1/cases/imports', {
      files: [
        ...[textFile('t.txt', thread), textFile('m.eml', mail), textFile('o.eml', other)],
        corpusFile('story-zh.txt'),
      ],
    })
    expect(refused).toEqual([])
  }, 60_000)
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  const get = (path: string, token = adminToken): Promise<Answer> =>
    server.send('GET', path, undefined, { authorization: `Bearer ${token}` })
  const reveals = async (subject: string) =>
    (await server.ask('GET', `/v1/audit?subject=${subject}`)).items.filter(
      ({ action }: Json) => action === 'personal-reveal',
    )

  test('a case by number, token and id', async () => {
    const byNumber = await server.ask('GET', `/v1/cases/${number}`)
    const byId = await server.ask('GET', `/v1/cases/${byNumber.case.id}`)
    const byToken = await server.ask('GET', `/v1/cases/${encodeURIComponent(byNumber.case.token)}`)
    expect([byId, byToken]).toEqual([byNumber, byNumber])
    expect(byNumber).toMatchObject({
      case: {
        number,
        state: { kind: 'received', facts: { source: 'import' } },
        imported: true,
        maySend: false,
      },
      counts: { people: 2 },
      ball: { party: 'support' },
    })
    expect(byNumber.links).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'release', value: 'V0-H' })]),
    )
    const gone = await get('/v1/cases/CAS-99999-AAAAAA')
    expect([gone.status, gone.json.code]).toEqual([404, 'NOT_FOUND'])
  })

  test('lists by state; other filters leave it out', async () => {
    const listed = async (query: string) =>
      (await server.ask('GET', `/v1/cases?${query}`)).items.map((one: Json) => one.number)
    expect(await listed('state=received')).toContain(number)
    for (const query of [
      'state=archived',
      'owner=nobody',
      'queue=none',
      'product=cmge',
      'customer=cus_00000000000000000000000000',
    ])
      expect(await listed(query), query).toEqual([])
  })

  test('a canary leaves in no answer without reveal', async () => {
    const shown = await server.ask('GET', `/v1/cases/${number}/messages`)
    const cases = await server.ask('GET', '/v1/cases')
    const paths = [
      '/v1/cases',
      ...cases.items.flatMap(({ id }: Json) =>
        ['', '/messages', '/events', '/proposals'].map((rest) => `/v1/cases/${id}${rest}`),
      ),
      ...shown.items.map(({ id }: Json) => `/v1/messages/${id}`),
      ...['Featherstonehaugh', 'quillon', 'days left', 'V0-H', '5550', 'westmark.example'].map(
        (q) => `/v1/search?q=${encodeURIComponent(q)}`,
      ),
      '/v1/audit?limit=500',
    ]
    for (const path of paths)
      for (const token of [adminToken, readOnly].slice(0, path.startsWith('/v1/audit') ? 1 : 2)) {
        const answer = await get(path, token)
        expect(answer.status, path).toBe(200)
        expect(answer.text, path).not.toMatch(/featherstonehaugh|quillon|5550 0142/i)
      }
    const search = await server.ask('GET', '/v1/search?q=Featherstonehaugh')
    expect(search.items).toEqual([])
  }, 60_000)

  test('a message as it may be seen: folded, found, because', async () => {
    const { items } = await server.ask('GET', `/v1/cases/${number}/messages`)
    expect(items[0].attachments).toEqual([
      expect.objectContaining({ name: 'log.zip', bytesIn: 'nowhere', hash: null }),
    ])
    const message = await server.ask('GET', `/v1/messages/${items[1].id}`)
    expect(message.text).toContain('V0-H shows 100 days left. Call [telephone] or write to [mail address].')
    const [span] = message.spans.filter(({ kind }: Json) => kind === 'quotation')
    expect(message.text.slice(span.from, span.to)).toContain('300 days left')
    const release = message.found.find(({ kind }: Json) => kind === 'release')
    expect([release.text, release.value.value]).toEqual(['V0-H', 'V0-H'])
    expect(message.text.slice(release.from, release.to)).toBe('V0-H')
    const contacts = message.found.filter(({ kind }: Json) => kind === 'phone' || kind === 'address')
    expect(contacts.map(({ value }: Json) => value)).toEqual([null, null])
    expect(message.verdict).toMatchObject({ rule: 'import' })
  })

  test('reveal needs desk:personal and leaves a row each time, by id', async () => {
    const { case: shown } = await server.ask('GET', `/v1/cases/${number}`)
    for (const path of [
      `/v1/cases/${number}`,
      `/v1/cases/${number}/messages`,
      `/v1/cases/${number}/proposals`,
    ]) {
      const refused = await get(`${path}?reveal=yes`, readOnly)
      expect([refused.status, refused.json.code]).toEqual([403, 'SCOPE_MISSING'])
    }
    const before = await reveals(`case:${shown.id}`)
    const seen = await server.ask('GET', `/v1/cases/${number}/messages?reveal=yes`)
    expect(seen.items[0].from).toMatchObject({ name: canary.name, address: canary.address })
    await server.ask('GET', `/v1/cases/${number}?reveal=yes`)
    const after = await reveals(`case:${shown.id}`)
    expect(after.length - before.length).toBe(2)
    expect(JSON.stringify(after)).not.toMatch(/featherstonehaugh/i)
    const found = await server.ask('GET', '/v1/search?q=Featherstonehaugh&reveal=yes')
    expect(found.items.length).toBeGreaterThan(0)
  })

  test('raw mails: byte for byte, recorded; an export has none', async () => {
    const found = await server.ask('GET', '/v1/search?q=Farewell&kind=message')
    const id = found.items[0].message
    const refused = await get(`/v1/messages/${id}/raw`, readOnly)
    expect([refused.status, refused.json.code]).toEqual([403, 'SCOPE_MISSING'])
    const raw = await server.ask('GET', `/v1/messages/${id}/raw`)
    expect(Buffer.from(raw.contentBase64, 'base64').toString()).toContain('erin.vale@westmark.example')
    expect(await reveals(`message:${id}`)).toHaveLength(1)
    const { items } = await server.ask('GET', `/v1/cases/${number}/messages`)
    const none = await get(`/v1/messages/${items[0].id}/raw`)
    expect([none.status, none.json.code]).toEqual([404, 'NOT_FOUND'])
    const { store } = server.server
    const who = (await store.read.findMessage(id))!.people[0]!.person!
    const nothing = { messages: [], items: [], proposals: [], cases: [] }
    await store.write({ kind: 'administrator', id: 'tests' }, (tx) =>
      tx.erasePerson(who, nothing, server.clock.now()),
    )
    const erased = await get(`/v1/messages/${id}/raw`)
    expect([erased.status, erased.json.code]).toEqual([410, 'MESSAGE_ERASED'])
  })

  test('a proposal is decided once and not proposed again', async () => {
    const place = (await server.ask('GET', '/v1/search?q=霜河&kind=message')).items[0].case
    const { items } = await server.ask('GET', `/v1/cases/${place}/proposals`)
    const claims = items.find(({ kind }: Json) => kind === 'contradiction')
    expect(claims.evidence.map(({ text }: Json) => text)).toContain('到期后无法重新激活')
    const decided = await server.ask('POST', `/v1/proposals/${claims.id}/decision`, {
      decision: 'rejected',
      reason: 'known',
    })
    expect(decided).toMatchObject({ state: 'rejected', reason: 'known' })
    await server.ask('POST', '/v1/cases/imports', { files: [corpusFile('story-zh.txt')] })
    const again = await server.ask('GET', `/v1/cases/${place}/proposals`)
    expect(again.items).toHaveLength(items.length)
    const wrong = await server.send(
      'POST',
      '/v1/proposals/prp_00000000000000000000000000/decision',
      { decision: 'accepted' },
      { authorization: `Bearer ${adminToken}` },
    )
    expect([wrong.status, wrong.json.code]).toEqual([404, 'NOT_FOUND'])
  })

  test('a search marks what it found, with filters', async () => {
    const search = (query: string) => server.ask('GET', `/v1/search?${query}`)
    const all = await search(`q=${encodeURIComponent('激活 到期')}&limit=500`)
    expect(all.items.length).toBeGreaterThan(5)
    for (const { excerpt, hits, kind } of all.items) {
      expect(excerpt.length).toBeLessThanOrEqual(excerptCharsMax)
      for (const { from, to } of hits) expect(['激活', '到期']).toContain(excerpt.slice(from, to))
      expect(hits.length > 0 || kind === 'attachment').toBe(true)
    }
    const inner = await search(`q=激活&audience=internal&limit=500`)
    expect(new Set(inner.items.map(({ audience }: Json) => audience))).toEqual(new Set(['internal']))
    const within = await search(`q=days&case=${number}`)
    expect(new Set(within.items.map((hit: Json) => hit.number))).toEqual(new Set([number]))
    expect((await search('q=%EF%BC%8C')).items).toEqual([])
    const long = await get(`/v1/search?q=${'a'.repeat(201)}`)
    expect([long.status, long.json.code]).toEqual([400, 'INPUT_INVALID'])
  })

  test('the command line shows the same in both languages', async () => {
    const list = await holdfastOf(server, ['case', 'list'])
    expect(list.out).toContain(number)
    const shown = await holdfastOf(server, ['case', 'show', number, '--messages'])
    expect([shown.status, shown.err]).toEqual([0, ''])
    expect(shown.out).toMatch(/State\s+received, since/)
    expect(shown.out).toContain('Sending')
    expect(shown.out).toContain('log.zip')
    expect(shown.out).not.toMatch(/featherstonehaugh/i)
    const revealed = await holdfastOf(server, ['case', 'show', number, '--messages', '--reveal'])
    expect(revealed.out).toContain(canary.name)
    const json = JSON.parse((await holdfastOf(server, ['case', 'show', number, '--json'])).out)
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['case', 'events', 'messages', 'proposals']))
    const found = await holdfastOf(server, ['case', 'search', '"days left"'])
    expect(found.out).toContain('【days left】')
    const missing = await holdfastOf(server, ['case', 'show', 'CAS-99999-AAAAAA', '--json'])
    expect([missing.status, JSON.parse(missing.err).code]).toEqual([1, 'NOT_FOUND'])
  })

  test('more people than have roles of their own are somebody', async () => {
    const people = Array.from({ length: casePeopleMax + 1 }, (_, at) => ({
      from: `Zed Person${at}x`,
      at: '',
      text: `I am Zed Person${at}x.`,
    }))
    await server.ask('POST', '/v1/cases/imports', {
      files: [textFile('many.txt', exportText('[Case: WST-0200-K3] % W % T % open', people))],
    })
    const { items } = await server.ask('GET', `/v1/cases/WST-0200-K3/messages?limit=500`)
    const last = await server.ask(
      'GET',
      `/v1/search?q=${encodeURIComponent('I am')}&case=WST-0200-K3&limit=1`,
    )
    expect(items).toHaveLength(500)
    expect(JSON.stringify([items, last])).not.toContain('Person')
    expect(last.items[0].excerpt).toBe('I am [somebody].')
  }, 60_000)
})
