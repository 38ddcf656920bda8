// Everything secret that a server and its devices have is planted or dug out, and searched for wherever words go.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { formatArmour, privateKeyOfSeed } from '@holdfast/lease'
import { unsealKey } from '../src/keys/sealed-key.ts'
import { sendTo, TestDevice, type Answer } from './fixtures.ts'
import { deviceFor, openProcesses, type Serving } from './server-processes.ts'

const { folder, start, serve, remove } = openProcesses()
afterAll(remove)

/** The forms in which a careless line would show bytes. */
function formsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes)
  // Without the last digits, which depend on what follows in a longer text.
  const base64 = buffer.toString('base64').replace(/=+$/, '').slice(0, -1)
  const raw = buffer.toString('latin1')
  const hex = buffer.toString('hex')
  return [raw, hex, hex.toUpperCase(), base64, base64.replaceAll('+', '-').replaceAll('/', '_')]
}

/** The books' files as they lie on disk. */
const booksOf = (data: string): string =>
  readdirSync(data)
    .filter((name) => name.startsWith('holdfast.sqlite'))
    .map((name) => readFileSync(join(data, name)).toString('latin1'))
    .join('\n')

function privateSeeds(data: string, secret: Uint8Array | null): Uint8Array[] {
  const books = new DatabaseSync(join(data, 'holdfast.sqlite'), { readOnly: true })
  const rows = books.prepare('select * from server_keys').all() as { [column: string]: unknown }[]
  books.close()
  return rows.map((row) => {
    const id = row['id'] as string
    const opened = unsealKey(row['private_bytes'] as Uint8Array, { thumbprint: id, secret })
    if (opened.kind !== 'seed') throw new Error(opened.because)
    // Else this test would look for bytes that are no key.
    expect(privateKeyOfSeed(opened.seed).thumbprint).toBe(id)
    return opened.seed
  })
}

/** A life with every kind of word in it: answers, refusals, lists, audit rows, tables for spreadsheets. */
async function live(serving: Serving, token: string) {
  const answers: Answer[] = []
  const send = async (method: string, path: string, body?: unknown, type = 'application/json') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    const answer = await sendTo(
      serving.address,
      method,
      path,
      body,
      body === undefined ? { authorization: headers.authorization } : headers,
    )
    answers.push(answer)
    return answer.json
  }
  await send('POST', '/v1/products', { id: 'cmge', title: 'Civic Machine Graphical Environment' })
  const customer = await send('POST', '/v1/customers', { name: 'Harbour Office of Westmark' })
  const lines = [{ product: 'cmge', seats: 3, term: { kind: 'perpetual' } }]
  const sent = { authorization: `Bearer ${token}` }
  const order = (
    await sendTo(
      serving.address,
      'POST',
      '/v1/orders',
      { number: '2026-0117', customer: customer.id, lines },
      sent,
    )
  ).json
  const sold = { serial: order.serials[0], productKey: order.productKeys[0].productKey as string }
  const device = await deviceFor(serving, 'secretive')
  await send('POST', '/v1/activate', { request: device.activation(sold) })
  await send('POST', '/v1/activate', { request: device.sign(device.request(sold.serial)) })
  await send('POST', '/v1/activate', { request: { payload: sold.productKey } })
  await send('POST', '/v1/products', { id: sold.productKey, [sold.productKey]: token })
  await send('GET', `/v1/serials/${sold.productKey}`)
  await send('GET', `/v1/serials?after=${token}`)
  const other = new TestDevice(device.server, 'by file')
  await send('POST', '/v1/offline', formatArmour('request', other.activation(sold)), 'text/plain')
  await sendTo(serving.address, 'GET', '/v1/products', undefined, {
    authorization: 'Bearer hft_a-token-that-is-wrong',
  })
  await send('POST', `/v1/serials/${sold.serial}/seats`, { seats: 5, reason: 'more staff' })
  for (const path of [
    'audit',
    'devices',
    'tokens',
    'findings',
    'licences',
    'serials',
    'serials.csv',
    'orders',
    'status',
    'trust',
  ])
    await send('GET', `/v1/${path}`)
  return { answers, sold, devices: [device, other] }
}

test('with a key file no secret is in logs, answers, audit rows, exports or the books', async () => {
  const keyFile = join(folder, 'server.key')
  writeFileSync(keyFile, 'a passphrase of some length')
  const given = 'given-administrator-token-77'
  const serving = await serve('secrets', ['--key-file', keyFile, '--log-level', 'debug'], {
    HOLDFAST_ADMIN_TOKEN: given,
  })
  const { answers, sold, devices } = await live(serving, given)
  // A line is there as soon as it is written, not when the server ends.
  await serving.logged('answerOffline')
  const exported = join(folder, 'serials.csv')
  const cli = (...args: string[]) =>
    start([...args, '--data', serving.data], { HOLDFAST_ADMIN_TOKEN: given }).ended
  const ran = [
    await cli('serials', 'export', '--out', exported),
    await cli('audit', 'list', '--json'),
    await cli('order', 'show', '2026-0117', '--json'),
  ]
  expect(ran.map(({ status, err }) => [status, err])).toEqual(ran.map(() => [0, '']))
  const ended = await serving.stop()
  expect(answers.map(({ status }) => status)).toContain(200)
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])

  const seeds = [
    ...privateSeeds(serving.data, readFileSync(keyFile)),
    ...devices.map((device) =>
      new SeededEntropy(`device ${device === devices[0] ? 'secretive' : 'by file'}`).bytes(32),
    ),
  ]
  expect(seeds).toHaveLength(4)
  const secrets = [
    ...seeds.flatMap(formsOf),
    sold.productKey,
    sold.productKey.replaceAll('-', ''),
    'a passphrase of some length',
    given,
    'hft_a-token-that-is-wrong',
  ]
  const places = {
    log: ended.err + ended.out,
    answers: answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n'),
    commands: ran.map(({ out, err }) => out + err).join('\n'),
    export: readFileSync(exported, 'utf8'),
    books: booksOf(serving.data),
  }
  // Each place has words of this life in it, or nothing could have been found there.
  const known = { log: 'answerOffline', answers: sold.serial, commands: sold.serial, export: sold.serial }
  for (const [place, word] of Object.entries(known))
    expect(places[place as keyof typeof known].includes(word), place).toBe(true)
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  )
  expect(found).toEqual([])
})

test('without a key file the seeds lie open in the books, and there alone', async () => {
  const serving = await serve('open', ['--log-level', 'debug'])
  const token = readFileSync(join(serving.data, 'admin-token'), 'utf8').trim()
  const { answers } = await live(serving, token)
  const ended = await serving.stop()
  const seeds = privateSeeds(serving.data, null)
  expect(seeds).toHaveLength(2)
  // The search finds what is there.
  for (const seed of seeds) expect(booksOf(serving.data).includes(formsOf(seed)[0]!)).toBe(true)
  const words = ended.err + ended.out + answers.map(({ text }) => text).join('\n')
  expect([...seeds.flatMap(formsOf), token].filter((secret) => words.includes(secret))).toEqual([])
})
