import { parseInstant } from '@holdfast/capabilities'
import { refuse } from '@holdfast/lease'
import type { DeskSecret, SecretsLent } from '../../desk/desk-secret.ts'
import type { RingSealer } from '../../desk/ring-sealer.ts'
import { StartFailure } from '../../start-failure.ts'
import {
  done,
  textOf,
  type Command,
  type CommandContext,
  type OptionSpec,
  type Options,
  type Outcome,
} from '../command.ts'
import { configOf, serverOptions } from '../server-options.ts'
import { startFailed } from '../start-failed.ts'

type Books = SecretsLent & { readonly sealer: RingSealer }

const bookOptions: readonly OptionSpec[] = [
  ...serverOptions,
  { flags: '--key-file <file>', summary: { en: 'file that encrypts the keys', zh: '用于加密密钥的文件' } },
]

const gapMax = 1_000_000_000
const tooManyWords = { en: 'There are 32 secrets already; no more fit.', zh: '已有 32 个密钥，不能再增加。' }

const secrets: Command = {
  path: ['desk', 'secrets'],
  summary: {
    en: 'Lists the secrets of the desk and how many keys of messages hang on each; shows none.',
    zh: '列出支持密钥及依赖各密钥的邮件密钥数；不显示密钥本身。',
  },
  options: bookOptions,
  example: 'desk secrets',
  run: (context, _given, options) =>
    withBooks(context, { options, alone: false }, async (books) => {
      const { readDeskSecrets } = await import('../../desk/desk-secret.ts')
      const keys = new Map(
        (await books.store.read.countRings()).map(({ ring, keys: count }) => [ring, count]),
      )
      const listed = (await readDeskSecrets(books)).map((secret) => ({
        ...{ secret: secret.number, state: stateOf(secret), replyKey: secret.number - 1 },
        contentKeys: keys.get(String(secret.number)) ?? 0,
      }))
      const lines = listed.map(({ secret, state, contentKeys }) =>
        context.say({
          en: `Secret ${secret}: ${state}, ${contentKeys} keys of messages`,
          zh: `密钥 ${secret}：${state}，邮件密钥 ${contentKeys} 个`,
        }),
      )
      return done({ secrets: listed }, lines.join('\n'))
    }),
}

const turn: Command = {
  path: ['desk', 'turn-secret'],
  summary: {
    en: 'Begins a new secret of the desk and seals the keys of messages by it, beside servers that run. Broken off, it goes on at the next call. Restart every server afterwards.',
    zh: '启用新的支持密钥并以其重新加密邮件密钥，可与运行中的服务器并行。中断后再次执行即继续。完成后请重启所有服务器。',
  },
  options: bookOptions,
  example: 'desk turn-secret --key-file /etc/holdfast/key',
  run: (context, _given, options) =>
    withBooks(context, { options, alone: false }, async (books) => {
      const { turnDeskSecret } = await import('../../desk/turn-secrets.ts')
      const outcome = await turnDeskSecret(books, (turned) => {
        context.stderr.write(`${context.say({ en: 'sealed again', zh: '已重新加密' })}: ${turned}\n`)
      })
      if (outcome.kind === 'turned') {
        const { secret, turned, unreadable } = outcome
        const words = {
          en: `Secret ${secret}: ${turned} keys sealed again, ${unreadable} not readable.`,
          zh: `密钥 ${secret}：已重新加密 ${turned} 个，无法读取 ${unreadable} 个。`,
        }
        return done({ secret, turned, unreadable }, context.say(words))
      }
      const words =
        outcome.kind === 'too-many'
          ? tooManyWords
          : {
              en: `Secret ${outcome.secret} cannot be opened. Give the right key file with --key-file; nothing was changed.`,
              zh: `无法打开密钥 ${outcome.secret}。请用 --key-file 指定正确的文件；未作任何改动。`,
            }
      return { kind: 'failed', json: outcome, text: context.say(words) }
    }),
}

const acceptLoss: Command = {
  path: ['desk', 'accept-loss'],
  summary: {
    en: 'Accepts that secrets of the desk are lost, and begins another. Mails sealed by them stay sealed. Only where no backup and no other key file is left; the server must be stopped.',
    zh: '确认支持密钥已丢失并启用新密钥；以其加密的邮件保持加密。仅在没有备份和其他密钥文件时使用，须先停止服务器。',
  },
  options: [
    ...bookOptions,
    {
      flags: '--reason <text>',
      summary: { en: 'why; kept in the audit', zh: '原因（记入审计）' },
      required: true,
    },
  ],
  example: 'desk accept-loss --reason "the disk failed, no backup"',
  run: (context, _given, options) =>
    withBooks(context, { options, alone: true }, async (books) => {
      const { acceptDeskLoss } = await import('../../desk/desk-secret.ts')
      const outcome = await acceptDeskLoss(books, textOf(options, 'reason') ?? '')
      if (outcome.kind === 'accepted') {
        const words = {
          en: `Lost: secret ${outcome.lost.join(', ')}. Secret ${outcome.secret} is used from now on.`,
          zh: `已标记丢失：密钥 ${outcome.lost.join('、')}。此后使用密钥 ${outcome.secret}。`,
        }
        return done(outcome, context.say(words))
      }
      const words =
        outcome.kind === 'nothing-lost'
          ? { en: 'No secret is lost; nothing was changed.', zh: '没有丢失的密钥；未作任何改动。' }
          : tooManyWords
      return { kind: 'failed', json: outcome, text: context.say(words) }
    }),
}

const dropRing: Command = {
  path: ['desk', 'drop-ring'],
  summary: {
    en: 'Forgets the key that sealed messages of an old secret, where none hangs on it any more. Its reply tokens stay good. Every server must be stopped.',
    zh: '在没有邮件依赖时，删除旧密钥的加密部分；其回复令牌仍然有效。须先停止所有服务器。',
  },
  takes: [{ name: '<secret>', summary: { en: 'its number', zh: '密钥编号' } }],
  options: bookOptions,
  example: 'desk drop-ring 1',
  run(context, [written = ''], options) {
    const number = Number(written)
    if (!/^\d{1,2}$/.test(written) || number < 1)
      return Promise.resolve({ kind: 'misused', message: 'desk drop-ring 1' })
    return withBooks(context, { options, alone: true }, async (books) => {
      const { dropDeskRing } = await import('../../desk/desk-secret.ts')
      const outcome = await dropDeskRing(books, number)
      const words = {
        dropped: {
          en: `The ring of secret ${number} is forgotten. Its reply tokens stay good.`,
          zh: `密钥 ${number} 的加密部分已删除，其回复令牌仍然有效。`,
        },
        'not-open': {
          en: `Secret ${number} has no ring that opens; nothing was changed.`,
          zh: `密钥 ${number} 没有可打开的加密部分；未作任何改动。`,
        },
        'in-use': {
          en: `Messages hang on secret ${number}: run "holdfast desk turn-secret" first. Nothing was changed.`,
          zh: `仍有邮件依赖密钥 ${number}：请先执行 "holdfast desk turn-secret"。未作任何改动。`,
        },
        newest: {
          en: `Secret ${number} is the one in use; nothing was changed.`,
          zh: `密钥 ${number} 正在使用；未作任何改动。`,
        },
      }[outcome.kind]
      if (outcome.kind === 'dropped') return done(outcome, context.say(words))
      return { kind: 'failed', json: outcome, text: context.say(words) }
    })
  },
}

const restored: Command = {
  path: ['desk', 'restored'],
  summary: {
    en: 'After books were restored from a backup, before a server starts: mails that waited become doubts, running numbers leave a gap, mailboxes are read again.',
    zh: '从备份恢复账册后、启动服务器前执行：待发邮件转为待确认，流水号留出间隔，重新读取邮箱。',
  },
  options: [
    ...bookOptions,
    {
      flags: '--lost-since <instant>',
      summary: { en: 'when the backup was made: 2026-03-01T02:00:00Z', zh: '备份时刻：2026-03-01T02:00:00Z' },
      required: true,
    },
    {
      flags: '--gap <numbers>',
      summary: {
        en: 'running numbers to leave out (default: ten times the usual rate, at least 1000)',
        zh: '跳过的流水号数（默认为平常速率的十倍，至少 1000）',
      },
    },
    { flags: '--dry-run', summary: { en: 'tell, and change nothing', zh: '仅显示，不作改动' } },
  ],
  example: 'desk restored --lost-since 2026-03-01T02:00:00Z --dry-run',
  run(context, _given, options) {
    const lostSince = parseInstant(textOf(options, 'lostSince') ?? '')
    const written = textOf(options, 'gap')
    const gap = written === undefined ? null : Number(written)
    const now = context.clock.now()
    if (lostSince === null || lostSince > now)
      return Promise.resolve({ kind: 'misused', message: '--lost-since 2026-03-01T02:00:00Z' })
    if (gap !== null && !(Number.isInteger(gap) && gap >= 0 && gap <= gapMax))
      return Promise.resolve({ kind: 'misused', message: `--gap 0..${gapMax}` })
    const dry = options['dryRun'] === true
    return withBooks(context, { options, alone: true }, async ({ store, actor }) => {
      const outcome = await store.write(actor, async (tx) => {
        if (!(await tx.standAlone())) throw new StartFailure('books-in-use')
        return await tx.restoreDesk({ lostSince, gap, dry }, now)
      })
      const { kind, doubts, mailboxes, numbers } = outcome
      const what = {
        en: `${doubts} mails in doubt, ${mailboxes} mailboxes read again, numbers ${numbers.first} to ${numbers.last} left out.`,
        zh: `待确认邮件 ${doubts} 封，重新读取邮箱 ${mailboxes} 个，跳过流水号 ${numbers.first} 至 ${numbers.last}。`,
      }
      const words = {
        restored: what,
        dry: { en: `Would be done: ${what.en}`, zh: `将执行：${what.zh}` },
        'done-before': { en: 'Done before; nothing was changed.', zh: '此前已执行；未作任何改动。' },
      }[kind]
      return done(outcome, context.say(words))
    })
  },
}

function stateOf(secret: DeskSecret): string {
  if (secret.kind === 'unreadable') return secret.because
  if (secret.kind !== 'opened') return secret.kind
  return secret.ring === null ? 'ring-dropped' : secret.kind
}

async function withBooks(
  context: CommandContext,
  { options, alone }: { readonly options: Options; readonly alone: boolean },
  use: (books: Books) => Promise<Outcome>,
): Promise<Outcome> {
  const config = await configOf(context, options)
  if (config.kind === 'misused') return config
  const { openDeskBooks } = await import('../../open-desk-books.ts')
  const { orStartFailure } = await import('../../books-failure.ts')
  try {
    const { clock, entropy } = context
    const outcome = await orStartFailure(config.config.database, () =>
      openDeskBooks(config.config, { clock, entropy, alone }, use),
    )
    return outcome ?? context.api.refused(refuse('NOT_FOUND', { what: 'data folder' }))
  } catch (error) {
    return startFailed(context, error)
  }
}

export const deskCommands: readonly Command[] = [secrets, turn, dropRing, acceptLoss, restored]
