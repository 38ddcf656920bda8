import type { Correspondent } from './source-thread.ts'

const address = String.raw`[^\s<>\[\]()"',;:：，；（）【】]{1,64}@[^\s<>\[\]()"',;:：，；（）【】@]{1,255}`
const bare = new RegExp(`^(?:mailto:)?(${address})$`, 'i')
const bracketed = new RegExp(String.raw`[<\[(（【]\s?(?:mailto:\s?)?(${address})\s?[>\])）】]`, 'i')

/**
 * `name`, `address`, `name <address>`, `"name" <address>`, `name [mailto:address]`, in full-width brackets too, and with
 * what programs leave of both (`a@b.example <mailto:a@b.example>`). A name that is the address itself is no name; an
 * address shown that is another than the one behind it stays as the name.
 * Source: docs/spec/case-import.md §1.
 */
export function parseCorrespondent(text: string): Correspondent {
  const plain = text
    .replace(/[＜〈]/g, '<')
    .replace(/[＞〉]/g, '>')
    .replace(/＠/g, '@')
    .trim()
    .replace(/[;；,，]$/, '')
  const alone = bare.exec(plain)
  if (alone !== null) return { name: '', address: alone[1] ?? '' }
  const found = bracketed.exec(plain)
  if (found === null) return { name: nameOf(plain), address: '' }
  const name = nameOf(plain.slice(0, found.index) || plain.slice(found.index + found[0].length))
  const behind = found[1] ?? ''
  return { name: name.toLowerCase() === behind.toLowerCase() ? '' : name, address: behind }
}

/** Several correspondents, separated by semicolons, or by commas where each has an address. */
export function parseCorrespondents(text: string): Correspondent[] {
  return text
    .split(/[;；]|(?<=[>\]）)】])\s?[,，、]|(?<=@[^\s,，]{1,255})[,，、]/)
    .filter((one) => one.trim() !== '')
    .map(parseCorrespondent)
}

function nameOf(text: string): string {
  const bare = text.trim().replace(/^mailto:/i, '')
  const quoted = /^["'“‘]([^"'“”‘’]*)["'”’]$/.exec(bare)
  return (quoted?.[1] ?? bare).trim()
}
