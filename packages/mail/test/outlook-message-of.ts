// Outlook messages for tests: properties into the compound file that holds them. [MS-OXMSG]
import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js'

export type Property =
  | { readonly tag: number; readonly text: string }
  | { readonly tag: number; readonly bytes: Uint8Array }
  | { readonly tag: number; readonly number: number }
  | { readonly tag: number; readonly at: string }
  /** A message in an attachment. */
  | { readonly tag: number; readonly message: readonly Property[] }

export type MessageParts = {
  readonly properties: readonly Property[]
  readonly recipients?: readonly (readonly Property[])[]
  readonly attachments?: readonly (readonly Property[])[]
}

const [root, storage, stream] = [5, 1, 2] as const

export function outlookMessageOf(parts: MessageParts): Uint8Array {
  const entries: Entry[] = []
  const addFolder = (name: string, type: number) => {
    entries.push({ name, type, children: [], length: 0 })
    return entries.length - 1
  }
  const addFile = (parent: number, name: string, content: Uint8Array) => {
    entries.push({
      name,
      type: stream,
      length: content.length,
      binaryProvider: () => new Uint8Array(content),
    })
    entries[parent]?.children?.push(entries.length - 1)
  }
  const fill = (folder: number, properties: readonly Property[], headBytes: number) => {
    const rows: Buffer[] = [Buffer.alloc(headBytes)]
    for (const property of properties) {
      const content = contentOf(property)
      rows.push(rowOf(property, content))
      if (content !== null) addFile(folder, `__substg1.0_${hex(property.tag)}`, content)
      if ('message' in property) {
        const inner = addFolder(`__substg1.0_${hex(property.tag)}`, storage)
        entries[folder]?.children?.push(inner)
        fill(inner, property.message, 24)
      }
    }
    addFile(folder, '__properties_version1.0', Buffer.concat(rows))
  }
  const top = addFolder('Root Entry', root)
  const addChild = (name: string, properties: readonly Property[]) => {
    const folder = addFolder(name, storage)
    entries[top]?.children?.push(folder)
    fill(folder, properties, 8)
  }
  const names = addFolder('__nameid_version1.0', storage)
  entries[top]?.children?.push(names)
  for (const tag of [0x00020102, 0x00030102, 0x00040102])
    addFile(names, `__substg1.0_${hex(tag)}`, new Uint8Array())
  for (const [index, properties] of (parts.recipients ?? []).entries())
    addChild(`__recip_version1.0_#${index.toString(16).padStart(8, '0')}`, properties)
  for (const [index, properties] of (parts.attachments ?? []).entries())
    addChild(`__attach_version1.0_#${index.toString(16).padStart(8, '0')}`, properties)
  fill(top, parts.properties, 32)
  return burn(entries)
}

function contentOf(property: Property): Uint8Array | null {
  if ('bytes' in property) return property.bytes
  return 'text' in property ? Buffer.from(property.text, 'utf16le') : null
}

function rowOf(property: Property, content: Uint8Array | null): Buffer {
  const row = Buffer.alloc(16)
  row.writeUInt32LE(property.tag, 0)
  row.writeUInt32LE(6, 4)
  if (content !== null) row.writeUInt32LE(content.length, 8)
  else if ('number' in property) row.writeUInt32LE(property.number, 8)
  // Tenths of microseconds since 1601.
  else if ('at' in property)
    row.writeBigUInt64LE((BigInt(Date.parse(property.at)) + 11_644_473_600_000n) * 10_000n, 8)
  return row
}

function hex(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(8, '0')
}
