import { operations, type AuditRowWire } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import type { AuditVerdict } from '@holdfast/store'
import type { ServerConfig } from '../../config/server-config.ts'
import { done, textOf, type Command, type CommandContext } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'
import { configOf, serverOptions } from '../server-options.ts'
import { startFailed } from '../start-failed.ts'

const listAudit: Command = {
  path: ['audit', 'list'],
  summary: { en: 'Lists audit rows, the newest first.', zh: '列出审计记录（最新在前）。' },
  options: [
    ...listOptions,
    {
      flags: '--subject <kind:id>',
      summary: { en: 'only of this subject, such as order:ord_...', zh: '仅此对象，例如 order:ord_...' },
    },
  ],
  example: 'audit list --limit 20',
  run(context, _given, options) {
    const subject = textOf(options, 'subject')
    return runList<AuditRowWire>(context, options, {
      operation: operations.listAudit,
      ...(subject === undefined ? {} : { query: { subject } }),
      columns: [
        [{ en: 'At', zh: '时间' }, (row) => row.at],
        [{ en: 'Actor', zh: '操作者' }, (row) => row.actor],
        [{ en: 'Action', zh: '操作' }, (row) => row.action],
        [{ en: 'Subject', zh: '对象' }, (row) => row.subject],
      ],
    })
  },
}

const verifyAudit: Command = {
  path: ['audit', 'verify'],
  summary: {
    en: 'Reads every audit row of the data folder (no server, no token) and names the first that was altered.',
    zh: '直接读取数据目录（不需服务器和令牌），校验全部审计记录，指出首条被改动的记录。',
  },
  options: serverOptions,
  example: 'audit verify',
  async run(context, _given, options) {
    const config = await configOf(context, options)
    if (config.kind === 'misused') return config
    let verdict: AuditVerdict | null
    try {
      verdict = await readVerdict(config.config, context)
    } catch (error) {
      return startFailed(context, error)
    }
    if (verdict === null) return context.api.refused(refuse('NOT_FOUND', { what: 'data folder' }))
    const { say } = context
    if (verdict.kind === 'whole') {
      const heads = verdict.heads.map(({ server, sequence, hash }) => ({
        server,
        sequence,
        hash: Buffer.from(hash).toString('hex'),
      }))
      const words = {
        en: `${verdict.rows} audit rows, none altered.`,
        zh: `审计记录 ${verdict.rows} 条，均未被改动。`,
      }
      const lines = heads.map((head) => `${head.server} ${head.sequence} ${head.hash}`)
      return done({ whole: true, rows: verdict.rows, heads }, [say(words), ...lines].join('\n'))
    }
    const words = {
      en: `The audit was altered: ${verdict.what} at row ${verdict.sequence} of chain ${verdict.chain}.`,
      zh: `审计记录被改动：链 ${verdict.chain} 第 ${verdict.sequence} 条（${verdict.what}）。`,
    }
    const { what, chain, sequence } = verdict
    return { kind: 'failed', json: { whole: false, what, chain, sequence }, text: say(words) }
  },
}

/** Null where the folder holds no books. */
async function readVerdict(config: ServerConfig, context: CommandContext): Promise<AuditVerdict | null> {
  const { openAuditBooks } = await import('../../open-audit-books.ts')
  const { orStartFailure } = await import('../../books-failure.ts')
  return await orStartFailure(config.database, async () => {
    const books = await openAuditBooks(config, context)
    return books === null ? null : await books.verify()
  })
}

export const auditCommands: readonly Command[] = [listAudit, verifyAudit]
