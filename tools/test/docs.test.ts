import { describe, expect, test } from 'vitest'
import { findWrongCitations } from '../docs-citations.ts'
import { findWrongDependencies } from '../docs-dependencies.ts'
import { findWrongCodes } from '../docs-errors.ts'
import { findBrokenLinks, findMissingPaths } from '../docs-links.ts'
import { findDifferentFences } from '../docs-readmes.ts'
import { anchorOf, listHeadings } from '../markdown.ts'

const page = (path: string, text: string) => ({ path, text })
const messages = (complaints: readonly { message: string }[]) =>
  complaints.map(({ message }) => message).join('\n')

describe('links', () => {
  const target = page(
    'docs/spec/a.md',
    '# A page\n\n## 3. Clock guard\n\n## Twice\n\n## Twice\n\n```sh\n# no heading\n```\n',
  )
  const broken = (link: string) =>
    messages(findBrokenLinks([page('docs/b.md', link), target], ['docs/b.md', target.path]))

  test.each([
    '[a](spec/a.md)',
    '[a](spec/a.md#3-clock-guard)',
    '[a](spec/a.md#twice-1)',
    '[a](spec)',
    '[a](https://example.org/x)',
    '`[a](none.md)`',
    '```\n[a](none.md)\n```',
  ])('%s is fine', (link) => {
    expect(broken(link)).toBe('')
  })

  test.each([
    ['[a](none.md)', 'there is no docs/none.md'],
    ['![a](none.png "title")', 'there is no docs/none.png'],
    ['[a]: none.md', 'there is no docs/none.md'],
    ['[a](spec/a.md#4-vault)', 'no heading'],
    ['[a](spec/a.md#no-heading)', 'no heading'],
    ['[a](#nowhere)', 'no heading'],
    ['[a](../../outside.md)', 'leaves the project'],
    ['[a](/docs/spec/a.md)', 'leaves the project'],
  ])('%s is broken', (link, message) => {
    expect(broken(link)).toContain(message)
  })

  test('a page that names a file promises it', () => {
    const missing = (text: string) =>
      messages(findMissingPaths([page('a.md', text)], ['packages/lease/src/lease.ts']))
    expect(missing('`packages/lease/src/lease.ts`, `packages/lease`, `apps/*/src`, `lease.ts`')).toBe('')
    expect(missing('see `packages/lease/src/leases.ts`')).toContain('does not exist')
  })

  test('anchors are those of code hosts, in Chinese too', () => {
    expect(anchorOf('9.3 What a product key proves')).toBe('93-what-a-product-key-proves')
    expect(anchorOf('走一遍')).toBe('走一遍')
    expect(listHeadings('## The `lease` *format*').map(({ anchor }) => anchor)).toEqual(['the-lease-format'])
  })
})

describe('citations', () => {
  const spec = page('docs/spec/lease-format.md', '# Lease format\n\n## 9. Symbols\n\n### 9.2 Groups\n')
  const wrong = (text: string) =>
    messages(findWrongCitations([page('packages/lease/src/a.ts', text)], [spec]))

  test.each([
    '// spec: lease-format §9.2',
    '/** So it is. spec: lease-format §9, §9.2 */',
    ' * Source: docs/spec/lease-format.md §9.2.',
  ])('%s is fine', (text) => {
    expect(wrong(text)).toBe('')
  })

  test.each([
    ['// spec: lease-format §9.4', 'cites §9.4'],
    ['// spec: lease-format §9, §10', 'cites §10'],
    ['// spec: lease-format §9, device §1', 'docs/spec/device.md, which does not exist'],
    ['// spec: lease-formats §9', 'docs/spec/lease-formats.md, which does not exist'],
    [' * Source: docs/spec/device.md §1.', 'docs/spec/device.md, which does not exist'],
    ['// spec: lease-format', 'page and section'],
  ])('%s is wrong', (text, message) => {
    expect(wrong(text)).toContain(message)
  })
})

describe('codes', () => {
  const codes = [
    { code: 'A_B', number: 1, supportFact: 'groups', facts: [] },
    { code: 'C', number: 2, supportFact: null, facts: ['days'] },
  ]
  const head = '| code | number | means | facts | support fact |\n|---|---|---|---|---|\n'
  const wrong = (rows: string) => messages(findWrongCodes(page('docs/errors.md', head + rows), codes))

  test('two tables that list every code are fine', () => {
    expect(
      wrong(`| \`A_B\` | 1 | x | | \`groups\` |\n\n## More\n\n${head}| \`C\` | 2 | y | \`days\` | |\n`),
    ).toBe('')
  })

  test.each([
    ['| A_B | 1 | x | | groups |', 'C (2) has no entry'],
    ['| A_B | 7 | x | | groups |\n| C | 2 | y | `days` | |', 'A_B has the number 1'],
    ['| A_B | 1 | x | | |\n| C | 2 | y | `days` | |', 'carries groups'],
    ['| A_B | 1 | x | | groups |\n| C | 2 | y | `days` | days |', 'carries nothing'],
    ['| A_B | 1 | | | groups |\n| C | 2 | y | `days` | |', 'A_B is not explained'],
    ['| A_B | 1 | x | | groups |\n| C | 2 | y | `days` | |\n| C | 2 | y | `days` | |', 'C stands twice'],
    ['| A_B | 1 | x | | groups |\n| C | 2 | y | other | |', 'C is given with the fact `days`'],
    ['| A_B | 1 | x | | groups |\n| C | 2 | y | `days` | |\n| D | 3 | z | | |', 'D is no code'],
  ])('%s', (rows, message) => {
    expect(wrong(rows)).toContain(message)
  })
})

describe('dependencies', () => {
  const manifest = page(
    'packages/a/package.json',
    '{"dependencies":{"pg":"8.23.1","@holdfast/lease":"*"},"devDependencies":{}}',
  )
  const lock = page(
    'package-lock.json',
    '{"packages":{"node_modules/pg":{"version":"8.23.1","license":"MIT"}}}',
  )
  const wrong = (rows: string) =>
    messages(
      findWrongDependencies(
        [manifest],
        lock,
        page('docs/dependencies.md', `| package | version | licence | why |\n|---|---|---|---|\n${rows}`),
      ),
    )

  test.each([
    ['| `pg` | 8.23.1 | MIT | PostgreSQL |', ''],
    ['', 'pg needs exactly one line'],
    ['| pg | 8.23.0 | MIT | PostgreSQL |', 'has the version 8.23.1'],
    ['| pg | 8.23.1 | BSD | PostgreSQL |', 'has the licence MIT'],
    ['| pg | 8.23.1 | MIT | |', 'has no reason'],
    ['| pg | 8.23.1 | MIT | x |\n| left-pad | 1.0.0 | MIT | x |', 'left-pad is no dependency'],
  ])('%s', (rows, message) => {
    expect(wrong(rows)).toContain(message)
    expect(wrong(rows) === '').toBe(message === '')
  })
})

describe('both READMEs', () => {
  const wrong = (one: string, other: string) =>
    findDifferentFences(page('README.md', one), page('README.zh-CN.md', other)).length

  test('words may differ, commands may not', () => {
    expect(wrong('Do\n```sh\nnpm ci\n```\n', '做\n```sh\nnpm ci\n```\n')).toBe(0)
    expect(wrong('```sh\nnpm ci\n```\n', '```sh\nnpm install\n```\n')).toBe(1)
    expect(wrong('```sh\nnpm ci\n```\n', '```bash\nnpm ci\n```\n')).toBe(1)
    expect(wrong('```sh\na\n```\n```sh\nb\n```\n', '```sh\nb\n```\n```sh\na\n```\n')).toBe(2)
    expect(wrong('```sh\na\n```\n', '')).toBe(1)
  })
})
