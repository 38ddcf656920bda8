// The mails of a load: the same from the same seed, as large as mails are, and true to what is expected of them.
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { instant, SeededEntropy } from '@holdfast/capabilities/testing'
import { readFile } from '@holdfast/intake'
import { encodeGb } from '../load/encode-gb.ts'
import {
  burstPerMille,
  chineseEncodingsPerMille,
  composeMails,
  englishEncodingsPerMille,
  flawsPerMille,
  formsPerMille,
  kindsPerMille,
  sizesPerMille,
  withCaseNumber,
  type LoadMail,
} from '../load/mail-load.ts'

const count = 5_000
const start = instant('2026-03-02T01:00:00Z')
const compose = (seed: string, many = count) => [...composeMails(many, new SeededEntropy(seed), start)]

let mails: readonly LoadMail[] = []
beforeAll(() => {
  mails = compose('mails')
})

const textOf = ({ raw }: LoadMail) => Buffer.from(raw).toString('latin1')
const headOf = (mail: LoadMail) => textOf(mail).split('\r\n\r\n', 1)[0] ?? ''
const header = (mail: LoadMail, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'm').exec(headOf(mail))?.[1] ?? null
const idOf = (mail: LoadMail) => header(mail, 'Message-ID')
const hashOf = (raw: Uint8Array) => createHash('sha256').update(raw).digest('hex')

test('tables add up to a thousand', () => {
  const tables = [
    kindsPerMille,
    chineseEncodingsPerMille,
    englishEncodingsPerMille,
    formsPerMille,
    flawsPerMille,
    sizesPerMille,
  ]
  for (const table of tables)
    expect(Object.values<number>(table).reduce((sum, perMille) => sum + perMille, 0)).toBe(1000)
})

describe('the same seed', () => {
  test('gives the same bytes and expectations, another seed others', () => {
    const again = compose('mails')
    expect(again.map(({ raw }) => hashOf(raw))).toEqual(mails.map(({ raw }) => hashOf(raw)))
    expect(again.map(({ expected }) => expected)).toEqual(mails.map(({ expected }) => expected))
    expect(hashOf(compose('others', 1)[0]?.raw ?? new Uint8Array())).not.toBe(
      hashOf(mails[0]?.raw ?? new Uint8Array()),
    )
  })
})

describe('every kind occurs', () => {
  test.each([
    ['kind', kindsPerMille],
    ['encoding', { ...chineseEncodingsPerMille, ...englishEncodingsPerMille }],
    ['form', formsPerMille],
    ['flaw', flawsPerMille],
  ] as const)('%s', (member, table) => {
    const found = new Set<string>(mails.map((mail) => mail[member]))
    expect([...found].toSorted()).toEqual(Object.keys(table).toSorted())
  })

  test('bounces in a burst', () => {
    let [longest, run] = [0, 0]
    for (const { kind } of mails) {
      run = kind === 'bounce' ? run + 1 : 0
      longest = Math.max(longest, run)
    }
    expect(longest).toBeGreaterThanOrEqual((count * burstPerMille) / 1000)
  })

  test('sizes are those of mails', () => {
    const sizes = mails.map(({ raw }) => raw.length)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / count
    expect(Math.min(...sizes)).toBeGreaterThan(1_000)
    expect(Math.max(...sizes)).toBeLessThan(40 * 1024)
    expect(mean).toBeGreaterThan(5_000)
    expect(mean).toBeLessThan(7_000)
  })
})

describe('what is expected holds together', () => {
  test('cases begin once, in the order of their numbers', () => {
    const begun = mails.filter(({ expected }) => expected.startsCase).map(({ expected }) => expected.thread)
    expect(begun).toEqual(begun.map((_, index) => index))
  })

  test('whatever joins a case comes after its beginning', () => {
    let begun = 0
    for (const { expected } of mails) {
      if (expected.startsCase) begun++
      if (expected.thread !== null) expect(expected.thread).toBeLessThan(begun)
    }
  })

  test('a duplicate is an earlier mail again: its bytes, or its id, date and text', () => {
    for (const [position, mail] of mails.entries()) {
      const { duplicateOf } = mail.expected
      if (duplicateOf === null) continue
      expect(duplicateOf).toBeLessThan(position)
      const original = mails[duplicateOf]
      if (original === undefined) throw new Error('no original')
      expect(original.expected.duplicateOf).toBeNull()
      expect(mail.expected).toMatchObject({ thread: original.expected.thread, startsCase: false })
      const isSame = hashOf(mail.raw) === hashOf(original.raw)
      expect(isSame).toBe(mail.kind === 'duplicate-bytes')
      expect([idOf(mail), header(mail, 'Date')]).toEqual([idOf(original), header(original, 'Date')])
      expect(textOf(mail).endsWith(textOf(original))).toBe(true)
    }
  })

  test('bytes and ids are otherwise each used once', () => {
    const originals = mails.filter(({ expected }) => expected.duplicateOf === null)
    expect(new Set(originals.map(({ raw }) => hashOf(raw))).size).toBe(originals.length)
    const ids = originals.filter(({ kind }) => kind !== 'id-used-again').flatMap((mail) => idOf(mail) ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const again = originals.filter(({ kind }) => kind === 'id-used-again')
    expect(again.filter((mail) => ids.includes(idOf(mail) ?? ''))).toHaveLength(again.length)
  })

  test('replies name a mail of their case that came before, and no id that names two mails', () => {
    const threads = new Map<string, Set<number | null>>()
    for (const mail of mails) {
      if (mail.expected.duplicateOf !== null) continue
      const inReplyTo = header(mail, 'In-Reply-To')
      const references = header(mail, 'References')?.split(/\s+/) ?? []
      const named = inReplyTo ?? references.at(-1)
      if (mail.kind === 'reply-in-reply-to') expect(inReplyTo).not.toBeNull()
      if (mail.kind === 'reply-references-only')
        expect([inReplyTo, references.length > 0]).toEqual([null, true])
      if (named !== undefined) expect([...(threads.get(named) ?? [])]).toEqual([mail.expected.thread])
      else if (mail.expected.automaton === null)
        expect(mail.expected.startsCase || mail.asksNumber).toBe(true)
      const id = idOf(mail)
      if (id !== null) threads.set(id, (threads.get(id) ?? new Set()).add(mail.expected.thread))
    }
  })

  test('a mail with only the subject of a case begins another', () => {
    const alike = mails.filter(({ kind }) => kind === 'reply-subject-only')
    expect(alike.every(({ expected }) => expected.startsCase)).toBe(true)
    expect(
      alike.every((mail) => header(mail, 'In-Reply-To') === null && header(mail, 'References') === null),
    ).toBe(true)
  })

  test('numbers are filled in where they are asked for, and there alone', () => {
    for (const mail of mails) {
      const filled = Buffer.from(withCaseNumber(mail, 'CAS-00017-K3V9Q4')).toString('latin1')
      expect(filled).not.toContain('{{')
      expect(filled.includes('Subject: Re: [CAS-00017-K3V9Q4] ')).toBe(mail.asksNumber)
    }
  })
})

describe('the bytes', () => {
  test('GB18030 is what the decoder of the platform reads', () => {
    const text = '许可证，㐂𠮷 € A'
    expect(new TextDecoder('gb18030').decode(encodeGb(text))).toBe(text)
    expect(encodeGb('许').toString('hex')).toBe('d0ed')
  })

  test('every mail can be taken apart', async () => {
    for (const mail of mails.slice(0, 400)) {
      const read = await readFile({ bytes: mail.raw })
      // No mail holds licence text: each is opened, and at most a picture in it is complained of.
      const end = read.kind === 'refused' ? read.code : read.kind
      expect(
        mail.form === 'attachment' ? ['TEXT_NOT_RECOGNISED', 'CONTENT_BINARY'] : ['TEXT_NOT_RECOGNISED'],
      ).toContain(end)
    }
  })

  test('lines are no longer than mail may have them', () => {
    const longest = mails.map((mail) =>
      Math.max(
        ...textOf(mail)
          .split('\r\n')
          .map(({ length }) => length),
      ),
    )
    expect(Math.max(...longest)).toBeLessThanOrEqual(998)
  })
})
