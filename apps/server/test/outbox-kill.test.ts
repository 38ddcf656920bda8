// The server as a process that is really killed while a message is on its way.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { licenceText } from './licence-text.ts'
import { openProcesses } from './server-processes.ts'
import { isSignedBy, openReceiver } from './webhook-receiver.ts'

const { folder, start, serve, remove } = openProcesses()
afterAll(remove)

test('killed between sending and knowing, it sends again under the same id, and once only', async () => {
  const receiver = await openReceiver()
  const flags = ['--webhook-targets', 'loopback', '--watch-wave-devices', '3']
  const serving = await serve('killed', flags)
  const cli = (...args: string[]) => start([...args, '--data', serving.data]).ended
  const secretFile = join(folder, 'secret.txt')
  const added = await cli('webhook', 'add', receiver.url, '--kinds', 'WAVE', '--out', secretFile)
  expect(added, added.err).toMatchObject({ status: 0, err: '' })
  expect(await cli('customer', 'add', 'Harbour Office of Westmark')).toMatchObject({ status: 0 })

  const files = Array.from({ length: 3 }, (_, number) => {
    const file = join(folder, `pc-${number}.txt`)
    writeFileSync(file, licenceText({ number }))
    return file
  })
  receiver.reply('hang')
  const captured = await cli('capture', 'add', ...files, '--customer', 'Harbour Office of Westmark')
  expect(captured, captured.err).toMatchObject({ status: 0, out: expect.stringContaining('pc-2.txt') })
  const [first] = await receiver.count(1)
  await serving.stop('SIGKILL')

  const again = await serve('killed', flags)
  const [, second] = await receiver.count(2)
  expect(second!.id).toBe(first!.id)
  expect(second!.body).toBe(first!.body)
  const secret = readFileSync(secretFile, 'utf8').trim()
  expect(isSignedBy(second!, secret)).toBe(true)

  const listed = await cli('finding', 'list', '--code', 'WAVE', '--json')
  expect(JSON.parse(listed.out).items).toMatchObject([{ who: 'vendor', facts: { devices: 3 } }])
  expect((await cli('finding', 'list', '--lang', 'zh')).out).toContain('大量设备')
  const devices = JSON.parse((await cli('fleet', 'devices', '--state', 'reminding', '--json')).out).items
  expect(devices).toHaveLength(3)
  expect((await cli('fleet', 'show', devices[0].id)).out).toContain('WAVE')
  expect((await cli('fleet', 'show', devices[0].id, '--lang', 'zh')).out).toContain('首次出现')
  const captures = JSON.parse((await cli('capture', 'list', '--json')).out).items
  expect((await cli('capture', 'show', captures[0].id)).out).toMatch(/dev_\w+ +reminding +new +fits/)
  expect((await cli('fleet', 'watch')).out).toMatch(/^0 findings raised/)
  const webhook = JSON.parse((await cli('webhook', 'list', '--json')).out).items[0]
  expect(webhook).toMatchObject({ deliveries: { dead: 0 } })
  expect(await cli('webhook', 'test', webhook.id)).toMatchObject({ status: 0 })
  expect(await cli('webhook', 'remove', webhook.id)).toMatchObject({ status: 0 })
  expect(await cli('webhook', 'test', webhook.id)).toMatchObject({ status: 1 })

  const ended = await again.stop()
  expect(ended.status, ended.err).toBe(0)
  // The test message came too; the finding itself came twice, no more.
  expect(receiver.received.filter(({ id }) => id === first!.id)).toHaveLength(2)
  expect(receiver.received).toHaveLength(3)
  // The secret is in no word of the server, and the address with its path in no line of its log.
  const words = ended.err + ended.out + captured.out + JSON.stringify(webhook)
  expect(words).not.toContain(secret)
  expect(ended.err).not.toContain(new URL(receiver.url).pathname)
  await receiver.close()
  // Half a minute is the claim of the server that was killed; the rest is processes that start, on a busy machine.
}, 240_000)
