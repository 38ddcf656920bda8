// Aligned columns for a terminal, with wide characters counted as two.

const gap = '  '

/** Columns of the terminal that a text takes. Wide: CJK, kana, hangul, full-width forms, emoji. UAX #11 */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0)
  return width
}

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

function characterWidth(code: number): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(String.fromCodePoint(code))) return 0
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Head and rows; a row shorter than the head is filled up. What is a control character becomes a space. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const cells = [head, ...rows].map((row) => head.map((_, column) => plain(row[column] ?? '')))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
      .join(gap)
      .trimEnd()
  return cells.map(line).join('\n')
}

/** Names and values under each other. */
export function formatFacts(facts: readonly (readonly [string, string | number | null])[]): string {
  const width = Math.max(...facts.map(([name]) => displayWidth(name)))
  return facts
    .map(([name, value]) =>
      `${name}${' '.repeat(width - displayWidth(name))}${gap}${plain(value ?? '-')}`.trimEnd(),
    )
    .join('\n')
}

// What comes from a device or a customer must not steer the terminal.
function plain(value: string | number): string {
  return String(value).replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
}
