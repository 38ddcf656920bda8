import { expect, test } from 'vitest'
import { flagTimes } from '../../src/import/flag-times.ts'
import { messageOf } from './fixtures.ts'

const zh = '研发同事：请协助确认此问题，客户现场升级之后激活失败。'
const en = 'Please look at this: activation fails after the upgrade.'

// prettier-ignore
const threads: readonly (readonly [string, readonly (readonly [sentAt: string, text: string])[], string])[] = [
  ['Chinese office hours at offset zero', [['2025-03-03T09:12:00+00:00', zh], ['2025-03-03T11:40:00Z', zh], ['2025-03-03T16:19:00+00:00', zh]], 'zone-doubtful'],
  ['Chinese office hours as they are in UTC', [['2025-03-03T01:12:00Z', zh], ['2025-03-03T03:40:00Z', zh], ['2025-03-03T08:19:00Z', zh]], ''],
  ['an hour that is office here and there', [['2025-03-03T09:30:00Z', zh]], ''],
  ['told by the greeting', [['2025-03-03T09:30:00Z', `上午好，${zh}`]], 'zone-doubtful'],
  ['the same thread with its offset', [['2025-03-03T09:12:00+08:00', zh], ['2025-03-03T16:19:00+08:00', zh]], ''],
  ['English without a sign of a zone', [['2025-03-03T09:12:00Z', en], ['2025-03-03T16:19:00Z', en]], ''],
  ['English, telephone in China', [['2025-03-03T11:12:00Z', `${en}\nTel: +86 10 5550 0100`]], 'zone-doubtful'],
  ['no offset at all', [['2025-03-03T11:40:00', zh]], ''],
]

test.each(threads)('%s', (_, mails, flag) => {
  const messages = mails.map(([sentAt, text], at) => messageOf({ index: at + 1, sentAt, text }))
  for (const flags of flagTimes(messages)) expect(flags.join()).toBe(flag)
})

test('an hour outside office hours is not doubted, whatever the others', () => {
  const hours = ['09:12', '11:40', '22:30', '16:19']
  const messages = hours.map((hour, at) =>
    messageOf({ index: at + 1, sentAt: `2025-03-0${at + 1}T${hour}:00Z`, text: zh }),
  )
  expect(flagTimes(messages)).toEqual([['zone-doubtful'], ['zone-doubtful'], [], ['zone-doubtful']])
})

test('another offset in the thread tells the zone', () => {
  const messages = [
    messageOf({ sentAt: '2025-03-03T11:40:00+00:00', text: en }),
    messageOf({ index: 2, sentAt: '2025-03-03T12:03:00+08:00', text: en }),
  ]
  expect(flagTimes(messages)).toEqual([['zone-doubtful'], ['out-of-order']])
})

test('missing, malformed, out of order', () => {
  const times = [
    '2025-03-03T11:40:00+08:00',
    '',
    'gestern',
    '2025-03-03T12:00:00+08:00',
    '2025-03-03T11:59:59+08:00',
    '2025-03-03T12:00:00',
    '2025-03-03T11:00:00',
  ]
  const messages = times.map((sentAt, at) => messageOf({ index: at + 1, sentAt, text: en }))
  expect(flagTimes(messages)).toEqual([
    [],
    ['date-missing'],
    ['date-malformed'],
    [],
    ['out-of-order'],
    [],
    ['out-of-order'],
  ])
})
