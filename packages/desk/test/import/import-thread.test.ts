import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importThread, type ImportTools } from '../../src/import/import-thread.ts'
import type { Found, Proposal } from '../../src/import/imported-case.ts'
import { parseThreadExport } from '../../src/import/parse-thread-export.ts'
import { exportOf, messageOf, threadOf } from './fixtures.ts'

const none: ImportTools = { findItems: () => [], proposeFrom: () => [], explain: () => [] }

test('what is found is given on, and the explanation stands first', () => {
  const item: Found = { kind: 'issue', text: '#1', value: '1', message: 1, from: 0, to: 2 }
  const proposal = (kind: Proposal['kind'], text: string): Proposal => ({ kind, text, evidence: [] })
  const imported = importThread(threadOf([messageOf({ text: '#1' })]), {
    findItems: (messages) => messages.map(({ index }) => ({ ...item, message: index })),
    proposeFrom: (messages, found) => [proposal('problem', `${messages.length} ${found.length}`)],
    explain: (found, messages) => [proposal('explanation', `${found.length} ${messages.length}`)],
  })
  expect(imported.found).toEqual([item])
  expect(imported.proposals).toEqual([proposal('explanation', '1 1'), proposal('problem', '1 1')])
})

test('a message has its members, and flags what is open', () => {
  const [message] = importThread(threadOf([messageOf({ text: 'ok', sentAt: '' })]), none).messages
  expect(message).toEqual({
    index: 1,
    from: { name: 'A', address: '' },
    side: 'unknown',
    sideCertainty: 'open',
    audience: 'unknown',
    audienceCertainty: 'open',
    because: [],
    sentAt: '',
    flags: ['date-missing', 'side-open', 'audience-open'],
    attachments: [],
    absentAttachments: [],
    text: 'ok',
  })
})

test('whatever the mails, each is one message, with flags that fit', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 })
  const mail = fc.record({ from: text, sentAt: text, text })
  fc.assert(
    fc.property(text, fc.array(mail, { minLength: 1, maxLength: 5 }), (subject, mails) => {
      const clean = (value: string) => value.replace(/[\r\n]/g, ' ')
      const given = mails.map((one) => ({ ...one, from: clean(one.from), sentAt: clean(one.sentAt) }))
      const thread = parseThreadExport(exportOf(clean(subject), given))
      expect(thread.kind).toBe('thread')
      if (thread.kind === 'refused') return
      const imported = importThread(thread, none)
      expect(imported.messages).toHaveLength(mails.length)
      for (const { flags, side, audience } of imported.messages) {
        expect(flags.includes('side-open')).toBe(side === 'unknown')
        expect(flags.includes('audience-open')).toBe(audience === 'unknown')
      }
    }),
    { numRuns: 200 },
  )
})

test('a large thread of one sentence after the other is read as a small one', () => {
  const text = '客户反馈见附件，如下图，请您告知，please see the attached log.zip '.repeat(2_000)
  const thread = parseThreadExport(
    exportOf(
      'x',
      Array.from({ length: 20 }, (_, at) => ({ from: `甲${at}`, text })),
    ),
  )
  if (thread.kind === 'refused') throw new Error(thread.code)
  const { messages } = importThread(thread, none)
  expect(messages.map(({ audience }) => audience)).toEqual(messages.map(() => 'internal'))
  expect(messages[0]?.absentAttachments).toContain('log.zip')
})
