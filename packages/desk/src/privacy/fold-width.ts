/** Full-width letters, digits, signs and blanks as ASCII, unit for unit, so that positions stay. */
export function foldWidth(text: string): string {
  return text.replaceAll(/[\uff01-\uff5e\u3000]/g, (wide) =>
    wide === '\u3000' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  )
}
