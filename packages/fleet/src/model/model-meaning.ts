// What a shape cannot say about a model file: names that must be known, numbers that must be durations, marks that need words.
import { parseInstant } from '@holdfast/capabilities'
import type { TimeFault } from '../fault.ts'
import { parseDuration } from './duration.ts'
import { questionsMax } from './model.ts'
import type { FileRule, FileStepShape, ModelFile } from './model-schema.ts'

type Complain = (path: string, problem: string) => void

/** `file` has the right shape. */
export function listMeaningComplaints(file: ModelFile): string[] {
  const complaints: string[] = []
  const complain: Complain = (path, problem) => complaints.push(`${path}: ${problem}`)
  const rules = file.rules as readonly FileRule[]
  for (const list of ['controls', 'actions'] as const) checkDifferent(file[list], list, complain)
  checkDifferent(rules, 'rules', complain)
  for (const [at, action] of file.actions.entries())
    for (const [index, control] of action.through.entries())
      if (!isListed(file.controls, control))
        complain(`actions/${at}/through/${index}`, `no control ${control} stands in this file`)
  checkExample(file, complain)
  if (rules.filter(({ question }) => question !== undefined).length > questionsMax)
    complain('rules', `at most ${questionsMax} may have a question`)
  for (const [index, rule] of rules.entries()) checkRule(file, rule, `rules/${index}`, complain)
  return complaints
}

function checkDifferent(list: readonly { readonly id: string }[], path: string, complain: Complain): void {
  const seen = new Set<string>()
  for (const [index, { id }] of list.entries()) {
    if (seen.has(id)) complain(`${path}/${index}/id`, `${id} stands twice`)
    seen.add(id)
  }
}

function checkExample(file: ModelFile, complain: Complain): void {
  const { granted, activated, until, steps } = file.example
  if (granted !== 'perpetual') checkDuration(granted, 'example/granted', complain, 1)
  else if ((file.rules as readonly FileRule[]).some(holdsFault))
    complain('example/granted', 'perpetual cannot be held by the fault of a rule: write the number')
  if (parseInstant(activated) === null)
    complain('example/activated', 'must be a moment like 2018-09-19T02:20:51Z')
  if (until !== undefined) checkDuration(until, 'example/until', complain, 1)
  for (const [index, step] of steps.entries()) {
    checkStep(file, step, `example/steps/${index}`, complain)
    if (step.from === 'end') complain(`example/steps/${index}/from`, 'only a step of try counts from the end')
  }
}

function checkRule(file: ModelFile, rule: FileRule, path: string, complain: Complain): void {
  const { mark, evidence = [], question } = rule
  if (mark === 'observed' && evidence.length === 0) complain(`${path}/evidence`, 'observed needs evidence')
  if (mark === 'observed' && question !== undefined)
    complain(`${path}/question`, 'what is observed is no question')
  if (mark === 'unknown' && question === undefined) complain(`${path}/question`, 'unknown needs a question')
  for (const [index, { answer }] of evidence.entries())
    if (answer !== undefined && question === undefined)
      complain(`${path}/evidence/${index}/answer`, 'there is no question to answer')
  checkWhen(file, rule, path, complain)
  checkConsequence(rule.follows, `${path}/follows`, complain)
  if (question === undefined) return
  checkConsequence(question.otherwise, `${path}/question/otherwise`, complain)
  for (const [index, step] of (question.try ?? []).entries())
    checkStep(file, step, `${path}/question/try/${index}`, complain)
}

function checkWhen(file: ModelFile, { when = {} }: FileRule, path: string, complain: Complain): void {
  const { control, action } = when
  if (typeof control === 'string' && !isListed(file.controls, control))
    complain(`${path}/when/control`, `no control ${control} stands in this file`)
  if (typeof action === 'string' && !isListed(file.actions, action))
    complain(`${path}/when/action`, `no action ${action} stands in this file`)
  for (const member of ['from', 'releases'])
    for (const [index, release] of ((when[member] ?? []) as readonly string[]).entries())
      checkRelease(file, release, `${path}/when/${member}/${index}`, complain)
}

function checkConsequence(
  follows: { readonly [member: string]: unknown },
  path: string,
  complain: Complain,
): void {
  for (const member of ['before', 'every', 'lasts', 'retry']) {
    const value = follows[member]
    if (typeof value === 'string') checkDuration(value, `${path}/${member}`, complain, 1)
  }
  const holds = follows['holds']
  if (typeof holds !== 'object' || holds === null) return
  const { held, epoch, past, limit } = holds as Partial<TimeFault>
  if ((held === 'instant') !== (epoch !== undefined))
    complain(`${path}/holds/epoch`, 'an epoch where an instant is held, none where a term is')
  if (limit !== undefined && past !== 'clip') complain(`${path}/holds/limit`, 'only where past is clip')
}

function checkStep(file: ModelFile, step: FileStepShape, path: string, complain: Complain): void {
  checkDuration(step.after, `${path}/after`, complain, 0)
  const { upgrade, action, event, observe } = step
  if ([upgrade, action, event, observe].filter((deed) => deed !== undefined).length !== 1)
    complain(path, 'needs one of upgrade, action, event, observe')
  if (upgrade !== undefined) checkRelease(file, upgrade, `${path}/upgrade`, complain)
  if (action !== undefined && !isListed(file.actions, action))
    complain(`${path}/action`, `no action ${action} stands in this file`)
}

function checkDuration(text: string, path: string, complain: Complain, min: 0 | 1): void {
  const parsed = parseDuration(text)
  if (parsed === null)
    complain(path, 'must be a duration like 150000d or 68d23h19min12s, at most 9,999 years')
  else if (parsed < min) complain(path, 'must be longer than nothing')
}

function checkRelease(file: ModelFile, release: string, path: string, complain: Complain): void {
  if (!file.releases.includes(release)) complain(path, `no release ${release} stands in this file`)
}

function isListed(list: readonly { readonly id: string }[], id: string): boolean {
  return list.some((entry) => entry.id === id)
}

function holdsFault(rule: FileRule): boolean {
  return [rule.follows, rule.question?.otherwise].some((follows) => typeof follows?.['holds'] === 'object')
}
