import { operations, type FindingWire } from '@holdfast/contract'
import { isFindingKind, phraseFinding, phraseWho } from '@holdfast/phrases'
import type { Locale } from '../../http/problem.ts'
import { done, textOf, type Command } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'

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
        [{ en: 'Subject', zh: '对象' }, (finding) => finding.subject],
        [{ en: 'Who acts', zh: '处理方' }, (finding) => phraseWho(finding.who, context.locale)],
        [{ en: 'Found', zh: '内容' }, (finding) => titleOf(finding, context.locale)],
      ],
    })
  },
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

export const findingCommands: readonly Command[] = [listFindings, closeFinding]
