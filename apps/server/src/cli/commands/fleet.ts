import { operations, type ObservedDeviceWire } from '@holdfast/contract'
import { isFindingKind, phraseFinding } from '@holdfast/phrases'
import { done, textOf, type Command, type Words } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { listOptions, runList } from '../list-command.ts'
import { formatFacts, formatTable } from '../table.ts'

const listDevices: Command = {
  path: ['fleet', 'devices'],
  summary: {
    en: 'Lists devices that captures speak of, the last seen first.',
    zh: '列出采集文本涉及的设备（最近出现的在前）。',
  },
  options: [
    ...listOptions,
    { flags: '--customer <name>', summary: { en: 'only of this customer', zh: '仅此客户' } },
    { flags: '--state <state>', summary: { en: 'only in this state', zh: '仅此状态' } },
    { flags: '--finding <id>', summary: { en: 'only those of this finding', zh: '仅此待查事项涉及的设备' } },
  ],
  example: 'fleet devices --state notification',
  async run(context, _given, options) {
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const [state, finding] = [textOf(options, 'state'), textOf(options, 'finding')]
    const query = {
      ...(customer === null ? {} : { customer: customer.id }),
      ...(state === undefined ? {} : { state }),
      ...(finding === undefined ? {} : { finding }),
    }
    return await runList<ObservedDeviceWire>(context, options, {
      operation: operations.listFleetDevices,
      query,
      columns: [
        [{ en: 'Device', zh: '设备' }, (device) => device.id],
        [{ en: 'Called', zh: '名称' }, (device) => device.label],
        [{ en: 'State', zh: '状态' }, (device) => device.state],
        [{ en: 'Last seen', zh: '最近出现' }, (device) => device.lastSeen],
        [{ en: 'First reminder', zh: '首次提醒' }, (device) => device.firstReminder],
        [{ en: 'Ends', zh: '到期' }, (device) => device.ends?.from ?? null],
      ],
    })
  },
}

const changeWords: { readonly [change: string]: Words } = {
  first: { en: 'first seen', zh: '首次出现' },
  state: { en: 'new state', zh: '状态变化' },
  'end-later': { en: 'end moved later', zh: '到期时间推后' },
  'end-earlier': { en: 'end moved earlier', zh: '到期时间提前' },
  release: { en: 'other release', zh: '发行版变化' },
}

const showDevice: Command = {
  path: ['fleet', 'show'],
  summary: { en: 'Shows a device with its timeline and findings.', zh: '显示设备的时间线与待查事项。' },
  takes: [{ name: '<device>', summary: { en: 'id of the device: dev_...', zh: '设备标识：dev_...' } }],
  example: 'fleet show dev_01j9...',
  async run({ api, locale, say }, [device = '']) {
    const answered = await api.call(operations.showFleetDevice, { params: { device }, query: {} })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const shown = answer.device
    const facts = formatFacts([
      [say({ en: 'Device', zh: '设备' }), shown.id],
      [say({ en: 'Called', zh: '名称' }), shown.label],
      [say({ en: 'Host', zh: '主机名' }), shown.host],
      [say({ en: 'Our device', zh: '本方设备' }), shown.device],
      [say({ en: 'Product', zh: '产品' }), shown.product],
      [say({ en: 'State', zh: '状态' }), shown.state],
      [say({ en: 'First reminder', zh: '首次提醒' }), shown.firstReminder],
      [say({ en: 'Ends', zh: '到期' }), shown.ends?.from ?? null],
    ])
    const head = [
      say({ en: 'At', zh: '时间' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'Ends', zh: '到期' }),
      say({ en: 'Changed', zh: '变化' }),
      say({ en: 'Source', zh: '来源' }),
    ]
    const rows = answer.timeline.items.map((seen) => [
      seen.at,
      seen.state,
      seen.ends?.from ?? null,
      (seen.changes ?? []).map((change) => say(changeWords[change] ?? { en: change, zh: change })).join(', '),
      seen.source,
    ])
    const findings = answer.findings.map(({ id, code, facts: told }) => [
      id,
      code,
      isFindingKind(code) ? phraseFinding(code, told, locale).title : code,
    ])
    const findingHead = [
      say({ en: 'Finding', zh: '待查事项' }),
      say({ en: 'Code', zh: '代码' }),
      say({ en: 'Found', zh: '内容' }),
    ]
    const parts = [facts, formatTable(head, rows)]
    if (findings.length > 0) parts.push(formatTable(findingHead, findings))
    return done(answer, parts.join('\n\n'))
  },
}

const watch: Command = {
  path: ['fleet', 'watch'],
  summary: {
    en: 'Looks at the whole fleet now, as the server does by itself every day.',
    zh: '立即检查全部设备（服务器每日也会自动检查）。',
  },
  example: 'fleet watch',
  async run({ api, say }) {
    const answered = await api.call(operations.watchFleet, { body: {} })
    if (answered.kind === 'problem') return answered
    const { raised, grown, closed } = answered.answer
    const words = {
      en: `${raised} findings raised, ${grown} grown, ${closed} closed`,
      zh: `新增待查事项 ${raised} 项，更新 ${grown} 项，关闭 ${closed} 项`,
    }
    return done(answered.answer, say(words))
  },
}

export const fleetCommands: readonly Command[] = [listDevices, showDevice, watch]
