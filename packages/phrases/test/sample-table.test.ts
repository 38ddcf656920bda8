// What people read, as a table that a product manager can judge.
import type { RefusalCode, RefusalFacts } from '@holdfast/lease'
import { expect, test } from 'vitest'
import { locales } from '../src/locale.ts'
import { phrase } from '../src/phrase.ts'

const samples: readonly (readonly [RefusalCode, RefusalFacts])[] = [
  ['SERIAL_MALFORMED', { groups: [2] }],
  ['SERIAL_MALFORMED', { groups: [], looksLike: 'product-key' }],
  ['SEATS_EXHAUSTED', { seatsMax: 140, taken: 140 }],
  ['SEAT_MOVED', { at: '2026-05-01T10:00:00Z', to: 'device', seat: 'sea_0123456789abcdefghjkmnpqrs' }],
  ['LICENCE_SUSPENDED', { since: '2026-05-01T10:00:00Z', reason: 'invoice 2026-0117 is open' }],
  ['RELEASE_NOT_COVERED', { release: 'V2020-L', ordinal: 300, covered: ['100-299'] }],
  ['FAILED_PROOFS_LIMIT', { retryAfterSeconds: 30 }],
  ['SERVER_UNREACHABLE', { server: 'https://licence.example.org', reason: 'ETIMEDOUT', sent: true }],
  [
    'VAULT_NOT_OURS',
    { dir: '/var/lib/cmge', ownerUid: 0, user: 'anna', command: 'sudo holdfast-device renew' },
  ],
]

test('samples read as in sample-table.txt', async () => {
  const rows = samples.flatMap(([code, facts]) =>
    locales.map((locale) => {
      const { title, userAction, adminAction } = phrase(code, facts, locale)
      return `${code} ${locale}\n  ${title}\n  user:  ${userAction}\n  admin: ${adminAction}`
    }),
  )
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('sample-table.txt')
})
