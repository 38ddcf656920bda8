import { columnsMax } from './limits.ts'
import { formatSerialDate } from './serial-date.ts'
import { textCollector, type Workbook } from './workbook-parts.ts'
import type { XmlListener } from './xml-reader.ts'

type Cell = { readonly column: number; readonly type: string; readonly style: number; value: string }

/** Rows of the XML of a sheet. A cell outside the columns that there can be makes its row too wide and nothing larger. */
export class SheetRows implements XmlListener {
  readonly #workbook: Workbook
  readonly #text = textCollector()
  #rows: { line: number; cells: string[] }[] = []
  #line = 0
  #cells: string[] = []
  #cell: Cell | null = null
  #inValue = false

  constructor(workbook: Workbook) {
    this.#workbook = workbook
  }

  /** The rows since it was last asked. */
  take(): { line: number; cells: string[] }[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') {
      const line = Number(attribute('r'))
      this.#line = Number.isSafeInteger(line) && line > this.#line ? line : this.#line + 1
      this.#cells = []
    } else if (name === 'c') {
      const column = columnOf(attribute('r')) ?? this.#cells.length
      const style = Number(attribute('s') ?? -1)
      this.#cell = { column: Math.min(column, columnsMax), type: attribute('t') ?? 'n', style, value: '' }
    } else if (name === 'v') this.#inValue = this.#cell !== null
    else if (this.#cell !== null) this.#text.open(name)
  }

  close(name: string): void {
    if (name === 'row') this.#rows.push({ line: this.#line, cells: this.#cells })
    else if (name === 'c') this.#endCell()
    else if (name === 'v') this.#inValue = false
    else this.#text.close(name)
  }

  text(text: string): void {
    if (this.#inValue && this.#cell !== null) this.#cell.value += text
    else if (this.#cell !== null) this.#text.add(text)
  }

  #endCell(): void {
    const cell = this.#cell
    this.#cell = null
    const inline = this.#text.take()
    if (cell === null) return
    const text = cell.type === 'inlineStr' ? inline : this.#textOf(cell)
    if (text === '') return
    while (this.#cells.length < cell.column) this.#cells.push('')
    this.#cells[cell.column] = text
  }

  #textOf({ type, style, value }: Cell): string {
    if (type === 's') return /^\d{1,9}$/.test(value) ? (this.#workbook.texts[Number(value)] ?? '') : ''
    if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : ''
    if (type !== 'n' || this.#workbook.dateStyles[style] !== true) return value.trim()
    return formatSerialDate(Number(value), this.#workbook.is1904) ?? value.trim()
  }
}

/** Column of a reference such as `BC12`, counted from 0; null where there is no reference. */
function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null
  let column = 0
  for (let index = 0; index < Math.min(reference.length, 4); index++) {
    const letter = (reference.charCodeAt(index) & ~0x20) - 0x40
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column === 0 ? null : column - 1
}
