import { formatFact } from '@holdfast/phrases'
import type { Locale, Problem } from '../http/problem.ts'
import type { Outcome } from './command.ts'

/** 0 done, 1 refused (also in part), 2 wrong usage. Answers go to stdout, refusals to stderr; with `--json` both as JSON. */
export function printOutcome(
  outcome: Outcome,
  options: { json: boolean; locale: Locale; out(text: string): void; err(text: string): void },
): number {
  if (outcome.kind === 'done') {
    const text = options.json ? JSON.stringify(outcome.json, null, 2) : outcome.text
    if (text !== '') options.out(text.endsWith('\n') ? text : `${text}\n`)
    return outcome.status
  }
  if (outcome.kind === 'written') return outcome.status
  if (outcome.kind === 'misused') {
    options.err(`holdfast: ${outcome.message}\n`)
    return 2
  }
  if (outcome.kind === 'failed') {
    options.err(options.json ? `${JSON.stringify(outcome.json, null, 2)}\n` : `holdfast: ${outcome.text}\n`)
    return 1
  }
  options.err(
    options.json
      ? `${JSON.stringify(outcome.problem, null, 2)}\n`
      : formatProblemText(outcome.problem, options.locale),
  )
  return 1
}

function formatProblemText(problem: Problem, locale: Locale): string {
  const [user, admin, support] =
    locale === 'zh' ? ['用户', '管理员', '支持代码'] : ['User', 'Administrator', 'Support code']
  const { complaints, file } = problem.facts
  const place = typeof file === 'string' ? `${formatFact('file', file, locale)}: ` : ''
  const lines = [`holdfast: ${place}${problem.title} (${problem.code})`]
  if (Array.isArray(complaints)) for (const complaint of complaints) lines.push(`  ${complaint}`)
  // Both texts are often the same person's here; what is empty is left out.
  if (problem.userAction !== '') lines.push(`${user}: ${problem.userAction}`)
  if (problem.adminAction !== '') lines.push(`${admin}: ${problem.adminAction}`)
  lines.push(`${support}: ${problem.supportCode}`)
  return `${lines.join('\n')}\n`
}
