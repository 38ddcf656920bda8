// The mail file: what it may say, and everything that is wrong with it at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readMailConfig, reopenDaysMax } from '../src/config/mail-config.ts'
import { settingCharactersMax, settingListMax } from '../src/config/settings-reader.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { parseServerConfig } from '../src/config/server-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-mail-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(text: string) {
  const path = join(folder, 'mail.yaml')
  writeFileSync(path, text)
  const complaints: string[] = []
  const config = readMailConfig(path, (setting, reason) => {
    complaints.push(`${setting} ${reason}`)
    return null
  })
  return { config, complaints }
}

const whole = `
address: Support@vendor.example
name: Vendor Support
replyAddress: desk@vendor.example
messageIdDomain: mail.vendor.example
ownAddresses: [info@vendor.example]
ownDomains: [desk.vendor.example]
staffDomains: [vendor.example]
upstreamDomains: [maker.example]
foreignHeaders: [X-Partner-Ticket]
reopenDays: 30
numbers:
  case: VS-{running:4}-{random:5}
  tracking: 'VT:{random:8}'
  foreign: { partnerdesk: '[PartnerDesk#{digits:5-9}]' }
automaticLimits:
  - { per: address, windowSeconds: 60, mailsMax: 1 }
automaticMails:
  - { name: received, when: case-opened, en: 'Its number is {case}.' }
mailboxes:
  - name: main
    host: imap.vendor.example
    user: support
    passwordFile: secret.txt
    afterwards: move
    moveTo: Done
receiver: { host: 0.0.0.0, port: 2500, recipients: [help@vendor.example] }
sender: { host: smtp.vendor.example, security: starttls, user: support, passwordFile: secret.txt }
authentication: { trustedId: mx.vendor.example }
`

describe('the mail file', () => {
  test('says everything, with secrets from files beside it', () => {
    writeFileSync(join(folder, 'secret.txt'), 'correct-horse\n')
    const { config, complaints } = read(whole)
    expect(complaints).toEqual([])
    expect(config).toMatchObject({
      from: { name: 'Vendor Support', address: 'Support@vendor.example' },
      replyMailbox: { local: 'desk', domain: 'vendor.example' },
      ownAddresses: ['support@vendor.example', 'desk@vendor.example', 'info@vendor.example'],
      reopenDays: 30,
      mailboxes: [
        {
          name: 'main',
          server: { port: 993, security: 'tls', login: { user: 'support', password: 'correct-horse' } },
          afterwards: { kind: 'move', folder: 'Done' },
        },
      ],
      receiver: { host: '0.0.0.0', port: 2500, recipients: ['help@vendor.example'], login: null },
      sender: { server: { port: 587, security: 'starttls' }, connectionsMax: 2 },
      authentication: { hostName: 'vendor.example', trustedId: 'mx.vendor.example' },
      automaticLimits: [{ per: 'address', windowSeconds: 60, mailsMax: 1 }],
      automaticRules: [
        { name: 'received', when: 'case-opened', texts: { en: 'Its number is {case}.', zh: null } },
      ],
    })
    expect(config?.foreignPatterns.map(({ name }) => name)).toEqual(['partnerdesk'])
  })

  test('with an address alone nothing is fetched and nothing sent', () => {
    const { config } = read('{"address": "support@vendor.example"}')
    expect(config).toMatchObject({
      ...{ mailboxes: [], receiver: null, sender: null, authentication: null, reopenDays: 14 },
      replyMailbox: { local: 'support', domain: 'vendor.example' },
      messageIdDomain: 'vendor.example',
      automaticRules: [],
    })
  })

  test('a rule for automatic mail repeats no stranger and has no gap', () => {
    const { config, complaints } = read(`
address: support@vendor.example
automaticMails:
  - { name: one, when: case-opened, en: 'You wrote {title}.', zh: '案例号：{case}，（ ）' }
  - { name: one, when: case-closed, en: '' }
  - { name: two words }
`)
    expect(config).toBeNull()
    expect(complaints.map((complaint) => complaint.replace(/^mail-file: /, ''))).toEqual([
      'automaticMails[0].en variable-without-value: {title}',
      'automaticMails[0].zh empty-slot: （ ）',
      'automaticMails[1].when is none of case-opened, after-archive',
      'automaticMails[1].en is no text of at most 4000 characters',
      'automaticMails[1].en or zh is needed: the text',
      'automaticMails[2].name is not a short name',
      'automaticMails[2].when is missing',
      'automaticMails[2].en or zh is needed: the text',
      'automaticMails has two by the name one',
    ])
  })

  test('numbers and tokens of ours need chance', () => {
    const { config, complaints } = read(`
address: support@vendor.example
numbers: { case: 'CAS-{running:5}', tracking: 'VT:{running:8}' }
`)
    expect(config).toBeNull()
    expect(complaints).toEqual(
      ['case', 'tracking'].map(
        (name) => `mail-file: numbers.${name} needs {random}, so that no number comes twice after a restore`,
      ),
    )
  })

  test('every complaint at once, unknown names among them, and none holds a secret', () => {
    writeFileSync(join(folder, 'secret.txt'), 'correct-horse')
    const { config, complaints } = read(`
adress: support@vendor.example
replyAddress: support+desk@vendor.example
reopenDays: soon
numbers: { case: 'CAS-{random:6}', foreign: { other: '12' } }
mailboxes:
  - { name: main, host: imap.vendor.example, user: x, password: correct-horse }
  - { name: main, afterwards: move, host: imap.vendor.example }
receiver: { security: tls }
sender: { host: smtp.vendor.example, passwordFile: none.txt, user: x }
`)
    expect(config).toBeNull()
    expect(complaints.map((complaint) => complaint.replace(/^mail-file: /, ''))).toEqual([
      'address is missing',
      'replyAddress has a plus sign, which the tokens of replies need',
      'mailboxes[0].passwordFile is missing',
      'mailboxes[0].password is no setting that Holdfast knows',
      'mailboxes[1].moveTo is missing: the folder to move mails to',
      'mailboxes has two by the name main',
      'receiver.security tls needs keyFile and certificateFile',
      'sender.passwordFile cannot be read: ENOENT',
      'numbers.case needs {running}, so that no two cases get one number',
      'numbers.other it begins with at least 2 letters',
      'numbers.other it needs a slot such as {running:5}',
      'reopenDays is no whole number from 0 to 3650',
      'adress is no setting that Holdfast knows',
    ])
    expect(complaints.join()).not.toContain('correct-horse')
  })

  test.each([
    ['days', `reopenDays: ${reopenDaysMax}`, `reopenDays: ${reopenDaysMax + 1}`],
    [
      'characters',
      `name: ${'a'.repeat(settingCharactersMax)}`,
      `name: ${'a'.repeat(settingCharactersMax + 1)}`,
    ],
    [
      'items',
      `ownDomains: [${'a.example,'.repeat(settingListMax)}]`,
      `ownDomains: [${'a.example,'.repeat(settingListMax + 1)}]`,
    ],
    [
      'bytes of the reply mailbox',
      `replyAddress: ${'a'.repeat(12)}@x.example`,
      `replyAddress: ${'a'.repeat(13)}@x.example`,
    ],
  ])('the limit of %s, and one past it', (_, at, past) => {
    expect(read(`address: support@vendor.example\n${at}`).complaints).toEqual([])
    expect(read(`address: support@vendor.example\n${past}`).complaints).toHaveLength(1)
  })

  test.each(['', '- a', 'a: [', 'null', '7', 'a: 1\na: 2'])('%j is no mail file', (text) => {
    expect(read(text).config).toBeNull()
  })

  test('the server is told by flag or environment, and says what is wrong', () => {
    const path = join(folder, 'given.yaml')
    writeFileSync(path, 'address: support@vendor.example')
    const source = { HOLDFAST_MAIL_FILE: path }
    expect(parseServerConfig({}, readEnvironment(source))).toMatchObject({
      config: { mail: { from: { address: 'support@vendor.example' } } },
    })
    expect(parseServerConfig({}, readEnvironment({}))).toMatchObject({ config: { mail: null } })
    const missing = parseServerConfig({ mailFile: join(folder, 'none.yaml') }, readEnvironment(source))
    expect(missing).toMatchObject({
      complaints: [{ setting: 'mail-file: the file', reason: 'cannot be read: ENOENT' }],
    })
  })
})
