import { execFileSync, spawnSync } from 'node:child_process'
import { createHmac, createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { describe, expect, test } from 'vitest'
import { preAuthEncoding } from '../src/envelope.ts'
import { fingerprintSalt, hashFingerprintPart, makeProductKey, productKeySigner } from '../src/product-key.ts'
import {
  privateKeyOfSeed,
  publicKeyOfRaw,
  rawOfSpki,
  signBytes,
  signBytesAsync,
  spkiOfRaw,
  thumbprintOf,
  verifyBytes,
  verifyBytesAsync,
} from '../src/signing-key.ts'
import { dataOfGroups } from '../src/symbols.ts'
import { sampleKey } from '../src/testing.ts'
import { envelopeBytes, readVectors } from './run-vector.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

// RFC 8032 §7.1: TEST 1, TEST 2, TEST 3
const known = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicRaw: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicRaw: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicRaw: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

describe.each(known)('the key of seed $seed', ({ seed, publicRaw, message, signature }) => {
  const key = privateKeyOfSeed(hex(seed))
  const publicKey = publicKeyOfRaw(hex(publicRaw))

  test('has the public key and the signature that RFC 8032 gives', async () => {
    expect(toHex(key.publicRaw)).toBe(publicRaw)
    expect(toHex(signBytes(key, hex(message)))).toBe(signature)
    expect(toHex(await signBytesAsync(key, hex(message)))).toBe(signature)
  })

  test('verifies it, and nothing else', async () => {
    expect(publicKey).not.toBeNull()
    if (publicKey === null) return
    expect(verifyBytes(publicKey, hex(message), hex(signature))).toBe(true)
    expect(await verifyBytesAsync(publicKey, hex(message), hex(signature))).toBe(true)
    expect(verifyBytes(publicKey, hex(`${message}00`), hex(signature))).toBe(false)
    for (const wrong of [hex(signature).slice(1), hex(`${signature}00`), new Uint8Array()]) {
      expect(verifyBytes(publicKey, hex(message), wrong)).toBe(false)
      expect(await verifyBytesAsync(publicKey, hex(message), wrong)).toBe(false)
    }
  })

  test('refuses the signature with the order added to S', async () => {
    const s = bigOf(hex(signature).slice(32)) + order
    const raised = new Uint8Array([...hex(signature).slice(0, 32), ...littleEndian(s)])
    expect(publicKey === null || verifyBytes(publicKey, hex(message), raised)).toBe(false)
    expect(publicKey === null || (await verifyBytesAsync(publicKey, hex(message), raised))).toBe(false)
  })
})

// RFC 8032 §5.1
const prime = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const bigOf = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes.toReversed())}`)
const littleEndian = (value: bigint) => hex(value.toString(16).padStart(64, '0')).toReversed()
const mod = (value: bigint) => ((value % prime) + prime) % prime
const power = (base: bigint, exponent: bigint): bigint =>
  exponent === 0n ? 1n : mod(power(mod(base * base), exponent / 2n) * (exponent % 2n === 1n ? base : 1n))
const inverse = (value: bigint) => power(mod(value), prime - 2n)
const d = mod(-121665n * inverse(121666n))
type Point = readonly [x: bigint, y: bigint]

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = mod(d * mod(x1 * x2) * mod(y1 * y2))
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))]
}

function multiply(factor: bigint, point: Point): Point {
  let sum: Point = [0n, 1n]
  for (let left = factor, part = point; left > 0n; left >>= 1n, part = add(part, part))
    if (left % 2n === 1n) sum = add(sum, part)
  return sum
}

function pointOf(y: bigint): Point | null {
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n))
  for (const root of [1n, power(2n, (prime - 1n) / 4n)]) {
    const x = mod(power(square, (prime + 3n) / 8n) * root)
    if (mod(x * x) === square) return [x, y]
  }
  return null
}

test('every point of small order is refused as a key, in both signs', () => {
  const ys = new Set<bigint>()
  for (let y = 2n; ys.size < 5; y++) {
    const point = pointOf(y)
    // The order of the curve is 8 times that of the group: what is left of a point is of small order.
    const small: Point = point === null ? [0n, 1n] : multiply(order, point)
    for (let factor = 1n; factor <= 8n; factor++) ys.add(multiply(factor, small)[1])
  }
  for (const y of ys)
    for (const sign of [0, 0x80]) {
      const raw = littleEndian(y)
      raw[31] = (raw[31] ?? 0) | sign
      expect(publicKeyOfRaw(raw)).toBeNull()
    }
})

test('keys that are not canonically encoded are refused', () => {
  for (let above = 0n; above < 19n; above++)
    for (const sign of [0, 0x80]) {
      const raw = littleEndian(prime + above)
      raw[31] = (raw[31] ?? 0) | sign
      expect(publicKeyOfRaw(raw)).toBeNull()
    }
  expect(publicKeyOfRaw(littleEndian(prime - 2n))).not.toBeNull()
  for (const length of [0, 31, 33, 64]) expect(publicKeyOfRaw(new Uint8Array(length).fill(9))).toBeNull()
})

test('a key that is no point of the curve verifies nothing', () => {
  let y = 2n
  while (pointOf(y) !== null) y++
  const key = publicKeyOfRaw(littleEndian(y))
  expect(key).not.toBeNull()
  expect(key !== null && verifyBytes(key, hex('00'), new Uint8Array(64))).toBe(false)
})

test('seeds of another length throw', () => {
  expect(() => privateKeyOfSeed(new Uint8Array(31))).toThrow(TypeError)
})

test('a SubjectPublicKeyInfo gives its raw key back, and nothing else does', () => {
  const { publicRaw } = sampleKey('spki')
  const spki = spkiOfRaw(publicRaw)
  expect(rawOfSpki(spki)).toEqual(publicRaw)
  expect(rawOfSpki(publicRaw)).toBeNull()
  expect(rawOfSpki(spki.slice(0, -1))).toBeNull()
  expect(rawOfSpki(Uint8Array.from(spki, (byte, at) => (at === 8 ? byte ^ 1 : byte)))).toBeNull()
})

test('a private key shows nothing of itself when printed', () => {
  const seed = new SeededEntropy('printed').bytes(32)
  const shown = JSON.stringify(privateKeyOfSeed(seed))
  expect(shown).not.toContain(toHex(seed))
  expect(shown).not.toContain(Buffer.from(seed).toString('base64'))
})

// RFC 5869 §2, for outputs of one block
function hkdf(input: Uint8Array, salt: string, info: string): string {
  const extracted = createHmac('sha256', Buffer.from(salt)).update(input).digest()
  return createHmac('sha256', extracted).update(`${info}\u0001`).digest('hex')
}

test('what follows from a product key is HKDF over its data symbols', () => {
  const key = makeProductKey(new SeededEntropy('hkdf'))
  const symbols = Uint8Array.from(dataOfGroups(key))
  expect(symbols).toHaveLength(20)
  const seed = hkdf(symbols, 'cmge', 'holdfast product key v1')
  const signer = productKeySigner(key, 'cmge')
  expect(signer.thumbprint).toBe(privateKeyOfSeed(hex(seed)).thumbprint)
  const salt = fingerprintSalt(key, 'cmge')
  expect(toHex(salt.bytes)).toBe(hkdf(symbols, 'cmge', 'holdfast fingerprint salt v1'))
  expect(salt.id).toBe(signer.thumbprint)
  expect(productKeySigner(key, 'other').thumbprint).not.toBe(signer.thumbprint)
  const mac = createHmac('sha256', salt.bytes)
    .update(Buffer.concat([Buffer.from('machine-id'), Buffer.from([0]), Buffer.from('värde')]))
    .digest('hex')
  expect(hashFingerprintPart(salt.bytes, 'machine-id', 'värde')).toBe(mac.slice(0, 32))
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

test('openssl is there where everything must be tested', () => {
  expect(hasOpenssl || process.env['HOLDFAST_TEST_ALL'] !== '1').toBe(true)
})

// Needs the Debian package openssl.
describe.skipIf(!hasOpenssl)('the openssl command line', () => {
  const inFolder = <T>(body: (path: (name: string) => string) => T): T => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-lease-'))
    try {
      return body((name) => join(folder, name))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('verifies the vectors of leases, and refuses them with another byte', () => {
    const accepted = readVectors(['lease']).filter(({ expect }) => expect.kind === 'accepted')
    const { publicRaw, thumbprint } = sampleKey('issuing')
    expect(accepted.length).toBeGreaterThan(20)
    inFolder((path) => {
      writeFileSync(path('key.der'), spkiOfRaw(publicRaw))
      const printed = execFileSync('openssl', [
        'pkey',
        '-pubin',
        '-inform',
        'DER',
        '-in',
        path('key.der'),
        '-outform',
        'DER',
      ])
      expect(thumbprintOf(printed.subarray(12))).toBe(thumbprint)
      for (const { file, input } of accepted.filter((_, at) => at % 4 === 0)) {
        const { encoded, signatures } = opened(input['envelope'])
        const sig = signatures.find(({ keyid }) => keyid === thumbprint)?.sig
        if (sig === undefined) continue
        writeFileSync(path('signature'), Buffer.from(sig, 'base64'))
        expect([file, verifiedByOpenssl(path, encoded)]).toEqual([file, true])
        const other = Uint8Array.from(encoded, (byte, at) => (at === encoded.length - 1 ? byte ^ 1 : byte))
        expect([file, verifiedByOpenssl(path, other)]).toEqual([file, false])
      }
    })
  })

  const deviceKinds = ['request', 'receipt', 'release', 'report']
  // Signed by the key that it names, which is not the device of the payload: openssl cannot see that.
  const isOtherDevice = (file: string) => file.endsWith('/device-other.json')

  test.each(deviceKinds)("judges the device's signature under each vector of %s as we do", (kind) => {
    const judged = readVectors([kind]).filter(
      ({ expect: { kind: outcome, code } }) => outcome !== 'refused' || code === 'SIGNATURE_WRONG',
    )
    expect(judged.filter(({ expect: { code } }) => code === 'SIGNATURE_WRONG')).toHaveLength(4)
    inFolder((path) => {
      for (const { file, input, expect: outcome } of judged) {
        const { encoded, signatures } = opened(input['envelope'])
        const own = signatures.find(({ keyid }) => keyid.startsWith('ed25519:'))
        const raw = Buffer.from(own?.keyid.slice('ed25519:'.length) ?? '', 'base64url')
        writeFileSync(path('key.der'), spkiOfRaw(raw))
        writeFileSync(path('signature'), Buffer.from(own?.sig ?? '', 'base64'))
        const isGenuine = outcome.kind !== 'refused' || isOtherDevice(file)
        expect([file, verifiedByOpenssl(path, encoded)]).toEqual([file, isGenuine])
      }
    })
  })

  test('verifies the bundles of chains', () => {
    const chains = readVectors(['trust']).filter(
      ({ operation, expect: { kind } }) => operation === 'verify-trust-chain' && kind === 'trust',
    )
    const keys = ['root', 'new root'].map((name) => sampleKey(name))
    inFolder((path) => {
      for (const { file, input } of chains) {
        const envelopes = input['envelopes'] as unknown[]
        // The long one is the same again and again: its end will do.
        for (const envelope of envelopes.slice(-4)) {
          const { encoded, signatures } = opened(envelope)
          for (const { keyid, sig } of signatures) {
            const key = keys.find(({ thumbprint }) => thumbprint === keyid)
            writeFileSync(path('key.der'), spkiOfRaw(key?.publicRaw ?? new Uint8Array(32)))
            writeFileSync(path('signature'), Buffer.from(sig, 'base64'))
            expect([file, verifiedByOpenssl(path, encoded)]).toEqual([
              file,
              file !== 'trust/list-older-forged.json',
            ])
          }
        }
      }
    })
  })

  test('signs what is accepted here', () => {
    inFolder((path) => {
      const seed = new SeededEntropy('openssl').bytes(32)
      const key = privateKeyOfSeed(seed)
      const der = Buffer.concat([hex('302e020100300506032b657004220420'), seed])
      const pem = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
        format: 'pem',
        type: 'pkcs8',
      })
      writeFileSync(path('key.pem'), pem, { mode: 0o600 })
      writeFileSync(path('bytes'), 'DSSEv1 3 abc 1 x')
      execFileSync('openssl', [
        ...['pkeyutl', '-sign', '-rawin', '-inkey', path('key.pem')],
        ...['-in', path('bytes'), '-out', path('signature')],
      ])
      const publicKey = publicKeyOfRaw(key.publicRaw)
      const encoded = preAuthEncoding('abc', Buffer.from('x'))
      expect(publicKey !== null && verifyBytes(publicKey, encoded, readFileSync(path('signature')))).toBe(
        true,
      )
    })
  })

  /** What is signed in the envelope of a vector, and the signatures. */
  function opened(envelope: unknown) {
    const text = Buffer.from(envelopeBytes(envelope)).toString('utf8')
    type Written = { payloadType: string; payload: string; signatures: { keyid: string; sig: string }[] }
    const { payloadType, payload, signatures } = JSON.parse(text) as Written
    return { encoded: preAuthEncoding(payloadType, Buffer.from(payload, 'base64')), signatures }
  }

  function verifiedByOpenssl(path: (name: string) => string, bytes: Uint8Array): boolean {
    writeFileSync(path('bytes'), bytes)
    const { status } = spawnSync('openssl', [
      ...['pkeyutl', '-verify', '-rawin', '-pubin', '-keyform', 'DER', '-inkey', path('key.der')],
      ...['-in', path('bytes'), '-sigfile', path('signature')],
    ])
    return status === 0
  }
})
