// This package runs on devices with Node 20: what it imports and calls must be there.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const folders = {
  lease: fileURLToPath(new URL('../src', import.meta.url)),
  capabilities: fileURLToPath(new URL('../../capabilities/src', import.meta.url)),
}
const textOf = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')
const sources = readdirSync(folders.lease).map((name) => ({ name, text: textOf(folders.lease, name) }))
// Types vanish; what is left is what runs.
const running = sources.map(({ name, text }) => ({ name, text: stripTypeScriptTypes(text) }))

test.each(running)('$name imports nothing but its own files, capabilities and crypto', ({ name, text }) => {
  const specifiers = [...text.matchAll(/\b(?:from\s+|import\s+|import\()'([^']+)'/g)].map(
    ([, specifier]) => specifier,
  )
  const allowed = /^(?:\.\/[a-z0-9-]+\.ts|@holdfast\/capabilities|node:crypto|node:util)$/
  const more = name === 'testing.ts' ? ['@holdfast/capabilities/testing'] : []
  expect(
    specifiers.filter((specifier) => !allowed.test(specifier ?? '') && !more.includes(specifier ?? '')),
  ).toEqual([])
})

// Each is newer than Node 20.
const newer = [
  /\bTemporal\b/,
  /node:sqlite/,
  /\.(?:fromBase64|toBase64|setFromBase64|fromHex|toHex|setFromHex)\b/,
  /\bPromise\.(?:try|withResolvers)\b/,
  /\b(?:Object|Map)\.groupBy\b/,
  /\bArray\.fromAsync\b/,
  /\bRegExp\.escape\b/,
  /\bMath\.(?:f16round|sumPrecise)\b/,
  /\bFloat16Array\b/,
  /\bError\.isError\b/,
  /\bIterator\.(?:from|concat)\b/,
  /\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|intersection|difference|union)\(/,
  /\.(?:keys|values|entries)\(\)\.(?:map|filter|some|every|find|toArray|reduce|take|drop|flatMap|forEach)\(/,
  /\.(?:transfer|transferToFixedLength)\(/,
  /\b(?:await )?using \w+ =/,
  /\bimport\s+(?:defer|source)\b/,
  /\bimport\.meta\.(?:dirname|filename|main)\b/,
  /\(\?[ims]*-[ims]*:|\(\?[ims]+:/,
  /\/[gimsuy]*v[gimsuy]*\.(?:exec|test)/,
  /\bJSON\.rawJSON\b/,
  /\bcrypto\.hash\b|import \{[^}]*\bhash\b[^}]*\} from 'node:crypto'/,
]

test.each(running)('$name calls nothing that is newer than Node 20', ({ text }) => {
  expect(newer.filter((pattern) => pattern.test(text)).map(String)).toEqual([])
})

const olderNode = findOlderNode()

/** A Node of version 20 to 24 on the path, if there is one. */
function findOlderNode(): string | null {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  const isOlder = (path: string) => /^v2[0-4]\./.test(spawnSync(path, ['--version']).stdout?.toString() ?? '')
  return places.find((path) => existsSync(path) && isOlder(path)) ?? null
}

// Where the only Node is the bundled one, the list above is all that can be checked.
describe.skipIf(olderNode === null)('on an older Node', () => {
  test('a lease is composed, signed, armoured, read and verified', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-old-node-'))
    try {
      for (const [room, source] of Object.entries(folders)) {
        mkdirSync(join(folder, room))
        for (const name of readdirSync(source))
          writeFileSync(join(folder, room, name.replace(/ts$/, 'mjs')), asJavaScript(textOf(source, name)))
      }
      writeFileSync(join(folder, 'main.mjs'), script)
      const out = execFileSync(olderNode ?? '', [join(folder, 'main.mjs')]).toString()
      expect(JSON.parse(out)).toEqual({
        lease: 'accepted',
        trust: 'trust',
        request: true,
        serial: 'serial',
        deep: 'refused',
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function asJavaScript(text: string): string {
  return stripTypeScriptTypes(text)
    .replaceAll(/'(\.\/[a-z0-9-]+)\.ts'/g, "'$1.mjs'")
    .replaceAll("'@holdfast/capabilities/testing'", "'../capabilities/testing.mjs'")
    .replaceAll("'@holdfast/capabilities'", "'../capabilities/index.mjs'")
}

const script = `
import { formatArmour, parseArmour, formatLease, formatRequest, parseLease, parseSerial, signEnvelope, verifyGivenTrust, verifyLease, verifyRequest } from './lease/index.mjs'
import * as sample from './lease/testing.mjs'
const trust = sample.sampleTrust()
const envelope = signEnvelope('lease', formatLease(sample.sampleLease()), [{ key: sample.sampleKeys.issuing }])
const { blocks } = parseArmour(formatArmour('lease', envelope))
const as = { kind: 'new', awaited: [sample.sampleIds.request], highestGeneration: 0, held: null }
const lease = verifyLease({ envelope: blocks[0].bytes, trust: trust.bundle, product: 'cmge', device: sample.sampleKeys.device.thumbprint, as })
const request = await verifyRequest(sample.signAsDevice('request', formatRequest(sample.sampleRequest()), { productKey: sample.sampleProductKeySigner }))
const deep = parseLease(Buffer.from('['.repeat(100000) + ']'.repeat(100000)))
console.log(JSON.stringify({ lease: lease.kind, trust: verifyGivenTrust(trust.envelope, null).kind, request: request.productKey !== null, serial: parseSerial(sample.sampleSerial).kind, deep: deep.kind }))
`
