// Work on a case from the command line, against a real server.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMessage, addPerson, customerAddress, deskMail } from './case-fixtures.ts'
import { openGround, startServer, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'case-commands', config: { mail: deskMail } })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

async function open(title: string) {
  const made = await server.ask('POST', '/v1/cases', { title, owner: 'Mara Lindqvist' })
  return { ...(made as { id: string; number: string }), message: await addMessage(server, made.id) }
}
const words = (...texts: readonly string[]): AsyncIterable<Uint8Array> =>
  (async function* () {
    for (const text of texts) yield await Promise.resolve(new TextEncoder().encode(text))
  })()
async function run(...argv: readonly string[]) {
  const said = await holdfastOf(server, [...argv, '--json'])
  expect(said.status, said.err + said.out).toBe(0)
  return JSON.parse(said.out)
}

describe('a case from the command line', () => {
  test('a draft is printed with what stands against it, and leaves with --send', async () => {
    const { number, message } = await open('Reply')
    const note = 'The account manager promised a free upgrade without asking anybody here.'
    const noted = await holdfastOf(server, ['case', 'note', number, '--text', '-'], { stdin: words(note) })
    expect(noted).toMatchObject({ status: 0, out: expect.stringMatching(/^itm_/) })
    const reply = ['case', 'reply', number, '--text', '-']
    const stopped = await holdfastOf(server, reply, { stdin: words('Well, ', note) })
    expect(stopped.status).toBe(0)
    expect(stopped.out).toContain(`To: ${customerAddress}`)
    expect(stopped.out).toContain('said inside: text 6-')
    const refused = await holdfastOf(server, [...reply, '--send'], { stdin: words('Well, ', note) })
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('DRAFT_QUOTES_INNER') })
    const file = join(ground.folder, 'answer.txt')
    writeFileSync(file, 'Nine screens are looked at.\n')
    const sent = await run('case', 'reply', number, '--text', file, '--reply-to', message, '--send')
    expect(sent).toMatchObject({ state: { kind: 'responded' }, draft: { state: 'sent' } })
    const shown = await holdfastOf(server, ['case', 'work', number])
    expect(shown.out).toContain('responded')
    expect(shown.out).toContain('scope, investigate, wait, resolve')
  })

  test('from a step to the close, with a call', async () => {
    const { number, message } = await open('Close')
    const sent = await holdfastOf(server, ['case', 'reply', number, '--text', '-', '--send', '--json'], {
      stdin: words('We look into it.'),
    })
    expect(sent.status, sent.err).toBe(0)
    await run('case', 'act', number, 'wait', '--on', 'rnd', '--what', 'the archive')
    await run('case', 'act', number, 'resolve', '--result', 'done', '--evidence', `message:${message}`)
    const call = await holdfastOf(
      server,
      [
        ...['case', 'call', number, '--at', '2026-03-01T08:00:00Z', '--party', 'customer:per_ines'],
        ...['--party', 'support', '--consent-to', 'closing', '--consent-who', 'per_ines', '--text', '-'],
        '--json',
      ],
      { stdin: words('All nine work.') },
    )
    const recorded = JSON.parse(call.out) as { call: { id: string }; draft: { id: string } }
    expect(recorded.draft.id).toMatch(/^itm_/)
    expect(await run('case', 'close', number, '--call', recorded.call.id)).toMatchObject({
      state: { kind: 'archived' },
    })
    expect(await run('case', 'act', number, 'reopen', '--reason', 'asked again')).toMatchObject({
      state: { kind: 'reopened' },
    })
  })

  test('requests, commitments, questions and a kept draft', async () => {
    const { number, message } = await open('Entries')
    const asked = await run('case', 'ask', number, 'Which release?', '--of', 'customer:per_ines', '--blocks')
    expect(asked).toMatchObject({
      kind: 'request',
      state: 'asked',
      body: {
        asker: { party: 'support' },
        addressee: { party: 'customer', person: 'per_ines' },
        blocks: true,
      },
    })
    const due = '2026-03-04T08:30:00Z'
    const owed = await run('case', 'commit', number, 'a test', '--by', 'rnd', '--due', due)
    expect(owed).toMatchObject({ kind: 'commitment', body: { owner: { party: 'rnd' }, due } })
    const open1 = await run(
      'case',
      'question',
      number,
      'After its end?',
      '--owner',
      'rnd',
      '--message',
      message,
    )
    const shown = await holdfastOf(server, ['case', 'work', number])
    for (const { id } of [asked, owed, open1]) expect(shown.out).toContain(id)
    const settle = (item: string, ...rest: readonly string[]) => run('case', 'settle', number, item, ...rest)
    expect(await settle(asked.id, 'answer-partly', '--text', 'V0-H', '--open', 'two of nine')).toMatchObject({
      state: 'partly',
      version: 2,
    })
    expect(await settle(asked.id, 'answer', '--text', 'V0-H, all.')).toMatchObject({
      state: 'answered',
      version: 3,
    })
    expect(await settle(owed.id, 'keep', '--evidence', `message:${message}`)).toMatchObject({ state: 'kept' })
    const late = ['case', 'settle', number, open1.id, 'answer', '--text', 'Yes.', '--seen', '7']
    expect(await holdfastOf(server, late)).toMatchObject({
      status: 1,
      err: expect.stringContaining('EDIT_OUTDATED'),
    })
    expect(await settle(open1.id, 'withdraw', '--reason', 'asked twice')).toMatchObject({
      state: 'withdrawn',
    })
    const kept = await holdfastOf(server, ['case', 'reply', number, '--text', '-', '--json'], {
      stdin: words('We look into it.'),
    })
    const { draft } = JSON.parse(kept.out)
    const other = await open('Another')
    for (const seen of [[], ['--seen', '1']]) {
      const astray = await holdfastOf(server, ['case', 'send', other.number, draft.id, ...seen])
      expect(astray).toMatchObject({ status: 1, err: expect.stringContaining('NOT_FOUND') })
    }
    expect(await run('case', 'send', number, draft.id)).toMatchObject({ draft: { state: 'sent' } })
    expect(await run('case', 'judge', message, '--audience', 'internal')).toMatchObject({
      audience: 'internal',
    })
  })

  test('a person is shown, exported, and erased for good where that is said', async () => {
    const contacts = [{ kind: 'mail', value: 'tom@other.example', written: 'tom@other.example' }] as const
    const person = await addPerson(server, { name: 'Tom Reed', contacts })
    expect(await run('person', 'show', person)).toMatchObject({ name: 'Tom Reed' })
    expect(JSON.stringify(await run('person', 'export', person))).toContain('tom@other.example')
    const erase = ['person', 'erase', person, '--reason', 'asked for it']
    expect(await holdfastOf(server, erase)).toMatchObject({ status: 2 })
    expect(await run(...erase, '--for-good')).toMatchObject({ person, messages: [] })
    expect(await run('person', 'show', person)).toMatchObject({ name: '' })
  })

  test('an edit on a version that is gone is told what changed', async () => {
    const { number } = await open('Edit')
    await run('case', 'edit', number, '--severity', 'high', '--watcher', 'Teun Barlow', '--may-send', 'no')
    const late = await holdfastOf(server, ['case', 'edit', number, '--owner', '-', '--seen', '1'])
    expect(late).toMatchObject({ status: 1, err: expect.stringContaining('severity: normal -> high') })
    expect(await run('case', 'edit', number, '--owner', '-')).toMatchObject({ owner: null, maySend: false })
  })

  test('moves, merges and splits, and their undoing', async () => {
    const [one, two] = [await open('One'), await open('Two')]
    const moved = await run('case', 'move', one.message, two.number, '--tail')
    expect(moved).toMatchObject({ kind: 'move', from: one.id, to: two.id })
    expect(await run('case', 'undo', moved.id)).toMatchObject({ undone: { by: 'administrator:settings' } })
    const split = await run('case', 'split', one.number, one.message, '--title', 'Split')
    await run('case', 'undo', split.id)
    const merged = await run('case', 'merge', one.number, two.number)
    const late = await holdfastOf(server, ['case', 'edit', one.number, '--title', 'x', '--seen', '9'])
    expect(late.err).toContain('CASE_MERGED')
    await run('case', 'undo', merged.id)
  })

  test.each([
    [['case', 'reply', 'x']],
    [['case', 'ask', 'x', 'what']],
    [['case', 'judge', 'x']],
    [['case', 'settle', 'x', 'y', 'keep', '--seen', 'now']],
    [['case', 'close', 'x']],
    [['case', 'edit', 'x', '--may-send', 'perhaps']],
    [['case', 'edit', 'x', '--seen', 'now']],
    [['case', 'act', 'x', 'resolve', '--evidence', 'nothing']],
    [['case', 'call', 'x', '--at', 'x', '--party', 'customer', '--consent-to', 'closing', '--text', '-']],
  ])('%j is told before anything is sent', async (argv) => {
    expect(await holdfastOf(server, argv, { stdin: words('') })).toMatchObject({ status: 2 })
  })
})
