// Orders, serial numbers and devices of the books that mails name are proposed as links of their cases. spec: case §4
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serialDevicesMax, type CaseRecord, type Store } from '@holdfast/store'
import { batchReferencesMax, findKnown } from '../src/desk/known-references.ts'
import { searchedTextMax } from '../src/desk/reading/take-apart.ts'
import { exportText, textFile } from './case-files.ts'
import { engines, openGround, sell, TestDevice, type Ground } from './fixtures.ts'
import { holdfastOf } from './holdfast-of.ts'
import { mailOf, startMailServer, type MailServerForTests } from './mail-ground.ts'

async function casesOf({ server }: MailServerForTests): Promise<readonly CaseRecord[]> {
  const listed = await server.store.read.listCases({}, { limit: 100 })
  if (listed.kind === 'refused') throw new Error(listed.code)
  return listed.items.toSorted((one, other) => one.running - other.running)
}

type Link = { kind: string; value: string; certainty: string; words: string | null }
async function linksOf(server: MailServerForTests, id: string) {
  const { links } = await server.ask('GET', `/v1/cases/${id}`)
  return (links as readonly Link[]).map(({ kind, value, certainty, words }) => [
    kind,
    value,
    certainty,
    words,
  ])
}

describe.each(engines)('links by mail on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  const start = async (name: string) => {
    const server = await startMailServer({ ground, name })
    const sold = await sell(server)
    const device = new TestDevice(server, name)
    await device.activate(sold)
    return { server, sold, number: sold.order.number as string, device: device.key.thumbprint as string }
  }

  test('a serial number leads to its order and its device; what the books do not know leads nowhere', async () => {
    const { server, sold, number, device } = await start('serial')
    const spaced = sold.serial.replaceAll('-', ' ').toLowerCase()
    const text = `Order PO-UNKNOWN-1, serial 00000-00000-00000.\nAnd ${spaced} fails.`
    await server.receive([await mailOf({ messageId: 'a@harbour.example', text })])
    const [begun] = await casesOf(server)
    expect(await linksOf(server, begun?.id ?? '')).toEqual([
      ['device', device, 'proposed', spaced],
      ['order', number, 'proposed', spaced],
      ['serial', sold.serial, 'proposed', spaced],
    ])
    // Neither version nor timeline: a mail does not spoil an edit.
    expect(begun?.version).toBe(1)
    const audit = await server.ask('GET', `/v1/audit?subject=case:${begun?.id}`)
    expect(audit.items).toMatchObject([
      { action: 'case-links-propose', detail: { kinds: expect.arrayContaining(['order', 'device']) } },
      { action: 'case-add' },
    ])
    const shown = await holdfastOf(server, ['case', 'show', begun?.number ?? ''])
    expect(shown.out).toContain(`${number} (proposed) <- ${spaced}`)
    await server.close()
  })

  test('a number in the subject, in small letters, and a device id with its order', async () => {
    const { server, number, device } = await start('order')
    const second = await sell(server)
    const mails = [
      { messageId: 'a@harbour.example', subject: `Order ${number}`, text: 'Late.' },
      { messageId: 'b@harbour.example', subject: 'Other', text: `Device ${device.toUpperCase()}` },
      { messageId: 'c@harbour.example', subject: 'Third', text: `> ${second.order.number}\n\nQuoted alone.` },
    ]
    await server.receive(await Promise.all(mails.map(mailOf)))
    const [first, other, third] = await casesOf(server)
    expect(await linksOf(server, first?.id ?? '')).toEqual([['order', number, 'proposed', number]])
    expect(await linksOf(server, other?.id ?? '')).toEqual([
      ['device', device, 'proposed', device.toUpperCase()],
      ['order', number, 'proposed', device.toUpperCase()],
    ])
    expect(await linksOf(server, third?.id ?? '')).toEqual([])
    await server.close()
  })

  test('what a person rejected no mail proposes again, and what was confirmed stays', async () => {
    const { server, sold, number, device } = await start('rejected')
    const text = `Serial ${sold.serial}`
    await server.receive([await mailOf({ messageId: 'a@harbour.example', text })])
    const [begun] = await casesOf(server)
    const links = [
      { kind: 'order', value: number, certainty: 'rejected' },
      { kind: 'device', value: device, certainty: 'confirmed' },
    ]
    await server.ask('POST', `/v1/cases/${begun?.id}/changes`, { version: 1, links })
    const again = { messageId: 'b@harbour.example', inReplyTo: 'a@harbour.example', text: `${text} again` }
    await server.receive([await mailOf(again)])
    expect((await casesOf(server)).length).toBe(1)
    expect(await linksOf(server, begun?.id ?? '')).toEqual([
      ['device', device, 'confirmed', sold.serial],
      ['order', number, 'rejected', sold.serial],
      ['serial', sold.serial, 'proposed', sold.serial],
    ])
    await server.close()
  })

  test('a held message proposes nothing until it is admitted', async () => {
    const { server, number } = await start('held')
    await server.receive([await mailOf({ messageId: 'a@harbour.example' })])
    const from = { name: 'Tom Reed', address: 'tom@other.example' }
    const reply = { messageId: 'b@other.example', inReplyTo: 'a@harbour.example', from }
    await server.receive([await mailOf({ ...reply, text: `Order ${number}` })])
    const [begun] = await casesOf(server)
    expect(await linksOf(server, begun?.id ?? '')).toEqual([])
    const { items } = await server.ask('GET', '/v1/mail/held')
    await server.ask('POST', `/v1/messages/${items[0].id}/acceptance`, { audience: 'customer' })
    expect(await linksOf(server, begun?.id ?? '')).toEqual([['order', number, 'proposed', number]])
    await server.close()
  })

  test('an import proposes them too, beside what it finds by itself', async () => {
    const { server, sold, number, device } = await start('import')
    const thread = exportText('[Case: WST-0200-K3] % Westmark Library % Reminder % open', [
      { from: 'Ben Marsh', at: '2026-03-02T11:00:00+01:00', text: `Order ${number}, S/N: ${sold.serial}` },
    ])
    const imported = await server.ask('POST', '/v1/cases/imports', { files: [textFile('t.txt', thread)] })
    const links = await linksOf(server, imported.cases[0].case)
    expect(links).toEqual(
      expect.arrayContaining([
        ['device', device, 'proposed', sold.serial],
        ['order', number, 'proposed', number],
        ['serial', sold.serial, 'proposed', sold.serial],
      ]),
    )
    expect(links.filter(([kind]) => kind === 'serial')).toHaveLength(1)
    await server.close()
  })

  test('devices of a serial number at the limit are named, and of one past it none', async () => {
    const { server } = await start('crowd')
    const { read } = server.server.store
    const crowded = await sell(server, { seats: serialDevicesMax + 1 })
    const named = async () =>
      (await read.gatherReferences({ orders: [], serials: [crowded.serial], devices: [] })).serials
    const seat = (at: number) => new TestDevice(server, `crowd ${at}`).activate(crowded)
    for (let at = 0; at < serialDevicesMax; at++) await seat(at)
    expect((await named()).get(crowded.serial)?.devices).toHaveLength(serialDevicesMax)
    await seat(serialDevicesMax)
    expect((await named()).get(crowded.serial)).toEqual({ order: crowded.order.number, devices: [] })
    await server.close()
  })

  test('a number at the end of what is looked at is found, and one past it is not', async () => {
    const { server, number } = await start('long')
    const { read } = server.server.store
    const text = (length: number) => `${'x'.repeat(length - number.length - 1)} ${number}`
    const mails = [searchedTextMax, searchedTextMax + 1].map((length) => ({
      ...{ subject: '', text: text(length), found: [] },
    }))
    expect((await findKnown(read, mails)).map(({ found }) => found.length)).toEqual([1, 0])
    await server.close()
  })

  test('candidates of a batch at the limit are asked for, and one past it is not', async () => {
    const { server, number } = await start('candidates')
    const { read } = server.server.store
    const mails = (first: number) => {
      const filled = Array.from({ length: first }, (_, at) => ({ text: `X-${at}-1` }))
      return [...filled, { text: number }].map(({ text }) => ({ subject: '', text, found: [] }))
    }
    const last = async (first: number) => (await findKnown(read, mails(first))).at(-1)?.found.length
    expect([await last(batchReferencesMax - 1), await last(batchReferencesMax)]).toEqual([1, 0])
    await server.close()
  })

  test('one look-up for all mails of a batch', async () => {
    const { server, number } = await start('batch')
    const { read } = server.server.store
    let asked = 0
    const counted: Pick<Store['read'], 'gatherReferences'> = {
      gatherReferences: (keys) => {
        asked += 1
        return read.gatherReferences(keys)
      },
    }
    const mails = Array.from({ length: 60 }, (_, at) => ({
      subject: '',
      text: `${number} X-${at}`,
      found: [],
    }))
    const found = await findKnown(counted, mails)
    expect(asked).toBe(1)
    expect(found.map((one) => one.found.length)).toEqual(mails.map(() => 1))
    // What names nothing asks nothing.
    await findKnown(counted, [{ subject: 'Hello', text: 'Nothing here.', found: [] }])
    expect(asked).toBe(1)
    await server.close()
  })
})
