// The small parts of a workbook: where its sheets are, which styles are dates, and its texts. ECMA-376 part 1, 18
import type { OpenedZip } from './open-zip.ts'
import { workbookTextLengthMax } from './limits.ts'
import { isDateFormat } from './serial-date.ts'
import { XmlFault, XmlReader, type XmlListener } from './xml-reader.ts'

export type Workbook = {
  /** Path of the sheet in the archive. */
  readonly sheetPath: string
  readonly is1904: boolean
  readonly dateStyles: readonly boolean[]
  readonly texts: readonly string[]
}

const main = 'xl/workbook.xml'
const sheetsMax = 1_000
const stylesMax = 65_536
// What a text costs beside its characters, so that a million empty ones count too.
export const textOverhead = 16

/** Reads what is needed for the first visible sheet, or the one called `sheet`; null where there is none. Throws XmlFault. */
export async function readWorkbook(zip: OpenedZip, sheet?: string): Promise<Workbook | null> {
  const { sheets, is1904 } = await readSheets(zip)
  const targets = await readTargets(zip)
  const chosen =
    sheet === undefined
      ? (sheets.find(({ visible }) => visible) ?? sheets[0])
      : sheets.find(({ name }) => name === sheet)
  const sheetPath = chosen === undefined ? undefined : targets.get(chosen.relation)
  if (sheetPath === undefined) return null
  return {
    sheetPath,
    is1904,
    dateStyles: await readDateStyles(zip),
    texts: await readTexts(zip),
  }
}

/** Paths of all sheets in the order of the workbook, hidden ones too; what is missing is passed over. Throws XmlFault. */
export async function listSheetPaths(zip: OpenedZip): Promise<string[]> {
  const { sheets } = await readSheets(zip)
  const targets = await readTargets(zip)
  return sheets.flatMap(({ relation }) => targets.get(relation) ?? [])
}

/** Feeds a part to a listener; false where there is no such part. */
export async function readPart(zip: OpenedZip, path: string, listener: XmlListener): Promise<boolean> {
  const entry = zip.entries.find(({ name }) => name.toLowerCase() === path.toLowerCase())
  if (entry === undefined) return false
  if (entry.fault !== null) throw new XmlFault(entry.fault)
  const reader = new XmlReader(listener)
  for await (const piece of zip.read(entry)) reader.write(piece)
  reader.end()
  return true
}

async function readSheets(zip: OpenedZip) {
  const sheets: { name: string; relation: string; visible: boolean }[] = []
  let is1904 = false
  await readPart(zip, main, {
    open(name, attribute) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '')
      if (name !== 'sheet' || sheets.length >= sheetsMax) return
      const relation = attribute('r:id') ?? attribute('id') ?? ''
      sheets.push({
        name: attribute('name') ?? '',
        relation,
        visible: (attribute('state') ?? 'visible') === 'visible',
      })
    },
    close() {},
    text() {},
  })
  return { sheets, is1904 }
}

async function readTargets(zip: OpenedZip): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  await readPart(zip, 'xl/_rels/workbook.xml.rels', {
    open(name, attribute) {
      const [id, target] = [attribute('Id'), attribute('Target')]
      if (name !== 'Relationship' || id === undefined || target === undefined || targets.size >= sheetsMax)
        return
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    },
    close() {},
    text() {},
  })
  return targets
}

async function readDateStyles(zip: OpenedZip): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let inCells = false
  await readPart(zip, 'xl/styles.xml', {
    open(name, attribute) {
      if (name === 'numFmt' && codes.size < stylesMax)
        codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells || styles.length >= stylesMax) return
      const id = Number(attribute('numFmtId') ?? 0)
      styles.push(isDateFormat(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
    text() {},
  })
  return styles
}

/** Throws XmlFault where the texts are longer than `lengthMax`, each counted with what it costs beside its characters. */
export async function readTexts(zip: OpenedZip, lengthMax = workbookTextLengthMax): Promise<string[]> {
  const texts: string[] = []
  let length = 0
  const text = textCollector()
  await readPart(zip, 'xl/sharedStrings.xml', {
    open: (name) => text.open(name),
    close(name) {
      text.close(name)
      if (name !== 'si') return
      const value = text.take()
      length += value.length + textOverhead
      if (length > lengthMax) throw new XmlFault('texts')
      texts.push(value)
    },
    text: (value) => text.add(value),
  })
  return texts
}

/** Joins the runs of a text; readings of Japanese characters (rPh) are no part of it. */
export function textCollector() {
  let [inText, inReading, value] = [false, false, '']
  return {
    open(name: string): void {
      if (name === 't') inText = true
      if (name === 'rPh') inReading = true
    },
    close(name: string): void {
      if (name === 't') inText = false
      if (name === 'rPh') inReading = false
    },
    add(text: string): void {
      if (inText && !inReading) value += text
      if (value.length > workbookTextLengthMax) throw new XmlFault('texts')
    },
    take(): string {
      const taken = value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      )
      value = ''
      return taken
    },
  }
}
