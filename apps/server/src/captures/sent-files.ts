import { refuse, type Refusal } from '@holdfast/lease'

export type SentFile = { readonly name: string; readonly bytes: Uint8Array }

/** Files as they stand in a body of the contract; INPUT_INVALID where a content is no canonical base64. */
export function parseSentFiles(
  files: readonly { readonly name: string; readonly contentBase64: string }[],
): { readonly kind: 'files'; readonly files: readonly SentFile[] } | Refusal<'INPUT_INVALID'> {
  const read = files.map(({ name, contentBase64 }) => ({ name, bytes: Buffer.from(contentBase64, 'base64') }))
  const wrong = files.find(({ contentBase64 }, at) => read[at]?.bytes.toString('base64') !== contentBase64)
  if (wrong === undefined) return { kind: 'files', files: read }
  return refuse('INPUT_INVALID', { complaints: [`body/files: ${wrong.name}: contentBase64 is no base64`] })
}
