import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  caseRunningMax,
  formatMessageId,
  formatReplyAddress,
  formatReplyToken,
  localPartBytesMax,
  mailboxLocalBytesMax,
  parseMessageId,
  parseReplyAddress,
  replyKeyBytesMin,
  replyKeyIdMax,
  tokenAudiences,
  tokenSymbols,
  verifyReplyToken,
  type ReplyKey,
  type TokenReference,
} from '../../src/matching/reply-token.ts'
import { replyKey } from './paper-desk.ts'
import { keys as vectorKeys, read } from './vector-ground.ts'

const signing = replyKey(5, 'signing')
const keys = [signing, replyKey(4, 'accepted'), replyKey(3, 'withdrawn')]
const mailbox = { local: 'desk', domain: 'support.example' }
const sample: TokenReference = {
  caseRunning: 3604,
  audience: 'customer',
  message: '01jqkx5v8h3m9rtw2c4d6e7f8g',
}

const symbols = Array.from('0123456789abcdefghjkmnpqrstvwxyz')
const anyReference = fc.record({
  caseRunning: fc.integer({ min: 1, max: caseRunningMax }),
  audience: fc.constantFrom(...tokenAudiences),
  message: fc
    .tuple(
      fc.constantFrom(...Array.from('01234567')),
      fc.array(fc.constantFrom(...symbols), { minLength: 25, maxLength: 25 }),
    )
    .map(([first, rest]) => first + rest.join('')),
})

describe('tokens', () => {
  test('are what another program makes of the same keys', () => {
    type Row = TokenReference & { readonly key: number; readonly token: string }
    for (const { key: id, token, ...reference } of read<{ tokens: readonly Row[] }>('tokens.json').tokens) {
      const key = vectorKeys.find((one) => one.id === id) as ReplyKey
      expect(formatReplyToken(reference, { ...key, state: 'signing' })).toBe(token)
      expect(verifyReplyToken(token, vectorKeys)).toEqual({ kind: 'valid', reference, key: id })
    }
  })

  test('come back as they were made, shouted and confused', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        const token = formatReplyToken(reference, signing)
        expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{51}$/)
        const valid = { kind: 'valid', reference, key: 5 }
        expect(verifyReplyToken(token, keys)).toEqual(valid)
        expect(verifyReplyToken(token.toUpperCase(), keys)).toEqual(valid)
        expect(verifyReplyToken(token.replaceAll('0', 'o').replaceAll('1', 'I'), keys)).toEqual(valid)
      }),
    )
  })

  test('differ wherever what they name differs', () => {
    fc.assert(
      fc.property(anyReference, anyReference, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(formatReplyToken(one, signing)).not.toBe(formatReplyToken(other, signing))
      }),
    )
  })
})

describe('what is not trusted', () => {
  const token = formatReplyToken(sample, signing)

  test('any symbol that differs, at any place', () => {
    for (let at = 0; at < token.length; at++)
      for (const symbol of symbols) {
        if (symbol === token[at]) continue
        const changed = token.slice(0, at) + symbol + token.slice(at + 1)
        expect(verifyReplyToken(changed, keys).kind, changed).not.toMatch(/^(?:valid|key-withdrawn)$/)
      }
  })

  test('whatever somebody makes up', () => {
    const anyToken = fc
      .array(fc.constantFrom(...symbols), { minLength: 51, maxLength: 51 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(fc.oneof(anyToken, fc.string({ maxLength: 60 }), fc.string({ unit: 'binary' })), (made) => {
        expect(verifyReplyToken(made, keys).kind).toMatch(/^(?:forged|key-unknown|no-token)$/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a claim put before the proof of another', () => {
    fc.assert(
      fc.property(anyReference, anyReference, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        const spliced =
          formatReplyToken(one, signing).slice(0, -16) + formatReplyToken(other, signing).slice(-16)
        expect(verifyReplyToken(spliced, keys)).toEqual({ kind: 'forged', key: 5 })
      }),
    )
  })

  test('keys: accepted ones go on, withdrawn ones are recognised, unknown ones are named', () => {
    const verdictUnder = (id: number) =>
      verifyReplyToken(formatReplyToken(sample, replyKey(id, 'signing')), keys)
    expect(verdictUnder(4)).toEqual({ kind: 'valid', reference: sample, key: 4 })
    expect(verdictUnder(3)).toEqual({ kind: 'key-withdrawn', reference: sample, key: 3 })
    expect(verdictUnder(6)).toEqual({ kind: 'key-unknown', key: 6 })
    const other: ReplyKey = { ...signing, secret: replyKey(9, 'signing').secret }
    expect(verifyReplyToken(formatReplyToken(sample, other), keys)).toEqual({ kind: 'forged', key: 5 })
    const withdrawn = formatReplyToken(sample, replyKey(3, 'signing'))
    expect(
      verifyReplyToken(`${withdrawn.slice(0, -1)}${withdrawn.endsWith('0') ? '1' : '0'}`, keys).kind,
    ).toBe('forged')
  })

  test('a proof made for another use of the secret', () => {
    const bare = createHmac('sha256', signing.secret).update(token.slice(0, -16)).digest('hex').slice(0, 16)
    expect(verifyReplyToken(token.slice(0, -16) + bare, keys).kind).toBe('forged')
  })

  test('lengths: one symbol less, one more', () => {
    expect(verifyReplyToken(token.slice(1), keys)).toEqual({ kind: 'no-token' })
    expect(verifyReplyToken(`${token}0`, keys)).toEqual({ kind: 'no-token' })
    expect(token.length).toBe(tokenSymbols)
  })
})

describe('what our own books cannot mean', () => {
  const formatted = (reference: Partial<TokenReference>, key: Partial<ReplyKey> = {}) =>
    formatReplyToken({ ...sample, ...reference }, { ...signing, ...key })

  test('limits, at them and one past', () => {
    expect(formatted({ caseRunning: 1 })).toHaveLength(51)
    expect(formatted({ caseRunning: caseRunningMax })).toHaveLength(51)
    expect(() => formatted({ caseRunning: 0 })).toThrow('running')
    expect(() => formatted({ caseRunning: caseRunningMax + 1 })).toThrow('running')
    expect(formatted({}, { id: replyKeyIdMax })).toHaveLength(51)
    expect(() => formatted({}, { id: replyKeyIdMax + 1 })).toThrow('key')
    expect(formatted({}, { secret: new Uint8Array(replyKeyBytesMin) })).toHaveLength(51)
    expect(() => formatted({}, { secret: new Uint8Array(replyKeyBytesMin - 1) })).toThrow('key')
    expect(() => formatted({}, { state: 'accepted' })).toThrow('no new tokens')
    expect(formatted({ message: '7zzzzzzzzzzzzzzzzzzzzzzzzz' })).toHaveLength(51)
    expect(() => formatted({ message: '80000000000000000000000000' })).toThrow('message')
  })
})

describe('addresses and Message-IDs', () => {
  const token = formatReplyToken(sample, signing)

  test('carry the token there and back, whatever case a server writes', () => {
    const address = formatReplyAddress(mailbox, token)
    expect(address).toBe(`desk+${token}@support.example`)
    expect(parseReplyAddress(address.toUpperCase(), [mailbox])).toBe(token)
    const messageId = formatMessageId(token, 'support.example')
    expect(messageId).toBe(`desk.${token}@support.example`)
    expect(parseMessageId(messageId, ['Support.Example'])).toBe(token)
  })

  test('a local part holds 64 octets: the longest name fits, a longer one does not', () => {
    const longest = { local: 'd'.repeat(mailboxLocalBytesMax), domain: 'support.example' }
    expect(formatReplyAddress(longest, token).indexOf('@')).toBe(localPartBytesMax)
    expect(() => formatReplyAddress({ ...longest, local: `${longest.local}d` }, token)).toThrow('octets')
  })

  test.each([
    ['desk@support.example', null],
    ['desk+@support.example', null],
    ['desk+billing@support.example', 'billing'],
    [`desk+${token}@elsewhere.example`, null],
    [`desks+${token}@support.example`, null],
    [`desk+${token}`, null],
    [`"desk+${token}@support.example"@evil.example`, null],
    ['', null],
  ])('%s', (address, found) => expect(parseReplyAddress(address, [mailbox])).toBe(found))

  test.each([
    [`desk.${token}@elsewhere.example`, null],
    [`${token}@support.example`, null],
    [`desk.${token}x@support.example`, null],
    ['desk.@support.example', null],
    ['no at sign', null],
  ])('%s', (messageId, found) => expect(parseMessageId(messageId, ['support.example'])).toBe(found))
})
