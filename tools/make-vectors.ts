// Writes vectors/ anew; with --check compares instead, and exits 1 where a file differs, is missing or is left over.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listArmourVectors } from './vector-tables/armour-vectors.ts'
import { listDeviceVectors } from './vector-tables/device-vectors.ts'
import { listLeaseEnvelopeVectors } from './vector-tables/lease-envelope-vectors.ts'
import { listLeaseMemberVectors } from './vector-tables/lease-member-vectors.ts'
import { listLeaseOccasionVectors } from './vector-tables/lease-occasion-vectors.ts'
import { listLeaseSignatureVectors } from './vector-tables/lease-signature-vectors.ts'
import { listTrustChainVectors } from './vector-tables/trust-chain-vectors.ts'
import { listGivenTrustVectors } from './vector-tables/trust-given-vectors.ts'
import { listTrustListVectors } from './vector-tables/trust-list-vectors.ts'
import { listTrustMemberVectors } from './vector-tables/trust-member-vectors.ts'
import { listTypedVectors } from './vector-tables/typed-vectors.ts'

const folder = fileURLToPath(new URL('../vectors', import.meta.url))
/** Folders that are made here, and only here. */
const made = ['lease', 'trust', 'request', 'receipt', 'release', 'report', 'serial', 'armour']

const vectors = [
  ...listLeaseEnvelopeVectors(),
  ...listLeaseSignatureVectors(),
  ...listLeaseOccasionVectors(),
  ...listLeaseMemberVectors(),
  ...listGivenTrustVectors(),
  ...listTrustChainVectors(),
  ...listTrustListVectors(),
  ...listTrustMemberVectors(),
  ...listDeviceVectors(),
  ...listTypedVectors(),
  ...listArmourVectors(),
]
const wanted = new Map<string, string>()
for (const { file, ...vector } of vectors) {
  if (wanted.has(`${file}.json`)) throw new Error(`two vectors are called ${file}`)
  wanted.set(`${file}.json`, `${JSON.stringify(vector, null, 2)}\n`)
}
const present = made.flatMap((name) => listFiles(name))

if (process.argv.includes('--check')) {
  const different = [
    ...[...wanted].filter(([file, text]) => readText(file) !== text).map(([file]) => file),
    ...present.filter((file) => !wanted.has(file)),
  ]
  for (const file of different) console.error(`vectors/${file} is not what tools/make-vectors.ts writes`)
  if (different.length > 0) process.exitCode = 1
} else {
  for (const file of present) if (!wanted.has(file)) rmSync(join(folder, file))
  for (const [file, text] of wanted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}
console.log(`${wanted.size} vectors`)

function listFiles(name: string): string[] {
  try {
    return readdirSync(join(folder, name)).map((file) => `${name}/${file}`)
  } catch {
    return []
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(join(folder, file), 'utf8')
  } catch {
    return null
  }
}
