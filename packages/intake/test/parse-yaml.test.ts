import { describe, expect, test } from 'vitest'
import { yamlAliasesMax, yamlDepthMax, yamlLengthMax } from '../src/limits.ts'
import { parseYaml } from '../src/parse-yaml.ts'

const nested = (levels: number) =>
  `${Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n')} x`
const aliases = (count: number) => `a: &a [1]\nb: [${Array.from({ length: count }, () => '*a').join(', ')}]`
const laughs = [
  'a: &a ["x","x","x","x","x","x","x","x","x"]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
    (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`,
  ),
].join('\n')

describe('values', () => {
  test.each([
    ['a: 1\nb: [x, yes]\n# note\nc: 2018-09-19', { a: 1, b: ['x', 'yes'], c: '2018-09-19' }],
    ['a: &a {x: 1}\nb: *a', { a: { x: 1 }, b: { x: 1 } }],
    ['"__proto__": {x: 1}', JSON.parse('{"__proto__": {"x": 1}}')],
  ])('%j', (text, value) => {
    expect(parseYaml(text)).toEqual({ kind: 'value', value })
  })

  test('a name of every object does not reach the objects', () => {
    parseYaml('"__proto__": {polluted: true}')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('refusals', () => {
  test.each([
    ['a: [1', 'syntax', 1],
    ['a: 1\na: 2', 'syntax', 2],
    ['a: 1\nb: !!js/function "x"', 'syntax', 2],
    ['a: 1\n---\nb: 2', 'documents', 2],
  ])('%j: %s in line %d', (text, because, line) => {
    expect(parseYaml(text)).toMatchObject({ code: 'YAML_REFUSED', facts: { because, line } })
  })

  test.each([
    ['a billion laughs', laughs, 'aliases'],
    ['brackets without end', '['.repeat(100_000), 'depth'],
    ['dashes without end', '- '.repeat(50_000), 'depth'],
    ['questions without end', '? '.repeat(20_000), 'depth'],
  ])('%s', (_, text, because) => {
    expect(parseYaml(text)).toMatchObject({ facts: { because } })
  })
})

describe('limits', () => {
  test('length', () => {
    expect(parseYaml(`a: ${'x'.repeat(yamlLengthMax - 3)}`)).toMatchObject({ kind: 'value' })
    expect(parseYaml(`a: ${'x'.repeat(yamlLengthMax - 2)}`)).toMatchObject({ facts: { because: 'length' } })
  })

  test('depth', () => {
    expect(parseYaml(nested(yamlDepthMax))).toMatchObject({ kind: 'value' })
    expect(parseYaml(nested(yamlDepthMax + 1))).toMatchObject({ facts: { because: 'depth' } })
  })

  test('aliases', () => {
    expect(parseYaml(aliases(yamlAliasesMax))).toMatchObject({ kind: 'value' })
    expect(parseYaml(aliases(yamlAliasesMax + 1))).toMatchObject({ facts: { because: 'aliases' } })
  })
})
