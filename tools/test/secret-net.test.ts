// Canaries: a secret that is let out on each way is caught, and what only looks like one is not.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { makeProductKey } from '@holdfast/lease'
import { findSecrets } from '../secret-shapes.ts'
import { takeLeaks } from './secret-net.ts'

const key = makeProductKey(new SeededEntropy('canary'))
const token = `hft_${'a'.repeat(43)}`
const pem = '-----BEGIN PRIVATE KEY-----'

test('secrets are known by their form, and other codes pass', () => {
  expect(findSecrets(`key ${key.toLowerCase()}, ${token}, ${pem}`)).toEqual([
    'product-key',
    'token',
    'private-key',
  ])
  // One symbol changed: a check symbol is wrong, so it is somebody's licence id or part number.
  expect(findSecrets(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`)).toEqual([])
  expect(findSecrets('hft_short 8a119b9e-16bc-4732-8f7b-7676d015b0dc')).toEqual([])
})

test('what a process writes to stderr, or prints when it refuses', async () => {
  const say = (code: string, ...args: string[]) => [process.execPath, ['-e', code, ...args]] as const
  const child = spawn(
    ...say(
      `process.stderr.write('${key.slice(0, 9)}'); setImmediate(() => process.stderr.write('${key.slice(9)}'))`,
    ),
  )
  await once(child, 'close')
  expect(takeLeaks()).toEqual([expect.stringMatching(/^stderr .*: product-key$/)])
  spawnSync(...say(`console.log('hft_' + 'a'.repeat(43)); process.exitCode = 1`))
  expect(takeLeaks()).toEqual([expect.stringMatching(/^stdout .*: token$/)])
  spawnSync(...say(`console.log('hft_' + 'a'.repeat(43))`))
  expect(takeLeaks()).toEqual([])
})

test('addresses, refusals and logs', async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/refused' ? 403 : 200
    response.end(request.url === '/refused' ? pem : 'fine')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (await fetch(`${address}/fine`)).text()
  expect(takeLeaks()).toEqual([])
  await (await fetch(`${address}/serials?after=${token}`)).text()
  expect(takeLeaks()).toEqual(['address of a request: token'])
  await (await fetch(`${address}/refused`)).text()
  // Once where it is answered, once where it arrives.
  expect(takeLeaks()).toEqual(['answer 403: private-key', 'answer 403: private-key'])
  server.close()
  writeSync(2, `${token}\n`)
  expect(takeLeaks()).toEqual(['log of this process: token'])
})
