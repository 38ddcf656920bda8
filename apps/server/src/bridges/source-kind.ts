// What kind of source of a thread some bytes are; a name tells nothing. spec: case-import §1

const oleSignature = 'd0cf11e0a1b11ae1'
/** Bytes in which the headers of a mail are looked for. */
const headBytes = 16 * 1024

/** `text`: nothing but text can be in it, if anything. */
export function sourceKindOf(bytes: Uint8Array): 'outlook' | 'mailbox' | 'mail' | 'text' {
  if (Buffer.from(bytes.subarray(0, 8)).toString('hex') === oleSignature) return 'outlook'
  const begins = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1')
  if (/^From [^\r\n]{3,}/.test(begins)) return 'mailbox'
  return isMail(begins) ? 'mail' : 'text'
}

/** Its first line is a header, and among its headers are two that every mail has. */
function isMail(begins: string): boolean {
  if (!/^[!-9;-~]{1,76}:/.test(begins)) return false
  const head = begins.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const names = ['from', 'date', 'subject', 'message-id', 'to', 'received']
  return names.filter((name) => new RegExp(`^${name}[ \\t]*:`, 'im').test(head)).length >= 2
}
