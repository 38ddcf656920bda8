// What a case is about: links that people confirm, reject and add. spec: case §4
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMessage, deskMail, tryPost } from './case-fixtures.ts'
import { engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

describe.each(engines)('links of a case on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: 'case-links', config: { mail: deskMail } })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  const open = async () =>
    (await server.ask('POST', '/v1/cases', { title: 'Screens' })) as { id: string; number: string }
  const linksOf = async (number: string) =>
    ((await server.ask('GET', `/v1/cases/${number}`)).links as Record<string, unknown>[]).map(
      ({ kind, value, certainty }) => [kind, value, certainty],
    )

  test('a person adds, rejects and confirms; each is a version with its words in the timeline', async () => {
    const { number } = await open()
    const other = await open()
    const decide = (version: number, ...links: readonly object[]) =>
      tryPost(server, `/v1/cases/${number}/changes`, { version, links })
    const order = { kind: 'order', value: ' PO-2026-0031 ', certainty: 'confirmed' }
    const named = [
      order,
      { kind: 'device', value: 'A'.repeat(64), certainty: 'confirmed' },
      { kind: 'case', value: other.number, certainty: 'confirmed' },
    ]
    expect(await decide(1, ...named)).toMatchObject({ status: 200, json: { version: 2 } })
    expect(await decide(1, order)).toMatchObject({ status: 200, json: { version: 2 } })
    expect(await decide(1, { ...order, certainty: 'rejected' })).toMatchObject({
      json: { code: 'EDIT_OUTDATED', facts: { changed: [expect.stringMatching(/^links \(/)] } },
    })
    expect(await decide(2, { ...order, certainty: 'rejected' })).toMatchObject({ json: { version: 3 } })
    expect(await linksOf(number)).toEqual([
      ['case', other.id, 'confirmed'],
      ['device', 'a'.repeat(64), 'confirmed'],
      ['order', 'PO-2026-0031', 'rejected'],
    ])
    const { items } = await server.ask('GET', `/v1/cases/${number}/events`)
    expect(items.at(-1)).toMatchObject({
      facts: { changed: ['links'] },
      words: { links: [{ kind: 'order', value: 'PO-2026-0031', certainty: 'rejected' }] },
    })
    const { id } = (await server.ask('GET', `/v1/cases/${number}`)).case
    const audit = await server.ask('GET', `/v1/audit?subject=case:${id}`)
    expect(audit.items[0]).toMatchObject({ action: 'case-change', detail: { changed: ['links'] } })
  })

  test('a case waits for another one, wherever that was merged, until it is resolved or a person says otherwise', async () => {
    const [waiting, first, second] = [await open(), await open(), await open()]
    const blockersOf = async () => (await server.ask('GET', `/v1/cases/${waiting.number}/work`)).blockers
    const link = async (certainty: string) => {
      const { case: found } = await server.ask('GET', `/v1/cases/${waiting.number}`)
      const links = [{ kind: 'blocked-by', value: first.number, certainty }]
      await server.ask('POST', `/v1/cases/${waiting.number}/changes`, { version: found.version, links })
    }
    const act = (number: string, version: number, action: object) =>
      tryPost(server, `/v1/cases/${number}/actions`, { version, ...action })
    await link('confirmed')
    expect(await blockersOf()).toEqual([`case ${first.number}`])
    const merged = await server.ask('POST', `/v1/cases/${first.number}/merges`, { into: second.number })
    expect(await blockersOf()).toEqual([`case ${second.number}`])
    await server.ask('POST', `/v1/moves/${merged.id}/undo`, {})
    await link('rejected')
    expect(await blockersOf()).toEqual([])
    await link('confirmed')

    const solve = async ({ id, number }: { id: string; number: string }) => {
      const message = await addMessage(server, id, { direction: 'out', side: 'vendor' })
      const evidence = [{ kind: 'message', id: message }]
      let { version } = (await server.ask('GET', `/v1/cases/${number}`)).case
      for (const action of [
        { action: 'respond', message },
        { action: 'investigate', question: 'Why?' },
      ]) {
        const acted = await act(number, version, action)
        expect(acted.status).toBe(200)
        version = acted.json.version
      }
      return await act(number, version, { action: 'resolve', result: 'It works.', evidence })
    }
    expect(await solve(waiting)).toMatchObject({
      json: { code: 'CASE_BLOCKED', facts: { blockers: [`case ${first.number}`] } },
    })
    expect(await solve(first)).toMatchObject({ status: 200 })
    expect(await blockersOf()).toEqual([])
  })

  test.each([
    ['a case that is not there', { kind: 'case', value: 'CAS-99999-AAAAAA', certainty: 'confirmed' }, 404],
    ['a kind that is none', { kind: 'planet', value: 'x', certainty: 'confirmed' }, 400],
    ['nobody proposes by hand', { kind: 'order', value: 'x', certainty: 'proposed' }, 400],
  ])('%s is refused', async (_, link, status) => {
    const { number } = await open()
    const asked = { version: 1, links: [link] }
    expect(await tryPost(server, `/v1/cases/${number}/changes`, asked)).toMatchObject({ status })
    expect(await linksOf(number)).toEqual([])
  })

  test('twenty in one change, and not one more', async () => {
    const { number } = await open()
    const links = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ kind: 'order', value: `PO-${at}`, certainty: 'confirmed' }))
    const path = `/v1/cases/${number}/changes`
    expect(await tryPost(server, path, { version: 1, links: links(21) })).toMatchObject({ status: 400 })
    expect(await tryPost(server, path, { version: 1, links: links(20) })).toMatchObject({ status: 200 })
  })

  test('from the command line', async () => {
    const { number } = await open()
    const link = (...rest: readonly string[]) => holdfastOf(server, ['case', 'link', number, ...rest])
    expect(await link('order', 'PO-1')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/Orders +PO-1\n/),
    })
    const rejected = await link('order', 'PO-2', '--reject', '--json')
    expect(JSON.parse(rejected.out)).toMatchObject({ number, version: 3 })
    const shown = await holdfastOf(server, ['case', 'show', number])
    expect(shown.out).toContain('PO-1, PO-2 (rejected)')
    expect(await link('planet', 'x')).toMatchObject({ status: 2 })
    const outdated = await link('order', 'PO-3', '--seen', '1')
    expect(outdated).toMatchObject({ status: 1, err: expect.stringContaining('EDIT_OUTDATED') })
  })
})
