import { operations, type FindingWire } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import { isFindingKind, phraseFinding, phraseWho } from '@holdfast/phrases'
import type { Locale } from '../../http/problem.ts'
import { done, textOf, type Command, type Words } from '../command.ts'
import { listAll } from '../list-all.ts'
import { listOptions, runList } from '../list-command.ts'
import { formatFacts } from '../table.ts'

/** Findings of one state that are looked through for one id. */
const findingsMax = 100_000

const listFindings: Command = {
  path: ['finding', 'list'],
  summary: { en: 'Lists what a person should look at.', zh: '列出需要人工查看的发现。' },
  options: [
    ...listOptions,
    { flags: '--code <code>', summary: { en: 'only with this code: WAVE', zh: '仅此代码：WAVE' } },
    {
      flags: '--state <state>',
      summary: { en: 'open or closed (default: open)', zh: 'open 或 closed（默认 open）' },
    },
  ],
  example: 'finding list',
  run(context, _given, options) {
    const code = textOf(options, 'code')
    const query = { state: textOf(options, 'state') ?? 'open', ...(code === undefined ? {} : { code }) }
    return runList<FindingWire>(context, options, {
      operation: operations.listFindings,
      query,
      columns: [
        [{ en: 'Finding', zh: '发现' }, (finding) => finding.id],
        [{ en: 'Code', zh: '代码' }, (finding) => finding.code],
        [{ en: 'At', zh: '时间' }, (finding) => finding.at],
        [{ en: 'Customer', zh: '客户' }, ({ facts }) => factOf(facts, ['customer'])],
        [{ en: 'Devices', zh: '设备' }, ({ facts }) => factOf(facts, ['devices', 'seats'])],
        [{ en: 'When', zh: '日期' }, ({ facts }) => factOf(facts, whenFacts)],
        [{ en: 'Who acts', zh: '处理方' }, (finding) => phraseWho(finding.who, context.locale)],
        [{ en: 'Found', zh: '内容' }, (finding) => titleOf(finding, context.locale)],
      ],
    })
  },
}

/** The facts that say which day or month a finding is about, the most telling first. */
const whenFacts = ['day', 'firstReminder', 'month', 'shownEnd', 'lastSeen']

function factOf(facts: FindingWire['facts'], names: readonly string[]): string | number | null {
  const found = names.map((name) => facts[name]).find((fact) => fact !== undefined && fact !== null)
  return typeof found === 'string' || typeof found === 'number' ? found : null
}

const showFinding: Command = {
  path: ['finding', 'show'],
  summary: { en: 'Shows a finding, and what to do about it.', zh: '显示待查事项及处理办法。' },
  takes: [{ name: '<finding>', summary: { en: 'id of the finding', zh: '发现标识' } }],
  example: 'finding show 12',
  async run({ api, locale, say }, [id = '']) {
    for (const state of ['open', 'closed']) {
      const listed = await listAll<FindingWire>(
        api,
        operations.listFindings,
        { query: { state } },
        findingsMax,
      )
      if (listed.kind === 'problem') return listed
      const finding = listed.items.find((one) => one.id === id)
      if (finding === undefined) continue
      const told = isFindingKind(finding.code) ? phraseFinding(finding.code, finding.facts, locale) : null
      const facts = formatFacts([
        [say({ en: 'Finding', zh: '发现' }), finding.id],
        [say({ en: 'Code', zh: '代码' }), finding.code],
        [say({ en: 'At', zh: '时间' }), finding.at],
        [say({ en: 'Subject', zh: '对象' }), finding.subject],
        [say({ en: 'Who acts', zh: '处理方' }), phraseWho(finding.who, locale)],
        [say({ en: 'State', zh: '状态' }), say(stateWords[finding.state.kind])],
      ])
      return done(finding, told === null ? facts : `${facts}\n\n${told.title}\n${told.action}`)
    }
    return api.refused(refuse('NOT_FOUND', { what: 'finding' }))
  },
}

const stateWords: { readonly [kind in FindingWire['state']['kind']]: Words } = {
  open: { en: 'open', zh: '待处理' },
  closed: { en: 'closed', zh: '已关闭' },
}

function titleOf({ code, facts }: FindingWire, locale: Locale): string {
  return isFindingKind(code) ? phraseFinding(code, facts, locale).title : code
}

const closeFinding: Command = {
  path: ['finding', 'close'],
  summary: { en: 'Closes a finding.', zh: '关闭发现。' },
  takes: [{ name: '<finding>', summary: { en: 'id of the finding', zh: '发现标识' } }],
  options: [
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: 'finding close 12 --reason "backup of 3 March explains it"',
  async run({ api, say }, [finding = ''], options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    const answered = await api.call(operations.closeFinding, { params: { finding }, body })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `Finding ${finding} closed.`, zh: `已关闭发现 ${finding}。` }))
  },
}

export const findingCommands: readonly Command[] = [listFindings, showFinding, closeFinding]
