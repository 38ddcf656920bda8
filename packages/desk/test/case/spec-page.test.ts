// The tables of docs/spec/case.md are those of the code.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { artefactKinds, artefactVariables } from '../../src/artefact/artefact.ts'
import { innerTo } from '../../src/case/audience.ts'
import { requestTransitions } from '../../src/case/case-request.ts'
import { actionNeeds, caseActionKinds, caseStateKinds, caseTransitions } from '../../src/case/case-state.ts'
import { commitmentTransitions } from '../../src/case/commitment.ts'
import { outboundRefusals } from '../../src/case/decide-outbound.ts'
import { transitionRefusals } from '../../src/case/decide-transition.ts'
import { entryRefusals } from '../../src/case/entry-refusals.ts'
import { questionTransitions } from '../../src/case/open-question.ts'

const page = readFileSync(new URL('../../../../docs/spec/case.md', import.meta.url), 'utf8')

/** Cells of the table whose head begins with `first`, without its rule; code marks are dropped. */
function tableOf(first: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const head = lines.findIndex((line) => line.startsWith(`| ${first} |`))
  const rows = lines.slice(head)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .filter((_, at) => at !== 1)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.replaceAll('`', '').trim()),
    )
}

function expectTransitions(first: string, table: object): void {
  const [head = [], ...rows] = tableOf(first)
  const actions = head.slice(1)
  const transitions = table as { readonly [state: string]: { readonly [action: string]: string } }
  expect(rows.map((row) => row[0])).toEqual(Object.keys(transitions))
  for (const [state = '', ...cells] of rows)
    expect(
      Object.fromEntries(actions.flatMap((action, at) => (cells[at] === '' ? [] : [[action, cells[at]]]))),
      state,
    ).toEqual(transitions[state])
}

const section = (number: number) =>
  page.slice(page.indexOf(`\n## ${number}. `), page.indexOf(`\n## ${number + 1}. `))
const codesIn = (text: string) => [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map((found) => found[1])

test('states and transitions', () => {
  const states = page.split('\n| state | since then | facts |\n')[1]!.split('\n\n')[0]!
  expect([...states.matchAll(/^\| `(\w+)`/gm)].map((found) => found[1])).toEqual([...caseStateKinds])
  const actions = page.split('\n').find((line) => line.startsWith('| state | `respond`'))!
  expect([...actions.matchAll(/`(\w+)`/g)].map((found) => found[1])).toEqual([...caseActionKinds])
  const at = page.indexOf(actions)
  for (const line of page
    .slice(at)
    .split('\n')
    .slice(2, 2 + caseStateKinds.length)) {
    const [state = '', ...cells] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.replaceAll('`', '').trim())
    const written = caseActionKinds.flatMap((action, place) =>
      cells[place] === '' ? [] : [[action, cells[place]]],
    )
    expect(Object.fromEntries(written), state).toEqual(caseTransitions[state as keyof typeof caseTransitions])
  }
})

test('what actions need', () => {
  const [, ...rows] = tableOf('action')
  expect(rows.map((row) => row[0])).toEqual([...caseActionKinds])
  for (const [action, needs = ''] of rows)
    expect(
      needs
        .replaceAll(/: .*|\([^)]*\)/g, '')
        .split(',')
        .map((need) => need.trim())
        .filter(Boolean),
    ).toEqual([...actionNeeds[action as keyof typeof actionNeeds]])
})

test('entries', () => {
  expectTransitions('request', requestTransitions)
  expectTransitions('commitment', commitmentTransitions)
  expectTransitions('question', questionTransitions)
})

test('precedences', () => {
  expect(codesIn(section(3))).toEqual([...transitionRefusals])
  expect(codesIn(section(5).split('\n\n')[1]!)).toEqual([...entryRefusals])
  expect(codesIn(section(11))).toEqual([...outboundRefusals])
})

test('the wall', () => {
  const [, ...rows] = tableOf('a draft to')
  for (const [to = '', from = ''] of rows)
    for (const audience of to.split(', ')) {
      const all = Object.keys(innerTo)
      const written = from === 'nothing is withheld' ? [] : from === 'any' ? all : from.split(', ')
      expect(innerTo[audience as keyof typeof innerTo].toSorted(), audience).toEqual(written.toSorted())
    }
  expect(rows.flatMap((row) => (row[0] ?? '').split(', '))).toHaveLength(Object.keys(innerTo).length)
})

test('artefacts', () => {
  const [, ...rows] = tableOf('kind')
  expect(rows.map((row) => row[0])).toEqual([...artefactKinds])
  for (const variable of artefactVariables) expect(section(12)).toContain(`\`{${variable}}\``)
})
