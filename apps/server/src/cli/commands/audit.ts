import { operations, type AuditRowWire } from '@holdfast/contract'
import { refuse } from '@holdfast/lease'
import type { NotedHead } from '@holdfast/store'
import type { ServerConfig } from '../../config/server-config.ts'
import { brokenText, headUsage, parseHeadLine, unverifiedText, wholeText } from '../audit-words.ts'
import { done, textOf, textsOf, type Command } from '../command.ts'
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
  options: [
    ...serverOptions,
    {
      flags: '--head <line>',
      summary: {
        en: 'a head that was printed and noted before, "SERVER ROW HASH": its row must be there still; several times',
        zh: '此前输出并记录的链头 "SERVER ROW HASH"，核对该条仍在且一致；可多次给出',
      },
      repeated: true,
    },
  ],
  example: 'audit verify',
  async run(context, _given, options) {
    const { say } = context
    const noted = textsOf(options, 'head').map(parseHeadLine)
    if (!noted.every((head) => head !== null)) return { kind: 'misused', message: say(headUsage) }
    const config = await configOf(context, options)
    if (config.kind === 'misused') return config
    let verdict: Awaited<ReturnType<typeof readVerdict>>
    try {
      verdict = await readVerdict(config.config, noted)
    } catch (error) {
      return startFailed(context, error)
    }
    if (verdict === null) return context.api.refused(refuse('NOT_FOUND', { what: 'data folder' }))
    if (verdict.kind === 'unverified') {
      const { kind: _kind, reason, ...facts } = verdict
      return { kind: 'failed', json: { reason, facts }, text: say(unverifiedText(verdict)) }
    }
    if (verdict.kind === 'broken') {
      const { kind: _kind, ...place } = verdict
      return { kind: 'failed', json: { whole: false, ...place }, text: say(brokenText(verdict)) }
    }
    const heads = verdict.heads.map(({ server, sequence, hash }) => ({
      server,
      sequence,
      hash: Buffer.from(hash).toString('hex'),
    }))
    const json = { whole: true, rows: verdict.rows, heads, noted: noted.length }
    return done(json, say(wholeText(verdict, noted.length)))
  },
}

async function readVerdict(config: ServerConfig, noted: readonly NotedHead[]) {
  const { verifyOwnAudit } = await import('../../verify-own-audit.ts')
  const { orStartFailure } = await import('../../books-failure.ts')
  return await orStartFailure(config.database, () => verifyOwnAudit(config, noted))
}

export const auditCommands: readonly Command[] = [listAudit, verifyAudit]
