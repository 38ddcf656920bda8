import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  caseFields,
  changesToldMax,
  decideEdit,
  editRefusals,
  formatChange,
  type CaseEdit,
  type CaseFields,
  type FieldChange,
  type VersionedCase,
} from '../../src/case/decide-edit.ts'
import { caseListMax, caseTextCharsMax } from '../../src/case/case-texts.ts'
import { engineer, now, rule } from './cases.ts'

const adviser = { kind: 'person' as const, id: 'per_adviser' }
const fields: CaseFields = {
  title: '激活天数异常',
  priority: 'normal',
  priorityReason: '',
  severity: 'hindered',
  owner: null,
  queue: 'activation',
  watchers: ['per_a', 'per_b'],
}
const start: VersionedCase = { id: 'CAS-00017', version: 1, fields, changes: [] }
const edit = (current: VersionedCase, set: Partial<CaseFields>, seen = current.version, by = engineer) =>
  decideEdit(current, { seen, set }, { actor: by, now })
const after = (current: VersionedCase, set: Partial<CaseFields>, by = engineer): VersionedCase => {
  const decided = edit(current, set, current.version, by)
  if (decided.kind !== 'edited') throw new Error(decided.code)
  return { ...current, ...decided, id: current.id, changes: [...current.changes, ...decided.changes] }
}

describe('two people edit one case', () => {
  const high = after(start, { priority: 'high', priorityReason: '到期后能否激活未知' }, adviser)
  const both = after(high, { owner: 'per_engineer', watchers: ['per_b', 'per_c'] }, adviser)

  test('the second is told what changed in between, from what to what and by whom', () => {
    expect(edit(both, { priority: 'low' }, 1)).toMatchObject({
      code: 'CASE_EDIT_OUTDATED',
      facts: {
        case: 'CAS-00017',
        seen: 1,
        version: 3,
        changed: [
          'priority: normal -> high (per_adviser)',
          'priorityReason: none -> 到期后能否激活未知 (per_adviser)',
          'owner: none -> per_engineer (per_adviser)',
          'watchers: +per_c -per_a (per_adviser)',
        ],
      },
    })
  })

  test('only what came after the version that was seen is told', () => {
    expect(edit(both, { priority: 'low' }, 2)).toMatchObject({
      facts: { changed: [expect.stringMatching(/^owner/), expect.stringMatching(/^watchers/)] },
    })
  })

  test('on the new version it is taken', () => {
    expect(edit(both, { priority: 'low' }, 3)).toMatchObject({ version: 4, fields: { priority: 'low' } })
  })

  test('whoever wants what is so already is told nothing, and nothing changes', () => {
    expect(edit(both, { priority: 'high' }, 1)).toEqual({
      kind: 'edited',
      version: 3,
      fields: both.fields,
      changes: [],
    })
  })
})

test('watchers are a set: order and repetition change nothing', () => {
  expect(edit(start, { watchers: ['per_b', 'per_a', 'per_b'] })).toMatchObject({ version: 1, changes: [] })
})

describe('two reasons at once: the first of the list is told', () => {
  const newer = after(start, { priority: 'high' })
  const wrong: CaseEdit = { seen: 1, set: { title: ' ', priority: 'low' } }
  test.each([
    ['PERSON_NEEDED before INPUT_INVALID', newer, wrong, rule],
    ['PERSON_NEEDED before CASE_EDIT_OUTDATED', newer, { seen: 1, set: { priority: 'low' } }, rule],
    ['INPUT_INVALID before CASE_EDIT_OUTDATED', newer, wrong, engineer],
  ] as const)('%s', (title, current, asked, actor) => {
    expect(decideEdit(current, asked, { actor, now })).toMatchObject({ code: title.split(' before ')[0] })
  })
  test('every pair has its line', () => expect(editRefusals).toHaveLength(3))
})

/** what is wrong | the edit | complaint */
test.each([
  ['a version to come', { seen: 2, set: {} }, 'seen'],
  ['no version', { seen: 0, set: {} }, 'seen'],
  ['no title', { seen: 1, set: { title: '' } }, 'title'],
  ['no priority of ours', { seen: 1, set: { priority: 'huge' as never } }, 'priority'],
  ['no severity of ours', { seen: 1, set: { severity: 'huge' as never } }, 'severity'],
  ['a title without end', { seen: 1, set: { title: 'x'.repeat(caseTextCharsMax + 1) } }, 'title'],
  ['watchers without end', { seen: 1, set: { watchers: Array(caseListMax + 1).fill('p') } }, 'watchers'],
] satisfies [string, CaseEdit, string][])('%s', (_, asked, path) => {
  const decided = decideEdit(start, asked, { actor: engineer, now })
  expect(decided).toMatchObject({
    code: 'INPUT_INVALID',
    facts: { complaints: [expect.stringMatching(new RegExp(`^${path}: `))] },
  })
})

test('at their limits they are taken', () => {
  const watchers = Array.from({ length: caseListMax }, (_, at) => `per_${at}`)
  expect(edit(start, { title: 'x'.repeat(caseTextCharsMax), watchers }).kind).toBe('edited')
})

test('so many changes are told, the newest of more', () => {
  const changes = Array.from({ length: changesToldMax + 1 }, (_, at): FieldChange => ({
    version: at + 2,
    field: 'title',
    from: `t${at}`,
    to: `t${at + 1}`,
    by: 'per_a',
    at: now,
  }))
  const told = (count: number) => {
    const current = { ...start, version: count + 1, changes: changes.slice(0, count) }
    const decided = edit(current, { title: 'mine' }, 1)
    return decided.kind === 'refused' ? (decided.facts['changed'] as readonly string[]) : []
  }
  expect(told(changesToldMax)).toHaveLength(changesToldMax)
  expect(told(changesToldMax + 1)).toHaveLength(changesToldMax)
  expect(told(changesToldMax + 1).at(-1)).toContain(`-> t${changesToldMax + 1} `)
})

const anyEdit = fc.record(
  {
    title: fc.constantFrom('a', 'b'),
    priority: fc.constantFrom('low' as const, 'high' as const),
    owner: fc.constantFrom(null, 'per_a', 'per_b'),
    watchers: fc.subarray(['per_a', 'per_b', 'per_c']),
  },
  { requiredKeys: [] },
)

test('what is told in between leads from what was seen to what is there', () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 12 }), (edits) => {
      let current = start
      const versions = [start]
      for (const set of edits) {
        current = after(current, set)
        if (current.version > versions.length) versions.push(current)
      }
      for (const seen of versions) {
        const between = current.changes.filter((change) => change.version > seen.version)
        const replayed: Record<string, unknown> = { ...seen.fields }
        for (const { field, from, to } of between) {
          expect(replayed[field]).toEqual(from)
          replayed[field] = to
        }
        expect(replayed).toEqual(current.fields)
        const decided = edit(current, { title: 'mine' }, seen.version)
        const told = decided.kind === 'refused' ? decided.facts['changed'] : []
        expect(told).toEqual(between.slice(-changesToldMax).map(formatChange))
      }
    }),
    { seed: 20_240_304, numRuns: 200 },
  )
})

test('the list of fields is the list of fields', () => {
  expect([...caseFields].toSorted()).toEqual(Object.keys(fields).toSorted())
})
