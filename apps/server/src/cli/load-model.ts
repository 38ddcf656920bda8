import { closeSync, openSync, readSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { modelBytesMax, shippedModelNames, shippedModelUrl, type Model } from '@holdfast/fleet'
import { parseModel } from '@holdfast/fleet/model'
import { parseYaml } from '@holdfast/intake'
import { refuse, type Refusal } from '@holdfast/lease'

export type LoadedModel = {
  readonly kind: 'model'
  readonly model: Model
  readonly text: string
  readonly value: unknown
}

/**
 * A model that comes with the product, by its name, or one from a file. A name without dot or slash is never a file, so that
 * a file of the working folder cannot take the place of a shipped model.
 * Refuses: MODEL_UNKNOWN, FILE_UNREADABLE, YAML_REFUSED, MODEL_MALFORMED.
 */
export function loadModel(
  wanted: string,
): LoadedModel | Refusal<'MODEL_UNKNOWN' | 'FILE_UNREADABLE' | 'YAML_REFUSED' | 'MODEL_MALFORMED'> {
  const shipped = shippedModelNames.find((name) => name === wanted)
  if (shipped === undefined && !/[./\\]/.test(wanted))
    return refuse('MODEL_UNKNOWN', { model: wanted, shipped: shippedModelNames })
  const file = shipped === undefined ? wanted : fileURLToPath(shippedModelUrl(shipped))
  const read = readBounded(file)
  if (read.kind === 'refused') return read
  const parsed = parseYaml(read.text)
  if (parsed.kind === 'refused') return parsed
  const model = parseModel(parsed.value)
  if (model.kind === 'refused') return refuse('MODEL_MALFORMED', { ...model.facts, file })
  return { kind: 'model', model: model.model, text: read.text, value: parsed.value }
}

/** Never more than the limit is read, whatever the file says of its size. */
function readBounded(
  file: string,
): { readonly kind: 'text'; readonly text: string } | Refusal<'FILE_UNREADABLE'> {
  let opened: number
  try {
    opened = openSync(file, 'r')
  } catch (error) {
    return refuse('FILE_UNREADABLE', { file, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' })
  }
  try {
    const bytes = Buffer.alloc(modelBytesMax + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(opened, bytes, length, bytes.length - length, null)
    if (length > modelBytesMax) return refuse('FILE_UNREADABLE', { file, bytesMax: modelBytesMax })
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length)) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? refuse('FILE_UNREADABLE', { file, encoding: 'UTF-8' })
      : refuse('FILE_UNREADABLE', { file, reason: code ?? 'unknown' })
  } finally {
    closeSync(opened)
  }
}
