import { instant } from '@holdfast/capabilities/testing'
import { parseModel } from '../../src/model/parse-model.ts'
import type { Model } from '../../src/model/model.ts'
import type { Deed } from '../../src/model/model.ts'
import type { Script, Step } from '../../src/model/script.ts'

export type FileRule = { readonly [member: string]: unknown }

export const words = (text: string) => ({ en: text, zh: `${text}（中文）` })
export const seen = [{ ref: 'a capture', says: words('seen') }]
export const secondsOf32 = { unit: 'second', width: 32, signed: false, held: 'term', past: 'wrap' }

/** A model file as YAML gives it; rules and members set by the test. */
export function modelFile(rules: readonly FileRule[], over: object = {}): object {
  return {
    format: 'holdfast-model 1',
    name: 'tried',
    title: words('a model'),
    about: words('for tests'),
    releases: ['V0-G', 'V0-H', 'V2020-L'],
    controls: [{ id: 'key-field', label: words('fields') }],
    actions: [
      { id: 'reenter', label: words('enter again'), through: ['key-field'] },
      { id: 'clear', label: words('clear'), through: [] },
      { id: 'restart', label: words('restart'), through: [] },
    ],
    example: { granted: '150000d', activated: '2018-09-19T02:20:51Z', steps: [] },
    rules,
    ...over,
  }
}

export const end = (id: string, when: object, follows: object, more: object = {}): FileRule => ({
  ...{ id, kind: 'end', mark: 'assumed', when, follows },
  ...more,
})
export const action = (name: string, effect: string, when: object = {}, more: object = {}): FileRule => ({
  ...{ id: `${name}.${effect}`, kind: 'action', mark: 'assumed', when: { action: name, ...when } },
  ...{ follows: { effect, reports: words(`${name} reports`) } },
  ...more,
})
export const reminder = (before = '30d', every = '1d'): FileRule => ({
  ...{ id: 'reminders', kind: 'reminder', mark: 'assumed' },
  ...{ follows: { before, every, atLogon: true, shows: words('soon') } },
})
export const grace = (lasts: string): FileRule => ({
  ...{ id: 'grace', kind: 'grace', mark: 'assumed', follows: { lasts } },
})
export const renewal = (every = '7d', retry = '2h'): FileRule => ({
  ...{ id: 'renewal', kind: 'renewal', mark: 'assumed', follows: { every, retry } },
})

export function model(rules: readonly FileRule[], over: object = {}): Model {
  const parsed = parseModel(modelFile(rules, over))
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.facts))
  return parsed.model
}

export const activatedAt = instant('2018-09-19T02:20:51Z')
export const day = 86_400
export const after = (seconds: number, deed: Deed): Step => ({
  at: (activatedAt + seconds) as Step['at'],
  deed,
})
export const upgrade = (release: string): Deed => ({ kind: 'upgrade', release })
export const act = (name: string): Deed => ({ kind: 'action', action: name })

export function script(steps: readonly Step[], over: Partial<Script> = {}): Script {
  return { granted: 150_000 * day, activatedAt, steps, until: null, ...over }
}
