import { formatEnvelope, parseArmour } from '@holdfast/lease'
import type { Ask, Outcome } from '../outcome.ts'
import { readProof } from '../read-proof.ts'
import { openOutput } from '../text-file.ts'

export async function run(ask: Ask): Promise<Outcome> {
  const { typed, licence, words, surroundings } = ask
  const file = typed.out ?? '-'
  const asked = typed.renew ? { action: 'renew' as const } : await activation(ask)
  if ('kind' in asked) return asked
  const opened = openOutput(file, surroundings.print)
  if (opened.kind === 'refused') return opened
  const done = await licence.request(asked)
  if (done.kind === 'refused') {
    opened.output.drop()
    return done
  }
  const written = opened.output.write(done.text)
  if (written.kind === 'refused') return written
  const code = typed.qr ? await qrOf(done.text, ask) : null
  return {
    kind: 'done',
    json: {
      done: 'request',
      id: done.id,
      action: done.action,
      already: done.already,
      file,
      ...(code === null ? {} : { qr: code.shown, requestBytes: code.bytes }),
    },
    text: [
      ...(file === '-' ? [] : [words.requestWritten(file, done.already)]),
      ...(code === null ? [] : [code.text]),
      ...(file === '-' ? [] : [words.requestNext]),
    ].join('\n'),
  }
}

async function activation(ask: Ask) {
  const proof = await readProof(ask)
  return proof.kind === 'refused'
    ? proof
    : { action: 'activate' as const, serial: proof.serial, key: proof.key }
}

/** The request alone: receipts stand in the file, and travel with a later exchange where only the code is used. */
async function qrOf(text: string, { words, surroundings }: Ask) {
  const { qrBytesMax, qrText } = await import('../qr-text.ts')
  const found = parseArmour(text)
  const block = found.kind === 'blocks' ? found.blocks.find(({ kind }) => kind === 'request') : undefined
  if (block === undefined) throw new Error('a request without a REQUEST block')
  const bytes = formatEnvelope(block.envelope)
  const { columns } = surroundings
  const code = qrText(bytes, columns !== null)
  if (code === null)
    return { shown: false, bytes: bytes.length, text: words.qrTooLong(bytes.length, qrBytesMax) }
  if (columns !== null && columns < code.columns)
    return { shown: false, bytes: bytes.length, text: words.qrTooWide(code.columns, columns) }
  return { shown: true, bytes: bytes.length, text: code.lines.join('\n') }
}
