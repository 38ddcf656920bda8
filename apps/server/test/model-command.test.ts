// The models that come with the product, and the command that plays them: the story of the faulty scheme, element by element.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { modelBytesMax, shippedModelNames, type Model } from '@holdfast/fleet'
import { parseYaml } from '@holdfast/intake'
import { holdfastAlone } from './holdfast-of.ts'
import { loadModel } from '../src/cli/load-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-model-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type ToldEntry = {
  readonly at: string
  readonly event: string
  readonly about: string | null
  readonly state: string
  readonly printedDays: number | null
  readonly remainingSeconds: number
  readonly controls: { readonly [id: string]: { readonly open: boolean | null } }
}
type Told = {
  readonly timeline: readonly ToldEntry[]
  readonly questions: readonly {
    readonly rule: string
    readonly evidence: readonly { readonly ref: string; readonly answer?: string }[]
  }[]
  readonly beside: { readonly timeline: readonly ToldEntry[] } | null
  readonly differences: readonly {
    readonly from: string
    readonly to: string
    readonly differs: readonly string[]
  }[]
}
async function run(...argv: string[]): Promise<Told> {
  const { status, out, err } = await holdfastAlone('model', 'run', ...argv, '--json')
  expect([status, err]).toEqual([0, ''])
  return JSON.parse(out) as Told
}

function shipped(name: string): Model {
  const loaded = loadModel(name)
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded))
  return loaded.model
}

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the near-expiry state that no laboratory had is one command away', () => {
  test('the story, moment by moment', async () => {
    const { timeline } = await run('v0-upgrade')
    const told = timeline.map((entry) =>
      [entry.at, entry.event, entry.about, entry.state, entry.printedDays].join(' '),
    )
    expect(told).toEqual([
      '2018-09-19T02:21:40Z activated V0-G licensed 150000',
      '2018-09-20T02:21:40Z observed  licensed 149999',
      '2018-11-26T22:21:40Z upgraded V0-H licensed 801',
      '2018-11-27T01:40:03Z observed  licensed 801',
      '2021-01-05T06:56:52Z reminders-begin  reminding 30',
      '2021-01-15T00:55:41Z observed  reminding 21',
      '2021-01-15T02:21:40Z action reenter reminding 21',
      '2021-01-15T03:21:40Z action clear reminding 21',
      '2021-01-15T03:31:40Z action restart reminding 21',
      '2021-01-15T03:41:40Z action reenter reminding 21',
      '2021-01-21T02:21:40Z upgraded V2020-L reminding 15',
      '2021-02-04T06:56:52Z term-ends  expired 0',
      '2021-02-06T02:21:40Z action reenter licensed 150000',
      '2021-02-15T02:21:40Z run-ends  licensed 149991',
    ])
  })

  test('the minutes of two captures of one device: 1,152,316 and 29,161', async () => {
    const { timeline } = await run('v0-upgrade')
    const minutesAt = (at: string) =>
      Math.floor(timeline.find((entry) => entry.at === at)!.remainingSeconds / 60)
    expect([minutesAt('2018-11-27T01:40:03Z'), minutesAt('2021-01-15T00:55:41Z')]).toEqual([
      1_152_316, 29_161,
    ])
  })

  test('warned with grey fields; the clear command says that it succeeded, and nothing has changed', async () => {
    const { out } = await holdfastAlone('model', 'run', 'v0-upgrade', '--lang', 'en')
    expect(out).toMatch(/reminders begin[^]*Your licence will expire soon[^]*30 times in all/)
    expect(out).toMatch(
      /tried: clear[^]*completed successfully[^]*tried: enter the same SN[^]*stopped +SN and PK fields: The device counts as activated/,
    )
    expect(out).toMatch(/the term ends +expired[^]*black wallpaper; personalisation locked/)
    expect(out).toMatch(/hangs on +after-expiry\.reactivate \(unknown\)/)
  })

  test('beside it the same device under Holdfast, day by day', async () => {
    const { beside, differences } = await run('v0-upgrade', '--beside', 'holdfast')
    expect(beside?.timeline.at(-1)).toMatchObject({ state: 'licensed', end: '2429-05-27T02:21:40Z' })
    const ranges = differences.map(({ from, to, differs }) => `${from} ${to} ${differs.join(' ')}`)
    expect(ranges.slice(0, 3)).toEqual([
      '2018-09-19 2018-11-26 controls',
      '2018-11-26 2021-01-05 end controls',
      '2021-01-05 2021-01-15 state end shown controls',
    ])
    const { out } = await holdfastAlone('model', 'run', 'v0-upgrade', '--beside', 'holdfast', '--lang', 'en')
    expect(out).toMatch(
      /2021-02-04 +2021-02-06 +state, end, shown, controls +expired, end 2021-02-04, closed: personalisation +licensed, end 2429/,
    )
  })
})

describe('docs/model.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/model.md', import.meta.url)), 'utf8')
  const blocks = (kind: string) =>
    [...page.matchAll(new RegExp(`\\n\`\`\`${kind}\\n([^]*?)\\n\`\`\``, 'g'))].flatMap((found) =>
      (found[1] ?? '').split('\n'),
    )

  test.each(blocks('sh'))('%s', async (line) => {
    const { status, err } = await holdfastAlone(...line.replace('npx holdfast ', '').split(' '))
    expect([status, err]).toEqual([0, ''])
  })

  test('every line that it quotes is a line of the output', async () => {
    const [command = ''] = blocks('sh')
    const { out } = await holdfastAlone(...command.replace('npx holdfast ', '').split(' '), '--lang', 'en')
    const told = new Set(out.split('\n').map((line) => line.replaceAll(/ +/g, ' ')))
    expect(blocks('text').filter((line) => !told.has(line.replaceAll(/ +/g, ' ')))).toEqual([])
  })
})

describe('elements of the story in the faulty model', () => {
  const faulty = shipped('v0-upgrade')
  const elements: [string, string, readonly string[]][] = [
    ['E2', 'the wanted operation: clear, then enter again', ['clear.nothing', 'controls.clear', 'restart']],
    [
      'E3',
      'which upgrades hit it; corrected in a later line only',
      ['upgrade.recompute', 'upgrade.later-line'],
    ],
    [
      'E5',
      'entering again after the expiry is expected to work',
      ['after-expiry.fields', 'after-expiry.reactivate'],
    ],
    ['E10', 'the values in the field', ['upgrade.recompute']],
    ['E11', 'grey fields and button', ['controls.grey-fields', 'controls.grey-button']],
    [
      'E15',
      'unknown, because no device near its end exists',
      ['after-expiry.reactivate', 'upgrade.recompute'],
    ],
    ['E22', 'after the expiry it cannot be activated', ['after-expiry.fields', 'after-expiry.reactivate']],
    ['E25', 'expired devices exist now', ['after-expiry.reactivate', 'expired.notices']],
    ['E28', 'another serial number does not help', ['after-expiry.reactivate', 'after-expiry.other-serial']],
    ['E35', 'only reinstalling helps', ['after-expiry.reactivate', 'reinstall']],
    ['E37', 'entering again after the expiry worked', ['after-expiry.reactivate']],
  ]
  test.each(elements)('%s: %s', (element, _, rules) => {
    const carrying = faulty.rules
      .filter(({ evidence }) => evidence.some(({ ref }) => ref.split(', ').includes(element)))
      .map(({ id }) => id)
    expect(carrying).toEqual(expect.arrayContaining([...rules]))
  })

  test('the claims about entering again stand beside each other, and the rule stays unknown', async () => {
    const { questions } = await run('v0-upgrade')
    const asked = questions.find(({ rule }) => rule === 'after-expiry.reactivate')
    expect(asked).toMatchObject({ status: 'unknown', reached: true })
    const claims = asked?.evidence.map(({ ref, answer }) => `${ref} ${answer ?? '-'}`)
    expect(claims).toEqual(['E5 yes', 'E15 -', 'E22 no', 'E25 -', 'E28 no', 'E35 no', 'E37 yes'])
    expect(asked).toMatchObject({
      ifYes: { seen: [{ event: 'action', state: 'licensed' }, {}] },
      ifNo: { seen: [{ event: 'action', state: 'expired' }, {}], end: '2021-02-04T06:56:52Z' },
    })
  })

  test.each([
    ['69 days after activation', '2018-11-27', 801],
    ['269 days', '2019-06-15', 601],
    ['569 days', '2020-04-10', 301],
    ['769 days', '2020-10-27', 101],
  ])('E10: upgraded %s', async (_, day, printed) => {
    const { timeline } = await run('v0-upgrade', '--activated', '2018-09-19', '--upgrade', `V0-H@${day}`)
    expect(timeline[1]).toMatchObject({
      event: 'upgraded',
      printedDays: printed,
      end: '2021-02-04T04:35:12Z',
    })
  })

  test('E3: a second upgrade changes nothing more, and nobody knows what the corrected line does', async () => {
    const { questions } = await run(
      'v0-upgrade',
      '--upgrade',
      'V0-H@2018-11-27',
      '--upgrade',
      'later-line@2021-01-21',
    )
    const asked = questions.find(({ rule }) => rule === 'upgrade.later-line')
    expect(asked).toMatchObject({
      tried: false,
      ifYes: { end: '2429-05-27T02:21:40Z' },
      ifNo: { end: '2021-02-04T06:56:52Z' },
    })
  })
})

describe('the two others', () => {
  test('a volume client that reaches its host never reminds', async () => {
    const { timeline } = await run(
      'volume-180',
      '--activated',
      '2026-03-02',
      '--observe',
      '2036-03-02',
      '--until',
      '2426-03-02',
    )
    expect(timeline.filter(({ state }) => state !== 'licensed')).toEqual([])
  })

  test('host lost: 173 days of silence, 30 of reminders, grace, notification; back within two hours of the host', async () => {
    const { timeline } = await run(
      'volume-180',
      '--activated',
      '2026-03-02',
      '--event',
      'host-lost@2026-08-29',
      '--event',
      'host-back@2027-04-26',
    )
    const told = timeline.map(({ at, event, state }) => `${at.slice(0, 16)} ${event} ${state}`)
    expect(told).toEqual([
      '2026-03-02T00:00 activated licensed',
      '2026-03-09T00:00 renewed licensed',
      '2026-08-29T00:00 host-lost licensed',
      '2026-08-31T00:00 renewal-failed licensed',
      '2027-01-21T00:00 reminders-begin reminding',
      '2027-02-20T00:00 term-ends in-grace',
      '2027-03-22T00:00 grace-ends expired',
      '2027-04-26T00:00 host-back expired',
      '2027-04-26T02:00 renewed licensed',
      '2027-10-23T00:00 run-ends licensed',
    ])
  })

  test('under Holdfast every control is open in every state', async () => {
    const { timeline } = await run('holdfast')
    const open = timeline.flatMap(({ controls }) => Object.values(controls).map((face) => face.open))
    expect(new Set(open)).toEqual(new Set([true]))
  })
})

describe('every output says that it is a simulation, in both languages', () => {
  test.each([['list'], ['show', 'holdfast'], ['run', 'v0-upgrade']])('model %s', async (...argv) => {
    for (const [locale, words] of [
      ['en', /^(?:# )?A simulation of rules that people wrote down/],
      ['zh', /^(?:# )?本结果是对人工记录的规则所作的模拟/],
    ] as const)
      expect((await holdfastAlone('model', ...argv, '--lang', locale)).out).toMatch(words)
    expect(JSON.parse((await holdfastAlone('model', ...argv, '--json')).out)).toMatchObject({
      simulation: { en: expect.stringContaining('simulation'), zh: expect.stringContaining('模拟') },
    })
  })

  test.each(shippedModelNames)(
    '%s: what is shown is still the model, and every text has its language',
    async (name) => {
      const shown = parseYaml((await holdfastAlone('model', 'show', name)).out)
      expect(shown).toEqual({
        kind: 'value',
        value: JSON.parse((await holdfastAlone('model', 'show', name, '--json')).out).model,
      })
      const texts: { en: string; zh: string }[] = []
      JSON.stringify(shipped(name), (_, value: unknown) => {
        if (typeof value === 'object' && value !== null && 'zh' in value) texts.push(value as never)
        return value
      })
      expect(texts.filter(({ en, zh }) => /\p{Script=Han}/u.test(en) || !/\p{Script=Han}/u.test(zh))).toEqual(
        [],
      )
    },
  )

  test('Chinese output is Chinese', async () => {
    const { out } = await holdfastAlone('model', 'run', 'v0-upgrade', '--beside', 'holdfast', '--lang', 'zh')
    const left = out.replaceAll(
      /V0-[GH]|V2020-L|later-line|UTC|SN|PK|TERM_OVER|E\d+|docs\/\S+|§\d|[a-z0-9]+(?:[.-][a-z]+)+|holdfast| d\b/gi,
      '',
    )
    expect(left.match(/[A-Za-z]{3,}/g) ?? []).toEqual([])
  })
})

describe('what cannot be played is refused', () => {
  const own = parseYaml(loadText('holdfast'))
  function loadText(name: string): string {
    const loaded = loadModel(name)
    return loaded.kind === 'refused' ? '' : loaded.text
  }

  const padded = (text: string) => text + '#'.repeat(modelBytesMax - Buffer.byteLength(text))

  test('a file of one’s own plays as a shipped one', async () => {
    expect(own.kind).toBe('value')
    const path = file('own.yaml', loadText('v0-upgrade'))
    expect(await run(path)).toEqual(await run('v0-upgrade'))
  })

  test('comments are shown without what steers a terminal, and without product keys', async () => {
    const path = file('c.yaml', `# \u001b[31m AAAAA-BBBBB-CCCCC-DDDDD-EEEEE\n${loadText('holdfast')}`)
    const { out } = await holdfastAlone('model', 'show', path)
    expect(out).toContain('*****-EEEEE')
    expect(out).not.toMatch(/\u001b|AAAAA/)
  })

  test.each<[string, () => string, number, RegExp]>([
    ['a name that is none', () => 'nope', 1, /MODEL_UNKNOWN[^]*v0-upgrade, volume-180, holdfast/],
    ['a file that is not there', () => join(folder, 'gone.yaml'), 1, /FILE_UNREADABLE[^]*ENOENT/],
    ['a folder', () => folder, 1, /FILE_UNREADABLE[^]*EISDIR/],
    ['binary', () => file('b.yaml', new Uint8Array([0xff, 0x00, 0xfe])), 1, /FILE_UNREADABLE[^]*UTF-8/],
    ['empty', () => file('e.yaml', ''), 1, /MODEL_MALFORMED/],
    ['broken YAML', () => file('y.yaml', 'a: [b'), 1, /YAML_REFUSED/],
    [
      'an unknown member',
      () => file('m.yaml', `${loadText('holdfast')}\nauthor: me\n`),
      1,
      /MODEL_MALFORMED[^]*author: unknown member/,
    ],
    [
      'past the limit',
      () => file('l.yaml', '#'.repeat(modelBytesMax + 1)),
      1,
      /FILE_UNREADABLE[^]*262,144 bytes/,
    ],
    ['at the limit', () => file('k.yaml', padded(loadText('holdfast'))), 0, /^$/],
  ])('%s', async (_, make, status, words) => {
    const answered = await holdfastAlone('model', 'run', make(), '--lang', 'en')
    expect(answered.status).toBe(status)
    expect(answered.err).toMatch(words)
  })

  test.each([
    [['--granted', '150000'], 2, /--granted "150000" cannot be read/],
    [['--activated', '2018-13-01'], 2, /--activated/],
    [['--upgrade', 'V0-H'], 2, /V0-H@2018-11-27/],
    [['--event', 'flood@2020-01-01'], 2, /host-lost/],
    [['--observe', 'now'], 2, /--observe/],
    [
      ['--upgrade', 'V9@2020-01-01'],
      1,
      /MODEL_SCRIPT_WRONG[^]*knows V0-G, V0-H, V2020-L, later-line, not V9/,
    ],
    [['--granted', 'perpetual'], 1, /holds a term as a number/],
    [['--beside', 'nope'], 1, /MODEL_UNKNOWN/],
  ])('%j', async (options, status, words) => {
    const answered = await holdfastAlone('model', 'run', 'v0-upgrade', ...options, '--lang', 'en')
    expect(answered.status).toBe(status)
    expect(answered.err).toMatch(words)
    expect(answered.out).toBe('')
  })
})
