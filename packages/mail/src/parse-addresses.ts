// Addresses of a header, names decoded. RFC 5322 §3.4. spec: mail §3
import { listHeaderPieces, type CharsetFlag } from '@holdfast/intake'
import { addressParser } from 'postal-mime'
import type { MailAddress } from './parsed-mail.ts'
import { withoutHiddenSigns } from './safe-name.ts'

// Encoded words stand behind signs that no header has while addresses are found: a comma in a decoded name separates nothing.
const firstSign = 0x10_0000
const signsMax = 0xfffd
const signs = /[\u{100000}-\u{10fffd}]/gu

/** Groups give their members, comments are part of a name. `bytes` has one character for each byte. */
export function parseAddresses(
  bytes: string,
  fallback: string,
): { readonly addresses: readonly MailAddress[]; readonly flags: readonly CharsetFlag[] } {
  const { pieces, flags } = listHeaderPieces(bytes, fallback)
  const words: string[] = []
  const text = pieces
    .map((piece) => {
      if (!piece.isEncoded || words.length >= signsMax) return piece.text.replace(signs, '\ufffd')
      words.push(piece.text)
      return String.fromCodePoint(firstSign + words.length - 1)
    })
    .join('')
  const restore = (found: string) =>
    withoutHiddenSigns(found.replace(signs, (sign) => words[(sign.codePointAt(0) ?? 0) - firstSign] ?? ''))
      .replace(/\s+/g, ' ')
      .trim()
  const addresses = addressParser(text, { flatten: true }).flatMap(({ name, address }) => {
    const found = { name: restore(name), address: withoutRoute(restore(address ?? '')) }
    return found.name === '' && found.address === '' ? [] : [found]
  })
  return { addresses: addresses.map(withAddressOfName), flags }
}

/** `@relay.example:name@host.example`: the way to it is no part of an address. RFC 5322 §4.4 */
function withoutRoute(address: string): string {
  return address.startsWith('@') ? address.slice(address.indexOf(':') + 1) : address
}

/** Some mailers encode name and address as one word. */
function withAddressOfName(found: MailAddress): MailAddress {
  if (found.address !== '') return found
  const inName = /^(.{0,200}?)\s*<([^<>\s@]{1,200}@[^<>\s@]{1,200})>$/.exec(found.name)
  if (inName !== null) return { name: (inName[1] ?? '').replace(/^"|"$/g, ''), address: inName[2] ?? '' }
  return /^[^<>\s@]{1,200}@[^<>\s@]{1,200}$/.test(found.name) ? { name: '', address: found.name } : found
}
