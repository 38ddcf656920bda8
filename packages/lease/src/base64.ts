/** RFC 4648 section 4, padded. */
export function formatBase64(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64')
}

/** RFC 4648 section 5, without padding. */
export function formatBase64Url(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url')
}

/** Canonical padded base64 only: `null` for other symbols, missing padding, and unused bits that are not zero. */
export function parseBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  // Buffer skips what it does not know, so only what it would have written itself is canonical.
  return bytes.toString('base64') === text ? viewOf(bytes) : null
}

/** Canonical base64url without padding only. */
export function parseBase64Url(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? viewOf(bytes) : null
}

/** The same bytes as a plain array of bytes, not copied. */
function viewOf(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
