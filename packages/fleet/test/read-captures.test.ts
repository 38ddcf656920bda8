// When a second block is a second capture. spec: reading §5
import { describe, expect, test } from 'vitest'
import { readText } from '../src/read/read-text.ts'

type Part = {
  readonly id?: number
  readonly key?: string | null
  readonly name?: string
  readonly minutes?: number
}

const guidOf = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`
const version = 'Software licensing service version: 10.0.19041.1\n\n'

function dlv({
  id = 1,
  key = 'Q7KXD',
  name = 'Windows(R), Enterprise edition',
  minutes = 5000,
}: Part = {}): string {
  return [
    `Name: ${name}`,
    'Description: Windows(R) Operating System, VOLUME_KMSCLIENT channel',
    `Activation ID: ${guidOf(id)}`,
    key === null ? 'This license is not in use.' : `Partial Product Key: ${key}`,
    'License Status: Licensed',
    `Volume activation expiration: ${minutes} minute(s) (${Math.ceil(minutes / 1440)} day(s))`,
    '\n',
  ].join('\n')
}

function dli({ key = 'Q7KXD', name = 'Windows(R), Enterprise edition', minutes = 5000 }: Part = {}): string {
  return dlv({ key, name, minutes }).replace(/Activation ID.*\n/, '')
}

const xpr = (name = 'Windows(R), Enterprise edition') =>
  `${name}:\n    Volume activation will expire 2024-02-29 1:02:03\n\n`
const ato = `Activating Windows(R), Enterprise edition (${guidOf(1)}) ...\nProduct activated successfully.\n\n`
const rearm = 'Command completed successfully.\nPlease restart the system for the changes to take effect.\n\n'
const prompt = 'C:\\>cscript //nologo slmgr.vbs /dlv\n'
const banner = 'Microsoft (R) Windows Script Host Version 5.812\n'
const mail = 'From: Service Desk <desk@example.test>\n\n'

const cases: readonly (readonly [title: string, text: string, commands: (string | null)[]])[] = [
  ['dlv', version + dlv(), ['dlv']],
  ['dli', dli(), ['dli']],
  ['an excerpt may be of either', 'License Status: Licensed\n', [null]],
  ['dlv, xpr', version + dlv() + xpr(), ['dlv+xpr']],
  ['xpr, dlv', xpr() + version + dlv(), ['xpr+dlv']],
  ['dlv, ato', version + dlv() + ato, ['dlv+ato']],
  ['ato, dlv', ato + version + dlv(), ['ato+dlv']],
  ['dlv, rearm, ato', version + dlv() + rearm + ato, ['dlv+rearm+ato']],
  ['two activations of one command', version + dlv() + ato + ato, ['dlv+ato']],
  [
    'dlv, ato, dlv: a second look',
    version + dlv() + ato + version + dlv({ minutes: 9000 }),
    ['dlv+ato', 'dlv'],
  ],
  ['two machines', version + dlv() + version + dlv({ key: 'R4VTM' }), ['dlv', 'dlv']],
  ['two machines without their version lines', dlv() + dlv({ key: 'R4VTM' }), ['dlv', 'dlv']],
  [
    'two machines, each with its end',
    version + dlv() + xpr() + version + dlv({ key: 'R4VTM' }) + xpr(),
    ['dlv+xpr', 'dlv+xpr'],
  ],
  ['a licence with a key and one without', version + dlv() + dlv({ id: 2, key: null }), ['dlv all']],
  ['two Windows keys are two machines', version + dlv() + dlv({ id: 2, key: 'R4VTM' }), ['dlv', 'dlv']],
  [
    'an add-on is no second machine',
    version +
      dlv() +
      dlv({ id: 2, key: 'R4VTM', name: 'Windows(R), Client-ESU-Year1 add-on for Enterprise' }),
    ['dlv all'],
  ],
  ['a prompt says all', `${prompt.replace('/dlv', '/dlv all')}${version}${dlv()}`, ['dlv all']],
  ['behind a prompt, another look', `${prompt}${dlv()}${prompt}${dlv({ minutes: 1 })}`, ['dlv', 'dlv']],
  ['behind a banner, another licence', dlv() + banner + dlv({ id: 2, key: null }), ['dlv', 'dlv']],
  ['in another mail, another look', version + dlv() + mail + xpr(), ['dlv', 'xpr']],
  ['the same text quoted again', version + dlv() + mail + version + dlv(), ['dlv']],
  ['dli of the same licence', version + dlv() + banner + dli(), ['dlv+dli']],
  ['dlv of the same licence', dli() + version + dlv(), ['dlv+dli'].map(() => 'dlv')],
  ['dli an hour and a minute later', version + dlv() + banner + dli({ minutes: 4939 }), ['dlv', 'dli']],
  ['dli of two machines', dli() + dli({ key: 'R4VTM' }), ['dli', 'dli']],
  ['xpr of another edition', version + dlv() + xpr('Windows(R), Core edition'), ['dlv', 'xpr']],
  ['two sentences of one licence', xpr() + xpr().replace('2024', '2025'), ['xpr', 'xpr']],
  [
    'no key beside a licence is another machine',
    `${version}${dlv()}Error: product key not found.\n`,
    ['dlv', null],
  ],
]

test.each(cases)('%s', (_title, text, commands) => {
  const read = readText(text)
  expect(read.kind === 'read' && read.readings.map(({ reading }) => reading.command)).toEqual(commands)
})

describe('the rest of a text', () => {
  const around: readonly (readonly [title: string, before: string, after: string])[] = [
    ['a ticket form', 'Name: Zhang Wei\nDescription: popups since Monday\n\n', '\nName: Anna\nTel: 0123\n'],
    ['nslookup', 'Server:  dns.example.test\nAddress:  10.0.0.2\n\nName:    kms01.example.test\n\n', ''],
    ['prose', 'The License Status: Licensed puzzles us.\nName it as you like\n', '\nRegards: all\n'],
    ['adapters', '   Description . . . . . . . : Adapter\n', '   Name: Ethernet\n   Description: Adapter\n'],
    [
      'rules and a button',
      '---------------\nWindows Script Host\n---------------\n',
      '---------------\nOK\n---------------\n',
    ],
  ]
  test.each(around)('%s says nothing of the licence', (_title, before, after) => {
    const plain = readText(version + dlv())
    const read = readText(before + version + dlv() + after)
    expect(read.kind === 'read' && read.readings.map(({ reading }) => reading)).toEqual(
      plain.kind === 'read' && plain.readings.map(({ reading }) => reading),
    )
  })

  test('an error of the script is read among lines of other people', () => {
    expect(
      readText('Hello: this is what it says:\nError: product key not found.\nWhat now?\n'),
    ).toMatchObject({
      readings: [{ reading: { locale: 'en', products: [], error: { kind: 'no-product-key' } } }],
    })
  })

  test.each([
    ['', {}],
    ['\n\n \n', {}],
    ['Hello,\nplease help.\n', {}],
    ['\u0000\u0001\u0002\ufffd', {}],
    ['Version 10.0.19041.1 of something', { nearest: 'version', line: 1 }],
    [`one\n${guidOf(1)}\n`, { nearest: 'guid', line: 2 }],
    ['Name: Zhang Wei\nBirthday: unknown\n', { nearest: 'label', line: 1 }],
    ['Error: 0xC004F074 and nothing else', { nearest: 'label', line: 1 }],
  ])('%j is refused with what came near', (text, nearest) => {
    expect(readText(text)).toEqual({
      kind: 'refused',
      code: 'TEXT_NOT_RECOGNISED',
      facts: { lines: expect.any(Number) as number, ...nearest },
    })
  })
})
