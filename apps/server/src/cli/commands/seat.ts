import { operations, type SeatWire } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'

const listSeats: Command = {
  path: ['seat', 'list'],
  summary: { en: 'Lists the seats of a serial number or a device.', zh: '列出序列号或设备的席位。' },
  options: [
    ...listOptions,
    { flags: '--serial <serial>', summary: { en: 'of this serial number', zh: '此序列号' } },
    { flags: '--device <device>', summary: { en: 'of this device', zh: '此设备' } },
  ],
  example: 'seat list --serial 7K2M9-...',
  async run(context, _given, options) {
    const [serial, device] = [textOf(options, 'serial'), textOf(options, 'device')]
    if ((serial === undefined) === (device === undefined))
      return {
        kind: 'misused',
        message: context.say({ en: 'give --serial or --device', zh: '请给出 --serial 或 --device 之一' }),
      }
    return await runList<SeatWire>(context, options, {
      operation: operations.listSeats,
      query: serial === undefined ? { device } : { serial },
      columns: [
        [{ en: 'Seat', zh: '席位' }, (seat) => seat.id],
        [{ en: 'Serial number', zh: '序列号' }, (seat) => seat.serial],
        [{ en: 'Device', zh: '设备' }, (seat) => seat.device],
        [{ en: 'State', zh: '状态' }, (seat) => seat.state.kind],
        [
          { en: 'Since', zh: '时间' },
          (seat) => (seat.state.kind === 'taken' ? seat.state.since : seat.state.at),
        ],
      ],
    })
  },
}

const releaseSeat: Command = {
  path: ['seat', 'release'],
  summary: {
    en: 'Gives a seat back without the device: it may go on as far as its lease says.',
    zh: '在未经设备确认的情况下收回席位：设备仍可在其租约期内继续使用。',
  },
  takes: [{ name: '<seat>', summary: { en: 'id of the seat', zh: '席位标识' } }],
  options: [
    {
      flags: '--accept-risk <risk>',
      summary: { en: 'must be: device-may-go-on', zh: '必须为：device-may-go-on（设备可能继续使用）' },
      required: true,
    },
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example:
    'seat release sea_0123456789abcdefghjkmnpqrs --accept-risk device-may-go-on --reason "disk destroyed"',
  async run({ api, say }, [seat = ''], options) {
    if (textOf(options, 'acceptRisk') !== 'device-may-go-on')
      return { kind: 'misused', message: '--accept-risk device-may-go-on' }
    const body = { acceptedRisk: 'device-may-go-on' as const, reason: textOf(options, 'reason') ?? '' }
    const answered = await api.call(operations.releaseSeat, { params: { seat }, body })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `Seat ${seat} given back.`, zh: `已收回席位 ${seat}。` }))
  },
}

export const seatCommands: readonly Command[] = [listSeats, releaseSeat]
