import { formatInstant } from '@holdfast/capabilities'
import { operations, type Input, type PlanItemWire, type PlanWire } from '@holdfast/contract'
import { parseDeviceList } from '@holdfast/fleet'
import { phrasePlanState } from '@holdfast/phrases'
import { answerFolder, refuseSameFolder } from '../answer-folder.ts'
import type { Answered, ApiClient } from '../api-client.ts'
import {
  done,
  textOf,
  type Command,
  type CommandContext,
  type Done,
  type Options,
  type Outcome,
  type Refused,
} from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { listAll } from '../list-all.ts'
import { listOptions, readNumber, runList } from '../list-command.ts'
import { checklistText, itemsText, planText } from '../plan-text.ts'
import { readTextFile } from '../read-text-file.ts'
import { tellFolder } from './offline.ts'

const planTaken = { name: '<plan>', summary: { en: 'id of the plan', zh: '方案标识' } }
const example = 'pln_0123456789abcdefghjkmnpqrs'
/** All items of the largest plan. */
const itemsMax = 20_000

const makePlan: Command = {
  path: ['plan', 'make'],
  summary: {
    en: 'Previews a plan: which devices, what would be done, what cannot be repaired. Changes nothing.',
    zh: '预览方案：涉及哪些设备、将如何处理、哪些无法修复。不做任何改变。',
  },
  options: [
    { flags: '--finding <id>', summary: { en: 'devices of this finding', zh: '此发现涉及的设备' } },
    { flags: '--customer <name>', summary: { en: 'devices of this customer', zh: '此客户的设备' } },
    {
      flags: '--ends-before <date>',
      summary: { en: 'devices that remind or end before', zh: '在此日期之前提醒或到期的设备' },
    },
    {
      flags: '--devices <file>',
      summary: {
        en: 'a list: one id, serial number or name a line, or JSON',
        zh: '清单：每行一个标识、序列号或名称，或 JSON',
      },
    },
    { flags: '--title <text>', summary: { en: 'what it is for', zh: '名称' } },
    {
      flags: '--silent-days <days>',
      summary: {
        en: 'a device not seen for so long is silent (default: 90)',
        zh: '多少天未出现视为长期未出现（默认 90）',
      },
    },
  ],
  example: 'plan make --customer "Harbour Office of Westmark" --ends-before 2027-01-01',
  async run(context, _given, options) {
    const asked = await readSelection(context, options)
    if (asked.kind !== 'body') return asked
    const made = await context.api.call(operations.makePlan, { body: asked.body })
    return made.kind === 'problem' ? made : await tellPlan(context, made.answer)
  },
}

async function readSelection(
  context: CommandContext,
  options: Options,
): Promise<{ readonly kind: 'body'; readonly body: Input<typeof operations.makePlan>['body'] } | Outcome> {
  const { api } = context
  const name = textOf(options, 'customer')
  const customer = name === undefined ? null : await findCustomer(api, name)
  if (customer?.kind === 'problem') return customer
  const file = textOf(options, 'devices')
  const devices = file === undefined ? null : readDevices(api, file)
  if (devices !== null && 'kind' in devices) return devices
  const daysText = textOf(options, 'silentDays')
  const silentDays = daysText === undefined ? undefined : readNumber(daysText)
  if (silentDays === null) return { kind: 'misused', message: `--silent-days ${daysText}` }
  const [finding, endsBefore, title] = [
    textOf(options, 'finding'),
    textOf(options, 'endsBefore'),
    textOf(options, 'title') ?? context.say({ en: 'Repair', zh: '修复' }),
  ]
  const body = {
    ...(finding === undefined ? {} : { finding }),
    ...(customer === null ? {} : { customer: customer.id }),
    ...(endsBefore === undefined ? {} : { endsBefore }),
    ...(devices === null ? {} : { devices: devices.entries }),
    title,
    ...(silentDays === undefined ? {} : { silentDays }),
  }
  return { kind: 'body', body }
}

/** The list is read here, so that a bad line is told before anything is sent; the server reads it again. */
function readDevices(api: ApiClient, file: string): { readonly entries: unknown[] } | Refused {
  const read = readTextFile(file, { strict: true })
  if (read.kind === 'refused') return api.refused(read)
  const list = parseDeviceList(read.text)
  if (list.kind === 'refused') return api.refused(list)
  const entries = list.devices.map((entry) => {
    if (entry.kind === 'own') {
      const { device, offline, gone } = entry
      return { device, offline, gone }
    }
    const { device, scheme, name, end, hasKey, licensed } = entry
    return {
      ...{ device, scheme, name },
      end: end === null ? null : end.kind === 'perpetual' ? 'perpetual' : formatInstant(end.until),
      ...(hasKey === null ? {} : { key: hasKey }),
      ...(licensed === null ? {} : { licensed }),
    }
  })
  return { entries }
}

const listPlans: Command = {
  path: ['plan', 'list'],
  summary: { en: 'Lists plans of repair, the newest first.', zh: '列出修复方案（最新在前）。' },
  options: [
    ...listOptions,
    {
      flags: '--state <state>',
      summary: { en: 'previewed, approved, running, finished or closed', zh: '按状态筛选' },
    },
  ],
  example: 'plan list --state running',
  run: (context, _given, options) => {
    const state = textOf(options, 'state')
    return runList<PlanWire>(context, options, {
      operation: operations.listPlans,
      ...(state === undefined ? {} : { query: { state } }),
      columns: [
        [{ en: 'Plan', zh: '方案' }, (plan) => plan.id],
        [{ en: 'Title', zh: '名称' }, (plan) => plan.title],
        [{ en: 'Made', zh: '制定时间' }, (plan) => plan.madeAt],
        [{ en: 'State', zh: '状态' }, (plan) => phrasePlanState(plan.state.kind, context.locale)],
        [{ en: 'Devices', zh: '设备' }, (plan) => plan.itemsTotal],
        [{ en: 'Well', zh: '正常' }, (plan) => plan.counts.done + plan.counts.well],
      ],
    })
  },
}

const showPlan: Command = {
  path: ['plan', 'show'],
  summary: { en: 'Shows a plan and its devices.', zh: '显示方案及其设备。' },
  takes: [planTaken],
  example: `plan show ${example} --json`,
  async run(context, [plan = '']) {
    const shown = await context.api.call(operations.showPlan, { params: { plan } })
    return shown.kind === 'problem' ? shown : await tellPlan(context, shown.answer)
  },
}

const approvePlan: Command = {
  path: ['plan', 'approve'],
  summary: { en: 'Approves a previewed plan.', zh: '批准已预览的方案。' },
  takes: [planTaken],
  options: [
    {
      flags: '--accept-risk',
      summary: {
        en: 'accept that devices whose seats are given back may go on working',
        zh: '接受被收回席位的设备可能继续工作的风险',
      },
    },
  ],
  example: `plan approve ${example}`,
  async run(context, [plan = ''], options) {
    const body = options['acceptRisk'] === true ? ({ acceptedRisk: 'device-may-go-on' } as const) : {}
    return await tellAction(
      context,
      await context.api.call(operations.approvePlan, { params: { plan }, body }),
    )
  },
}

const runPlan: Command = {
  path: ['plan', 'run'],
  summary: {
    en: 'Runs an approved plan; with --offline also answers a folder of request files.',
    zh: '执行已批准的方案；加 --offline 时同时答复文件夹中的申请。',
  },
  takes: [planTaken],
  options: [
    { flags: '--offline <folder>', summary: { en: 'folder of request files', zh: '申请文件所在文件夹' } },
    { flags: '--out <folder>', summary: { en: 'folder for the answers', zh: '应答文件夹' } },
  ],
  example: `plan run ${example} --offline requests --out answers`,
  async run(context, [plan = ''], options) {
    const [folder, out] = [textOf(options, 'offline'), textOf(options, 'out')]
    if ((folder === undefined) !== (out === undefined))
      return { kind: 'misused', message: '--offline <folder> --out <folder>' }
    const same = folder === undefined || out === undefined ? null : refuseSameFolder(folder, out)
    if (same !== null) return context.api.refused(same)
    const ran = await context.api.call(operations.runPlan, { params: { plan }, body: {} })
    if (ran.kind === 'problem' || folder === undefined || out === undefined)
      return await tellAction(context, ran)
    const answered = await answerFolder(context.api, folder, out)
    if (answered.kind === 'problem') return answered
    const offline = tellFolder(context, answered, out)
    const told = await tellPlan(context, ran.answer)
    if (told.kind !== 'done') return told
    const json = { ...(told.json as object), offline: offline.json }
    return done(json, `${offline.text}\n\n${told.text}`, offline.status)
  },
}

const verifyPlan: Command = {
  path: ['plan', 'verify'],
  summary: {
    en: 'Looks for observations that prove the steps, and says what remains.',
    zh: '查找能证明各步骤的观测，并说明剩余项。',
  },
  takes: [planTaken],
  example: `plan verify ${example}`,
  run: async (context, [plan = '']) =>
    await tellAction(context, await context.api.call(operations.verifyPlan, { params: { plan }, body: {} })),
}

const closePlan: Command = {
  path: ['plan', 'close'],
  summary: { en: 'Closes a plan for good.', zh: '关闭方案。' },
  takes: [planTaken],
  options: [
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: `plan close ${example} --reason "all devices are well"`,
  async run(context, [plan = ''], options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    return await tellAction(context, await context.api.call(operations.closePlan, { params: { plan }, body }))
  },
}

const checklistOfPlan: Command = {
  path: ['plan', 'checklist'],
  summary: {
    en: 'Prints the numbered steps that people take, with the commands of the makers.',
    zh: '打印人工步骤清单及原厂命令。',
  },
  takes: [planTaken],
  example: `plan checklist ${example} --lang zh`,
  async run(context, [plan = '']) {
    const shown = await context.api.call(operations.showPlan, { params: { plan } })
    if (shown.kind === 'problem') return shown
    const items = await listItems(context, plan)
    if (items.kind === 'problem') return items
    const text = checklistText(context, shown.answer, items.items)
    return done({ plan, text }, text)
  },
}

async function tellAction(
  context: CommandContext,
  answered: Answered<typeof operations.showPlan>,
): Promise<Outcome> {
  return answered.kind === 'problem' ? answered : await tellPlan(context, answered.answer)
}

/** The plan with its items: the format that forecasts read. spec: repair §6 */
async function tellPlan(context: CommandContext, plan: PlanWire): Promise<Done | Refused> {
  const items = await listItems(context, plan.id)
  if (items.kind === 'problem') return items
  return done({ ...plan, items: items.items }, planText(context, plan) + itemsText(context, items.items))
}

function listItems({ api }: CommandContext, plan: string) {
  return listAll<PlanItemWire>(api, operations.listPlanItems, { params: { plan } }, itemsMax)
}

export const planCommands: readonly Command[] = [
  makePlan,
  showPlan,
  listPlans,
  approvePlan,
  runPlan,
  verifyPlan,
  checklistOfPlan,
  closePlan,
]
