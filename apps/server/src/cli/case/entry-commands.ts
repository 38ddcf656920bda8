// What hangs on a case, from the command line: requests, commitments, open questions, kept drafts, judgements of messages.
import { operations, type CaseItemBody, type Input } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import {
  done,
  textOf,
  type Command,
  type CommandContext,
  type Misused,
  type Options,
  type Outcome,
  type Refused,
} from '../command.ts'
import { addresseeOf, evidenceOf, membersOf } from './read-words.ts'
import { caseTaken, seenOf, seenOption, type Version } from './work-commands.ts'

const seenEntry = {
  ...seenOption,
  summary: {
    en: 'the version of the entry that you looked at (default: the present one)',
    zh: '您查看事项时的版本（默认为当前版本）',
  },
}
const number = 'CAS-00017-K2F9QX'
const itemTaken = { name: '<item>', summary: { en: 'id of the entry (itm_...)', zh: '条目标识（itm_...）' } }
const messageOption = {
  flags: '--message <id>',
  summary: { en: 'the message that says so', zh: '所依据的邮件' },
}
const blocksOption = {
  flags: '--blocks',
  summary: { en: 'the case cannot be resolved while it is open', zh: '未结之前案例不得解决' },
}

function addedItem(made: Outcome | { readonly kind: 'answer'; readonly answer: CaseItemBody }): Outcome {
  return made.kind === 'answer' ? done(made.answer, made.answer.id) : made
}

const askInCase: Command = {
  path: ['case', 'ask'],
  summary: { en: 'Records what one side asks of another.', zh: '记录一方向另一方提出的请求。' },
  takes: [caseTaken, { name: '<question>', summary: { en: 'what is asked', zh: '请求内容' } }],
  options: [
    {
      flags: '--of <party>',
      summary: {
        en: 'customer, rnd, upstream ..., or customer:PERSON',
        zh: '被请求方，如 customer、rnd、upstream',
      },
      required: true,
    },
    { flags: '--by <party>', summary: { en: 'who asks (default: support)', zh: '请求方（默认 support）' } },
    blocksOption,
    messageOption,
  ],
  example: `case ask ${number} "Which release do the nine run?" --of customer --blocks`,
  async run({ api }, [named = '', question = ''], options) {
    const body = {
      ...{ question, asker: addresseeOf(textOf(options, 'by') ?? 'support') },
      ...{ addressee: addresseeOf(textOf(options, 'of') ?? ''), blocks: options['blocks'] === true },
      ...membersOf(options, ['message']),
    } as Input<typeof operations.addCaseRequest>['body']
    return addedItem(await api.call(operations.addCaseRequest, { params: { case: named }, body }))
  },
}

const commitInCase: Command = {
  path: ['case', 'commit'],
  summary: { en: 'Records who owes what to whom, and by when.', zh: '记录承诺：谁在何时之前对谁做什么。' },
  takes: [caseTaken, { name: '<what>', summary: { en: 'what is owed', zh: '承诺内容' } }],
  options: [
    {
      flags: '--by <party>',
      summary: { en: 'who owes it (default: support)', zh: '承诺方（默认 support）' },
    },
    {
      flags: '--to <party>',
      summary: { en: 'to whom (default: customer)', zh: '承诺对象（默认 customer）' },
    },
    { flags: '--due <moment>', summary: { en: 'by when, such as 2026-03-01T09:00:00Z', zh: '期限' } },
    messageOption,
  ],
  example: `case commit ${number} "a test in the laboratory" --by rnd --due 2026-03-04T08:30:00Z`,
  async run({ api }, [named = '', what = ''], options) {
    const body = {
      ...{ what, owner: addresseeOf(textOf(options, 'by') ?? 'support') },
      ...{ to: addresseeOf(textOf(options, 'to') ?? 'customer'), ...membersOf(options, ['due', 'message']) },
    } as Input<typeof operations.addCaseCommitment>['body']
    return addedItem(await api.call(operations.addCaseCommitment, { params: { case: named }, body }))
  },
}

const questionInCase: Command = {
  path: ['case', 'question'],
  summary: { en: 'Records what nobody knows yet.', zh: '记录尚无答案的问题。' },
  takes: [caseTaken, { name: '<question>', summary: { en: 'what is not known', zh: '问题' } }],
  options: [
    { flags: '--owner <party>', summary: { en: 'who is to settle it', zh: '由谁查明' } },
    { flags: '--hindered <text>', summary: { en: 'what hinders that', zh: '有何障碍' } },
    blocksOption,
    messageOption,
  ],
  example: `case question ${number} "Can it be activated after its end?" --owner rnd --blocks`,
  async run({ api }, [named = '', question = ''], options) {
    const owner = textOf(options, 'owner')
    const body = {
      ...{ question, blocks: options['blocks'] === true, ...membersOf(options, ['hindered', 'message']) },
      ...(owner === undefined ? {} : { owner: addresseeOf(owner) }),
    } as Input<typeof operations.addCaseQuestion>['body']
    return addedItem(await api.call(operations.addCaseQuestion, { params: { case: named }, body }))
  },
}

const settleInCase: Command = {
  path: ['case', 'settle'],
  summary: {
    en: 'Changes an entry: answer, answer-partly, decline, collect, withdraw, ask-again; keep, break; reopen; confirm; discard.',
    zh: '变更条目：answer、answer-partly、decline、collect、withdraw、ask-again；keep、break；reopen；confirm；discard。',
  },
  takes: [caseTaken, itemTaken, { name: '<action>', summary: { en: 'what happened to it', zh: '操作' } }],
  options: [
    { flags: '--text <text>', summary: { en: 'the answer', zh: '答复' } },
    {
      flags: '--open <text>',
      summary: { en: 'answer-partly: what is still open', zh: 'answer-partly：尚缺什么' },
    },
    { flags: '--reference <text>', summary: { en: 'where it stands or lies', zh: '所在之处' } },
    { flags: '--reason <text>', summary: { en: 'decline, withdraw, break: why', zh: '原因' } },
    {
      flags: '--evidence <kind:id>',
      summary: { en: 'message:ID, call:ID, test:ID ... (again for each)', zh: '证据（可多次给出）' },
      repeated: true,
    },
    {
      flags: '--message <id>',
      summary: { en: 'confirm: the message that confirms a call', zh: 'confirm：确认通话的邮件' },
    },
    seenEntry,
  ],
  example: `case settle ${number} itm_01j9... keep --evidence message:cms_01j9...`,
  async run(context, [named = '', item = '', action = ''], options) {
    const evidence = evidenceOf(options)
    if (evidence === null) return { kind: 'misused', message: '--evidence <kind:id>' }
    const seen = await findItemVersion(context, { named, item }, options)
    if (seen.kind !== 'version') return seen
    const body = {
      ...{ version: seen.version, action },
      ...membersOf(options, ['text', 'open', 'reference', 'reason', 'message']),
      ...(evidence.length === 0 ? {} : { evidence }),
    } as Input<typeof operations.changeItem>['body']
    const changed = await context.api.call(operations.changeItem, { params: { item }, body })
    if (changed.kind === 'problem') return changed
    return done(changed.answer, `${changed.answer.id} ${changed.answer.state}`)
  },
}

const sendInCase: Command = {
  path: ['case', 'send'],
  summary: { en: 'Sends a kept draft, where nothing stands against it.', zh: '检查无误后发送已保存的草稿。' },
  takes: [
    caseTaken,
    { name: '<draft>', summary: { en: 'id of the draft (itm_...)', zh: '草稿标识（itm_...）' } },
  ],
  options: [seenEntry],
  example: `case send ${number} itm_01j9...`,
  async run(context, [named = '', item = ''], options) {
    const seen = await findItemVersion(context, { named, item }, options)
    if (seen.kind !== 'version') return seen
    const body = { version: seen.version }
    const sent = await context.api.call(operations.sendDraft, { params: { item }, body })
    if (sent.kind === 'problem') return sent
    return done(
      sent.answer,
      context.say({ en: `Queued as ${sent.answer.message}`, zh: `已排队发送：${sent.answer.message}` }),
    )
  },
}

/** The version of an entry that a change is made on: the one that is named, else the present one. */
async function findItemVersion(
  { api }: CommandContext,
  { named, item }: { readonly named: string; readonly item: string },
  options: Options,
): Promise<Version | Refused | Misused> {
  const seen = seenOf(options)
  if (seen?.kind === 'misused') return seen
  const shown = await api.call(operations.showCaseWork, { params: { case: named } })
  if (shown.kind === 'problem') return shown
  const { requests, commitments, questions, calls, notes, drafts } = shown.answer
  const found = [...requests, ...commitments, ...questions, ...calls, ...notes, ...drafts].find(
    ({ id }) => id === item,
  )
  // Whoever names a case and an entry of another one is mistaken in one of them: nothing may be sent or changed there.
  if (found === undefined) return api.refused(refuse('NOT_FOUND', { what: item }))
  return seen ?? { kind: 'version', version: found.version }
}

const judgeMessage: Command = {
  path: ['case', 'judge'],
  summary: { en: 'Says whom a message addresses and who wrote it.', zh: '判定邮件的收件方与发件方。' },
  takes: [{ name: '<message>', summary: { en: 'id of the message (cms_...)', zh: '邮件标识（cms_...）' } }],
  options: [
    { flags: '--audience <audience>', summary: { en: 'customer, internal, rnd, upstream', zh: '收件方' } },
    { flags: '--side <side>', summary: { en: 'vendor, customer, upstream', zh: '发件方' } },
  ],
  example: 'case judge cms_01j9... --audience internal --side vendor',
  async run({ api }, [message = ''], options) {
    const judged = membersOf(options, ['audience', 'side'])
    if (Object.keys(judged).length === 0) return { kind: 'misused', message: '--audience | --side' }
    const body = judged as Input<typeof operations.judgeMessage>['body']
    const made = await api.call(operations.judgeMessage, { params: { message }, body })
    return made.kind === 'problem' ? made : done(made.answer, message)
  },
}

export const caseEntryCommands: readonly Command[] = [
  askInCase,
  commitInCase,
  questionInCase,
  settleInCase,
  sendInCase,
  judgeMessage,
]
