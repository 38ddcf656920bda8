import { describe, expect, test } from 'vitest'
import { findWrongArrows } from '../arrows.ts'
import { parseManifest, parseRooms, type Manifest } from '../rooms.ts'

const architecture = `
| room | may import | carries |
|---|---|---|
| packages/lower | nothing | |
| packages/upper | lower, node:crypto | |
| packages/typed | lower (types) | |
| apps/host | lower, upper, node:* | |
| tools | lower, upper, host/compose | |
`

const manifest = (name: string, dependencies: string[], entries = ['.']): Manifest =>
  parseManifest(
    JSON.stringify({
      name,
      exports: Object.fromEntries(entries.map((entry) => [entry, './src/index.ts'])),
      dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])),
    }),
  )

const manifests = new Map<string, Manifest>([
  ['', parseManifest('{"name":"root","devDependencies":{"vitest":"1"}}')],
  ['packages/lower', manifest('@holdfast/lower', [], ['.', './testing'])],
  ['packages/upper', manifest('@holdfast/upper', ['@holdfast/lower'], ['.', './extra'])],
  ['packages/typed', manifest('@holdfast/typed', ['@holdfast/lower', 'papaparse'])],
  ['apps/host', manifest('@holdfast/host', ['@holdfast/lower', '@holdfast/upper'], ['./compose'])],
  ['tools', manifest('@holdfast/tools', ['@holdfast/lower', '@holdfast/host'])],
])

/** The messages for a project made of these sources. */
function messages(sources: Record<string, string>): string[] {
  const files = Object.entries(sources).map(([path, text]) => ({ path, text }))
  return findWrongArrows({ rooms: parseRooms(architecture), manifests, sources: files }).map(
    ({ message }) => message,
  )
}

describe('what is allowed', () => {
  test.each([
    ['an arrow of the table', 'packages/upper/src/a.ts', `import { x } from '@holdfast/lower'`],
    [
      'a type where only types may pass',
      'packages/typed/src/a.ts',
      `import type { X } from '@holdfast/lower'`,
    ],
    ['a neighbour', 'packages/upper/src/a.ts', `import { x } from './b.ts'`],
    ['one named part of the platform', 'packages/upper/src/a.ts', `import { createHash } from 'node:crypto'`],
    [
      'the public face of a package, from its test',
      'packages/upper/test/a.test.ts',
      `import { x } from '../src/index.ts'`,
    ],
    ['what the root declares for tests', 'packages/upper/test/a.test.ts', `import { test } from 'vitest'`],
    [
      'what another package lends to tests',
      'packages/upper/test/a.test.ts',
      `import { x } from '@holdfast/lower/testing'`,
    ],
    [
      'the same, to lend it on',
      'packages/upper/src/testing.ts',
      `import { x } from '@holdfast/lower/testing'`,
    ],
    ['the launcher', 'apps/host/bin/host.js', `import { launch } from '../../../tools/launcher.js'`],
    ['an app, from the tools', 'tools/a.ts', `import { compose } from '@holdfast/host/compose'`],
  ])('%s', (_, path, text) => {
    expect(messages({ [path]: text })).toEqual([])
  })
})

describe('every rule fires', () => {
  test.each([
    [
      'an arrow that the table lacks',
      'packages/lower/src/a.ts',
      `import { x } from '@holdfast/upper'`,
      'may not import',
    ],
    [
      'a value where only types may pass',
      'packages/typed/src/a.ts',
      `import { x } from '@holdfast/lower'`,
      'only types',
    ],
    [
      'inline type marks still load the module',
      'packages/typed/src/a.ts',
      `import { type X } from '@holdfast/lower'`,
      'only types',
    ],
    [
      'a re-export where only types may pass',
      'packages/typed/src/a.ts',
      `export { x } from '@holdfast/lower'`,
      'only types',
    ],
    [
      'an arrow that the manifest lacks',
      'tools/a.ts',
      `import { x } from '@holdfast/upper'`,
      'is not declared',
    ],
    [
      'an outside package that the table lacks',
      'packages/typed/src/a.ts',
      `import x from 'papaparse'`,
      'may not import',
    ],
    [
      'what is declared for tests, in a source',
      'packages/upper/src/a.ts',
      `import { test } from 'vitest'`,
      'is not declared',
    ],
    [
      'the platform in a pure room',
      'packages/lower/src/a.ts',
      `import { readFileSync } from 'node:fs'`,
      'may not import',
    ],
    ['another part of the platform', 'packages/upper/src/a.ts', `import fs from 'node:fs'`, 'may not import'],
    [
      'a path past the exports',
      'packages/upper/src/a.ts',
      `import { x } from '@holdfast/lower/src/b.ts'`,
      'exports no',
    ],
    [
      'the own index',
      'packages/upper/src/a.ts',
      `import { x } from './index.ts'`,
      'index.ts is for other packages',
    ],
    [
      'the own package by name',
      'packages/upper/src/a.ts',
      `import { x } from '@holdfast/upper'`,
      'import itself',
    ],
    [
      'a path into another package',
      'packages/upper/src/a.ts',
      `import { x } from '../../lower/src/b.ts'`,
      'leaves packages/upper',
    ],
    [
      'an app, from a package',
      'packages/upper/src/a.ts',
      `import { x } from '@holdfast/host/compose'`,
      'nobody imports an app',
    ],
    [
      'a test, from a source',
      'packages/upper/src/a.ts',
      `import { x } from '../test/b.ts'`,
      'sources import no tests',
    ],
    ['a star', 'packages/upper/src/index.ts', `export * from './b.ts'`, 'a star hides'],
    [
      'a dynamic import',
      'packages/lower/src/a.ts',
      `const x = await import('@holdfast/upper')`,
      'may not import',
    ],
    ['a computed import', 'packages/lower/src/a.ts', `const x = await import(name)`, 'literal'],
    ['an imported type', 'packages/lower/src/a.ts', `type X = import('@holdfast/upper').X`, 'may not import'],
  ])('%s', (_, path, text, message) => {
    expect(messages({ [path]: text }).join('\n')).toContain(message)
  })

  test('a loop, and only once', () => {
    const found = messages({
      'packages/upper/src/a.ts': `import { b } from './b.ts'`,
      'packages/upper/src/b.ts': `import type { C } from './c.ts'`,
      'packages/upper/src/c.ts': `import { a } from './a.ts'`,
      'packages/upper/src/d.ts': `import { a } from './a.ts'`,
    })
    expect(found).toEqual([
      expect.stringContaining('a.ts -> packages/upper/src/b.ts -> packages/upper/src/c.ts -> '),
    ])
  })

  test('a package without a row, and a row without a package', () => {
    const rooms = parseRooms(
      '| room | may import | carries |\n|---|---|---|\n| packages/gone | nothing | |\n',
    )
    const found = findWrongArrows({
      rooms,
      manifests: new Map([['packages/new', manifest('@holdfast/new', [])]]),
      sources: [],
    })
    expect(found.map(({ message }) => message)).toEqual([
      'the table of rooms lacks packages/new',
      'room packages/gone has no package.json',
    ])
  })
})
