import { writeFileSync } from 'node:fs'
import { operations } from '@holdfast/contract'
import { formatArmour, refuse, rootFingerprint, type Envelope } from '@holdfast/lease'
import { done, textOf, type Command, type CommandContext, type Outcome } from '../command.ts'

type Bundles = { readonly kind: 'bundles'; readonly bundles: readonly Envelope[] }

async function readChain({ api }: CommandContext): Promise<Bundles | Extract<Outcome, { kind: 'problem' }>> {
  const bundles: Envelope[] = []
  for (;;) {
    const answered = await api.call(operations.getTrust, { query: { above: String(bundles.length) } })
    if (answered.kind === 'problem') return answered
    // The chain counts from 1 without a gap, so its length is its newest version.
    bundles.push(...answered.answer.bundles)
    if (answered.answer.bundles.length < 64) return { kind: 'bundles', bundles }
  }
}

const exportTrust: Command = {
  path: ['trust', 'export'],
  summary: {
    en: 'Writes the trust bundles that a product ships with.',
    zh: '导出随产品发布的信任包。',
  },
  options: [{ flags: '--out <file>', summary: { en: 'file (default: stdout)', zh: '文件（默认标准输出）' } }],
  example: 'trust export --out trust.txt',
  async run(context, _given, options) {
    const { api, say } = context
    const chain = await readChain(context)
    if (chain.kind === 'problem') return chain
    const [first] = chain.bundles
    if (first === undefined) return api.refused(refuse('TRUST_MISSING'))
    const fingerprint = rootFingerprint(first)
    const text = `${chain.bundles.map((bundle) => formatArmour('trust', bundle).trimEnd()).join('\n\n')}\n`
    const out = textOf(options, 'out')
    const json = { rootFingerprint: fingerprint, version: chain.bundles.length }
    if (out === undefined) return done({ ...json, armour: text }, text)
    try {
      writeFileSync(out, text)
    } catch (error) {
      return api.refused(
        refuse('FILE_UNWRITABLE', { file: out, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
      )
    }
    const words = {
      en: `Written to ${out}. Root fingerprint: ${fingerprint}`,
      zh: `已写入 ${out}。根指纹：${fingerprint}`,
    }
    return done({ ...json, file: out }, say(words))
  },
}

export const trustCommands: readonly Command[] = [exportTrust]
