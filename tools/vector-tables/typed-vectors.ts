// Vectors of what people type and read out: serial numbers, product keys, support codes. spec: lease-format §9, §10
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import {
  fingerprintSalt,
  formatSupportCode,
  hashFingerprintPart,
  makeSerial,
  productKeySigner,
  productTag,
  refusalNumbers,
  type RefusalCode,
} from '@holdfast/lease'
import { sampleProduct, sampleProductKey, sampleSerial } from '@holdfast/lease/testing'
import type { Expectation, Vector } from './vector.ts'

const serial: string = sampleSerial
const key: string = sampleProductKey
const otherSerial: string = makeSerial(new SeededEntropy('other serial'))
const [s1 = '', s2 = '', s3 = ''] = serial.split('-')

// Made of data symbols 0 and 1 alone.
const zeros: string = makeSerial({
  bytes: (length) => Uint8Array.from({ length }, (_, at) => (at % 3 === 0 ? 1 : 0)),
})

type Row = readonly [name: string, why: string, text: string, expect: Expectation]

const found: Expectation = { kind: 'serial', serial }
const foundKey: Expectation = { kind: 'product-key', productKey: key }
const wrong = (facts: object): Expectation => ({ kind: 'refused', code: 'SERIAL_MALFORMED', facts })
const wrongKey = (facts: object): Expectation => ({ kind: 'refused', code: 'PRODUCT_KEY_MALFORMED', facts })

export function listTypedVectors(): readonly Vector[] {
  const rows = (operation: string, list: readonly Row[]): Vector[] =>
    list.map(([name, why, text, expect]) => ({
      file: `serial/${name}`,
      expect,
      why,
      operation,
      input: { text },
    }))
  return [
    ...rows('parse-serial', [...writtenRows(), ...wrongRows()]),
    ...rows('parse-product-key', keyRows()),
    ...derivedVectors(),
    ...supportVectors(),
  ]
}

function writtenRows(): Row[] {
  const fullWidth = [...serial].map((each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)).join('')
  return [
    ['written', 'as it is printed', serial, found],
    ['written-lower', 'in lower case', serial.toLowerCase(), found],
    ['written-run', 'one unbroken run', serial.replaceAll('-', ''), found],
    ['written-spaces', 'spaces of several kinds between groups', `  ${s1}\u00a0${s2}\u3000\t${s3}\n`, found],
    ['written-dashes', 'other dashes', `${s1}\u2013${s2}\u2212${s3}`, found],
    ['written-double', 'doubled dashes', `${s1}--${s2} - ${s3}`, found],
    ['written-one-dash', 'one dash is missing', `${s1}${s2}-${s3}`, found],
    ['written-full-width', 'full-width letters, digits and dashes', fullWidth, found],
    ['written-look-alikes', 'O for 0, I and L for 1', lookAlikes(zeros), { kind: 'serial', serial: zeros }],
    ['written-torn', 'spaces inside the groups', [...serial.replaceAll('-', '')].join(' '), found],
    [
      'label-english',
      'an English label with both',
      `Product: cmge\nSerial number: ${serial}\nProduct key: ${key}\n`,
      found,
    ],
    ['label-chinese', 'a Chinese label with both', `产品：cmge　序列号：${serial}　产品密钥：${key}`, found],
    ['label-numbers', 'other numbers around it', `Order 2026-0117, 140 copies, SN ${serial} (12345)`, found],
    ['label-plain', 'words right before and after it', `my serial number is ${serial} thank you`, found],
    ['label-twice', 'the same one twice', `${serial}\n${serial.toLowerCase()}`, found],
  ]
}

function wrongRows(): Row[] {
  const change = (group: string, at: number) => {
    const other = group.charAt(at) === '7' ? '8' : '7'
    return group.slice(0, at) + other + group.slice(at + 1)
  }
  return [
    [
      'wrong-symbol',
      'one wrong symbol in the second group',
      `${s1}-${change(s2, 1)}-${s3}`,
      wrong({ groups: [2] }),
    ],
    [
      'wrong-check',
      'a wrong check symbol in the third group',
      `${s1}-${s2}-${change(s3, 4)}`,
      wrong({ groups: [3] }),
    ],
    [
      'wrong-swap',
      'two neighbours swapped in the first group',
      `${swap(s1)}-${s2}-${s3}`,
      wrong({ groups: [1] }),
    ],
    ['wrong-groups', "two groups in each other's place", `${s2}-${s1}-${s3}`, wrong({ groups: [1, 2] })],
    ['wrong-letter', 'a letter that is no symbol', `${s1}-${s2}-U${s3.slice(1)}`, wrong({ groups: [3] })],
    [
      'wrong-missing-symbol',
      'a symbol is missing',
      `${s1}-${s2.slice(1)}-${s3}`,
      wrong({ groups: [2], length: 14 }),
    ],
    ['wrong-missing-group', 'a group is missing', `${s1}-${s2}`, wrong({ groups: [], length: 10 })],
    [
      'wrong-in-label',
      'a wrong symbol, inside a label',
      `SN: ${s1}-${s2}-${change(s3, 0)}, PK: ${key}`,
      wrong({ groups: [3] }),
    ],
    [
      'wrong-kind',
      'a product key in place of the serial number',
      key,
      wrong({ groups: [], looksLike: 'product-key' }),
    ],
    [
      'wrong-several',
      'two different serial numbers',
      `${serial}, ${otherSerial}`,
      wrong({ groups: [], several: 2 }),
    ],
    ['wrong-empty', 'nothing', '', wrong({ groups: [], length: 0 })],
    ['written-2000', 'as much text as is read', serial.padStart(2000), found],
    ['wrong-2001', 'one character more', serial.padStart(2001), wrong({ groups: [], textLengthMax: 2000 })],
  ]
}

function keyRows(): Row[] {
  const groups = key.split('-')
  const [k1 = '', k2 = '', k3 = '', k4 = '', k5 = ''] = groups
  return [
    ['key-written', 'as it is printed', key, foundKey],
    ['key-run', 'one unbroken run in lower case', key.replaceAll('-', '').toLowerCase(), foundKey],
    ['key-label', 'a label with both', `SN ${serial}\r\nPK ${groups.join(' ')}`, foundKey],
    [
      'key-wrong',
      'two wrong groups',
      `${k1}-${swap(k2)}-${k3}-${k4}-${swap(k5)}`,
      wrongKey({ groups: [2, 5] }),
    ],
    [
      'key-groups',
      "two groups in each other's place",
      `${k1}-${k4}-${k3}-${k2}-${k5}`,
      wrongKey({ groups: [2, 4] }),
    ],
    [
      'key-is-serial',
      'a serial number in place of the product key',
      serial,
      wrongKey({ groups: [], looksLike: 'serial' }),
    ],
  ]
}

function derivedVectors(): Vector[] {
  const products = [sampleProduct, 'harbour-desk']
  const value = '0123456789abcdef0123456789abcdef'
  return products.map((product) => {
    const salt = fingerprintSalt(sampleProductKey, product)
    return {
      file: `serial/derived-${product}`,
      why: 'what follows from a product key for one product: public key, its thumbprint, salt, and a fingerprint part',
      operation: 'derive-from-product-key',
      input: { productKey: key, product, part: { name: 'machine-id', value } },
      expect: {
        kind: 'derived',
        publicRaw: Buffer.from(productKeySigner(sampleProductKey, product).publicRaw).toString('hex'),
        thumbprint: salt.id,
        salt: Buffer.from(salt.bytes).toString('hex'),
        hash: hashFingerprintPart(salt.bytes, 'machine-id', value),
      },
    }
  })
}

function supportVectors(): Vector[] {
  const vector = (name: string, why: string, code: RefusalCode, at: string, fact: number): Vector => {
    const text = formatSupportCode({ code, product: sampleProduct, now: instant(at), fact })
    const day = `${at.slice(0, 10)}T00:00:00Z`
    return {
      ...{ file: `serial/${name}`, why, operation: 'parse-support-code', input: { text } },
      expect: {
        kind: 'support-code',
        number: refusalNumbers[code],
        productTag: productTag(sampleProduct),
        day,
        fact,
      },
    }
  }
  const good = formatSupportCode({
    code: 'INTERNAL',
    product: sampleProduct,
    now: instant('2026-03-01T08:30:00Z'),
  })
  const bad = (name: string, why: string, text: string, facts: object): Vector => ({
    ...{ file: `serial/${name}`, why, operation: 'parse-support-code', input: { text } },
    expect: { kind: 'refused', code: 'SUPPORT_CODE_MALFORMED', facts },
  })
  const [g1 = '', g2 = '', g3 = ''] = good.split('-')
  return [
    vector('support-seats', 'code, product, day and fact', 'SEATS_EXHAUSTED', '2026-03-01T08:30:00Z', 6),
    vector('support-first-day', 'the first day, no fact', 'SERIAL_MALFORMED', '0001-01-01T00:00:00Z', 0),
    vector(
      'support-last-day',
      'the last day, the highest fact',
      'NOTHING_TO_DO',
      '9999-12-31T23:59:59Z',
      131_071,
    ),
    bad('support-wrong', 'a wrong group', `${g1}-${swap(g2)}-${g3}`, { groups: [2] }),
    bad('support-is-serial', 'a serial number', serial, { groups: [], looksLike: 'serial' }),
  ]
}

/** The first two neighbours that differ, swapped. */
function swap(group: string): string {
  const at = [...group].findIndex((symbol, index) => index < 4 && symbol !== group.charAt(index + 1))
  return group.slice(0, at) + group.charAt(at + 1) + group.charAt(at) + group.slice(at + 2)
}

/** Zeros as O, ones as I and l in turns. */
function lookAlikes(text: string): string {
  let ones = 0
  return text.replaceAll('0', 'O').replace(/1/g, () => (ones++ % 2 === 0 ? 'I' : 'l'))
}
