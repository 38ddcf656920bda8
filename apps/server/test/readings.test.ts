// Files read over HTTP: the same readings as on the command line, and nothing is kept.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGround, startServer, type Ground } from './fixtures.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround('sqlite')
})
afterAll(async () => {
  await ground.remove()
})

const capture = '15-zh-entg-popup-window-utf16le-bom.txt'
const folder = new URL('../../../vectors/capture/', import.meta.url)
const sent = (name: string) => ({
  name,
  contentBase64: readFileSync(new URL(name, folder)).toString('base64'),
})

test('a capture reads as expected, a bad file stops no other, and no device is in the books afterwards', async () => {
  const server = await startServer({ ground, name: 'readings' })
  const empty = { name: 'empty.txt', contentBase64: '' }
  const { files } = await server.ask('POST', '/v1/readings', { files: [sent(capture), empty] })
  const { samples } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'))
  const { note: _note, ...expected } = samples[capture]
  for (const product of expected.products) delete product.derived
  expect(files).toEqual([
    { name: capture, read: expected },
    { name: 'empty.txt', read: { refused: { code: 'CONTENT_EMPTY' } } },
  ])
  const placed = await server.ask('POST', '/v1/readings', { files: [sent(capture)], places: true })
  expect(placed.files[0].read.places).toContainEqual(
    expect.objectContaining({ path: 'products[0].remainingMinutes' }),
  )
  for (const path of ['/v1/captures', '/v1/fleet/devices'])
    expect(await server.ask('GET', path)).toMatchObject({ items: [] })
  const wrong = await server.send(
    'POST',
    '/v1/readings',
    { files: [{ name: 'x', contentBase64: '?' }] },
    { authorization: 'Bearer a-token-that-nobody-made' },
  )
  expect(wrong.status).toBe(401)
  await server.close()
})
