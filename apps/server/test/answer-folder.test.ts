// A folder of request files: an answer file for each, whatever their names, and never among the requests.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatArmour, parseArmour } from '@holdfast/lease'
import { nameAnswers } from '../src/cli/name-answers.ts'
import { openGround, sell, startServer, TestDevice, type Ground, type TestServer } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'

describe('the names of answers', () => {
  test.each([
    [
      ['desk-001.txt', 'desk-002.txt'],
      ['desk-001', 'desk-002'],
    ],
    [
      ['desk-001.asc', 'desk-001.txt', 'b.txt'],
      ['desk-001.asc', 'desk-001.txt', 'b'],
    ],
    [
      ['Desk.asc', 'desk.txt'],
      ['Desk.asc', 'desk.txt'],
    ],
    // A whole name that is what is left of a third one's.
    [
      ['a', 'a.txt', 'a.txt.old'],
      ['a', 'a.txt', 'a.txt.old'],
    ],
    [
      ['a.asc', 'a.txt', 'A.TXT.old'],
      ['a.asc', 'a.txt', 'A.TXT.old'],
    ],
    [['no-ending'], ['no-ending']],
    [[], []],
  ])('%j', (names, stems) => {
    const answers = nameAnswers(names)
    expect([...(answers as ReadonlyMap<string, string>)]).toEqual(
      names.map((name, at) => [name, `${stems[at]}.answer.txt`]),
    )
  })

  test('two that differ in capitals alone are refused', () => {
    expect(nameAnswers(['A.txt', 'a.txt', 'b.txt'])).toMatchObject({
      code: 'INPUT_INVALID',
      facts: { complaints: [expect.stringMatching(/^A\.txt, a\.txt: .*rename/)] },
    })
  })
})

describe('holdfast', () => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround('sqlite')
    server = await startServer({ ground, name: 'answer-folder' })
  })
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  async function requestsOf(name: string, files: readonly string[]): Promise<string> {
    const folder = join(ground.folder, name)
    mkdirSync(folder)
    const sold = await sell(server)
    for (const file of files) {
      const device = new TestDevice(server, `${name} ${file}`)
      writeFileSync(join(folder, file), formatArmour('request', device.activation(sold)))
    }
    return folder
  }

  test('each of two files of one stem has its own answer, again when it is repeated', async () => {
    const requests = await requestsOf('stems', ['desk-001.asc', 'desk-001.txt', 'desk-002.txt'])
    const out = join(ground.folder, 'stems-answers')
    const names = ['desk-001.asc.answer.txt', 'desk-001.txt.answer.txt', 'desk-002.answer.txt']
    for (const already of [0, 3]) {
      const ran = await holdfastOf(server, ['offline', 'answer', requests, '--out', out, '--json'])
      expect(JSON.parse(ran.out)).toMatchObject({ leases: 3, refused: 0, already })
      expect(readdirSync(out).toSorted()).toEqual(names)
    }
    const leases = names.map((name) => readFileSync(join(out, name), 'utf8'))
    expect(new Set(leases).size).toBe(3)
    for (const lease of leases) expect(parseArmour(lease)).toMatchObject({ blocks: [{ kind: 'lease' }] })
  })

  test('answers do not go among the requests, and nothing is sent', async () => {
    const requests = await requestsOf('same', ['desk-001.txt'])
    const link = join(ground.folder, 'same-link')
    symlinkSync(requests, link)
    const { counts } = await server.ask('GET', '/v1/status')
    const unknown = 'pln_00000000000000000000000000'
    for (const out of [requests, link, relative('.', requests), join(requests, '..', 'same')])
      for (const command of [
        ['offline', 'answer', requests],
        ['plan', 'run', unknown, '--offline', requests],
      ]) {
        const ran = await holdfastOf(server, [...command, '--out', out])
        expect(ran).toMatchObject({ status: 1, out: '' })
        expect(ran.err).toMatch(/INPUT_INVALID[^]*folder of the requests/)
      }
    expect(readdirSync(requests)).toEqual(['desk-001.txt'])
    expect((await server.ask('GET', '/v1/status')).counts).toEqual(counts)
  })

  test('a folder below that of the requests is another one', async () => {
    const requests = await requestsOf('below', ['desk-001.txt'])
    const out = join(requests, 'answers')
    expect((await holdfastOf(server, ['offline', 'answer', requests, '--out', out])).status).toBe(0)
    expect(readdirSync(out)).toEqual(['desk-001.answer.txt'])
  })
})
