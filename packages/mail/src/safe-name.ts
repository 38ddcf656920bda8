// Names of files from strangers. spec: mail §3

/** UTF-16 units of a file's name. */
export const fileNameLengthMax = 200

// Controls, marks of direction, blanks without width: they make one name look like another.
const hidden =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

export function withoutHiddenSigns(text: string): string {
  return text.replace(hidden, '')
}

/** A name that is one file in any folder on any system, and looks like what it is; `otherwise` where nothing is left. */
export function safeFileName(written: string | null, otherwise: string): string {
  const last =
    withoutHiddenSigns(written ?? '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  const plain = last
    .replace(/[:*?"<>|]/g, '_')
    .replace(/\s+/g, ' ')
    .trim()
  const dots = plain.length - plain.replace(/^\.+/, '').length
  const name = withoutEnd(plain.slice(dots))
  if (name === '') return otherwise
  return shorten(reserved.test(name) ? `_${name}` : name)
}

/** Windows drops dots and blanks at the end of a name. */
function withoutEnd(name: string): string {
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--
  return name.slice(0, end)
}

function shorten(name: string): string {
  if (name.length <= fileNameLengthMax) return name
  const extension = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? ''
  const stem = name.slice(0, fileNameLengthMax - extension.length)
  // Half of a surrogate pair is no character.
  return stem.replace(/[\ud800-\udbff]$/, '') + extension
}
