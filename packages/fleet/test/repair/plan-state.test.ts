import { describe, expect, test } from 'vitest'
import { countItems } from '../../src/repair/decide-plan.ts'
import {
  decidePlanAction,
  isFinished,
  itemStates,
  nextItemState,
  type ItemEvent,
  type ItemState,
  type PlanAction,
  type PlanState,
} from '../../src/repair/plan-state.ts'
import { now } from './devices.ts'

const plans: readonly PlanState[] = [
  { kind: 'previewed' },
  { kind: 'approved', at: now, by: 'administrator:a', risk: null },
  { kind: 'running', at: now, by: 'administrator:a', risk: null },
  { kind: 'finished', at: now },
  { kind: 'closed', at: now, by: 'administrator:a', reason: 'done' },
]
/** state | approve | run | verify | close; `-` is refused */
const planRows = [
  'previewed | approved | -       | -        | closed',
  'approved  | -        | running | -        | closed',
  'running   | -        | running | running  | closed',
  'finished  | -        | -       | finished | closed',
  'closed    | -        | -       | -        | -',
]
const actions: readonly PlanAction[] = ['approve', 'run', 'verify', 'close']

test.each(planRows)('plan: %s', (row) => {
  const [kind, ...outcomes] = row.split('|').map((cell) => cell.trim())
  const state = plans.find((plan) => plan.kind === kind)!
  const got = actions.map((action) => {
    const decided = decidePlanAction(state, action)
    return decided.kind === 'allowed' ? decided.to : '-'
  })
  expect(got).toEqual(outcomes)
})

const items: readonly ItemState[] = [
  { kind: 'proposed' },
  { kind: 'started', at: now, how: 'advised' },
  { kind: 'outdated', at: now },
  { kind: 'unrepairable', because: 'TERM_OVER' },
  { kind: 'well' },
  { kind: 'done', at: now, by: 'receipt' },
]
/** state | start | outdate | settle | prove; `-` changes nothing */
const itemRows = [
  'proposed     | started | outdated | well | -',
  'started      | -       | -        | -    | done',
  'outdated     | -       | -        | well | -',
  'unrepairable | -       | -        | -    | -',
  'well         | -       | -        | -    | -',
  'done         | -       | -        | -    | -',
]
const events: readonly ItemEvent[] = [
  { kind: 'start', at: now, how: 'handed-out' },
  { kind: 'outdate', at: now },
  { kind: 'settle' },
  { kind: 'prove', at: now, by: 'capture' },
]

test.each(itemRows)('item: %s', (row) => {
  const [kind, ...outcomes] = row.split('|').map((cell) => cell.trim())
  const state = items.find((item) => item.kind === kind)!
  const after = events.map((event) => nextItemState(state, event))
  expect(after.map((next) => (next === state ? '-' : next.kind))).toEqual(outcomes)
})

test('the tables name every state', () => {
  expect(itemRows.map((row) => row.split('|')[0]!.trim())).toEqual([...itemStates])
  expect(planRows).toHaveLength(plans.length)
})

describe('a plan is finished', () => {
  const counts = (...kinds: ItemState['kind'][]) =>
    countItems(kinds.map((kind) => ({ state: items.find((item) => item.kind === kind)! })))
  test.each([
    [['done', 'done', 'well'], true],
    [['done', 'started'], false],
    [['done', 'proposed'], false],
    [['done', 'outdated'], false],
    [['done', 'unrepairable'], false],
  ] as const)('%j: %s', (kinds, finished) => {
    expect(isFinished(counts(...kinds))).toBe(finished)
  })
})
