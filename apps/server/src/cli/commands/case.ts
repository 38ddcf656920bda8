import { operations, type CaseBody, type CaseDeadlineBody, type SearchHitBody } from '@holdfast/contract'
import { caseCorrectCommands } from '../case/correct-commands.ts'
import { caseEntryCommands } from '../case/entry-commands.ts'
import { linkCase } from '../case/link-command.ts'
import { replyCase } from '../case/reply-command.ts'
import { caseWorkCommands } from '../case/work-commands.ts'
import { textOf, type Command, type CommandContext, type Options, type Outcome } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { listOptions, runList } from '../list-command.ts'

const importCase: Command = {
  path: ['case', 'import'],
  summary: {
    en: 'Reads a thread of mails into a case. With --dry-run it shows what it finds, stores nothing and needs no server.',
    zh: '将邮件往来读取为案例。使用 --dry-run 时只显示识别结果，不保存，也无需服务器。',
  },
  takes: [
    {
      name: '<file...>',
      summary: {
        en: 'thread exports, mails (.eml, .msg), mailboxes (.mbox), or - for standard input',
        zh: '导出的邮件往来纯文本、邮件（.eml、.msg）、邮箱文件（.mbox），或用 - 表示标准输入',
      },
    },
  ],
  options: [
    { flags: '--dry-run', summary: { en: 'show only, store nothing', zh: '只显示，不保存' } },
    { flags: '--customer <name>', summary: { en: 'whose case a new one is', zh: '新案例所属客户' } },
  ],
  example: 'case import thread.txt --customer "Harbour Office of Westmark"',
  async run(context, given, options) {
    const files = given.filter((name) => name !== undefined)
    // Loaded here, so that no other command waits for them.
    if (options['dryRun'] === true) {
      const { importFiles } = await import('../case/import-files.ts')
      return await importFiles(context, files)
    }
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const { sendFiles } = await import('../case/send-files.ts')
    return await sendFiles(context, files, customer?.id ?? null)
  },
}

const listCases: Command = {
  path: ['case', 'list'],
  summary: {
    en: 'Lists cases, the newest change first; with --due those that will be late or are, the earliest first.',
    zh: '列出案例（最近变更在前）；使用 --due 时列出即将到期或已超期的案例（最早到期在前）。',
  },
  options: [
    ...listOptions,
    {
      flags: '--due',
      summary: { en: 'by what is to be done next, with its warnings', zh: '按最近期限列出，并显示提醒' },
    },
    { flags: '--state <state>', summary: { en: 'in this state', zh: '处于此状态' } },
    { flags: '--owner <owner>', summary: { en: 'of this owner', zh: '负责人' } },
    { flags: '--queue <queue>', summary: { en: 'in this queue', zh: '所在队列' } },
    { flags: '--customer <name>', summary: { en: 'of this customer', zh: '客户' } },
    { flags: '--product <product>', summary: { en: 'about this product', zh: '产品' } },
  ],
  example: 'case list --state received',
  async run(context, _given, options) {
    if (options['due'] === true) return await listDeadlines(context, options)
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const [state, owner, queue, product] = ['state', 'owner', 'queue', 'product'].map((each) =>
      textOf(options, each),
    )
    return await runList<CaseBody>(context, options, {
      operation: operations.listCases,
      query: { state, owner, queue, product, customer: customer?.id },
      columns: [
        [{ en: 'Case', zh: '案例号' }, ({ number }) => number],
        [{ en: 'State', zh: '状态' }, ({ state: of }) => of.kind],
        [{ en: 'Owner', zh: '负责人' }, (of) => of.owner],
        [{ en: 'Changed', zh: '变更时间' }, ({ changedAt }) => changedAt],
        [{ en: 'Title', zh: '标题' }, ({ title }) => title],
      ],
    })
  },
}

/** `--due` stands alone: the list of deadlines knows no filter. */
async function listDeadlines(context: CommandContext, options: Options): Promise<Outcome> {
  const filter = ['state', 'owner', 'queue', 'customer', 'product'].find(
    (name) => options[name] !== undefined,
  )
  if (filter !== undefined) {
    const words = { en: `--due stands without --${filter}`, zh: `--due 不能与 --${filter} 同时使用` }
    return { kind: 'misused', message: context.say(words) }
  }
  return await runList<CaseDeadlineBody>(context, options, {
    operation: operations.listCaseDeadlines,
    query: {},
    columns: [
      [{ en: 'Case', zh: '案例号' }, ({ case: { number } }) => number],
      [{ en: 'Due', zh: '期限' }, ({ due }) => due],
      [
        { en: 'Warnings', zh: '提醒' },
        ({ warnings }) => warnings.map(({ kind, of }) => `${kind} ${of}`).join(', '),
      ],
      [{ en: 'State', zh: '状态' }, ({ case: { state } }) => state.kind],
      [{ en: 'Owner', zh: '负责人' }, ({ case: { owner } }) => owner],
      [{ en: 'Title', zh: '标题' }, ({ case: { title } }) => title],
    ],
  })
}

const showCase: Command = {
  path: ['case', 'show'],
  summary: {
    en: 'Shows a case: state, who has to act, timeline, what contradicts itself, what is missing. People appear as roles.',
    zh: '显示案例：状态、待处理方、时间线、相互矛盾的陈述、缺少的内容。人员以角色显示。',
  },
  takes: [{ name: '<number>', summary: { en: 'number, token or id', zh: '案例号、跟踪标记或 ID' } }],
  options: [
    {
      flags: '--messages',
      summary: { en: 'with its messages, each audience apart', zh: '按收件对象分列邮件' },
    },
    {
      flags: '--reveal',
      summary: {
        en: 'people by name; needs desk:personal and is recorded',
        zh: '显示真实姓名；需要 desk:personal 权限，并记入审计日志',
      },
    },
  ],
  example: 'case show CAS-00017-K2F9QX --messages',
  async run(context, [number = ''], options) {
    const { showCase: run } = await import('../case/show-case.ts')
    return await run(context, number, {
      messages: options['messages'] === true,
      reveal: options['reveal'] === true,
    })
  },
}

const searchCases: Command = {
  path: ['case', 'search'],
  summary: {
    en: 'Searches cases, messages, attachments, orders and devices. Words part by blanks, all of them have to be there.',
    zh: '在案例、邮件、附件、订单和设备中查找。多个词以空格分隔，须全部出现。',
  },
  takes: [{ name: '<words...>', summary: { en: 'what to look for', zh: '要查找的内容' } }],
  options: [
    ...listOptions,
    { flags: '--case <number>', summary: { en: 'in this case alone', zh: '仅在此案例中' } },
    { flags: '--audience <audience>', summary: { en: 'of this audience alone', zh: '仅限此收件对象' } },
    {
      flags: '--kind <kind>',
      summary: {
        en: 'case, message, attachment, item, order or device',
        zh: '种类：case、message、attachment、item、order 或 device',
      },
    },
    { flags: '--reveal', summary: { en: 'people by name', zh: '显示真实姓名' } },
  ],
  example: 'case search 激活失败 V0-H',
  async run(context, given, options) {
    const q = given.filter((word) => word !== undefined).join(' ')
    const { markHits } = await import('../case/mark-hits.ts')
    return await runList<SearchHitBody>(context, options, {
      operation: operations.searchDesk,
      query: {
        ...{ q, case: textOf(options, 'case'), audience: textOf(options, 'audience') },
        kind: textOf(options, 'kind'),
        reveal: options['reveal'] === true ? 'yes' : undefined,
      },
      columns: [
        [{ en: 'Case', zh: '案例号' }, casesOfHit],
        [{ en: 'Kind', zh: '种类' }, (hit) => hit.kind],
        [{ en: 'Audience', zh: '收件对象' }, (hit) => hit.audience],
        [{ en: 'At', zh: '时间' }, (hit) => hit.at],
        [{ en: 'Found', zh: '内容' }, (hit) => markHits(hit.excerpt, hit.hits)],
      ],
    })
  },
}

/** The case in which it lies; of an order or a device those that are about it. */
function casesOfHit({ number, linked }: SearchHitBody): string | null {
  return number ?? (linked.length === 0 ? null : linked.map((one) => one.number).join(', '))
}

export const caseCommands: readonly Command[] = [
  importCase,
  listCases,
  showCase,
  searchCases,
  ...caseWorkCommands,
  linkCase,
  replyCase,
  ...caseEntryCommands,
  ...caseCorrectCommands,
]
