// `holdfast case import --dry-run`: for programs, for people, and what is refused.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportedCase } from '@holdfast/desk'
import { holdfastAlone } from './holdfast-of.ts'

const thread = `邮件主题：回复: [案例号: CAS-07718-K2M8Q1] % 青禾医院 % 剩余天数异常 % 首次响应 TRK:0047120
====第1封邮件====

发件人：林远航
发送时间：2025-03-03T11:40:12.1230000+00:00
邮件内容:
研发同事：
客户反馈授权 150000 天，升级后只剩 100/300 天，步骤见附件。

林远航
技术支持工程师
====第2封邮件====

发件人：林远航
发送时间：2025-03-03T14:46:00.0000000+00:00
邮件内容:
王老师，您好：
刚才电话沟通，感谢您的来电。如您不同意问题范围，请告知。
`

let folder = ''
const file = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-case-'))
  writeFileSync(file('thread.txt'), thread)
  writeFileSync(file('utf16.txt'), Buffer.from(`\uFEFF${thread}`, 'utf16le'))
  writeFileSync(file('note.txt'), 'no thread at all\n')
  writeFileSync(file('empty.txt'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('one file prints its case', async () => {
  const { status, out, err } = await holdfastAlone(
    'case',
    'import',
    file('thread.txt'),
    '--dry-run',
    '--json',
  )
  expect([status, err]).toEqual([0, ''])
  const imported = JSON.parse(out) as ImportedCase
  expect(Object.keys(imported)).toEqual(['case', 'messages', 'found', 'proposals'])
  expect(imported.case).toEqual({
    number: 'CAS-07718-K2M8Q1',
    token: 'TRK:0047120',
    subject: '回复: [案例号: CAS-07718-K2M8Q1] % 青禾医院 % 剩余天数异常 % 首次响应 TRK:0047120',
    customer: '青禾医院',
    title: '剩余天数异常',
    stage: '首次响应',
  })
  expect(imported.messages.map(({ side, audience }) => [side, audience])).toEqual([
    ['vendor', 'internal'],
    ['vendor', 'customer'],
  ])
  expect(imported.messages[0]).toMatchObject({
    index: 1,
    from: { name: '林远航', address: '' },
    sentAt: '2025-03-03T11:40:12.1230000+00:00',
    flags: ['zone-doubtful'],
    attachments: [],
    absentAttachments: ['见附件'],
  })
  for (const { text, because } of imported.messages)
    for (const span of because.filter(({ message }) => message === 1))
      expect(imported.messages[0]?.text.slice(span.from, span.to), text).toBe(span.text)
})

test('any encoding that intake reads gives the same', async () => {
  const outs = await Promise.all(
    ['thread.txt', 'utf16.txt'].map((name) =>
      holdfastAlone('case', 'import', file(name), '--dry-run', '--json'),
    ),
  )
  expect(outs[1]?.out).toBe(outs[0]?.out)
})

test('people see a line a message, in their language', async () => {
  const zh = await holdfastAlone('case', 'import', file('thread.txt'), '--dry-run', '--lang', 'zh')
  expect(zh.out).toMatch(/案例号\s+CAS-07718-K2M8Q1/)
  expect(zh.out).toMatch(
    /1\s+2025-03-03 11:40:12 \+00:00\s+林远航\s+厂商\s+内部\s+时区存疑；缺少附件: 见附件/,
  )
  const en = await holdfastAlone('case', 'import', file('thread.txt'), '--dry-run', '--lang', 'en')
  expect(en.out).toMatch(/vendor\s+customer\s+time zone doubtful/)
  expect(en.out).toContain('Nothing was stored; nothing was sent.')
})

test('people see different values of each kind once, and one line where most zones are doubtful', async () => {
  const story = new URL('../../../vectors/desk/story-zh.txt', import.meta.url)
  const { out } = await holdfastAlone('case', 'import', fileURLToPath(story), '--dry-run', '--lang', 'zh')
  expect(out.match(/时区存疑/g)).toHaveLength(1)
  expect(out).toMatch(/^版本 +18 +V3-E、V3-F、V2023-M$/m)
  expect(out).toMatch(/^剩余时间 +9 +400 天、800 天、1200 天、1600 天、1700多天、1300 天$/m)
  expect(out.match(/未见兑现的承诺/g)).toHaveLength(1)
  expect(out).toContain('  邮件 5: 400 / 800 / 1200 / 1600\n')
})

test('several files: each by its name, refusals among them', async () => {
  const files = [file('thread.txt'), file('note.txt'), file('gone.txt')]
  const { status, out } = await holdfastAlone('case', 'import', ...files, '--dry-run', '--json')
  expect(status).toBe(1)
  const { cases } = JSON.parse(out) as { cases: readonly { file: string; refused?: { code: string } }[] }
  expect(cases.map((one) => [one.file, one.refused?.code])).toEqual([
    [files[0], undefined],
    [files[1], 'THREAD_UNREADABLE'],
    [files[2], 'FILE_UNREADABLE'],
  ])
  const told = await holdfastAlone('case', 'import', ...files, '--dry-run', '--lang', 'en')
  expect(told.out).toContain('note.txt: This text is not an exported thread. (THREAD_UNREADABLE)')
})

test.each([
  ['note.txt', 'THREAD_UNREADABLE'],
  ['empty.txt', 'CONTENT_EMPTY'],
  ['gone.txt', 'FILE_UNREADABLE'],
])('%s alone is refused: %s', async (name, code) => {
  const { status, err } = await holdfastAlone('case', 'import', file(name), '--dry-run', '--json')
  expect([status, (JSON.parse(err) as { code: string }).code]).toEqual([1, code])
})

test('without --dry-run it asks the server', async () => {
  const args = ['case', 'import', file('thread.txt'), '--json', '--server', 'http://127.0.0.1:1']
  const { status, err } = await holdfastAlone(...args)
  expect([status, (JSON.parse(err) as { code: string }).code]).toEqual([1, 'SERVER_UNREACHABLE'])
})

test('no command loads the desk before it is asked for', () => {
  const loaded = new Map<string, string>()
  const walk = (file: URL) => {
    if (loaded.has(file.href)) return
    const source = readFileSync(file, 'utf8')
    loaded.set(file.href, source)
    for (const name of listStaticImports(source)) if (name.startsWith('.')) walk(new URL(name, file))
  }
  walk(new URL('../src/cli/commands.ts', import.meta.url))
  expect(loaded.size).toBeGreaterThan(30)
  const loading = [...loaded].filter(([, source]) =>
    listStaticImports(source).some((name) => /^@holdfast\/(?:desk|mail)(?:\/|$)/.test(name)),
  )
  expect(loading.map(([file]) => file)).toEqual([])
})

/** Modules that a file loads with itself: imports of values, and what it hands on. */
function listStaticImports(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export) (?!type\b)(?:[^'"`;()=]*? from )?'([^']+)'/gm)
  return [...statements].map(([, name]) => name ?? '')
}
