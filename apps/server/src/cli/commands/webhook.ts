import { deskNoticeNames, operations } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'
import { showUnkept, trySecretFile, writeSecretFile } from '../secret-file.ts'
import { formatTable } from '../table.ts'

const webhookTaken = { name: '<webhook>', summary: { en: 'id of the webhook', zh: '网络回调标识' } }

const addWebhook: Command = {
  path: ['webhook', 'add'],
  summary: {
    en: 'Sends findings, or what happens on the desk, to an address, and shows the secret of its signatures, once.',
    zh: '将待查事项或服务台动态发送到指定地址，并仅此一次显示签名密钥。',
  },
  takes: [{ name: '<url>', summary: { en: 'https address', zh: 'https 地址' } }],
  options: [
    {
      flags: '--kinds <list>',
      summary: {
        en: `comma separated codes of findings, or ${deskNoticeNames.join(', ')} (default: all findings)`,
        zh: `以逗号分隔的待查事项代码，或 ${deskNoticeNames.join('、')}（默认全部待查事项）`,
      },
    },
    {
      flags: '--out <file>',
      summary: {
        en: 'write the secret to this file (mode 0600) and do not show it',
        zh: '将密钥写入此文件（0600），不显示',
      },
    },
  ],
  example: 'webhook add https://desk.example.test/holdfast --kinds WAVE,REMINDERS_AHEAD --out secret.txt',
  async run(context, [url = ''], options) {
    const { api, say } = context
    const kinds = textOf(options, 'kinds')
      ?.split(',')
      .map((kind) => kind.trim())
    const out = textOf(options, 'out')
    const unwritable = trySecretFile(out)
    if (unwritable !== null) return api.refused(unwritable)
    const body = { url, ...(kinds === undefined ? {} : { kinds }) }
    const answered = await api.call(operations.addWebhook, { body })
    if (answered.kind === 'problem') return answered
    const { webhook, secret } = answered.answer
    const shown = `${webhook.id}\n${secret}`
    if (out === undefined) return done(answered.answer, shown)
    const refusal = writeSecretFile(out, `${secret}\n`)
    if (refusal !== null) return showUnkept(context, options, { json: answered.answer, text: shown, refusal })
    const words = {
      en: `Webhook ${webhook.id} added, its secret written to ${out}`,
      zh: `已添加网络回调 ${webhook.id}，密钥已写入 ${out}`,
    }
    return done({ webhook }, say(words))
  },
}

const listWebhooks: Command = {
  path: ['webhook', 'list'],
  summary: {
    en: 'Lists where findings are sent, and how that fares.',
    zh: '列出待查事项的发送地址及发送情况。',
  },
  example: 'webhook list',
  async run({ api, say }) {
    const answered = await api.call(operations.listWebhooks, {})
    if (answered.kind === 'problem') return answered
    const { items } = answered.answer
    if (items.length === 0) return done(answered.answer, say({ en: 'None.', zh: '无。' }))
    const head = [
      say({ en: 'Webhook', zh: '网络回调' }),
      say({ en: 'Address', zh: '地址' }),
      say({ en: 'Kinds', zh: '种类' }),
      say({ en: 'State', zh: '状态' }),
      say({ en: 'Waiting', zh: '待发送' }),
      say({ en: 'Given up', zh: '已放弃' }),
      say({ en: 'Last error', zh: '最近错误' }),
    ]
    const rows = items.map(({ id, url, kinds, state, deliveries }) => [
      id,
      url,
      kinds === 'all' ? kinds : kinds.join(','),
      state.kind === 'active' ? state.kind : `${state.because} ${state.at}`,
      deliveries.waiting,
      deliveries.dead,
      deliveries.lastError,
    ])
    return done(answered.answer, formatTable(head, rows))
  },
}

const removeWebhook: Command = {
  path: ['webhook', 'remove'],
  summary: {
    en: 'Removes a webhook; what waits for it is not sent.',
    zh: '移除网络回调；待发送的内容不再发送。',
  },
  takes: [webhookTaken],
  example: 'webhook remove whk_01j9...',
  async run({ api, say }, [webhook = '']) {
    const answered = await api.call(operations.removeWebhook, { params: { webhook } })
    if (answered.kind === 'problem') return answered
    return done(
      answered.answer,
      say({ en: `Webhook ${webhook} removed.`, zh: `已移除网络回调 ${webhook}。` }),
    )
  },
}

const testWebhook: Command = {
  path: ['webhook', 'test'],
  summary: { en: 'Sends a test message and tells how it went.', zh: '发送测试消息并显示结果。' },
  takes: [webhookTaken],
  example: 'webhook test whk_01j9...',
  async run({ api, say }, [webhook = '']) {
    const answered = await api.call(operations.testWebhook, { params: { webhook }, body: {} })
    if (answered.kind === 'problem') return answered
    const { delivered, status, error } = answered.answer
    const words = delivered
      ? { en: `Delivered (HTTP ${status}).`, zh: `已送达（HTTP ${status}）。` }
      : { en: `Not delivered: ${error}`, zh: `未送达：${error}` }
    return done(answered.answer, say(words), delivered ? 0 : 1)
  },
}

export const webhookCommands: readonly Command[] = [addWebhook, listWebhooks, removeWebhook, testWebhook]
