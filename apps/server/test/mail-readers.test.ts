// Mails taken apart on a thread: the same as in this one, in their order, and a mail that ends its reader ends nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ManualClock } from '@holdfast/capabilities/testing'
import { MailReaders, readingMsMax } from '../src/desk/reading/mail-readers.ts'
import { mailOf } from './mail-ground.ts'

const folder = fileURLToPath(new URL('../../../vectors/mail/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.eml'),
)
const open = (isThreaded: boolean, clock = new ManualClock('2026-03-01T08:30:00Z')) => ({
  clock,
  readers: new MailReaders({ clock, ownAddresses: ['support@vendor.example'], isThreaded }),
})
const mails = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      mailOf({ messageId: `m${at}@harbour.example`, text: `Mail ${at}.` }),
    ),
  )

test('every mail of the vectors is taken apart alike, with what is found in it and its index', async () => {
  expect(files.length).toBeGreaterThan(150)
  const raws = files.map((name) => new Uint8Array(readFileSync(folder + name)))
  const [here, there] = [open(false).readers, open(true).readers]
  const [alone, threaded] = [here.openBatch(), there.openBatch()]
  const wanted = await Promise.all(raws.map((raw) => alone(raw)))
  const got = await Promise.all(raws.map((raw) => threaded(raw)))
  for (const [at, name] of files.entries()) expect(got[at], name).toEqual(wanted[at])
  expect(got.filter(({ kind }) => kind === 'taken').length).toBeGreaterThan(150)
  await there.close()
}, 120_000)

test('a mail that takes too long ends its reader, and those behind it are read by another', async () => {
  const { clock, readers } = open(true)
  const take = readers.openBatch()
  const [first, ...others] = (await mails(5)).map((raw) => take(raw))
  // The thread has not even begun.
  clock.advance({ milliseconds: readingMsMax })
  await expect(first).rejects.toMatchObject({ name: 'ReaderEnded' })
  const taken = await Promise.all(others)
  expect(taken.map((one) => (one.kind === 'taken' ? one.mail.messageId : one.kind))).toEqual(
    [1, 2, 3, 4].map((at) => `m${at}@harbour.example`),
  )
  // The time of a mail begins when its turn comes.
  const [again] = await mails(1)
  clock.advance({ milliseconds: readingMsMax - 1 })
  expect((await readers.openBatch()(again as Uint8Array)).kind).toBe('taken')
  await readers.close()
})

test('at a stop what waits is not read, and nothing more is taken', async () => {
  const { readers } = open(true)
  const take = readers.openBatch()
  const waiting = Promise.allSettled((await mails(3)).map((raw) => take(raw)))
  await readers.close()
  for (const one of await waiting)
    expect(one).toMatchObject({ status: 'rejected', reason: { name: 'ReaderEnded' } })
  await expect(take(new Uint8Array())).rejects.toMatchObject({ name: 'ReaderEnded' })
})
