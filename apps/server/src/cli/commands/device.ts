import { operations, type DeviceWire, type UnconfirmedLeaseWire } from '@holdfast/contract'
import { done, textOf, type Command, type CommandContext } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { listOptions, runList } from '../list-command.ts'
import { formatFacts, formatTable } from '../table.ts'

const deviceTaken = { name: '<device>', summary: { en: 'id of the device', zh: '设备标识' } }

const listDevices: Command = {
  path: ['device', 'list'],
  summary: { en: 'Lists devices, the last seen first.', zh: '列出设备（最近出现的在前）。' },
  options: [
    ...listOptions,
    { flags: '--product <id>', summary: { en: 'only of this product', zh: '仅此产品' } },
    { flags: '--serial <serial>', summary: { en: 'only of this serial number', zh: '仅此序列号' } },
    { flags: '--customer <name>', summary: { en: 'only of this customer', zh: '仅此客户' } },
  ],
  example: 'device list --serial 7K2M9-...',
  async run(context, _given, options) {
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    const [product, serial] = [textOf(options, 'product'), textOf(options, 'serial')]
    const query = {
      ...(product === undefined ? {} : { product }),
      ...(serial === undefined ? {} : { serial }),
      ...(customer === null ? {} : { customer: customer.id }),
    }
    return await runList<DeviceWire>(context, options, {
      operation: operations.listDevices,
      query,
      columns: [
        [{ en: 'Device', zh: '设备' }, (device) => device.id],
        [{ en: 'Name', zh: '名称' }, (device) => device.name],
        [{ en: 'Product', zh: '产品' }, (device) => device.product],
        [{ en: 'Release', zh: '发行版' }, (device) => device.release?.name ?? null],
        [{ en: 'Last seen', zh: '最近出现' }, (device) => device.lastSeen],
        [{ en: 'Blocked', zh: '已阻止' }, (device) => device.blocked?.since ?? null],
      ],
    })
  },
}

const showDevice: Command = {
  path: ['device', 'show'],
  summary: { en: 'Shows a device with its seats.', zh: '显示设备及其席位。' },
  takes: [deviceTaken],
  example: 'device show 3f9a...',
  async run({ api, say }, [device = '']) {
    const answered = await api.call(operations.showDevice, { params: { device } })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const head = [
      say({ en: 'Seat', zh: '席位' }),
      say({ en: 'Serial number', zh: '序列号' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'Generation', zh: '代次' }),
    ]
    const rows = answer.seats.map((seat) => [seat.id, seat.serial, seat.state.kind, seat.generation])
    return done(answer, `${deviceText({ say }, answer.device)}\n\n${formatTable(head, rows)}`)
  },
}

function deviceText({ say }: Pick<CommandContext, 'say'>, device: DeviceWire): string {
  return formatFacts([
    [say({ en: 'Device', zh: '设备' }), device.id],
    [say({ en: 'Name', zh: '名称' }), device.name],
    [say({ en: 'Product', zh: '产品' }), device.product],
    [say({ en: 'Release', zh: '发行版' }), device.release?.name ?? null],
    [say({ en: 'First seen', zh: '首次出现' }), device.firstSeen],
    [say({ en: 'Last seen', zh: '最近出现' }), device.lastSeen],
    [
      say({ en: 'Blocked', zh: '已阻止' }),
      device.blocked === null ? null : `${device.blocked.since}: ${device.blocked.reason}`,
    ],
  ])
}

const changes = [
  {
    word: 'block',
    operation: operations.blockDevice,
    summary: {
      en: 'Blocks a device: nothing new is issued to it, its lease goes on.',
      zh: '阻止设备：不再签发新租约，现有租约继续。',
    },
  },
  {
    word: 'unblock',
    operation: operations.unblockDevice,
    summary: { en: 'Takes the block from a device.', zh: '解除对设备的阻止。' },
  },
] as const

const changeCommands: readonly Command[] = changes.map(({ word, operation, summary }) => ({
  path: ['device', word],
  summary,
  takes: [deviceTaken],
  options: [
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: `device ${word} 3f9a... --reason "reported lost"`,
  async run(context, [device = ''], options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    const answered = await context.api.call(operation, { params: { device }, body })
    return answered.kind === 'problem'
      ? answered
      : done(answered.answer, deviceText(context, answered.answer))
  },
}))

const listUnconfirmed: Command = {
  path: ['device', 'unconfirmed'],
  summary: {
    en: 'Lists leases that no device has confirmed, the oldest first.',
    zh: '列出尚未回执确认的租约（最旧在前）。',
  },
  options: listOptions,
  example: 'device unconfirmed',
  run: (context, _given, options) =>
    runList<UnconfirmedLeaseWire>(context, options, {
      operation: operations.listUnconfirmed,
      columns: [
        [{ en: 'Lease', zh: '租约' }, (lease) => lease.lease],
        [{ en: 'Serial number', zh: '序列号' }, (lease) => lease.serial],
        [{ en: 'Device', zh: '设备' }, (lease) => lease.device],
        [{ en: 'Issued', zh: '签发时间' }, (lease) => lease.issuedAt],
        [{ en: 'Age (hours)', zh: '已过（小时）' }, (lease) => Math.floor(lease.ageSeconds / 3600)],
      ],
    }),
}

export const deviceCommands: readonly Command[] = [
  listDevices,
  showDevice,
  ...changeCommands,
  listUnconfirmed,
]
