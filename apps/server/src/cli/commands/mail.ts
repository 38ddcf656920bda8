import { operations } from '@holdfast/contract'
import { done, textOf, type Command, type Words } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'
import { formatTable } from '../table.ts'

type Row = { readonly [member: string]: string | number | null }
const cell =
  (member: string) =>
  (row: Row): string | number | null =>
    row[member] ?? null

const counts: readonly (readonly [string, Words])[] = [
  ['waiting', { en: 'Taken in, to be read', zh: '已接收，待读取' }],
  ['failed', { en: 'Could not be read', zh: '无法读取' }],
  ['unplaced', { en: 'Of no case (auto-replies, bounces)', zh: '不属于任何案例（自动回复、退信）' }],
  ['held', { en: 'Wait for a person', zh: '待放行' }],
  ['queued', { en: 'To be sent', zh: '待发送' }],
  ['refused', { en: 'Refused by the other side', zh: '被对方拒收' }],
  ['doubt', { en: 'In doubt', zh: '发送结果待确认' }],
]

const mailStatus: Command = {
  path: ['mail', 'status'],
  summary: {
    en: 'Shows the doors of mail, and what waits, failed, or is in doubt.',
    zh: '显示邮件收发通道，以及待处理、失败和结果待确认的邮件数量。',
  },
  example: 'mail status',
  async run({ api, say }) {
    const answered = await api.call(operations.showMail, {})
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const doors = answer.doors.map(({ name, state, stateAt, error }) => [name, state, stateAt, error])
    const head = [
      say({ en: 'Door', zh: '通道' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'Since', zh: '起始时间' }),
      say({ en: 'Error', zh: '错误' }),
    ]
    const numbers: { readonly [name: string]: unknown } = answer
    const lines = counts.map(([name, words]) => `${say(words)}: ${String(numbers[name])}`)
    const off = say({
      en: 'This server has no mail file: nothing of mail runs.',
      zh: '此服务器未配置邮件文件，不收发邮件。',
    })
    const text = [
      ...(answer.configured ? [] : [off]),
      ...(doors.length === 0 ? [] : [formatTable(head, doors)]),
      ...lines,
    ]
    return done(answer, text.join('\n'))
  },
}

const mailFailed = listingOf('failed', {
  en: 'Lists mails that could not be read.',
  zh: '列出无法读取的邮件。',
})

const mailUnplaced = listingOf('unplaced', {
  en: 'Lists auto-replies and bounces that belong to no case.',
  zh: '列出不属于任何案例的自动回复和退信。',
})

function listingOf(state: 'failed' | 'unplaced', summary: Words): Command {
  return {
    path: ['mail', state],
    summary,
    options: listOptions,
    example: `mail ${state}`,
    run: (context, _given, options) =>
      runList<Row>(context, options, {
        operation: operations.listIntake,
        query: { state },
        columns: [
          [{ en: 'Mail', zh: '收件编号' }, cell('id')],
          [{ en: 'Received', zh: '接收时间' }, cell('receivedAt')],
          [{ en: 'Door', zh: '通道' }, cell('mailbox')],
          [{ en: 'Bytes', zh: '字节' }, cell('bytes')],
          [{ en: 'Reason', zh: '原因' }, cell('reason')],
        ],
      }),
  }
}

const mailTaken = { name: '<mail>', summary: { en: 'id of the mail (itk_...)', zh: '收件编号（itk_...）' } }

const mailReplay: Command = {
  path: ['mail', 'replay'],
  summary: {
    en: 'Sets a failed or unplaced mail to be read again.',
    zh: '将失败或未归入案例的邮件重新读取。',
  },
  takes: [mailTaken],
  example: 'mail replay itk_01j9...',
  async run({ api, say }, [intake = '']) {
    const answered = await api.call(operations.replayIntake, { params: { intake }, body: {} })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `${intake} will be read again.`, zh: `${intake} 将重新读取。` }))
  },
}

const mailDiscard: Command = {
  path: ['mail', 'discard'],
  summary: {
    en: 'Destroys the bytes of a failed or unplaced mail, for good.',
    zh: '永久销毁失败或未归入案例的邮件的内容。',
  },
  takes: [mailTaken],
  example: 'mail discard itk_01j9...',
  async run({ api, say }, [intake = '']) {
    const answered = await api.call(operations.discardIntake, { params: { intake }, body: {} })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `${intake} is discarded.`, zh: `${intake} 已丢弃。` }))
  },
}

const mailOutgoing: Command = {
  path: ['mail', 'outgoing'],
  summary: { en: 'Lists mails that go out.', zh: '列出发出的邮件。' },
  options: [
    {
      flags: '--state <state>',
      summary: {
        en: 'queued, sending, sent, refused or doubt (default: doubt)',
        zh: 'queued、sending、sent、refused 或 doubt（默认 doubt）',
      },
    },
    ...listOptions,
  ],
  example: 'mail outgoing --state refused',
  run: (context, _given, options) =>
    runList<Row>(context, options, {
      operation: operations.listOutgoing,
      query: { state: textOf(options, 'state') ?? 'doubt' },
      columns: [
        [{ en: 'Mail', zh: '发件编号' }, cell('id')],
        [{ en: 'Case', zh: '案例' }, cell('case')],
        [{ en: 'State', zh: '状态' }, cell('state')],
        [{ en: 'Queued', zh: '排队时间' }, cell('queuedAt')],
        [{ en: 'Attempts', zh: '尝试次数' }, cell('attempts')],
        [{ en: 'Error', zh: '错误' }, cell('error')],
      ],
    }),
}

const mailRepair: Command = {
  path: ['mail', 'repair'],
  summary: {
    en: 'Says what became of a mail in doubt: send it again, or mark it as sent.',
    zh: '处理结果待确认的邮件：重新发送，或标记为已发送。',
  },
  takes: [{ name: '<mail>', summary: { en: 'id of the mail (omx_...)', zh: '发件编号（omx_...）' } }],
  options: [
    {
      flags: '--how <how>',
      summary: { en: 'resend or mark-sent', zh: 'resend（重新发送）或 mark-sent（标记为已发送）' },
    },
  ],
  example: 'mail repair omx_01j9... --how mark-sent',
  async run({ api, say }, [mail = ''], options) {
    const how = textOf(options, 'how')
    if (how !== 'resend' && how !== 'mark-sent')
      return { kind: 'misused', message: '--how: resend | mark-sent' }
    const answered = await api.call(operations.repairOutgoing, { params: { mail }, body: { how } })
    if (answered.kind === 'problem') return answered
    const words =
      how === 'resend'
        ? { en: `${mail} is sent again.`, zh: `${mail} 将重新发送。` }
        : { en: `${mail} is marked as sent.`, zh: `${mail} 已标记为已发送。` }
    return done(answered.answer, say(words))
  },
}

const mailHeld: Command = {
  path: ['mail', 'held'],
  summary: {
    en: 'Lists messages that wait until a person admits their senders.',
    zh: '列出待放行的邮件（等待人工确认发件人）。',
  },
  options: listOptions,
  example: 'mail held',
  run: (context, _given, options) =>
    runList<Row>(context, options, {
      operation: operations.listHeld,
      columns: [
        [{ en: 'Message', zh: '邮件' }, cell('id')],
        [{ en: 'Case', zh: '案例' }, cell('case')],
        [{ en: 'Received', zh: '接收时间' }, cell('receivedAt')],
        [{ en: 'Sender of', zh: '发件域' }, cell('senderDomain')],
        [{ en: 'Audience', zh: '受众' }, cell('audience')],
      ],
    }),
}

const mailAccept: Command = {
  path: ['mail', 'accept'],
  summary: {
    en: 'Admits the sender of a message that waits.',
    zh: '放行邮件：确认其发件人。',
  },
  takes: [{ name: '<message>', summary: { en: 'id of the message (cms_...)', zh: '邮件标识（cms_...）' } }],
  options: [
    {
      flags: '--audience <audience>',
      summary: {
        en: 'customer, internal, rnd or upstream (default: as judged)',
        zh: 'customer、internal、rnd 或 upstream（默认按系统判断）',
      },
    },
  ],
  example: 'mail accept cms_01j9... --audience customer',
  async run({ api, say }, [message = ''], options) {
    const given = textOf(options, 'audience')
    const audiences = ['customer', 'internal', 'rnd', 'upstream'] as const
    const audience = audiences.find((word) => word === given)
    if (given !== undefined && audience === undefined)
      return { kind: 'misused', message: `--audience: ${audiences.join(' | ')}` }
    const body = audience === undefined ? {} : { audience }
    const answered = await api.call(operations.acceptMessage, { params: { message }, body })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `${message} counts from now on.`, zh: `${message} 已放行。` }))
  },
}

export const mailCommands: readonly Command[] = [
  mailStatus,
  mailFailed,
  mailUnplaced,
  mailReplay,
  mailDiscard,
  mailOutgoing,
  mailRepair,
  mailHeld,
  mailAccept,
]
