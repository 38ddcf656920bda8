// Who really sent it: real signatures, made here, and a DNS that is a table.
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import fc from 'fast-check'
import { dkimSign } from 'mailauth'
import { describe, expect, test } from 'vitest'
import {
  authenticateMail,
  signaturesMax,
  type AuthenticationTools,
  type MailResolver,
} from '../../src/doors/authenticate-mail.ts'
import { readUpstreamResults, upstreamStatementsMax } from '../../src/doors/read-upstream-results.ts'

// Head of an Ed25519 private key in PKCS#8 (RFC 8410).
const keyHead = Buffer.from('302e020100300506032b657004220420', 'hex')
const seed = new SeededEntropy('dkim').bytes(32)
const privateKey = createPrivateKey({ key: Buffer.concat([keyHead, seed]), format: 'der', type: 'pkcs8' })
const publicBytes = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })

const records: { readonly [question: string]: readonly unknown[] } = {
  'TXT k1._domainkey.customer.example': [[`v=DKIM1; k=ed25519; p=${publicBytes.toString('base64')}`]],
  'TXT customer.example': [['v=spf1 ip4:192.0.2.10 -all']],
  'TXT _dmarc.customer.example': [['v=DMARC1; p=reject']],
  'TXT soft.example': [['v=spf1 ~all']],
  'TXT broken.example': [['v=spf1 ip4:nonsense -all']],
}
const table: MailResolver = async (name, type) => {
  const found = records[`${type} ${name}`]
  if (found === undefined) throw Object.assign(new Error(`no ${type} ${name}`), { code: 'ENOTFOUND' })
  return found
}

const clock = new ManualClock('2026-03-02T08:00:00Z')
const toolsOf = (set: Partial<AuthenticationTools> = {}): AuthenticationTools => ({
  ...{ clock, resolver: table, trustedId: null, hostName: 'desk.example' },
  ...set,
})
const plain = Buffer.from(
  'From: Kim <kim@customer.example>\r\nTo: support@desk.example\r\nSubject: Question\r\nDate: Mon, 02 Mar 2026 08:00:00 +0000\r\nMessage-ID: <q1@customer.example>\r\n\r\nHello\r\n',
)

async function signed(domain = 'customer.example'): Promise<Buffer> {
  const key = { signingDomain: domain, selector: 'k1', privateKey: pem, algorithm: 'ed25519-sha256' }
  const { signatures, errors } = await dkimSign(plain, { ...key, signatureData: [key] })
  expect(errors).toEqual([])
  return Buffer.concat([Buffer.from(signatures), plain])
}
const from = (client: string, sender = 'kim@customer.example') => ({ from: sender, client })

describe('what is checked here', () => {
  test('a signed mail from the right address', async () => {
    expect(await authenticateMail(await signed(), from('192.0.2.10'), toolsOf())).toEqual({
      spf: { result: 'pass', domain: 'customer.example' },
      dkim: [{ result: 'pass', domain: 'customer.example', selector: 'k1' }],
      dmarc: { result: 'pass', domain: 'customer.example', policy: 'reject' },
      upstream: null,
    })
  })

  test('one changed byte of the text', async () => {
    const mail = Buffer.from((await signed()).toString('latin1').replace('Hello', 'Hallo'), 'latin1')
    const found = await authenticateMail(mail, from('203.0.113.5'), toolsOf())
    expect(found.dkim.map(({ result }) => result)).not.toContain('pass')
    expect(found.spf).toEqual({ result: 'fail', domain: 'customer.example' })
    expect(found.dmarc).toEqual({ result: 'fail', domain: 'customer.example', policy: 'reject' })
  })

  test('a signature of somebody else does not speak for the author', async () => {
    const found = await authenticateMail(await signed('other.example'), from('203.0.113.5'), toolsOf())
    expect(found.dmarc.result).toBe('fail')
  })

  test('no envelope: SPF is not checked, a signature still counts, its absence condemns nobody', async () => {
    const good = await authenticateMail(await signed(), null, toolsOf())
    expect(good).toMatchObject({ spf: { result: 'not-checked' }, dmarc: { result: 'pass' } })
    const bare = await authenticateMail(plain, null, toolsOf())
    expect(bare).toMatchObject({ spf: { result: 'not-checked' }, dkim: [], dmarc: { result: 'not-checked' } })
  })

  test.each([
    ['kim@soft.example', 'softfail'],
    ['kim@unknown.example', 'none'],
    ['kim@broken.example', 'permerror'],
  ])('SPF of %s: %s', async (sender, result) => {
    const found = await authenticateMail(plain, from('203.0.113.5', sender), toolsOf())
    expect(found.spf.result).toBe(result)
  })

  test('a DNS that fails, and one that is silent until the time is over', async () => {
    const failing: MailResolver = async () => {
      throw Object.assign(new Error('refused'), { code: 'ESERVFAIL' })
    }
    const failed = await authenticateMail(await signed(), from('192.0.2.10'), toolsOf({ resolver: failing }))
    expect(failed.spf.result).toBe('temperror')
    const asked = Promise.withResolvers<void>()
    const silent: MailResolver = () => {
      asked.resolve()
      return new Promise(() => {})
    }
    const late = authenticateMail(
      await signed(),
      from('192.0.2.10'),
      toolsOf({ resolver: silent, authenticationMs: 50 }),
    )
    await asked.promise
    clock.advance({ milliseconds: 50 })
    expect(await late).toMatchObject({
      spf: { result: 'temperror' },
      dkim: [],
      dmarc: { result: 'temperror' },
    })
  })

  test('as many signatures as are looked at, and one more', async () => {
    const one = (await signed()).subarray(0, (await signed()).indexOf('From:'))
    const many = (count: number) => Buffer.concat([...Array.from({ length: count }, () => one), plain])
    const found = await authenticateMail(many(signaturesMax), from('192.0.2.10'), toolsOf())
    expect(found.dkim).toHaveLength(signaturesMax)
    const more = await authenticateMail(many(signaturesMax + 1), from('192.0.2.10'), toolsOf())
    expect(more).toMatchObject({ spf: { result: 'not-checked' }, dkim: [], dmarc: { result: 'not-checked' } })
  })
})

describe('what the server in front wrote', () => {
  const header = (text: string) => Buffer.concat([Buffer.from(`Authentication-Results: ${text}\r\n`), plain])
  const full =
    'mx.desk.example 1;\r\n spf=pass (sender (really) is; ok) smtp.mailfrom=kim@customer.example;\r\n' +
    '\tdkim=pass reason="a; b" header.d=customer.example header.s=k1; dkim=fail header.i=@List.example;\r\n' +
    ' dmarc=pass (p=reject) header.from=customer.example policy.dmarc=reject'

  test('is read where its name is trusted', async () => {
    const found = await authenticateMail(header(full), null, toolsOf({ trustedId: 'MX.desk.example' }))
    expect(found.upstream).toEqual({
      spf: { result: 'pass', domain: 'customer.example' },
      dkim: [
        { result: 'pass', domain: 'customer.example', selector: 'k1' },
        { result: 'fail', domain: 'list.example', selector: null },
      ],
      dmarc: { result: 'pass', domain: 'customer.example', policy: 'reject' },
    })
  })

  test('counts for nothing where another name is trusted, or none', async () => {
    expect(readUpstreamResults(header(full), 'mx.other.example')).toBeNull()
    expect((await authenticateMail(header(full), null, toolsOf())).upstream).toBeNull()
    expect(readUpstreamResults(plain, 'mx.desk.example')).toBeNull()
  })

  test('the topmost counts, what stands in the text does not', () => {
    const two = Buffer.concat([
      Buffer.from('Authentication-Results: mx.desk.example; spf=fail\r\n'),
      header(full),
    ])
    expect(readUpstreamResults(two, 'mx.desk.example')?.spf.result).toBe('fail')
    const inText = Buffer.concat([plain, header(full)])
    expect(readUpstreamResults(inText, 'mx.desk.example')).toBeNull()
  })

  test.each([
    ['mx.desk.example; none', 'not-checked'],
    ['mx.desk.example', 'not-checked'],
    ['mx.desk.example; spf = pass', 'pass'],
    ['mx.desk.example; spf=wonderful', 'none'],
    ['mx.desk.example; spf/1=pass (unclosed', 'pass'],
  ])('%s', (text, result) => {
    expect(readUpstreamResults(header(text), 'mx.desk.example')?.spf.result).toBe(result)
  })

  test('as many statements as are read, and one more', () => {
    const dkimOf = (count: number) =>
      readUpstreamResults(header(`mx.desk.example${'; dkim=pass'.repeat(count)}`), 'mx.desk.example')?.dkim
        .length
    expect(dkimOf(upstreamStatementsMax)).toBe(upstreamStatementsMax)
    expect(dkimOf(upstreamStatementsMax + 1)).toBe(upstreamStatementsMax)
  })

  test('any text is read to its end, nested comments as well', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        readUpstreamResults(header(`mx.desk.example; ${text}`), 'mx.desk.example')
      }),
    )
    const deep = header(`mx.desk.example; ${'('.repeat(100_000)}${' = '.repeat(30_000)}`)
    expect(readUpstreamResults(deep, 'mx.desk.example')?.spf.result).toBe('not-checked')
  })
})

test('any bytes get an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 40 }),
      async (bytes, sender) => {
        const raw = Buffer.concat([Buffer.from('From: a@customer.example\r\nDKIM-Signature: v=1; '), bytes])
        const found = await authenticateMail(raw, from('192.0.2.10', sender), toolsOf())
        expect(found.dkim.map(({ result }) => result)).not.toContain('pass')
      },
    ),
    { numRuns: 100 },
  )
})
