// What comes in by mail and what is written on a case is found, attachments' texts too.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engines, openGround, type Ground } from './fixtures.ts'
import { mailOf, startMailServer } from './mail-ground.ts'

let grounds: readonly Ground[] = []
beforeAll(async () => {
  grounds = await Promise.all(engines.map((engine) => openGround(engine)))
})
afterAll(async () => {
  await Promise.all(grounds.map((ground) => ground.remove()))
})

test.for([0, 1])('engine %i: attachments of mails, and notes on a case', async (index) => {
  const server = await startMailServer({ ground: grounds[index]!, name: 'search-mail' })
  const log = Buffer.from('2026-02-11 授权剩余天数异常 quartzline\n')
  await server.receive([
    await mailOf({
      messageId: 'a@harbour.example',
      attachments: [{ name: 'client.txt', mediaType: 'text/plain', bytes: log, contentId: null }],
    }),
  ])
  const hitsOf = async (words: string) => {
    const { items } = await server.ask('GET', `/v1/search?q=${encodeURIComponent(words)}`)
    return (items as { kind: string; title: string }[]).map(({ kind, title }) => [kind, title])
  }
  expect(await hitsOf('剩余天数')).toEqual([['attachment', 'client.txt']])
  expect(await hitsOf('quartzline')).toEqual([['attachment', 'client.txt']])
  expect(new Set((await hitsOf('Renewal')).map(([kind]) => kind))).toEqual(new Set(['case', 'message']))

  const { items } = await server.ask('GET', '/v1/cases')
  await server.ask('POST', `/v1/cases/${items[0].number}/notes`, { kind: 'note', text: 'ask about 时钟回拨' })
  expect(await hitsOf('回拨')).toEqual([['item', 'note']])
  await server.close()
})
