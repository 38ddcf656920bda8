// What people do with a case from the command line: look, note, call, act, close, edit.
import { operations, type CaseItemBody, type CaseWorkBody, type Input, type Output } from '@holdfast/contract'
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
} from '../command.ts'
import { formatFacts } from '../table.ts'
import { addresseeOf, evidenceOf, membersOf, readWords } from './read-words.ts'

type ActionBody = Input<typeof operations.actOnCase>['body']
type CallBody = Input<typeof operations.addCaseCall>['body']
type CaseBody = Output<typeof operations.openCase>

export const caseTaken = {
  name: '<case>',
  summary: { en: 'number, id or token of the case', zh: '案例编号、标识或跟踪码' },
}
export const seenOption = {
  flags: '--seen <version>',
  summary: {
    en: 'the version that you looked at (default: the present one)',
    zh: '您查看时的版本（默认为当前版本）',
  },
}
const number = 'CAS-00017-K2F9QX'

export type Version = { readonly kind: 'version'; readonly version: number }

/** null: none was named. */
export function seenOf(options: Options): Version | Misused | null {
  const seen = textOf(options, 'seen')
  if (seen === undefined) return null
  return /^[1-9]\d{0,8}$/.test(seen)
    ? { kind: 'version', version: Number(seen) }
    : { kind: 'misused', message: `--seen ${seen}` }
}

/** The version that a change is made on: the one that is named, else the present one. */
export async function findVersion(
  { api }: CommandContext,
  named: string,
  options: Options,
): Promise<Version | Refused | Misused> {
  const seen = seenOf(options)
  if (seen !== null) return seen
  const shown = await api.call(operations.showCaseWork, { params: { case: named } })
  return shown.kind === 'problem' ? shown : { kind: 'version', version: shown.answer.version }
}

const showWork: Command = {
  path: ['case', 'work'],
  summary: {
    en: 'Shows what is open in a case, what can be done, and who has the ball.',
    zh: '显示案例中的未结事项、可执行的操作以及待办方。',
  },
  takes: [caseTaken],
  example: `case work ${number}`,
  async run(context, [named = '']) {
    const shown = await context.api.call(operations.showCaseWork, { params: { case: named } })
    return shown.kind === 'problem' ? shown : done(shown.answer, workText(context, shown.answer))
  },
}

function workText({ say }: CommandContext, work: CaseWorkBody): string {
  const { measures } = work
  const open = (items: readonly CaseItemBody[], states: readonly string[]) =>
    items
      .filter(({ state }) => states.includes(state))
      .map(({ id }) => id)
      .join(', ')
  const first = measures.kind === 'measured' ? measures.firstResponse : null
  return formatFacts([
    [say({ en: 'Case', zh: '案例' }), work.number],
    [say({ en: 'State', zh: '状态' }), `${work.state.kind} (${work.state.since})`],
    [say({ en: 'Version', zh: '版本' }), work.version],
    [say({ en: 'Next', zh: '可执行' }), work.actions.map(({ action }) => action).join(', ')],
    [
      say({ en: 'Ball', zh: '待办方' }),
      work.ball === null ? null : `${work.ball.party} (${work.ball.since})`,
    ],
    [say({ en: 'Blocked by', zh: '阻塞' }), work.blockers.join(', ')],
    [say({ en: 'Contradictions', zh: '矛盾' }), work.contradictions.join(', ')],
    [say({ en: 'Requests', zh: '待答复请求' }), open(work.requests, ['asked', 'partly'])],
    [say({ en: 'Commitments', zh: '未了结承诺' }), open(work.commitments, ['open'])],
    [say({ en: 'Questions', zh: '待解问题' }), open(work.questions, ['open'])],
    [say({ en: 'Calls to confirm', zh: '待书面确认的通话' }), work.unconfirmedCalls.join(', ')],
    [say({ en: 'Drafts', zh: '草稿' }), open(work.drafts, ['open'])],
    [say({ en: 'First response', zh: '首次响应' }), first === null ? null : first.verdict],
  ])
}

const noteCase: Command = {
  path: ['case', 'note'],
  summary: {
    en: 'Writes a note, a disagreement or a decision; it stays inside.',
    zh: '记录内部备注、分歧或决定。',
  },
  takes: [caseTaken],
  options: [
    {
      flags: '--text <file>',
      summary: { en: 'file with the text, or - for standard input', zh: '正文文件，或用 - 表示标准输入' },
      required: true,
    },
    {
      flags: '--kind <kind>',
      summary: { en: 'note, disagreement or decision (default: note)', zh: '类别（默认 note）' },
    },
    {
      flags: '--settles <item>',
      summary: { en: 'disagreement that a decision settles', zh: '所解决的分歧' },
    },
  ],
  example: `case note ${number} --text note.txt`,
  async run(context, [named = ''], options) {
    const words = await readWords(context, textOf(options, 'text') ?? '-')
    if (words.kind === 'refused') return context.api.refused(words)
    const kind = (textOf(options, 'kind') ?? 'note') as 'note'
    const settles = textOf(options, 'settles')
    const body = { kind, text: words.text, ...(settles === undefined ? {} : { settles }) }
    const made = await context.api.call(operations.addCaseNote, { params: { case: named }, body })
    return made.kind === 'problem' ? made : done(made.answer, made.answer.id)
  },
}

const callCase: Command = {
  path: ['case', 'call'],
  summary: {
    en: 'Records a call and drafts the mail that confirms it; sends nothing.',
    zh: '记录通话并起草确认邮件；不发送。',
  },
  takes: [caseTaken],
  options: [
    {
      flags: '--at <moment>',
      summary: { en: 'when, such as 2026-03-01T09:00:00Z', zh: '时间' },
      required: true,
    },
    {
      flags: '--zone <zone>',
      summary: { en: 'time zone of whoever writes (default: UTC)', zh: '时区（默认 UTC）' },
    },
    {
      flags: '--party <party>',
      summary: {
        en: 'who took part: customer, support:NAME ... (again for each)',
        zh: '参与方（可多次给出）',
      },
      required: true,
      repeated: true,
    },
    {
      flags: '--text <file>',
      summary: {
        en: 'what was said: a file, or - for standard input',
        zh: '通话内容：文件，或 - 表示标准输入',
      },
      required: true,
    },
    {
      flags: '--agreed <text>',
      summary: { en: 'what was agreed (again for each)', zh: '约定事项（可多次给出）' },
      repeated: true,
    },
    { flags: '--consent-to <text>', summary: { en: 'what was consented to', zh: '同意的内容' } },
    { flags: '--consent-who <person>', summary: { en: 'by whom', zh: '由谁同意' } },
    { flags: '--language <language>', summary: { en: 'of the draft: en or zh', zh: '草稿语言：en 或 zh' } },
  ],
  example: `case call ${number} --at 2026-03-01T09:00:00Z --party customer --party support --text said.txt`,
  async run(context, [named = ''], options) {
    const words = await readWords(context, textOf(options, 'text') ?? '-')
    if (words.kind === 'refused') return context.api.refused(words)
    const [to, who] = [textOf(options, 'consentTo'), textOf(options, 'consentWho')]
    if ((to === undefined) !== (who === undefined))
      return { kind: 'misused', message: '--consent-to <text> --consent-who <person>' }
    const body = {
      at: textOf(options, 'at') ?? '',
      zone: textOf(options, 'zone') ?? 'UTC',
      parties: textsOf(options, 'party').map(addresseeOf),
      said: words.text,
      agreed: [...textsOf(options, 'agreed')],
      consent: to === undefined || who === undefined ? null : { to, who },
      language: textOf(options, 'language') ?? context.locale,
    } as CallBody
    const made = await context.api.call(operations.addCaseCall, { params: { case: named }, body })
    if (made.kind === 'problem') return made
    const { call, draft } = made.answer
    const text = draft === null ? '' : `\n\n${String(draft.body['subject'])}\n\n${String(draft.body['text'])}`
    return done(made.answer, `${call.id}${draft === null ? '' : ` ${draft.id}`}${text}`)
  },
}

const factOptions = [
  {
    flags: '--message <id>',
    summary: { en: 'respond: the message to the customer', zh: 'respond：发给客户的邮件' },
  },
  { flags: '--scope <text>', summary: { en: 'scope: what belongs to it', zh: 'scope：问题范围' } },
  { flags: '--definition <text>', summary: { en: 'scope: what the problem is', zh: 'scope：问题定义' } },
  {
    flags: '--question <text>',
    summary: { en: 'investigate: what is looked into', zh: 'investigate：调查的问题' },
  },
  { flags: '--plan <text>', summary: { en: 'plan: its options', zh: 'plan：方案' } },
  { flags: '--on <party>', summary: { en: 'wait: for whom', zh: 'wait：等待哪一方' } },
  { flags: '--what <text>', summary: { en: 'wait: for what', zh: 'wait：等待什么' } },
  { flags: '--resume-by <moment>', summary: { en: 'wait: when to look again', zh: 'wait：何时再看' } },
  { flags: '--result <text>', summary: { en: 'resolve: the result', zh: 'resolve：结果' } },
  { flags: '--reason <text>', summary: { en: 'reopen: why', zh: 'reopen：原因' } },
]
const factNames = [
  'message',
  'scope',
  'definition',
  'question',
  'plan',
  'on',
  'what',
  'resumeBy',
  'result',
  'reason',
]

const actOnCase: Command = {
  path: ['case', 'act'],
  summary: {
    en: 'Takes a step: respond, scope, investigate, plan, wait, resume, resolve, archive, reopen.',
    zh: '推进案例：respond、scope、investigate、plan、wait、resume、resolve、archive、reopen。',
  },
  takes: [caseTaken, { name: '<action>', summary: { en: 'the step', zh: '操作' } }],
  options: [
    ...factOptions,
    {
      flags: '--evidence <kind:id>',
      summary: {
        en: 'resolve: message:ID, call:ID, test:ID ... (again for each)',
        zh: 'resolve：证据（可多次给出）',
      },
      repeated: true,
    },
    seenOption,
  ],
  example: `case act ${number} wait --on rnd --what "the archive of the laboratory"`,
  async run(context, [named = '', action = ''], options) {
    const evidence = evidenceOf(options)
    if (evidence === null) return { kind: 'misused', message: '--evidence <kind:id>' }
    const facts = membersOf(options, factNames)
    return await act(context, named, options, {
      ...{ action, ...facts },
      ...(evidence.length === 0 ? {} : { evidence }),
    })
  },
}

const closeCase: Command = {
  path: ['case', 'close'],
  summary: {
    en: 'Archives a resolved case with the consent of the customer, given in a call or a mail.',
    zh: '凭客户在电话或邮件中的同意，归档已解决的案例。',
  },
  takes: [caseTaken],
  options: [
    { flags: '--call <item>', summary: { en: 'the call in which they consented', zh: '表示同意的通话' } },
    { flags: '--message <id>', summary: { en: 'the mail in which they consented', zh: '表示同意的邮件' } },
    {
      flags: '--accept <proposal>',
      summary: {
        en: 'a contradiction that you take responsibility for (again for each)',
        zh: '您愿意承担的矛盾（可多次给出）',
      },
      repeated: true,
    },
    { flags: '--reason <text>', summary: { en: 'why they are accepted', zh: '接受的理由' } },
    seenOption,
  ],
  example: `case close ${number} --call itm_0123456789abcdefghjkmnpqrs`,
  async run(context, [named = ''], options) {
    const [call, message] = [textOf(options, 'call'), textOf(options, 'message')]
    const reference = call ?? message
    if (reference === undefined || (call !== undefined && message !== undefined))
      return { kind: 'misused', message: '--call <item> | --message <id>' }
    const contradictions = textsOf(options, 'accept')
    const accept = { contradictions, reason: textOf(options, 'reason') ?? '' }
    return await act(context, named, options, {
      ...{ action: 'archive', consent: { how: call === undefined ? 'mail' : 'call', reference } },
      ...(contradictions.length === 0 ? {} : { accept }),
    })
  },
}

async function act(
  context: CommandContext,
  named: string,
  options: Options,
  facts: { readonly [name: string]: unknown },
): Promise<Outcome> {
  const found = await findVersion(context, named, options)
  if (found.kind !== 'version') return found
  const body = { version: found.version, ...facts } as unknown as ActionBody
  const acted = await context.api.call(operations.actOnCase, { params: { case: named }, body })
  return acted.kind === 'problem' ? acted : tellCase(context, acted.answer)
}

const editCase: Command = {
  path: ['case', 'edit'],
  summary: { en: 'Changes fields of a case; - empties one.', zh: '修改案例字段；- 表示清空。' },
  takes: [caseTaken],
  options: [
    { flags: '--title <text>', summary: { en: 'title', zh: '标题' } },
    { flags: '--severity <severity>', summary: { en: 'critical, high, normal or low', zh: '严重程度' } },
    { flags: '--owner <name>', summary: { en: 'who works on it', zh: '负责人' } },
    { flags: '--queue <name>', summary: { en: 'queue', zh: '队列' } },
    { flags: '--customer <id>', summary: { en: 'customer', zh: '客户' } },
    { flags: '--product <id>', summary: { en: 'product', zh: '产品' } },
    {
      flags: '--watcher <name>',
      summary: { en: 'all who watch it (again for each)', zh: '全部关注者（可多次给出）' },
      repeated: true,
    },
    {
      flags: '--may-send <yes|no>',
      summary: { en: 'whether it sends mails', zh: '是否允许发送邮件：yes 或 no' },
    },
    seenOption,
  ],
  example: `case edit ${number} --severity high --owner "Mara Lindqvist"`,
  async run(context, [named = ''], options) {
    const maySend = textOf(options, 'maySend')
    if (maySend !== undefined && maySend !== 'yes' && maySend !== 'no')
      return { kind: 'misused', message: '--may-send <yes|no>' }
    const names = ['title', 'severity', 'owner', 'queue', 'customer', 'product']
    const fields = membersOf(options, names, ['owner', 'queue', 'customer', 'product'])
    const watchers = textsOf(options, 'watcher')
    const found = await findVersion(context, named, options)
    if (found.kind !== 'version') return found
    const body = {
      ...{ version: found.version, ...fields },
      ...(watchers.length === 0 ? {} : { watchers: watchers.filter((who) => who !== '-') }),
      ...(maySend === undefined ? {} : { maySend: maySend === 'yes' }),
    } as Input<typeof operations.changeCase>['body']
    const changed = await context.api.call(operations.changeCase, { params: { case: named }, body })
    return changed.kind === 'problem' ? changed : tellCase(context, changed.answer)
  },
}

function tellCase({ say }: CommandContext, shown: CaseBody): Outcome {
  const text = formatFacts([
    [say({ en: 'Case', zh: '案例' }), shown.number],
    [say({ en: 'Title', zh: '标题' }), shown.title],
    [say({ en: 'State', zh: '状态' }), shown.state.kind],
    [say({ en: 'Severity', zh: '严重程度' }), shown.severity],
    [say({ en: 'Owner', zh: '负责人' }), shown.owner],
    [say({ en: 'Version', zh: '版本' }), shown.version],
  ])
  return done(shown, text)
}

export const caseWorkCommands: readonly Command[] = [
  showWork,
  noteCase,
  callCase,
  actOnCase,
  closeCase,
  editCase,
]
