import { operations, type Output } from '@holdfast/contract'
import { phrase } from '@holdfast/phrases'
import { done, type Command, type CommandContext } from '../command.ts'
import { formatFacts } from '../table.ts'

const showStatus: Command = {
  path: ['status'],
  summary: { en: 'Shows the server, its root and its books in numbers.', zh: '显示服务器、其根及账册概况。' },
  example: 'status',
  async run(context) {
    const { api, say } = context
    const answered = await api.call(operations.showStatus, {})
    if (answered.kind === 'problem') return answered
    const { answer } = answered
    const { counts } = answer
    const root = `${answer.rootThreshold}/${answer.rootKeys}`
    const weak = answer.rootKeys === 1 ? say({ en: ' (one key alone decides)', zh: '（单一密钥）' }) : ''
    const facts: [string, string | number][] = [
      [say({ en: 'Server', zh: '服务器' }), `${answer.product} ${answer.version}, ${answer.address}`],
      [say({ en: 'Vendor', zh: '供应商' }), answer.vendor],
      [say({ en: 'Root fingerprint', zh: '根指纹' }), answer.rootFingerprint],
      [say({ en: 'Root keys', zh: '根密钥' }), root + weak],
      [say({ en: 'Trust bundle', zh: '信任包版本' }), answer.trustVersion],
      [
        say({ en: 'Keys encrypted', zh: '密钥已加密' }),
        answer.keysEncrypted ? say({ en: 'yes', zh: '是' }) : say({ en: 'no', zh: '否' }),
      ],
      [say({ en: 'Database', zh: '数据库' }), answer.engine],
      [say({ en: 'Clock', zh: '时钟' }), answer.now],
      [say({ en: 'Signing', zh: '签发' }), signingText(context, answer.signing)],
      [say({ en: 'Orders', zh: '订单' }), counts.orders],
      [say({ en: 'Seats taken', zh: '已用席位' }), `${counts.seatsTaken} / ${counts.seatsOffered}`],
      [say({ en: 'Devices', zh: '设备' }), counts.devices],
      [say({ en: 'Unconfirmed leases', zh: '未确认租约' }), counts.leasesUnconfirmed],
      [say({ en: 'Open findings', zh: '未处理发现' }), counts.findingsOpen],
    ]
    return done(answer, formatFacts(facts))
  },
}

function signingText(
  { say, locale }: CommandContext,
  signing: Output<typeof operations.showStatus>['signing'],
): string {
  if (signing.kind === 'ready') return say({ en: 'ready', zh: '正常' })
  const { title, adminAction } = phrase(signing.code, signing.facts, locale)
  const head = say({ en: 'nothing is signed', zh: '已停止签发' })
  return `${head} (${signing.code}). ${title} ${adminAction}`
}

export const statusCommands: readonly Command[] = [showStatus]
