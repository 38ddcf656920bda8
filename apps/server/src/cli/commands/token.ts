import { operations, scopes, type Scope, type TokenWire } from '@holdfast/contract'
import { done, textOf, type Command } from '../command.ts'
import { listOptions, runList } from '../list-command.ts'
import { showUnkept, trySecretFile, writeSecretFile } from '../secret-file.ts'

const addToken: Command = {
  path: ['token', 'add'],
  summary: { en: 'Makes an access token and shows it, once.', zh: '生成访问令牌，并仅此一次显示。' },
  takes: [{ name: '<name>', summary: { en: 'what it is for', zh: '用途' } }],
  options: [
    {
      flags: '--scopes <list>',
      summary: { en: `comma separated: ${scopes.join(', ')}`, zh: `以逗号分隔：${scopes.join(', ')}` },
      required: true,
    },
    {
      flags: '--out <file>',
      summary: {
        en: 'write it to this file (mode 0600) and do not show it',
        zh: '写入此文件（0600），不显示',
      },
    },
  ],
  example: 'token add "monitoring" --scopes metrics:read --out token.txt',
  async run(context, [name = ''], options) {
    const { api, say } = context
    const wanted = (textOf(options, 'scopes') ?? '').split(',').map((scope) => scope.trim())
    const known = wanted.filter((scope): scope is Scope => (scopes as readonly string[]).includes(scope))
    if (known.length !== wanted.length) {
      const wrong = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope)).join(', ')
      const list = scopes.join(', ')
      const words = {
        en: `"${wrong}" is no scope; there are ${list}`,
        zh: `没有权限“${wrong}”；可用的权限为 ${list}`,
      }
      return { kind: 'misused', message: `--scopes: ${say(words)}` }
    }
    const out = textOf(options, 'out')
    const unwritable = trySecretFile(out)
    if (unwritable !== null) return api.refused(unwritable)
    const answered = await api.call(operations.addToken, { body: { name, scopes: known } })
    if (answered.kind === 'problem') return answered
    const { token, secret } = answered.answer
    const shown = `${token.id}\n${secret}`
    if (out === undefined) return done(answered.answer, shown)
    const refusal = writeSecretFile(out, `${secret}\n`)
    if (refusal !== null) return showUnkept(context, options, { json: answered.answer, text: shown, refusal })
    const words = { en: `Token ${token.id} written to ${out}`, zh: `令牌 ${token.id} 已写入 ${out}` }
    return done({ token }, say(words))
  },
}

const listTokens: Command = {
  path: ['token', 'list'],
  summary: { en: 'Lists access tokens, without their secrets.', zh: '列出访问令牌（不含内容）。' },
  options: listOptions,
  example: 'token list',
  run: (context, _given, options) =>
    runList<TokenWire>(context, options, {
      operation: operations.listTokens,
      columns: [
        [{ en: 'Token', zh: '令牌' }, (token) => token.id],
        [{ en: 'Name', zh: '名称' }, (token) => token.name],
        [{ en: 'Scopes', zh: '权限' }, (token) => token.scopes.join(',')],
        [{ en: 'Last used', zh: '最近使用' }, (token) => token.lastUsedOn],
        [{ en: 'Revoked', zh: '已吊销' }, (token) => token.revokedAt],
      ],
    }),
}

const revokeToken: Command = {
  path: ['token', 'revoke'],
  summary: { en: 'Revokes an access token.', zh: '吊销访问令牌。' },
  takes: [{ name: '<token>', summary: { en: 'id of the token', zh: '令牌标识' } }],
  example: 'token revoke tok_0123456789abcdef',
  async run({ api, say }, [token = '']) {
    const answered = await api.call(operations.revokeToken, { params: { token } })
    if (answered.kind === 'problem') return answered
    return done(answered.answer, say({ en: `Token ${token} revoked.`, zh: `已吊销令牌 ${token}。` }))
  },
}

export const tokenCommands: readonly Command[] = [addToken, listTokens, revokeToken]
