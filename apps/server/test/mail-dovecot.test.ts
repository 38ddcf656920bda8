// A real mail server: LMTP brings a mail, IMAP takes it in, and the reply to its keyed address joins the case.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatInstant } from '@holdfast/capabilities'
import { ManualClock } from '@holdfast/capabilities/testing'
import { startDovecot, whyNoDovecot, type Dovecot } from '@holdfast/mail/testing'
import { openGround, startMoment, type Ground } from './fixtures.ts'
import { holdfastAt } from './holdfast-of.ts'
import { countReceived, mailOf, startMailServer } from './mail-ground.ts'

// Debian's dovecot-imapd and dovecot-lmtpd, which change users and so want root.
const skipped = whyNoDovecot()

describe.skipIf(skipped !== '')(`a watched mailbox on Dovecot${skipped}`, () => {
  let ground: Ground
  let dovecot: Dovecot
  beforeAll(async () => {
    ground = await openGround('sqlite')
    dovecot = await startDovecot()
  })
  afterAll(async () => {
    await dovecot.stop()
    await ground.remove()
  })

  test('each mail is taken in once, in order, also over a restart', async () => {
    const passwordFile = join(ground.folder, 'password.txt')
    writeFileSync(passwordFile, dovecot.password)
    const mailbox = { name: 'main', host: '127.0.0.1', port: dovecot.imapPort, security: 'none' }
    const mail = { receiver: null, mailboxes: [{ ...mailbox, user: 'support', passwordFile }] }
    await dovecot.deliver('support', [
      await mailOf({ messageId: 'a@harbour.example' }),
      await mailOf({ messageId: 'b@harbour.example', inReplyTo: 'a@harbour.example', text: 'And more.' }),
    ])
    const first = await startMailServer({ ground, name: 'imap', mail })
    await first.log.until((lines) => countReceived(lines) >= 2)
    const listed = await first.server.store.read.listCases({}, { limit: 10 })
    expect(listed).toMatchObject({ items: [{ running: 1 }] })
    expect(await first.ask('GET', '/v1/mail')).toMatchObject({
      doors: [{ name: 'main', state: 'connected', error: null }],
      waiting: 0,
    })
    await first.close()

    await dovecot.deliver('support', [
      await mailOf({ messageId: 'c@harbour.example', inReplyTo: 'b@harbour.example', text: 'Thanks.' }),
    ])
    const again = await startMailServer({ ground, name: 'imap', mail })
    await again.log.until((lines) => countReceived(lines) >= 1)
    const { read } = again.server.store
    const cases = await read.listCases({}, { limit: 10 })
    if (cases.kind === 'refused' || cases.items[0] === undefined) throw new Error('no case')
    const messages = await read.listMessages({ case: cases.items[0].id }, { limit: 10 })
    expect(messages).toMatchObject({
      items: [
        { messageId: 'a@harbour.example' },
        { messageId: 'b@harbour.example', verdict: { rule: 'in-reply-to' } },
        { messageId: 'c@harbour.example' },
      ],
    })
    await again.close()
  })

  test('after a restore what came since the backup is taken in again, and what it holds is one message', async () => {
    const passwordFile = join(ground.folder, 'password.txt')
    writeFileSync(passwordFile, dovecot.password)
    const mailbox = { name: 'main', host: '127.0.0.1', port: dovecot.imapPort, security: 'none' }
    const mail = { receiver: null, mailboxes: [{ ...mailbox, user: 'restored', passwordFile }] }
    const clock = new ManualClock(startMoment)
    // The second is taken after the position of the first was kept, so that the backup holds one.
    await dovecot.deliver('restored', [
      await mailOf({ messageId: 'w@harbour.example' }),
      await mailOf({ messageId: 'x@harbour.example', inReplyTo: 'w@harbour.example', text: 'More.' }),
    ])
    const first = await startMailServer({ ground, name: 'lost', mail, clock })
    await first.log.until((lines) => countReceived(lines) >= 2)
    const data = join(ground.folder, 'lost')
    const [file, backup] = [join(data, 'holdfast.sqlite'), join(ground.folder, 'lost.sqlite')]
    const beside = new DatabaseSync(file)
    beside.prepare('vacuum into ?').run(backup)
    beside.close()
    await dovecot.deliver('restored', [
      await mailOf({ messageId: 'y@harbour.example', inReplyTo: 'x@harbour.example', text: 'Later.' }),
    ])
    await first.log.until((lines) => countReceived(lines) >= 3)
    await first.close()

    rmSync(data, { recursive: true })
    mkdirSync(data, { mode: 0o700 })
    renameSync(backup, file)
    const since = ['--lost-since', formatInstant(clock.now())]
    const step = await holdfastAt(clock, 'desk', 'restored', ...since, '--data', data, '--json')
    expect(JSON.parse(step.out)).toMatchObject({ kind: 'restored', mailboxes: 1 })
    const again = await startMailServer({ ground, name: 'lost', mail, clock })
    await again.log.until((lines) => countReceived(lines) >= 1)
    const { read } = again.server.store
    const cases = await read.listCases({}, { limit: 10 })
    if (cases.kind === 'refused') throw new Error(cases.code)
    expect(cases.items).toHaveLength(1)
    const messages = await read.listMessages({ case: cases.items[0]!.id }, { limit: 10 })
    expect(messages).toMatchObject({
      items: ['w', 'x', 'y'].map((name) => ({ messageId: `${name}@harbour.example` })),
    })
    await again.close()
  })

  test('a wrong password shows as a failing door', async () => {
    const passwordFile = join(ground.folder, 'wrong.txt')
    writeFileSync(passwordFile, 'wrong')
    const mailbox = { name: 'locked', host: '127.0.0.1', port: dovecot.imapPort, security: 'none' }
    const mail = { receiver: null, mailboxes: [{ ...mailbox, user: 'support', passwordFile }] }
    const server = await startMailServer({ ground, name: 'wrong', mail })
    await server.log.until((lines) =>
      lines.some(({ job, error }) => job === 'mailbox' && error !== undefined),
    )
    await server.close()
    const line = server.log.lines.find(({ job }) => job === 'mailbox')
    expect(line).toMatchObject({ mailbox: 'locked', error: expect.stringMatching(/^password-refused: /) })
    expect(JSON.stringify(server.log.lines)).not.toContain('wrong"')
  })
})
