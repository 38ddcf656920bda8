// Zip archives made in the test, so that every lie in them is visible: what is written is what stands in the arguments.
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipPart = {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  readonly store?: boolean
  readonly flags?: number
  readonly method?: number
  readonly madeBy?: number
  readonly attributes?: number
  /** Sizes that the directory claims in place of the true ones. */
  readonly claims?: { readonly unpacked?: number; readonly packed?: number }
}

export function zipOf(parts: readonly ZipPart[], entryCount = parts.length): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name as string)
    const content = Buffer.from((part.content ?? '') as string)
    const packed = part.store === true ? content : deflateRawSync(content, { level: 9 })
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(part.flags ?? (typeof part.name === 'string' ? 0x800 : 0), 2)
    fields.writeUInt16LE(part.method ?? (part.store === true ? 0 : 8), 4)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(part.claims?.packed ?? packed.length, 14)
    fields.writeUInt32LE(part.claims?.unpacked ?? content.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((part.attributes ?? 0) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    const madeBy = Buffer.alloc(2)
    madeBy.writeUInt16LE(part.madeBy ?? 20)
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, rest, name]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Math.min(entryCount, 0xffff), 8)
  end.writeUInt16LE(Math.min(entryCount, 0xffff), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

/** A workbook of one sheet; `rows` is the XML inside `sheetData`. */
export function workbookOf(
  rows: string,
  more: {
    readonly texts?: readonly string[]
    readonly styles?: string
    readonly workbook?: string
    readonly parts?: readonly ZipPart[]
  } = {},
): Buffer {
  const texts = (more.texts ?? []).map((text) => `<si><t>${text}</t></si>`).join('')
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="r">${more.workbook ?? '<sheets><sheet name="Devices" sheetId="1" r:id="rId1"/></sheets>'}</workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${texts}</sst>` },
    { name: 'xl/styles.xml', content: `<styleSheet>${more.styles ?? ''}</styleSheet>` },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
    ...(more.parts ?? []),
  ])
}
