// The cells of all sheets of a workbook, for searching: rows as lines, cells divided by tabs.
import { attachmentCellsMax, attachmentPartBytesMax, attachmentTextLengthMax } from './limits.ts'
import type { OpenedZip } from './open-zip.ts'
import { SheetRows } from './sheet-rows.ts'
import { TextSink } from './text-sink.ts'
import { listSheetPaths, readWorkbook } from './workbook-parts.ts'
import { XmlFault, XmlReader } from './xml-reader.ts'

const workbookLimits = {
  lengthMax: attachmentTextLengthMax,
  bytesMax: attachmentPartBytesMax,
  cellsMax: attachmentCellsMax,
}

/** Cells as texts, as `openTable` gives them, hidden sheets too. Throws where a part is damaged; XmlFault for its XML. */
export async function readWorkbookText(
  zip: OpenedZip,
  { lengthMax, bytesMax, cellsMax } = workbookLimits,
): Promise<{ text: string; cut: boolean }> {
  const workbook = await readWorkbook(zip)
  if (workbook === null) return { text: '', cut: false }
  const sink = new TextSink(lengthMax)
  let [bytesRead, cellsSeen] = [0, 0]
  for (const path of new Set(await listSheetPaths(zip))) {
    const entry = zip.entries.find(({ name }) => name.toLowerCase() === path.toLowerCase())
    // A sheet of a chart alone stands elsewhere.
    if (entry === undefined) continue
    if (entry.fault !== null) throw new XmlFault(entry.fault)
    const rows = new SheetRows(workbook)
    const reader = new XmlReader(rows)
    for await (const piece of zip.read(entry)) {
      bytesRead += piece.length
      if (bytesRead > bytesMax) return { text: sink.take(), cut: true }
      reader.write(piece)
      cellsSeen += addRows(sink, rows)
      if (sink.isCut || cellsSeen > cellsMax) return { text: sink.take(), cut: true }
    }
    reader.end()
    cellsSeen += addRows(sink, rows)
  }
  return { text: sink.take(), cut: sink.isCut }
}

/** How many cells the rows had. */
function addRows(sink: TextSink, rows: SheetRows): number {
  let count = 0
  for (const { cells } of rows.take()) {
    count += cells.length
    const filled = cells.filter((cell) => cell.trim() !== '')
    if (filled.length > 0) sink.add(`${filled.join('\t')}\n`)
  }
  return count
}
