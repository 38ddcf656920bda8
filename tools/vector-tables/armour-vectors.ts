// Vectors of armoured text. spec: lease-format §11
import { createHash } from 'node:crypto'
import {
  formatArmour,
  formatEnvelope,
  formatLease,
  formatReceipt,
  formatRequest,
  signEnvelope,
} from '@holdfast/lease'
import {
  sampleKeys,
  sampleLease,
  sampleProductKeySigner,
  sampleReceipt,
  sampleRequest,
  sampleTrust,
  signAsDevice,
} from '@holdfast/lease/testing'
import { refused, type Expectation, type Vector } from './vector.ts'

const lease = signEnvelope('lease', formatLease(sampleLease()), [{ key: sampleKeys.issuing }])
const request = signAsDevice('request', formatRequest(sampleRequest()), {
  productKey: sampleProductKeySigner,
})
const receipt = signAsDevice('receipt', formatReceipt(sampleReceipt()))
const trust = sampleTrust().envelope
const armoured = formatArmour('lease', lease)
const envelopes = { lease, request, receipt, trust }

type Row = readonly [name: string, why: string, text: string, expect: Expectation]

export function listArmourVectors(): readonly Vector[] {
  return [...readRows(), ...refusedRows(), ...unreadableRows()].map(([name, why, text, expect]) => ({
    ...{ file: `armour/${name}`, expect, why },
    operation: 'parse-armour',
    input: { text },
  }))
}

function blocks(...kinds: readonly (keyof typeof envelopes)[]): Expectation {
  const digest = (kind: keyof typeof envelopes) =>
    createHash('sha256').update(formatEnvelope(envelopes[kind])).digest('hex')
  return { kind: 'blocks', blocks: kinds.map((kind) => ({ kind, sha256: digest(kind) })) }
}

function readRows(): Row[] {
  const one = blocks('lease')
  const lines = armoured.split('\n')
  const unwrapped = armoured.replace(/([0-9A-Za-z+/=])\n(?=[0-9A-Za-z+/=])/g, '$1')
  const oneLine = armoured.replaceAll('\n', ' ')
  const narrow = lines.map((line) => line.replace(/([0-9A-Za-z+/]{23})/g, '$1\n')).join('\n')
  return [
    ['plain', 'as it is written', armoured, one],
    ['crlf', 'line ends of another system', armoured.replaceAll('\n', '\r\n'), one],
    ['bom', 'a byte order mark', `\ufeff${armoured}`, one],
    ['quoted', 'quoted twice in a mail', `He wrote:\n${lines.map((line) => `> > ${line}`).join('\n')}`, one],
    ['indented', 'indented', lines.map((line) => `\t   ${line}`).join('\n'), one],
    [
      'no-break',
      'no-break spaces before and after lines',
      lines.map((line) => `\u00a0${line}\u00a0`).join('\n'),
      one,
    ],
    ['blank-lines', 'an empty line after every line', armoured.replaceAll('\n', '\n\n'), one],
    ['narrow', 'lines broken elsewhere', narrow, one],
    ['unwrapped', 'the base64 in one line', unwrapped, one],
    ['one-line', 'everything in one line', oneLine, one],
    ['around', 'text before and after', `Dear all,\n-- see below --\n\n${armoured}\nRegards -----\n`, one],
    ['without-check', 'without its Check line', armoured.replace(/Check: .*\n/, ''), one],
    [
      'check-capitals',
      'the Check digits in capitals',
      armoured.replace(/Check: .*/, (check) => check.toUpperCase().replace('CHECK', 'Check')),
      one,
    ],
    ['other-word', 'the armour word decides nothing', armoured.replaceAll('LEASE', 'REQUEST'), one],
    ['other-word-dash', 'nor does one with dashes', armoured.replaceAll('LEASE', 'A-LEASE-OF-OURS'), one],
    [
      'several',
      'a request with its receipt',
      `${formatArmour('request', request)}\n${formatArmour('receipt', receipt)}`,
      blocks('request', 'receipt'),
    ],
    [
      'answer',
      'the trust chain before the lease',
      formatArmour('trust', trust) + armoured,
      blocks('trust', 'lease'),
    ],
    [
      'bare',
      'the bare JSON of one envelope',
      `\ufeff\n ${Buffer.from(formatEnvelope(lease)).toString('utf8')}\n`,
      one,
    ],
  ]
}

const damaged = armoured.replace(/\n([0-9A-Za-z+/])/g, (found, symbol: string) =>
  symbol === 'e' ? '\nf' : found,
)
const body = (text: string) => `-----BEGIN HOLDFAST LEASE-----\n\n${text}\n-----END HOLDFAST LEASE-----\n`
const other = Buffer.from(JSON.stringify({ ...lease, payloadType: 'application/json' })).toString('base64')
const newer = Buffer.from(
  JSON.stringify({ ...lease, payloadType: lease.payloadType.replace('v1', 'v3') }),
).toString('base64')
const typedCode = Buffer.from(
  JSON.stringify({ ...lease, payloadType: lease.payloadType.replace('lease', 'typed-code') }),
).toString('base64')
const typedCodeBlock = body(typedCode).replaceAll('LEASE', 'TYPED-CODE')
const large = Buffer.from(JSON.stringify(lease).padEnd(16_385)).toString('base64')

function refusedRows(): Row[] {
  return [
    [
      'truncated',
      'the END line is missing',
      armoured.replace(/-----END.*\n/, ''),
      refused('ENVELOPE_TRUNCATED'),
    ],
    [
      'truncated-middle',
      'cut in the middle of a line',
      armoured.slice(0, 400),
      refused('ENVELOPE_TRUNCATED'),
    ],
    [
      'truncated-first',
      'the first of two blocks has no END',
      armoured.replace(/-----END.*\n/, '') + armoured,
      refused('ENVELOPE_TRUNCATED'),
    ],
    [
      'truncated-other-end',
      'the END of another word',
      armoured.replace('END HOLDFAST LEASE', 'END HOLDFAST TRUST'),
      refused('ENVELOPE_TRUNCATED'),
    ],
    [
      'headless',
      'the BEGIN line is missing',
      armoured.replace(/-----BEGIN.*\n/, ''),
      refused('ENVELOPE_TRUNCATED'),
    ],
    ['damaged', 'a symbol differs', damaged, refused('ENVELOPE_DAMAGED')],
    [
      'damaged-line',
      'a line is missing',
      armoured
        .split('\n')
        .filter((_, at) => at !== 5)
        .join('\n'),
      refused('ENVELOPE_DAMAGED'),
    ],
    [
      'damaged-symbol',
      'a symbol that base64 has not',
      armoured.replace(/\n([0-9A-Za-z+/]{4})/, '\n$1*'),
      refused('ENVELOPE_DAMAGED'),
    ],
    [
      'damaged-check',
      'Check differs',
      armoured.replace(/Check: ......../, 'Check: 00000000'),
      refused('ENVELOPE_DAMAGED'),
    ],
    ['damaged-empty', 'nothing between BEGIN and END', body(''), refused('ENVELOPE_DAMAGED')],
  ]
}

/** Blocks that are whole, and hold what cannot be taken; and texts without any. */
function unreadableRows(): Row[] {
  return [
    ['malformed', 'base64 of something else', body('aGVsbG8='), refused('ENVELOPE_MALFORMED')],
    ['other-kind', 'a type of somebody else', body(other), refused('ENVELOPE_OTHER_KIND')],
    [
      'other-kind-dash',
      'a kind kept for later, whose word has a dash',
      typedCodeBlock,
      refused('ENVELOPE_OTHER_KIND'),
    ],
    [
      'other-kind-beside',
      'a kind kept for later beside a request: it is not passed over',
      `${formatArmour('request', request)}\n${typedCodeBlock}`,
      refused('ENVELOPE_OTHER_KIND'),
    ],
    [
      'truncated-dash',
      'a BEGIN whose word has a dash, without its END',
      `${formatArmour('request', request)}\n${typedCodeBlock.replace(/-----END.*\n/, '')}`,
      refused('ENVELOPE_TRUNCATED'),
    ],
    ['newer', 'a higher version', body(newer), refused('FORMAT_UNKNOWN')],
    ['too-large', 'one byte more than a lease may have', body(large), refused('ENVELOPE_TOO_LARGE')],
    ['nothing', 'no block at all', 'Dear all, the file is attached.', refused('ENVELOPE_MALFORMED')],
    ['empty', 'no text', '', refused('ENVELOPE_MALFORMED')],
  ]
}
