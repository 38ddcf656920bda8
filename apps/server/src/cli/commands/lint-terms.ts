import {
  formatFaultName,
  formatTerm,
  lintTerm,
  parseFaultName,
  parseTermSeconds,
  TermList,
  usualRepresentations,
  type CountedTerm,
  type TermVerdict,
  type TimeFault,
} from '@holdfast/fleet'
import type { Instant } from '@holdfast/capabilities'
import type { Refusal } from '@holdfast/lease'
import {
  done,
  textOf,
  textsOf,
  type Command,
  type CommandContext,
  type Misused,
  type Options,
  type Outcome,
  type Refused,
  type Words,
} from '../command.ts'
import { readFindingOption } from '../forecast/finding-option.ts'
import { listOptions, readSetup, type SetupBefore } from '../forecast/forecast-setup.ts'
import { addDatabaseTerms, addTableTerms, type RejectedTerm } from '../forecast/list-terms.ts'
import { openList } from '../forecast/open-list.ts'
import { formatTable } from '../table.ts'

const lintTerms: Command = {
  path: ['lint-terms'],
  summary: {
    en: 'Says which granted terms survive which widths and units, before anything is shipped.',
    zh: '发布前检查：哪些授权期限在哪些位宽与单位下不会出错。',
  },
  takes: [
    {
      name: '[file]',
      summary: { en: 'CSV, XLSX or JSON with granted terms', zh: '含授权期限的 CSV、XLSX 或 JSON 文件' },
    },
  ],
  options: [
    { flags: '--database', summary: { en: 'the licences of the server', zh: '使用服务器中的许可证' } },
    {
      flags: '--term <term>',
      summary: { en: 'a term, as 150000d; may be repeated', zh: '期限，如 150000d，可重复' },
      repeated: true,
    },
    {
      flags: '--representation <name>',
      summary: {
        en: 'in use, as 32-bit-seconds; may be repeated. A term that does not survive it makes the status 1',
        zh: '实际使用的表示，如 32-bit-seconds，可重复；有期限出错时退出状态为 1',
      },
      repeated: true,
    },
    ...listOptions,
  ],
  example: 'lint-terms --term 150000d --term 180d --representation 32-bit-seconds',
  async run(context, [file], options) {
    const { api, say } = context
    const typed = readTerms(textsOf(options, 'term'))
    if (typeof typed === 'string') return { kind: 'misused', message: `--term ${typed}: 150000d, 180 days` }
    const ways = [file !== undefined, options['database'] === true, typed.length > 0].filter(Boolean)
    if (ways.length !== 1)
      return {
        kind: 'misused',
        message: say({ en: 'give a file, --database, or --term', zh: '请给出文件、--database 或 --term' }),
      }
    const inUse = await readRepresentations(context, options)
    if (inUse.kind === 'refused') return api.refused(inUse)
    if (inUse.kind !== 'in-use') return inUse
    const before = await readSetup(context, options)
    if (before.kind === 'refused') return api.refused(before)
    if (before.kind !== 'setup') return before
    const terms = new TermList()
    for (const seconds of typed) terms.add(seconds, 1, '')
    const rejected: RejectedTerm[] = []
    if (file !== undefined) {
      const refused = await addFile(context, file, { before, terms, rejected, options })
      if (refused !== null) return refused
    }
    if (options['database'] === true) {
      const problem = await addDatabaseTerms(api, terms)
      if (problem !== null) return problem
    }
    return answer(context, {
      terms,
      rejected,
      inUse: inUse.list,
      activatedAt: before.complete(null).rules.asOf,
    })
  },
}

function readTerms(texts: readonly string[]): number[] | string {
  const seconds: number[] = []
  for (const text of texts) {
    const term = parseTermSeconds(text)
    if (term === null) return text
    seconds.push(term)
  }
  return seconds
}

/** What is in use: named, or found. */
async function readRepresentations(
  context: CommandContext,
  options: Options,
): Promise<{ readonly kind: 'in-use'; readonly list: readonly TimeFault[] } | Misused | Refusal | Refused> {
  const list: TimeFault[] = []
  for (const name of textsOf(options, 'representation')) {
    const fault = parseFaultName(name)
    if (fault === null)
      return {
        kind: 'misused',
        message: `--representation ${name}: ${usualRepresentations.map(formatFaultName).join(', ')} ...`,
      }
    list.push(fault)
  }
  const finding = await readFindingOption(textOf(options, 'finding'), context, null)
  if (finding !== null && 'kind' in finding) return finding
  if (finding !== null) list.push(finding.fault)
  return { kind: 'in-use', list }
}

async function addFile(
  context: CommandContext,
  file: string,
  to: {
    readonly before: SetupBefore
    readonly terms: TermList
    readonly rejected: RejectedTerm[]
    readonly options: Options
  },
): Promise<Outcome | null> {
  const asks = to.options['json'] !== true
  const list = await openList(context, file, { choices: to.before.choices, needs: 'terms', asks })
  if (list.kind === 'refused') return context.api.refused(list)
  await addTableTerms(list, to, context.say)
  return null
}

type Linted = {
  readonly terms: TermList
  readonly rejected: readonly RejectedTerm[]
  readonly inUse: readonly TimeFault[]
  readonly activatedAt: Instant
}

/** With representations in use these alone are shown, and decide the status; without, the usual ones, and nothing is judged. */
function answer({ say }: CommandContext, linted: Linted): Outcome {
  const { terms, rejected, inUse, activatedAt } = linted
  const shown = inUse.length > 0 ? inUse : usualRepresentations
  const rows = terms
    .list()
    .map((term) => ({ term, verdicts: lintTerm(term.grantedSeconds, shown, activatedAt) }))
  const survives = rows.every(({ verdicts }) => verdicts.every((verdict) => verdict.survives))
  const json = {
    terms: rows.map(({ term, verdicts }) => ({
      grantedSeconds: term.grantedSeconds,
      granted: formatTerm(term.grantedSeconds),
      count: term.count,
      releases: [...term.releases].map(([release, count]) => ({ release, count })),
      representations: verdicts.map(({ name, representation, survives: lasts, leftSeconds }) => ({
        name,
        ...representation,
        survives: lasts,
        leftSeconds,
        left: leftSeconds === null ? null : formatTerm(leftSeconds),
      })),
    })),
    inUse: inUse.map(formatFaultName),
    survives,
    uncounted: terms.uncounted,
    rejected,
  }
  const failed = (inUse.length > 0 && !survives) || rejected.length > 0
  return done(json, formatLint(rows, linted, say), failed ? 1 : 0)
}

function formatLint(
  rows: readonly { readonly term: CountedTerm; readonly verdicts: readonly TermVerdict[] }[],
  { rejected, inUse }: Linted,
  say: (words: Words) => string,
): string {
  const names = rows[0]?.verdicts.map(({ name }) => name) ?? []
  // Many representations stand under each other, one column for each term.
  const head = [
    say({ en: 'Representation', zh: '表示方式' }),
    ...rows.map(({ term }) => formatTerm(term.grantedSeconds)),
  ]
  const cell = (verdict: TermVerdict | undefined) => {
    if (verdict === undefined) return ''
    if (verdict.survives) return say({ en: 'survives', zh: '不出错' })
    if (verdict.leftSeconds === null) return say({ en: 'past the year 9999', zh: '超过 9999 年' })
    return verdict.leftSeconds === 0
      ? say({ en: 'ends at once', zh: '立即到期' })
      : formatTerm(verdict.leftSeconds)
  }
  const parts = [
    rows.length === 0
      ? say({
          en: 'No term here has an end: nothing can overflow.',
          zh: '此处没有会到期的期限，不存在溢出问题。',
        })
      : formatTable(
          head,
          names.map((name, at) => [name, ...rows.map(({ verdicts }) => cell(verdicts[at]))]),
        ),
  ]
  const carried = rows.filter(({ term }) => term.releases.size > 0)
  if (carried.length > 0)
    parts.push(
      formatTable(
        [
          say({ en: 'Granted', zh: '授权期限' }),
          say({ en: 'Releases that carry it', zh: '使用该期限的发行版' }),
        ],
        carried.map(({ term }) => [
          formatTerm(term.grantedSeconds),
          [...term.releases].map(([release, count]) => `${release} (${count})`).join(', '),
        ]),
      ),
    )
  if (inUse.length === 0 && rows.length > 0)
    parts.push(
      say({
        en: 'A survey: name what is in use with --representation to have it judged.',
        zh: '以上仅为概览：用 --representation 指出实际使用的表示方式即可判定。',
      }),
    )
  if (rejected.length > 0)
    parts.push(
      formatTable(
        [say({ en: 'Line', zh: '行' }), say({ en: 'Reason', zh: '原因' })],
        rejected.map(({ line, reason }) => [line, reason]),
      ),
    )
  return parts.join('\n\n')
}

export const lintTermsCommands: readonly Command[] = [lintTerms]
