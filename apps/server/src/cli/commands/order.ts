import { resolve } from 'node:path'
import { operations, type OrderWire } from '@holdfast/contract'
import { done, textOf, type Command, type CommandContext, type Options, type Outcome } from '../command.ts'
import { findCustomer } from '../customer-lookup.ts'
import { formatLabel } from '../label.ts'
import { listOptions, runList } from '../list-command.ts'
import { findOrder } from '../order-lookup.ts'
import { orderLineOptions, readOrderLine } from '../order-options.ts'
import { keyOut, runRekey } from '../rekey-command.ts'
import { showUnkept, trySecretFile, writeSecretFile, type Unwritable } from '../secret-file.ts'
import { formatFacts, formatTable } from '../table.ts'

const addOrder: Command = {
  path: ['order', 'add'],
  summary: {
    en: 'Records an order and shows its product key, once.',
    zh: '登记订单，并仅此一次显示产品密钥。',
  },
  options: [
    { flags: '--number <number>', summary: { en: 'number of the order', zh: '订单号' }, required: true },
    {
      flags: '--customer <name>',
      summary: { en: 'name or id of the customer', zh: '客户名称或标识' },
      required: true,
    },
    ...orderLineOptions,
    {
      flags: '--holder <name>',
      summary: { en: 'name on the licence (default: the customer)', zh: '授权对象（默认客户名称）' },
    },
    { flags: '--ordered-at <moment>', summary: { en: 'date or moment of the order', zh: '订购日期或时刻' } },
    keyOut,
    {
      flags: '--label-out <file>',
      summary: {
        en: 'write a label for the customer (mode 0600): SN and product key',
        zh: '写出给客户的标签（0600）：序列号与产品密钥',
      },
    },
  ],
  example:
    'order add --number 2026-0117 --customer "Harbour Office of Westmark" --product cmge --seats 3 --term perpetual --label-out label.txt',
  run: runAddOrder,
}

const oneFileWords = {
  en: '--key-out and --label-out name the same file',
  zh: '--key-out 与 --label-out 指定了同一文件',
}

async function runAddOrder(context: CommandContext, _given: unknown, options: Options): Promise<Outcome> {
  const { api, say } = context
  const read = readOrderLine(options)
  if (read.kind === 'misused') return read
  const [keyFile, labelFile] = [textOf(options, 'keyOut'), textOf(options, 'labelOut')]
  if (keyFile !== undefined && labelFile !== undefined && resolve(keyFile) === resolve(labelFile))
    return { kind: 'misused', message: say(oneFileWords) }
  const unwritable = trySecretFile(keyFile) ?? trySecretFile(labelFile)
  if (unwritable !== null) return api.refused(unwritable)
  const customer = await findCustomer(api, textOf(options, 'customer') ?? '')
  if (customer.kind === 'problem') return customer
  const product = await api.call(operations.showProduct, { params: { product: read.line.product } })
  if (product.kind === 'problem') return product
  const [holder, orderedAt] = [textOf(options, 'holder'), textOf(options, 'orderedAt')]
  const answered = await api.call(operations.addOrder, {
    body: {
      number: textOf(options, 'number') ?? '',
      customer: customer.id,
      ...(orderedAt === undefined ? {} : { orderedAt }),
      ...(holder === undefined ? {} : { holder }),
      lines: [read.line],
    },
  })
  if (answered.kind === 'problem') return answered
  const { answer } = answered
  const productKey = answer.productKeys[0]?.productKey ?? ''
  const label = formatLabel({
    productTitle: product.answer.title,
    product: read.line.product,
    order: answer.order.number,
    holder: answer.order.licences[0]?.holder ?? '',
    serials: answer.serials,
    serialsTotal: answer.serialsTotal,
    productKey,
  })
  const lines: [string, string][] = [
    [say({ en: 'Order', zh: '订单' }), answer.order.number],
    ...answer.serials.map((serial): [string, string] => [say({ en: 'Serial number', zh: '序列号' }), serial]),
  ]
  const kept = keepKey(context, options, { productKey, label, lines })
  const json = kept.shown
    ? answer
    : { ...answer, productKeys: answer.productKeys.map(({ product }) => ({ product })) }
  if (answer.serialsTotal > answer.serials.length)
    lines.push([say({ en: 'Serial numbers in all', zh: '序列号总数' }), String(answer.serialsTotal)])
  const text = [formatFacts(lines), ...kept.notes].join('\n')
  const { refusal } = kept
  return refusal === null ? done(json, text) : showUnkept(context, options, { json, text, refusal })
}

type Kept = { shown: boolean; notes: string[]; refusal: Unwritable | null }

/** Writes key and label where they were asked for; shows the key where it went into no file. */
function keepKey(
  { say }: CommandContext,
  options: Options,
  made: { productKey: string; label: string; lines: [string, string][] },
): Kept {
  const notes: string[] = []
  let written = false
  let refusal: Kept['refusal'] = null
  for (const [path, text] of [
    [textOf(options, 'keyOut'), `${made.productKey}\n`],
    [textOf(options, 'labelOut'), made.label],
  ] as const) {
    if (path === undefined) continue
    const failed = writeSecretFile(path, text)
    refusal ??= failed
    if (failed !== null) continue
    written = true
    notes.push(say({ en: `Product key written to ${path}`, zh: `产品密钥已写入 ${path}` }))
  }
  if (!written) {
    made.lines.push([say({ en: 'Product key', zh: '产品密钥' }), made.productKey])
    notes.push(
      say({
        en: 'The product key is shown this once and kept nowhere.',
        zh: '产品密钥仅显示这一次，系统不保存。',
      }),
    )
  }
  return { shown: !written, notes, refusal }
}

const listOrders: Command = {
  path: ['order', 'list'],
  summary: { en: 'Lists the orders, the newest first.', zh: '列出订单（最新在前）。' },
  options: [
    ...listOptions,
    { flags: '--customer <name>', summary: { en: 'only of this customer', zh: '仅此客户' } },
  ],
  example: 'order list',
  async run(context, _given, options) {
    const name = textOf(options, 'customer')
    const customer = name === undefined ? null : await findCustomer(context.api, name)
    if (customer?.kind === 'problem') return customer
    return await runList<OrderWire>(context, options, {
      operation: operations.listOrders,
      ...(customer === null ? {} : { query: { customer: customer.id } }),
      columns: [
        [{ en: 'Order', zh: '订单' }, (order) => order.number],
        [{ en: 'Ordered', zh: '订购时间' }, (order) => order.orderedAt],
        [{ en: 'Customer', zh: '客户' }, (order) => order.customer],
        [{ en: 'Id', zh: '标识' }, (order) => order.id],
      ],
    })
  },
}

const orderTaken = { name: '<order>', summary: { en: 'number or id of the order', zh: '订单号或标识' } }

const showOrder: Command = {
  path: ['order', 'show'],
  summary: { en: 'Shows an order with its licences.', zh: '显示订单及其授权许可证。' },
  takes: [orderTaken],
  example: 'order show 2026-0117',
  async run({ api, say }, [text = '']) {
    const found = await findOrder(api, text)
    if (found.kind === 'problem') return found
    const answered = await api.call(operations.showOrder, { params: { order: found.id } })
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const facts = formatFacts([
      [say({ en: 'Order', zh: '订单' }), answer.number],
      [say({ en: 'Ordered', zh: '订购时间' }), answer.orderedAt],
      [say({ en: 'Customer', zh: '客户' }), answer.customer],
    ])
    const head = [
      say({ en: 'Licence', zh: '授权许可证' }),
      say({ en: 'Product', zh: '产品' }),
      say({ en: 'Edition', zh: '版本类型' }),
      say({ en: 'End', zh: '到期' }),
      say({ en: 'State', zh: '状态' }),
    ]
    const end = (term: (typeof answer.licences)[number]['term']) =>
      term === null ? '-' : term.kind === 'until' ? term.until : say({ en: 'perpetual', zh: '永久' })
    const rows = answer.licences.map((licence) => [
      licence.id,
      licence.product,
      licence.edition,
      end(licence.term),
      licence.state.kind,
    ])
    return done(answer, `${facts}\n\n${formatTable(head, rows)}`)
  },
}

const rekeyOrder: Command = {
  path: ['order', 'rekey'],
  summary: {
    en: 'Replaces a lost product key. Leases already issued stay.',
    zh: '更换遗失的产品密钥，已签发的租约不受影响。',
  },
  takes: [orderTaken],
  options: [
    { flags: '--product <id>', summary: { en: 'product', zh: '产品' }, required: true },
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
    keyOut,
  ],
  example: 'order rekey 2026-0117 --product cmge --reason "label lost" --key-out key.txt',
  async run(context, [text = ''], options) {
    const { api } = context
    const body = { product: textOf(options, 'product') ?? '', reason: textOf(options, 'reason') ?? '' }
    return await runRekey(context, options, async () => {
      const found = await findOrder(api, text)
      if (found.kind === 'problem') return found
      return await api.call(operations.rekeyOrder, { params: { order: found.id }, body })
    })
  },
}

export const orderCommands: readonly Command[] = [addOrder, listOrders, showOrder, rekeyOrder]
