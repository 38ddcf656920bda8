// Threads imported through the door, on both engines: once, again, more of them, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseImportBytesMax } from '@holdfast/contract'
import type { CaseId } from '@holdfast/lease'
import { pageRowsMax, type CaseRecord } from '@holdfast/store'
import { importMailsMax } from '../src/desk/imports/read-sources.ts'
import { corpusFile, dryRun, exportText, mailText, textFile } from './case-files.ts'
import { adminToken, engines, openGround, startServer, type Ground, type TestServer } from './fixtures.ts'

const authorization = `Bearer ${adminToken}`
const all = { after: null, limit: pageRowsMax }

describe.each(engines)('imports on %s', (engine) => {
  let ground: Ground
  let server: TestServer
  beforeAll(async () => {
    ground = await openGround(engine)
    server = await startServer({ ground, name: `imports-${engine}` })
  }, 60_000)
  afterAll(async () => {
    await server.close()
    await ground.remove()
  })

  const importFiles = (files: readonly object[], more: object = {}) =>
    server.ask('POST', '/v1/cases/imports', { files, ...more })
  const read = () => server.server.store.read
  async function caseOf(number: string): Promise<CaseRecord> {
    const found = await read().findCaseByNumber(number)
    if (found === null) throw new Error(`no case ${number}`)
    return found
  }
  async function messagesOf(id: CaseId) {
    const listed = await read().listMessages({ case: id }, all)
    if (listed.kind === 'refused') throw new Error(listed.code)
    return listed.items
  }

  test('an export becomes a case, and a second import stores nothing', async () => {
    const absentNames = dryRun('story-zh.txt', server.clock.now()).messages.flatMap(
      (one) => one.absentAttachments,
    )
    const first = await importFiles([corpusFile('story-zh.txt')])
    const [made] = first.cases
    expect(first.refused).toEqual([])
    expect(made).toMatchObject({ added: true, messages: { new: 25, known: 0 }, absent: absentNames.length })
    const record = await caseOf(made.number)
    expect(record).toMatchObject({
      imported: true,
      maySend: false,
      state: { kind: 'received', facts: { source: 'import' } },
    })
    const messages = await messagesOf(record.id)
    expect(messages.map(({ place }) => place)).toEqual(messages.map((_, at) => at + 1))
    expect(
      messages.every(({ direction, flags }) => direction === 'imported' && flags.includes('zone-doubtful')),
    ).toBe(true)
    const absent = messages.flatMap(({ attachments }) => attachments)
    expect(
      absent.every(({ bytesIn, hash, size }) => bytesIn === 'nowhere' && hash === null && size === null),
    ).toBe(true)
    expect(absent).toHaveLength(absentNames.length)
    const links = await read().listCaseLinks(record.id)
    expect(
      links.filter(({ kind }) => kind === 'release').map(({ value, certainty }) => [value, certainty]),
    ).toEqual(expect.arrayContaining([['V3-F', 'proposed']]))
    const before = await server.server.store.read.counts()
    const again = await importFiles([corpusFile('story-zh.txt')])
    expect(again.cases).toEqual([
      expect.objectContaining({ added: false, messages: { new: 0, known: 25 }, proposals: 0, absent: 0 }),
    ])
    const after = await server.server.store.read.counts()
    expect(after.auditRows).toBe(before.auditRows)
    expect(await caseOf(made.number)).toEqual(record)
  }, 60_000)

  test('found items and evidence stand where the words stand', async () => {
    const { number } = (await importFiles([corpusFile('story-zh.txt')])).cases[0]
    const record = await caseOf(number)
    const messages = new Map((await messagesOf(record.id)).map((message) => [message.id as string, message]))
    const found = await read().listFound([...messages.values()].map(({ id }) => id))
    const releases = [...found].flatMap(([id, items]) =>
      items
        .filter(({ kind }) => kind === 'release')
        .map(({ from, to }) => messages.get(id)!.text.slice(from, to)),
    )
    expect(releases.length).toBeGreaterThan(10)
    expect(releases.every((words) => /^v/i.test(words.normalize('NFKC')))).toBe(true)
    const listed = await read().listProposals({ case: record.id }, all)
    if (listed.kind === 'refused') throw new Error(listed.code)
    const proposed = dryRun('story-zh.txt', server.clock.now()).proposals
    expect(listed.items.map(({ kind, text }) => [kind, text])).toEqual(
      proposed.map(({ kind, text }) => [kind, text]),
    )
    const words = listed.items.flatMap(({ evidence }) =>
      (evidence as { message: string; from: number; to: number }[]).map(({ message, from, to }) =>
        messages.get(message)!.text.slice(from, to),
      ),
    )
    expect(words).toContain('到期后无法重新激活')
    expect(words.every((text) => text.length > 0)).toBe(true)
  }, 60_000)

  test('more of the same thread adds what is new, to the same people', async () => {
    const subject = '[Case: WST-0042-K3] % Westmark % Reminder comes early % open'
    const one = { from: 'Ada Quill', at: '2026-03-02T09:00:00+01:00', text: 'V0-H shows 100 days left.' }
    const two = { from: 'Ben Marsh', at: '2026-03-02T11:00:00+01:00', text: 'Dear Ada, please send the log.' }
    const three = {
      from: 'Ada Quill',
      at: '2026-03-03T09:00:00+01:00',
      text: 'The log: see attachment log.zip.',
    }
    await importFiles([textFile('a.txt', exportText(subject, [one, two]))])
    const grown = await importFiles([textFile('b.txt', exportText(`回复: ${subject}`, [one, two, three]))])
    expect(grown.cases).toEqual([
      expect.objectContaining({ number: 'WST-0042-K3', added: false, messages: { new: 1, known: 2 } }),
    ])
    const messages = await messagesOf((await caseOf('WST-0042-K3')).id)
    expect(messages.map(({ people }) => people.map(({ name }) => name))).toEqual([
      ['Ada Quill'],
      ['Ben Marsh'],
      ['Ada Quill'],
    ])
    expect(messages[2]!.people[0]!.person).toBe(messages[0]!.people[0]!.person)
    const other = subject.replace('0042', '0043')
    await importFiles([textFile('c.txt', exportText(other, [one, two]))])
    const elsewhere = await messagesOf((await caseOf('WST-0043-K3')).id)
    expect(elsewhere[0]!.people[0]!.person).not.toBe(messages[0]!.people[0]!.person)
  }, 60_000)

  test('mails that name each other are one case, others their own; their bytes are sealed', async () => {
    const mails = [
      mailText({ id: 'one@westmark.example', subject: 'Licence ends early', text: 'It ends tomorrow.' }),
      mailText({
        id: 'two@westmark.example',
        reply: 'one@westmark.example',
        subject: 'Re: Licence ends early',
        text: 'Still so.',
        date: 'Tue, 03 Mar 2026 09:00:00 +0100',
      }),
      mailText({ id: 'three@westmark.example', subject: 'A printer', text: 'Nothing to do with it.' }),
    ]
    const files = mails.map((text, at) => textFile(`${at}.eml`, text))
    const { cases } = await importFiles(files)
    expect(cases.map((one: { files: string[]; messages: object }) => [one.files, one.messages])).toEqual([
      [['0.eml', '1.eml'], { new: 2, known: 0 }],
      [['2.eml'], { new: 1, known: 0 }],
    ])
    expect(cases[0].number).toMatch(/^CAS-\d{5}-[0-9A-Z]{6}$/)
    const messages = await messagesOf(cases[0].case)
    const raws = await Promise.all(messages.map(({ id }) => read().openRaw(id)))
    expect(raws.map((raw) => (raw.kind === 'bytes' ? Buffer.from(raw.bytes).toString() : raw.kind))).toEqual(
      mails.slice(0, 2),
    )
    const reply = mailText({
      id: 'four@westmark.example',
      reply: 'two@westmark.example',
      subject: 'Thanks',
      text: 'Solved.',
    })
    const later = await importFiles([textFile('4.eml', reply), files[0]!])
    expect(later.cases).toEqual([
      expect.objectContaining({ number: cases[0].number, added: false, messages: { new: 1, known: 1 } }),
    ])
    const persons = await read().listPersons(null, all)
    if (persons.kind === 'refused') throw new Error(persons.code)
    const adas = persons.items.filter(({ contacts }) =>
      contacts.some(({ value }) => value === 'ada.quill@westmark.example'),
    )
    expect(adas).toHaveLength(1)
  }, 60_000)

  test('a mailbox and its mails are the same messages', async () => {
    const { cases } = await importFiles([
      corpusFile('mails/story-en.mbox'),
      corpusFile('mails/story-en-01.eml'),
    ])
    expect(cases).toHaveLength(1)
    expect(cases[0].messages).toEqual({ new: 11, known: 0 })
    const again = await importFiles([corpusFile('mails/story-en-02.eml')])
    expect(again.cases[0]).toMatchObject({ number: cases[0].number, messages: { new: 0, known: 1 } })
  }, 60_000)

  test('what is refused stops no other file, and says why', async () => {
    const { cases, refused } = await importFiles([
      textFile('note.txt', 'no thread at all'),
      textFile('empty.txt', ''),
      textFile('program.exe', '\0\u0001\u0002MZ'),
      textFile(
        'good.txt',
        exportText('[Case: WST-0050-K3] % W % T % open', [{ from: 'A', at: '', text: 'x' }]),
      ),
    ])
    expect(cases).toEqual([expect.objectContaining({ number: 'WST-0050-K3' })])
    expect(refused.map(({ file, code }: { file: string; code: string }) => [file, code])).toEqual([
      ['note.txt', 'THREAD_UNREADABLE'],
      ['empty.txt', 'CONTENT_EMPTY'],
      ['program.exe', 'CONTENT_BINARY'],
    ])
    for (const { title, action } of refused) expect([title, action]).not.toContain('')
    const wrong = await server.send(
      'POST',
      '/v1/cases/imports',
      { files: [{ name: 'a', contentBase64: '*' }] },
      { authorization },
    )
    expect([wrong.status, wrong.json.code]).toEqual([400, 'INPUT_INVALID'])
    const stranger = await server.send(
      'POST',
      '/v1/cases/imports',
      { files: [textFile('a', 'b')], customer: 'cus_00000000000000000000000000' },
      { authorization },
    )
    expect([stranger.status, stranger.json.code]).toEqual([404, 'NOT_FOUND'])
  }, 60_000)

  test('a body at the limit is read, one past it refused', async () => {
    const around = JSON.stringify({ files: [{ name: 'big.txt', contentBase64: '' }] }).length
    const room = caseImportBytesMax - around
    const body = (length: number) =>
      JSON.stringify({ files: [{ name: 'big.txt', contentBase64: 'A'.repeat(length) }] })
    const fits = await server.send('POST', '/v1/cases/imports', body(room), { authorization })
    expect([fits.status, fits.json.code ?? fits.json.refused[0].code]).not.toContain('BODY_TOO_LARGE')
    const beyond = await server.send('POST', '/v1/cases/imports', body(room + 1), { authorization })
    expect([beyond.status, beyond.json.code]).toEqual([413, 'BODY_TOO_LARGE'])
  }, 60_000)

  test('so many mails and no more', async () => {
    const mailbox = (count: number) =>
      Array.from({ length: count }, (_, at) => {
        const id = `${count}-${at}@westmark.example`
        const reply = { id, reply: `${count}-0@westmark.example`, subject: `n ${count}`, text: `${at}` }
        return `From a@westmark.example Mon Mar  2 09:00:00 2026\n${mailText(reply)}\n`
      }).join('\n')
    const fits = await importFiles([textFile('fits.mbox', mailbox(importMailsMax))])
    expect([fits.cases[0].messages, fits.refused]).toEqual([{ new: importMailsMax, known: 0 }, []])
    const beyond = await importFiles([textFile('beyond.mbox', mailbox(importMailsMax + 1))])
    expect(beyond.cases[0].messages).toEqual({ new: importMailsMax, known: 0 })
    expect(beyond.refused).toEqual([expect.objectContaining({ code: 'THREAD_TOO_LARGE' })])
  }, 120_000)
})
