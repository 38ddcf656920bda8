// Text that breaks off, was altered, or was made to harm.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesMax } from '../src/read/lines.ts'
import { productsMax } from '../src/read/group-captures.ts'
import { readJsonValue } from '../src/read/read-json.ts'
import { readText } from '../src/read/read-text.ts'
import { samples, type Sample } from './corpus.ts'

const anySample = fc.constantFrom(...samples)
const runs = { seed: 20_210_204, numRuns: 3_000 }
const likeKey = /(?<![0-9a-z])[0-9a-z]{5}(?:[-_ .,\u2013][0-9a-z]{5}){4}(?![0-9a-z])/i

/** What a text that breaks off may say otherwise: the rest of the text settles or completes it. */
const settledLater =
  /Candidates|Text$|^command$|^warnings|^primaryProductIndex$|^rearmResult\.needsReboot$|^atoResult\.ok$/

describe('a text that breaks off anywhere', () => {
  test('says nothing else than the whole text, and no number that is not whole', () => {
    fc.assert(
      fc.property(anySample, fc.nat(), (sample, at) => {
        const length = at % sample.text.length
        expectPartOf(sample, sample.text.slice(0, length))
      }),
      runs,
    )
  })

  test('at each place of the capture whose minutes are cut first', () => {
    const sample = samples.find(({ file }) => file.startsWith('14-zh')) as Sample
    for (let length = 0; length < sample.text.length; length++)
      expectPartOf(sample, sample.text.slice(0, length))
  })
})

function expectPartOf({ file, text, readings }: Sample, part: string): void {
  // Quoted twice, a text that breaks off in the second copy holds a second, shorter capture.
  if (file.startsWith('g04') || file.startsWith('h05')) return
  const read = readText(part)
  if (read.kind !== 'read') return
  for (const [index, { reading }] of read.readings.entries()) {
    const whole = membersOf(readings[index])
    for (const [path, value] of membersOf(reading)) {
      if (value === null || settledLater.test(path)) continue
      expect(whole.get(path), `${file} ${path}, ${part.length} of ${text.length}`).toBe(value)
    }
  }
}

function membersOf(
  value: unknown,
  path = '',
  members: Map<string, unknown> = new Map(),
): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return members.set(path, value)
  for (const [name, member] of Object.entries(value))
    membersOf(member, path === '' ? name : `${path}.${name}`, members)
  return members
}

describe('a text that was altered', () => {
  test('never throws, and places stay within it', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('\n', '\r', '\t', ':', '：', '(', '> ', '许', ' 0x', '\ufffd', '----', '```', '"'),
    )
    fc.assert(
      fc.property(
        anySample,
        fc.array(fc.record({ at: fc.nat(), drop: fc.nat(40), noise }), { maxLength: 6 }),
        (sample, edits) => {
          const text = edits.reduce((before, edit) => {
            const at = edit.at % (before.length + 1)
            return before.slice(0, at) + edit.noise + before.slice(at + edit.drop)
          }, sample.text)
          const read = readText(text)
          if (read.kind !== 'read') return
          for (const { places } of read.readings)
            for (const { from, to } of places) expect(from <= to && to <= text.length).toBe(true)
        },
      ),
      { ...runs, numRuns: 1_000 },
    )
  })

  test('lines of other people between the lines change no fact', () => {
    const sample = samples.find(({ file }) => file.startsWith('01-en')) as Sample
    const lines = sample.text.split('\r\n')
    const noise = fc.constantFrom('', 'see below', '* looks wrong', 'Regards', '[...]')
    fc.assert(
      fc.property(fc.nat(lines.length - 1), noise, (at, line) => {
        const read = readText([...lines.slice(0, at), line, ...lines.slice(at)].join('\n'))
        expect(read.kind === 'read' && read.readings.map(({ reading }) => reading)).toEqual(sample.readings)
      }),
      { ...runs, numRuns: 200 },
    )
  })

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(['read', 'refused']).toContain(readText(text).kind)
      }),
      runs,
    )
  })

  test('any JSON at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['read', 'refused']).toContain(readJsonValue(value).kind)
      }),
      { ...runs, numRuns: 500 },
    )
  })
})

test('a full product key survives nowhere', () => {
  const symbol = fc.constantFrom(...'23456789BCDFGHJKMNPQRTVWXY'.split(''))
  const group = fc.array(symbol, { minLength: 5, maxLength: 5 }).map((symbols) => symbols.join(''))
  const key = fc
    .tuple(fc.array(group, { minLength: 5, maxLength: 5 }), fc.constantFrom('-', ' ', '\u2013', '_'))
    .map(([groups, sign]) => groups.join(sign))
  fc.assert(
    fc.property(anySample, fc.nat(), key, (sample, at, secret) => {
      const lines = sample.text.split('\n')
      const line = at % lines.length
      const changed = lines.map((each, index) =>
        index === line ? each.replace(/([:：=] ?).*$/, `$1${secret}`) : each,
      )
      const said = JSON.stringify(readText(changed.join('\n')))
      expect(said).not.toMatch(likeKey)
      expect(said).not.toContain(secret)
    }),
    runs,
  )
})

describe('limits', () => {
  const one = 'License Status: Licensed\n'
  test('as many lines as there may be, and one more', () => {
    const lines = (count: number) => `${one}${'\n'.repeat(count - 2)}x`
    expect(readText(lines(linesMax))).toMatchObject({ kind: 'read' })
    expect(readText(lines(linesMax + 1))).toEqual({
      kind: 'refused',
      code: 'TEXT_NOT_RECOGNISED',
      facts: { linesMax },
    })
  })

  test('as many licences as one capture may print, and one more', () => {
    const licences = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => `Name: Office, number ${at} edition\nLicense Status: Unlicensed\n`,
      ).join('\n')
    expect(readText(licences(productsMax))).toMatchObject({ kind: 'read' })
    expect(readText(licences(productsMax + 1))).toMatchObject({ facts: { productsMax } })
    const objects = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ID: `${at}`,
        LicenseStatus: 1,
        PartialProductKey: 'Q7KXD',
      }))
    expect(readJsonValue(objects(productsMax))).toMatchObject({ kind: 'read' })
    expect(readJsonValue(objects(productsMax + 1))).toMatchObject({ facts: { productsMax } })
  })

  // Anything worse than linear would not end within the time of a test.
  test.each([
    ['one line', (length: number) => 'A'.repeat(length)],
    ['blanks', (length: number) => `License Status:${' '.repeat(length)}x`],
    ['digits', (length: number) => `Time remaining: ${'1'.repeat(length)}`],
    ['groups', (length: number) => `Name: ${'12345-'.repeat(length / 6)}`],
    ['parentheses', (length: number) => `Activating ${'('.repeat(length)}`],
    ['rules', (length: number) => '='.repeat(length)],
    ['quotes', (length: number) => '> '.repeat(length / 2)],
    ['colons', (length: number) => ':'.repeat(length)],
    ['returns', (length: number) => `a${'\r'.repeat(length)}b`],
    ['labels', (length: number) => 'Name:\n'.repeat(length / 6)],
    ['beginnings', (length: number) => 'KMS machine\n'.repeat(length / 12)],
    ['sentences', (length: number) => 'Windows is in Notification mode\n'.repeat(length / 32)],
  ])('a long text of %s ends', (_title, make) => {
    expect(['read', 'refused']).toContain(readText(make(1_200_000)).kind)
  })
})
