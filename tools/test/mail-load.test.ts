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
    const [once, again] = [compose('mails', 1_000), compose('mails', 1_000)]
    expect(again.map(({ raw }) => hashOf(raw))).toEqual(once.map(({ raw }) => hashOf(raw)))
    expect(again.map(({ expected }) => expected)).toEqual(once.map(({ expected }) => expected))
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
    const early = mails.filter(({ expected: { startsCase, thread } }) => {
      if (startsCase) begun++
      return thread !== null && thread >= begun
    })
    expect(early).toEqual([])
    expect(begun).toBeGreaterThan(1_000)
  })

  test('a duplicate is an earlier mail again: its bytes, or its id, date and text', () => {
    const duplicates = [...mails.entries()].filter(([, { expected }]) => expected.duplicateOf !== null)
    expect(duplicates.length).toBeGreaterThan(300)
    for (const [position, mail] of duplicates) {
      const original = mails.slice(0, position)[mail.expected.duplicateOf ?? position]
      if (original === undefined) throw new Error('no original came before')
      expect(original.expected.duplicateOf).toBeNull()
      expect(mail.expected).toMatchObject({ thread: original.expected.thread, startsCase: false })
      expect(hashOf(mail.raw) === hashOf(original.raw)).toBe(mail.kind === 'duplicate-bytes')
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
    const wrong = mails.filter((mail) => {
      const { thread, startsCase, automaton, duplicateOf } = mail.expected
      if (duplicateOf !== null) return false
      const named = header(mail, 'In-Reply-To') ?? header(mail, 'References')?.split(/\s+/).at(-1)
      const before = named === undefined ? null : [...(threads.get(named) ?? [])]
      const id = idOf(mail)
      if (id !== null) threads.set(id, (threads.get(id) ?? new Set()).add(thread))
      if (before !== null) return before.length !== 1 || before[0] !== thread
      return automaton === null && !startsCase && !mail.asksNumber
    })
    expect(wrong).toEqual([])
  })

  test.each([
    ['reply-in-reply-to', true, true],
    ['reply-references-only', false, true],
    ['reply-number-only', false, false],
    ['reply-subject-only', false, false],
  ])('%s: In-Reply-To %s, References %s', (kind, hasInReplyTo, hasReferences) => {
    const replies = mails.filter((mail) => mail.kind === kind)
    expect(replies.length).toBeGreaterThan(100)
    expect(replies.filter((mail) => (header(mail, 'In-Reply-To') !== null) !== hasInReplyTo)).toEqual([])
    expect(replies.filter((mail) => (header(mail, 'References') !== null) !== hasReferences)).toEqual([])
  })

  test('a mail with only the subject of a case begins another', () => {
    const alike = mails.filter(({ kind }) => kind === 'reply-subject-only')
    expect(alike.filter(({ expected }) => !expected.startsCase)).toEqual([])
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
