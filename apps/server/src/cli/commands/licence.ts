import { operations, type LicenceWire } from '@holdfast/contract'
import { done, textOf, type Command, type CommandContext, type Words } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'
import { readTerm, termForms, termOptions } from '../order-options.ts'
import { findOrder } from '../order-lookup.ts'
import { keyOut, runRekey } from '../rekey-command.ts'
import { formatFacts } from '../table.ts'

const licenceTaken = { name: '<licence>', summary: { en: 'id of the licence', zh: '授权许可证标识' } }
const reasonOption = {
  flags: '--reason <text>',
  summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
  required: true,
}

const stateWords: { readonly [state in LicenceWire['state']['kind']]: Words } = {
  active: { en: 'active', zh: '有效' },
  suspended: { en: 'suspended', zh: '已暂停' },
  withdrawn: { en: 'withdrawn', zh: '已撤销' },
}

const recoveredWords: Words = {
  en: "yes: known from a device's lease alone, compare with the order",
  zh: '是：仅由设备的租约得知，请与订单核对',
}

function endOf({ say }: CommandContext, licence: LicenceWire): string {
  if (licence.term === null) return say({ en: 'from first activation', zh: '自首次激活起算' })
  return licence.term.kind === 'until' ? licence.term.until : say({ en: 'perpetual', zh: '永久' })
}

const listLicences: Command = {
  path: ['licence', 'list'],
  summary: { en: 'Lists licences.', zh: '列出授权许可证。' },
  options: [
    ...listOptions,
    { flags: '--order <number>', summary: { en: 'only of this order', zh: '仅此订单' } },
  ],
  example: 'licence list --order 2026-0117',
  async run(context, _given, options) {
    const text = textOf(options, 'order')
    const order = text === undefined ? null : await findOrder(context.api, text)
    if (order?.kind === 'problem') return order
    return await runList<LicenceWire>(context, options, {
      operation: operations.listLicences,
      ...(order === null ? {} : { query: { order: order.id } }),
      columns: [
        [{ en: 'Licence', zh: '授权许可证' }, (licence) => licence.id],
        [{ en: 'Order', zh: '订单' }, (licence) => licence.orderNumber],
        [{ en: 'Product', zh: '产品' }, (licence) => licence.product],
        [{ en: 'End', zh: '到期' }, (licence) => endOf(context, licence)],
        [{ en: 'State', zh: '状态' }, (licence) => context.say(stateWords[licence.state.kind])],
        [{ en: 'Licensed to', zh: '授权给' }, (licence) => licence.holder],
      ],
    })
  },
}

const showLicence: Command = {
  path: ['licence', 'show'],
  summary: { en: 'Shows a licence.', zh: '显示授权许可证。' },
  takes: [licenceTaken],
  example: 'licence show lic_0123456789abcdefghjkmnpqrs',
  async run(context, [licence = '']) {
    const answered = await context.api.call(operations.showLicence, { params: { licence } })
    return answered.kind === 'problem'
      ? answered
      : done(answered.answer, licenceText(context, answered.answer))
  },
}

function licenceText(context: CommandContext, licence: LicenceWire): string {
  const { say } = context
  const ranges = licence.releases.map((range) => `${range.from}-${range.below ?? ''}`).join(', ')
  const reason = licence.state.kind === 'active' ? '' : ` (${licence.state.since}: ${licence.state.reason})`
  return formatFacts([
    [say({ en: 'Licence', zh: '授权许可证' }), licence.id],
    [say({ en: 'Order', zh: '订单' }), licence.orderNumber],
    [say({ en: 'Licensed to', zh: '授权给' }), licence.holder],
    [say({ en: 'Product', zh: '产品' }), `${licence.product} / ${licence.edition}`],
    [say({ en: 'Releases', zh: '发行版序数' }), ranges],
    [say({ en: 'End', zh: '到期' }), endOf(context, licence)],
    [say({ en: 'Renewal', zh: '续期' }), licence.renewal.kind],
    [say({ en: 'State', zh: '状态' }), say(stateWords[licence.state.kind]) + reason],
    ...(licence.recovered ? [[say({ en: 'Recovered', zh: '已恢复' }), say(recoveredWords)] as const] : []),
  ])
}

const changes = [
  {
    word: 'suspend',
    operation: operations.suspendLicence,
    summary: {
      en: 'Suspends a licence; leases already issued go on.',
      zh: '暂停授权许可证；已签发的租约继续有效。',
    },
  },
  {
    word: 'resume',
    operation: operations.resumeLicence,
    summary: { en: 'Resumes a suspended licence.', zh: '恢复已暂停的授权许可证。' },
  },
  {
    word: 'withdraw',
    operation: operations.withdrawLicence,
    summary: { en: 'Withdraws a licence for good.', zh: '永久撤销授权许可证。' },
  },
] as const

const changeCommands: readonly Command[] = changes.map(({ word, operation, summary }) => ({
  path: ['licence', word],
  summary,
  takes: [licenceTaken],
  options: [reasonOption],
  example: `licence ${word} lic_0123456789abcdefghjkmnpqrs --reason "agreed by telephone"`,
  async run(context, [licence = ''], options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    const answered = await context.api.call(operation, { params: { licence }, body })
    return answered.kind === 'problem'
      ? answered
      : done(answered.answer, licenceText(context, answered.answer))
  },
}))

/** The term alone: what else was entered wrongly is another order. spec: activation-protocol §8 */
const correctLicence: Command = {
  path: ['licence', 'correct'],
  summary: {
    en: 'Corrects a term that was entered wrongly; devices get it with their next lease.',
    zh: '更正录入错误的有效期；设备在下一次租约时获得。',
  },
  takes: [licenceTaken],
  options: [
    ...termOptions,
    {
      flags: '--shorten',
      summary: { en: 'the earlier end is meant', zh: '确实要提前截止时间' },
    },
    reasonOption,
  ],
  example: 'licence correct lic_0123456789abcdefghjkmnpqrs --term perpetual --reason "typing error"',
  async run(context, [licence = ''], options) {
    const term = readTerm(options)
    if (term === null)
      return { kind: 'misused', message: `--term ${textOf(options, 'term') ?? ''}: ${termForms}` }
    const body = {
      term,
      ...(options['shorten'] === true ? { shorten: true } : {}),
      reason: textOf(options, 'reason') ?? '',
    }
    const answered = await context.api.call(operations.correctLicence, { params: { licence }, body })
    return answered.kind === 'problem'
      ? answered
      : done(answered.answer, licenceText(context, answered.answer))
  },
}

/** Of any licence; the way on for one whose order is not in the books. spec: activation-protocol §3 */
const rekeyLicence: Command = {
  path: ['licence', 'rekey'],
  summary: {
    en: 'Replaces a lost product key, also where the order is not in the books. Leases already issued stay.',
    zh: '更换遗失的产品密钥，账册中没有订单时也可使用；已签发的租约不受影响。',
  },
  takes: [licenceTaken],
  options: [reasonOption, keyOut],
  example: 'licence rekey lic_0123456789abcdefghjkmnpqrs --reason "label lost" --key-out key.txt',
  async run(context, [licence = ''], options) {
    const body = { reason: textOf(options, 'reason') ?? '' }
    return await runRekey(context, options, () =>
      context.api.call(operations.rekeyLicence, { params: { licence }, body }),
    )
  },
}

export const licenceCommands: readonly Command[] = [
  listLicences,
  showLicence,
  ...changeCommands,
  correctLicence,
  rekeyLicence,
]
