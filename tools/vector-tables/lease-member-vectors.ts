// Vectors of what stands in a lease: every member wrong or missing, every limit at it and one past it. spec: lease-format §1, §2, §5
import { formatLease, signEnvelope } from '@holdfast/lease'
import { sampleIds, sampleKeys, sampleLease } from '@holdfast/lease/testing'
import { leaseVector, type LeaseCase } from './lease-case.ts'
import { issuingTrust } from './sample-bundles.ts'
import { bytesOf, changed, refused, rewritten, type JsonObject, type Vector } from './vector.ts'

const { issuing } = sampleKeys
const trust = issuingTrust([issuing])
const sample = formatLease(sampleLease({ root: trust.root }))
const accepted = { kind: 'accepted', lease: sampleIds.lease, already: false, notes: [] }
const malformed = refused('ARTEFACT_MALFORMED')
const newer = refused('FORMAT_UNKNOWN')

type Row = readonly [name: string, why: string, payload: Uint8Array]

const json = (change: (lease: JsonObject) => void) => changed(sample, change)
const set = (name: string, value: unknown) => json((lease) => (lease[name] = value))
const text = (change: (text: string) => string) => rewritten(sample, change)
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at))

export function listLeaseMemberVectors(): readonly Vector[] {
  const cases = (rows: readonly Row[], expect: LeaseCase['expect']): LeaseCase[] =>
    rows.map(([name, why, payload]) => ({
      ...{ name, why, expect, trust },
      envelope: signEnvelope('lease', payload, [{ key: issuing }]),
    }))
  return [
    ...cases([...acceptedRows(), ...numberRows()], accepted),
    ...cases(newerRows(), newer),
    ...cases(
      [...formRows(), ...otherNumberRows(), ...missingRows(), ...wrongRows, ...limitRows()],
      malformed,
    ),
  ].map(leaseVector)
}

function acceptedRows(): Row[] {
  return [
    [
      'accepted-unknown-member',
      'a member that is not known is ignored',
      set('colour', { deep: [1.5, -3, 1e99, null] }),
    ],
    ['accepted-critical-empty', 'an empty list of critical members', set('critical', [])],
    [
      'accepted-critical-known',
      'critical members that are known',
      set('critical', ['term', 'critical', 'kind']),
    ],
    [
      'accepted-policy-unknown',
      'an unknown policy word is read as warn',
      set('policies', { printing: 'forbid' }),
    ],
    [
      'accepted-constructor',
      'names that objects inherit elsewhere',
      set('policies', { constructor: 'enforce' }),
    ],
    [
      'accepted-title-200',
      'a title of 200 units, half as many characters',
      set('holder', '\u{1f511}'.repeat(100)),
    ],
    [
      'accepted-ranges-32',
      'as many ranges as there may be, touching',
      set(
        'releases',
        many(32, (at) => ({ from: at, below: at + 1 })),
      ),
    ],
    [
      'accepted-policies-64',
      'as many policies as there may be',
      set('policies', Object.fromEntries(many(64, (at) => [`f${at}x`, 'warn']))),
    ],
    [
      'accepted-numbers-highest',
      'numbers at their highest',
      json((lease) => Object.assign(lease, { generation: 999_999_999, reminderDays: 3650, graceDays: 3650 })),
    ],
    [
      'accepted-moments-ends',
      'the first and the last moment that can be written',
      json(
        (lease) =>
          (lease['renewal'] = {
            kind: 'advised',
            from: '0001-01-01T00:00:00Z',
            until: '9999-12-31T23:59:59Z',
          }),
      ),
    ],
    [
      'accepted-depth-32',
      'as many levels as there may be',
      text((lease) => lease.replace('"trust":1}', `"trust":1,"x":${'['.repeat(31)}${']'.repeat(31)}}`)),
    ],
    ['accepted-fingerprints', 'as many fingerprints and parts as there may be', fingerprints(4, 16)],
  ]
}

function newerRows(): Row[] {
  return [
    [
      'newer-critical',
      'a critical member that is not known',
      json((lease) => Object.assign(lease, { colour: 1, critical: ['colour'] })),
    ],
    [
      'newer-critical-and-malformed',
      'what is newer outranks what is wrong',
      json((lease) => Object.assign(lease, { colour: 1, critical: ['colour'], holder: 7 })),
    ],
    ['newer-format', 'a higher format', set('format', 2)],
    [
      'both-newer-and-kind',
      'an unknown kind of term outranks the kind of another artefact',
      json((lease) => Object.assign(lease, { kind: 'request', term: { kind: 'leap' } })),
    ],
    [
      'both-newer-and-format',
      'an unknown kind of term outranks a format that is none',
      json((lease) => Object.assign(lease, { format: 0, term: { kind: 'leap' } })),
    ],
    ['newer-term', 'an unknown kind of term', set('term', { kind: 'leap' })],
    ['newer-renewal', 'an unknown kind of renewal', set('renewal', { kind: 'wished' })],
    [
      'newer-range',
      'an unknown member in a range would change what it covers',
      set('releases', [{ from: 100, below: 300, except: 200 }]),
    ],
  ]
}

/** Signed, and not in compact form. */
function formRows(): Row[] {
  return [
    ['malformed-empty', 'an empty payload', new Uint8Array()],
    ['malformed-not-json', 'no JSON', bytesOf('lease')],
    ['malformed-array', 'an array in place of the object', bytesOf('[]')],
    ['malformed-space', 'white space', text((lease) => lease.replace(',"format"', ', "format"'))],
    ['malformed-newline', 'a newline at the end', text((lease) => `${lease}\n`)],
    ['malformed-bom', 'a byte order mark', text((lease) => `\ufeff${lease}`)],
    [
      'malformed-twice',
      'a member twice',
      text((lease) => lease.replace('"generation":3', '"generation":3,"generation":3')),
    ],
    [
      'malformed-escape',
      'an escape that JSON does not need',
      text((lease) => lease.replace('Harbour', '\\u0048arbour')),
    ],
    ['malformed-slash', 'an escaped slash', text((lease) => lease.replace('Harbour', 'Har\\/bour'))],
    [
      'malformed-zeros',
      'a needless zero',
      text((lease) => lease.replace('"generation":3', '"generation":3.0')),
    ],
    [
      'malformed-exponent',
      'an exponent',
      text((lease) => lease.replace('"generation":3', '"generation":3e0')),
    ],
    [
      'malformed-minus-zero',
      'minus zero',
      text((lease) => lease.replace('"reminderDays":30', '"reminderDays":-0')),
    ],
    [
      'malformed-surrogate',
      'an unpaired surrogate in a title',
      text((lease) => lease.replace('Harbour', '\\ud83d')),
    ],
    [
      'malformed-surrogate-elsewhere',
      'an unpaired surrogate in a member that is not known',
      text((lease) => lease.replace('"trust":1}', '"trust":1,"x":"\\udc00"}')),
    ],
    [
      'malformed-not-utf8',
      'a byte that is no UTF-8',
      Uint8Array.from(sample, (byte, at) => (at === sample.indexOf(0x48) ? 0xc0 : byte)),
    ],
    [
      'malformed-depth-33',
      'one level more than there may be',
      text((lease) => lease.replace('"trust":1}', `"trust":1,"x":${'['.repeat(32)}${']'.repeat(32)}}`)),
    ],
    [
      'malformed-integer-names',
      'member names in an order that compact form does not keep',
      text((lease) => lease.replace('"trust":1}', '"trust":1,"x":{"b":1,"1":1}}')),
    ],
    ['malformed-critical-text', 'critical is no list', set('critical', 'term')],
    ['malformed-critical-absent', 'critical names a member that is absent', set('critical', ['colour'])],
    ['malformed-critical-nested', 'critical names no top-level member', set('critical', ['device.key'])],
    [
      'malformed-critical-first',
      'the form of critical is judged before what it names',
      json((lease) => Object.assign(lease, { colour: 1, critical: ['colour', 'absent'] })),
    ],
  ]
}

function missingRows(): Row[] {
  const names = Object.keys(JSON.parse(Buffer.from(sample).toString('utf8')) as JsonObject)
  return names.map((name): Row => [
    `malformed-without-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    `${name} is missing`,
    json((lease) => delete lease[name]),
  ])
}

const moment = (value: string) => set('issuedAt', value)
const wrongRows: Row[] = [
  ['malformed-kind', 'the payload says another kind than the type', set('kind', 'request')],
  ['malformed-format-text', 'the format as text', set('format', '1')],
  [
    'malformed-null',
    'null is not absence',
    json((lease) => (lease['releases'] = [{ from: 100, below: null }])),
  ],
  ['malformed-fraction', 'a fraction', set('graceDays', 0.5)],
  ['malformed-negative', 'a number below zero', set('reminderDays', -1)],
  ['malformed-number-text', 'a number as text', set('generation', '3')],
  ['malformed-id-prefix', 'the id of something else', set('id', sampleIds.seat)],
  ['malformed-id-capital', 'an id in capitals', set('id', sampleIds.lease.toUpperCase())],
  ['malformed-id-high', 'an id of more than 128 bits', set('id', `lse_8${'0'.repeat(25)}`)],
  [
    'malformed-serial-check',
    'a serial number with a wrong check symbol',
    json((lease) => (lease['serial'] = swapLast(String(lease['serial'])))),
  ],
  [
    'malformed-serial-form',
    'a serial number without its dashes',
    json((lease) => (lease['serial'] = String(lease['serial']).replaceAll('-', ''))),
  ],
  ['malformed-moment-offset', 'a moment with an offset', moment('2026-03-01T08:30:00+00:00')],
  ['malformed-moment-fraction', 'a moment with a fraction', moment('2026-03-01T08:30:00.0Z')],
  ['malformed-moment-leap', 'a leap second', moment('2026-06-30T23:59:60Z')],
  ['malformed-moment-day', 'a day that does not exist', moment('2026-02-29T00:00:00Z')],
  ['malformed-moment-year', 'the year 0', moment('0000-12-31T23:59:59Z')],
  ['malformed-moment-number', 'seconds since an epoch', set('issuedAt', 1_772_353_800)],
  [
    'malformed-renewal-empty',
    'a renewal window that ends when it begins',
    set('renewal', { kind: 'required', from: '2027-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }),
  ],
  [
    'malformed-ranges-overlap',
    'ranges that overlap',
    set('releases', [
      { from: 1, below: 5 },
      { from: 4, below: 9 },
    ]),
  ],
  [
    'malformed-ranges-order',
    'ranges that are not ascending',
    set('releases', [
      { from: 5, below: 9 },
      { from: 1, below: 2 },
    ]),
  ],
  ['malformed-ranges-after-open', 'a range after an open one', set('releases', [{ from: 1 }, { from: 5 }])],
  ['malformed-range-empty', 'a range that ends where it begins', set('releases', [{ from: 5, below: 5 }])],
  ['malformed-policy-number', 'a policy that is no word', set('policies', { printing: 1 })],
  ['malformed-policy-name', 'a feature whose name is no name', set('policies', { 'Print out': 'warn' })],
  [
    'malformed-policy-proto',
    'a feature named as inheritance is',
    text((lease) => lease.replace('"personalisation"', '"__proto__"')),
  ],
  ['malformed-title-control', 'a control character in a title', set('holder', 'Harbour\nOffice')],
  ['malformed-title-delete', 'the delete character in a title', set('holder', 'Harbour\u007f')],
  [
    'malformed-title-direction',
    'a control that turns the direction of text',
    set('holder', 'Harbour \u202eeciffO'),
  ],
  ['malformed-salt-twice', 'a salt twice', json((lease) => doubled(lease, 'fingerprints'))],
  [
    'malformed-part-twice',
    'a fingerprint part twice',
    json((lease) =>
      doubled((lease['device'] as { fingerprints: JsonObject[] }).fingerprints[0] ?? {}, 'parts'),
    ),
  ],
]

/** One past each limit; those at it are accepted above. */
function limitRows(): Row[] {
  return [
    ['malformed-title-201', 'a title of 201 units', set('holder', 'h'.repeat(201))],
    ['malformed-title-empty', 'an empty title', set('holder', '')],
    ['malformed-name-33', 'a name of 33 letters', set('edition', 'e'.repeat(33))],
    ['malformed-generation-0', 'generation 0', set('generation', 0)],
    ['malformed-generation-high', 'a generation of ten digits', set('generation', 1_000_000_000)],
    ['malformed-trust-0', 'trust version 0', set('trust', 0)],
    ['malformed-reminder-3651', 'more than ten years of reminders', set('reminderDays', 3651)],
    ['malformed-grace-3651', 'more than ten years of grace', set('graceDays', 3651)],
    ['malformed-ranges-none', 'no range of releases', set('releases', [])],
    [
      'malformed-ranges-33',
      'one range more than there may be',
      set(
        'releases',
        many(33, (at) => ({ from: at, below: at + 1 })),
      ),
    ],
    [
      'malformed-policies-65',
      'one policy more than there may be',
      set('policies', Object.fromEntries(many(65, (at) => [`f${at}x`, 'warn']))),
    ],
    [
      'malformed-acknowledges-9',
      'one acknowledged lease more than there may be',
      set(
        'acknowledges',
        many(9, () => sampleIds.lease),
      ),
    ],
    ['malformed-fingerprints-5', 'one fingerprint more than there may be', fingerprints(5, 1)],
    ['malformed-parts-17', 'one part more than there may be', fingerprints(1, 17)],
    ['malformed-weight-101', 'a weight of 101', fingerprints(1, 1, 101)],
  ]
}

function fingerprints(count: number, parts: number, weight = 100): Uint8Array {
  const part = (at: number) => ({ name: `part-${at}`, hash: String(at).padStart(32, '0'), weight })
  const salt = (at: number) => String(at).padStart(64, '0')
  return json((lease) => {
    const device = lease['device'] as JsonObject
    device['fingerprints'] = many(count, (at) => ({ salt: salt(at), parts: many(parts, part) }))
  })
}

function doubled(owner: JsonObject, name: string): void {
  const place = name === 'fingerprints' ? (owner['device'] as JsonObject) : owner
  const list = place[name] as unknown[]
  place[name] = [...list, ...list]
}

/** A number in a member that is not known, as ECMAScript writes it. */
function numberRows(): Row[] {
  const rows = { fraction: '1.5', exponent: '1e+21', small: '1e-7' }
  return Object.entries(rows).map(([name, number]) => [
    `accepted-unknown-${name}`,
    `${number} in a member that is not known: ECMAScript writes it so`,
    unknownNumber(number),
  ])
}

/** The same, as ECMAScript does not write it. */
function otherNumberRows(): Row[] {
  const rows = {
    zeros: '1.50',
    exponent: '1e21',
    digits: '1000000000000000000000',
    small: '0.0000001',
    infinite: '1e999',
  }
  return Object.entries(rows).map(([name, number]) => [
    `malformed-unknown-${name}`,
    `${number} in a member that is not known: ECMAScript does not write it so`,
    unknownNumber(number),
  ])
}

function unknownNumber(number: string): Uint8Array {
  return text((lease) => lease.replace('"trust":1}', `"trust":1,"x":${number}}`))
}

function swapLast(serial: string): string {
  return serial.slice(0, -1) + (serial.endsWith('0') ? '1' : '0')
}
