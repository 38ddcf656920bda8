import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations, type Operation } from '@holdfast/contract'
import { refusalNumbers } from '@holdfast/lease'
import * as rules from '@holdfast/licensing'
import { formatOpenApi } from '../src/http/openapi.ts'
import { formatProblem, statusOfCode } from '../src/http/problem.ts'
import { openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

let ground: Ground
let server: TestServer
beforeAll(async () => {
  ground = await openGround('sqlite')
  server = await startServer({ ground, name: 'contract' })
})
afterAll(async () => {
  await server.close()
  await ground.remove()
})

const promised = Object.values(operations) as Operation[]
const besideContract = ['GET /healthz', 'GET /metrics', 'GET /openapi.json']

/** `METHOD /path` of every route, out of Fastify's own tree. */
function servedRoutes(): string[] {
  const routes: string[] = []
  const path: string[] = []
  for (const line of server.server.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line)
    if (found === null) continue
    path.length = found[1]!.length / 4
    path.push(found[2]!)
    for (const method of found[3]?.split(', ') ?? []) routes.push(`${method} ${path.join('')}`)
  }
  return routes.toSorted()
}

test('the limits of the schemas are those of the rules', () => {
  const items = {
    properties: {
      seats: { maximum: rules.seatsMax },
      reminderDays: { maximum: rules.leadDaysMax },
      graceDays: { maximum: rules.leadDaysMax },
      renewal: { anyOf: [{}, { properties: { everyDays: { maximum: rules.renewalDaysMax } } }] },
    },
  }
  expect(operations.addOrder.body).toMatchObject({
    properties: { lines: { maxItems: rules.orderLinesMax, items } },
  })
})

test('every operation of the contract is served, and nothing else', () => {
  const wanted = promised.map((operation) => `${operation.method} ${operation.path}`)
  expect(servedRoutes()).toEqual([...wanted, ...besideContract].toSorted())
})

test('operations have names, paths and methods of their own', () => {
  expect(new Set(promised.map((operation) => operation.name)).size).toBe(promised.length)
  expect(Object.entries(operations).every(([name, operation]) => operation.name === name)).toBe(true)
})

test('every code has a status, a document in both languages, and a support code', () => {
  for (const code of Object.keys(refusalNumbers) as (keyof typeof refusalNumbers)[]) {
    expect(statusOfCode[code], code).toBeGreaterThanOrEqual(400)
    for (const locale of ['en', 'zh'] as const) {
      const { problem } = formatProblem(
        { kind: 'refused', code, facts: {} },
        { locale, now: server.clock.now() },
      )
      expect(problem.title, `${code} ${locale}`).not.toBe('')
      expect(problem.supportCode).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){2}$/)
    }
  }
})

test('the OpenAPI document is the committed one, and is what the server shows', async () => {
  const committed = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')
  expect(await formatOpenApi()).toBe(committed)
  expect((await server.send('GET', '/openapi.json')).text).toBe(committed)
  const document = JSON.parse(committed) as { openapi: string; paths: object }
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toHaveLength(new Set(promised.map((operation) => operation.path)).size)
})
