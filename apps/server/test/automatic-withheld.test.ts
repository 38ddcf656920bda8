// Mails that ask about an archived case, or begin one, and are not answered automatically. spec: automatic-mail §2
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MailDraft } from '@holdfast/mail/doors'
import { signaturesMax } from '@holdfast/mail/doors'
import type { CaseChange } from '@holdfast/store'
import { mailText, textFile } from './case-files.ts'
import { engines, openGround, secondsAfter, type Ground } from './fixtures.ts'
import { mailOf, openSink, startMailServer } from './mail-ground.ts'

const en = 'We have your mail. Its number is {case}.'
const harbour = (name: string) => ({ name: '', address: `${name}@harbour.example` })

/** A desk with one rule, and what leaves it. */
async function openDesk(ground: Ground, name: string, { when, ...settings }: { when: string }) {
  const sink = await openSink()
  const mail = { sender: sink.sender, automaticMails: [{ name: 'only', when, en }], ...settings }
  const server = await startMailServer({ ground, name, mail })
  const { store } = server.server
  let made = 0
  const receive = async (raw: Uint8Array): Promise<readonly string[]> => {
    const before = sink.mails.length
    await server.receive([raw])
    const answered = server.log.lines.reduce((sum, line) => sum + Number(line['answered'] ?? 0), 0)
    await server.log.until((lines) => lines.filter(({ outcome }) => outcome === 'sent').length >= answered)
    return sink.mails.slice(before).flatMap(({ envelope }) => envelope?.to ?? [])
  }
  return {
    server,
    /** Gives to whom something left because of it. */
    receive,
    write: async (changes: Partial<MailDraft>) =>
      await receive(await mailOf({ messageId: `w${made++}@harbour.example`, ...changes })),
    /** The case with this title, changed as a person's action leaves it. */
    async archive(title: string, change: CaseChange = {}): Promise<void> {
      const listed = await store.read.listCases({}, { limit: 100 })
      const record = listed.kind === 'refused' ? undefined : listed.items.find((one) => one.title === title)
      if (record === undefined) throw new Error(`no case ${title}`)
      const now = server.clock.now()
      const state = { kind: 'archived', at: now, waitsOn: null, facts: {} } as const
      const changed = await store.write({ kind: 'server', id: 'test' }, (tx) =>
        tx.changeCase(record.id, record.version, { state, ...change }, now),
      )
      if ('code' in changed) throw new Error(changed.code)
    },
    /** Case by case, what was asked after the archive. */
    async questions() {
      const listed = await store.read.listCases({}, { limit: 100 })
      const cases = listed.kind === 'refused' ? [] : listed.items
      const asked = cases.map(async ({ id, title }) => {
        const items = await store.read.listItems(id, { limit: 100 })
        return [title, items.kind === 'refused' ? null : items.items.length] as const
      })
      return Object.fromEntries(await Promise.all(asked))
    },
    async close() {
      await server.close()
      await sink.close()
    },
  }
}

describe.each(engines)('automatic mail on %s', (engine) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(engine)
  })
  afterAll(() => ground.remove())

  test('a question after the archive is answered, but not on a case that may not send or was imported', async () => {
    const desk = await openDesk(ground, `archive-${engine}`, { when: 'after-archive' })
    const titles = { may: 'It may', off: 'It may not', imported: 'Imported', on: 'Imported and switched on' }
    const idOf = (name: string) => `${name}@harbour.example`
    for (const name of ['may', 'off'] as const)
      await desk.write({ messageId: idOf(name), from: harbour('ines'), subject: titles[name] })
    const mail = { text: 'It fails.', from: 'ines@harbour.example', date: 'Sat, 28 Feb 2026 09:00:00 +0100' }
    const files = (['imported', 'on'] as const).map((name) =>
      textFile(`${name}.eml`, mailText({ id: idOf(name), subject: titles[name], ...mail })),
    )
    await desk.server.ask('POST', '/v1/cases/imports', { files })
    // A person lets her into the threads that she was not seen to write.
    for (const name of ['imported', 'on']) await desk.write({ inReplyTo: idOf(name), from: harbour('ines') })
    const { items: held } = await desk.server.ask('GET', '/v1/mail/held')
    for (const { id } of held)
      await desk.server.ask('POST', `/v1/messages/${id}/acceptance`, { audience: 'customer' })
    await desk.archive(titles.may)
    await desk.archive(titles.off, { maySend: false })
    await desk.archive(titles.imported)
    await desk.archive(titles.on, { maySend: true })
    const ask = (name: keyof typeof titles) =>
      desk.write({ inReplyTo: idOf(name), from: harbour('ines'), text: 'It shows 3 days again.' })
    for (const name of ['off', 'imported', 'on'] as const) expect(await ask(name), name).toEqual([])
    expect(await ask('may')).toEqual(['ines@harbour.example'])
    // Each was a question to its case, as the one that was answered.
    expect(await desk.questions()).toEqual(
      Object.fromEntries(Object.values(titles).map((title) => [title, 1])),
    )
    await desk.close()
  })

  test('of those who ask about one archived case within an hour the third is not answered', async () => {
    const desk = await openDesk(ground, `case-limit-${engine}`, { when: 'after-archive' })
    const people = ['ines', 'tom', 'kai'].map(harbour)
    await desk.write({ messageId: 'a@harbour.example', subject: 'Days', cc: people })
    await desk.archive('Days')
    const ask = (from: (typeof people)[number] | undefined) =>
      desk.write({ inReplyTo: 'a@harbour.example', text: 'It shows 3 days again.', ...(from && { from }) })
    const answered = []
    for (const one of people) answered.push(await ask(one))
    expect(answered).toEqual([['ines@harbour.example'], ['tom@harbour.example'], []])
    desk.server.clock.set(secondsAfter(desk.server.clock.now(), 3_600))
    expect(await ask(people[2])).toEqual(['kai@harbour.example'])
    await desk.close()
  })

  test('a sender who is held, as the check of the domain failed, begins a case and is not answered', async () => {
    const settings = {
      upstreamDomains: ['maker.example'],
      authentication: { trustedId: 'mx.vendor.example' },
    }
    const desk = await openDesk(ground, `held-${engine}`, { when: 'case-opened', ...settings })
    // More signatures than are checked: then nobody asks the DNS, and what the server in front found counts.
    const signatures = 'DKIM-Signature: v=1\r\n'.repeat(signaturesMax + 1)
    const receive = async (result: 'pass' | 'fail') => {
      const from = { name: '', address: 'nadia@maker.example' }
      const raw = await mailOf({ messageId: `${result}@maker.example`, from, subject: result })
      const found = `Authentication-Results: mx.vendor.example; dmarc=${result} header.from=maker.example\r\n`
      return await desk.receive(Buffer.concat([Buffer.from(found + signatures), raw]))
    }
    expect(await receive('fail')).toEqual([])
    const { items } = await desk.server.ask('GET', '/v1/mail/held')
    expect(items).toMatchObject([{ senderDomain: 'maker.example', held: 'pending-sender' }])
    expect(await receive('pass')).toEqual(['nadia@maker.example'])
    expect(await desk.questions()).toEqual({ fail: 0, pass: 0 })
    await desk.close()
  })
})
