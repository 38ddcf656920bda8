import { operations } from '@holdfast/contract'
import { formatFileRead, readFile } from '@holdfast/intake'
import { parseSentFiles } from '../../../captures/sent-files.ts'
import { endpoint } from '../../endpoint.ts'

export const readFiles = endpoint(operations.readFiles, async ({ body }) => {
  const sent = parseSentFiles(body.files)
  if (sent.kind === 'refused') return sent
  const files: { name: string; read: unknown }[] = []
  for (const { name, bytes } of sent.files) {
    const read = await readFile({ bytes })
    files.push({
      name,
      read:
        read.kind === 'refused'
          ? { refused: { code: read.code, ...read.facts } }
          : formatFileRead(read, { places: body.places === true }),
    })
  }
  return { files }
})
