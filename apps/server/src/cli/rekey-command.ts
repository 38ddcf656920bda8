import type { Answered } from './api-client.ts'
import type { operations } from '@holdfast/contract'
import { done, textOf, type CommandContext, type Options, type Outcome } from './command.ts'
import { showUnkept, trySecretFile, writeSecretFile } from './secret-file.ts'

export const keyOut = {
  flags: '--key-out <file>',
  summary: {
    en: 'write the product key to this file (mode 0600) and do not show it',
    zh: '将产品密钥写入此文件（0600），不显示',
  },
}

/** A product key that replaces another, written to the file of `--key-out` or shown, once. */
export async function runRekey(
  context: CommandContext,
  options: Options,
  rekey: () => Promise<Answered<typeof operations.rekeyOrder | typeof operations.rekeyLicence>>,
): Promise<Outcome> {
  const { api, say } = context
  const path = textOf(options, 'keyOut')
  // Tried before the old key is retired.
  const unwritable = trySecretFile(path)
  if (unwritable !== null) return api.refused(unwritable)
  const answered = await rekey()
  if (answered.kind === 'problem') return answered
  const { productKey, ...rest } = answered.answer
  const shown = `${say({ en: 'Product key', zh: '产品密钥' })}: ${productKey}`
  if (path === undefined) return done(answered.answer, shown)
  const refusal = writeSecretFile(path, `${productKey}\n`)
  if (refusal !== null) return showUnkept(context, options, { json: answered.answer, text: shown, refusal })
  return done(rest, say({ en: `Product key written to ${path}`, zh: `产品密钥已写入 ${path}` }))
}
