// Links that show one address and lead to another. spec: mail §4

export type DifferingLink = { readonly shown: string; readonly target: string }

/** Links listed for one mail. */
export const differingLinksMax = 100
const shownLengthMax = 400

/**
 * Whether the text that a link shows is an address, of mail or of the web, and the link leads to another. Text that is no
 * address promises nothing.
 */
export function differsFromTarget(shown: string, target: string): boolean {
  const text = shown.slice(0, shownLengthMax).replace(/\s+/g, ' ').trim()
  const address = mailAddressIn(text)
  if (address !== null) return !mailTargets(target).includes(address)
  const host = shownHost(text)
  if (host === null) return false
  const targetHost = hostOf(target)
  if (targetHost === null) return mailTargets(target).length > 0
  // `setup.example` may be a file that the link fetches.
  if (!text.includes('/') && target.toLowerCase().endsWith(`/${text.toLowerCase()}`)) return false
  return host !== targetHost
}

/** The address, where the text shows exactly one. */
function mailAddressIn(text: string): string | null {
  const found = [...text.matchAll(/[^\s<>()[\]"',;:：，；]{1,128}@[^\s<>()[\]"',;:：，；@]{1,255}/g)]
  const address = found.length === 1 ? found[0]?.[0] : undefined
  return address === undefined || !/@[^@]*[a-z0-9\u0080-\uffff]\.[a-z0-9\u0080-\uffff]/i.test(address)
    ? null
    : address.toLowerCase().replace(/\.+$/, '')
}

function mailTargets(target: string): string[] {
  const found = /^\s*mailto:([^?]*)/i.exec(target)
  if (found === null) return []
  return decoded(found[1] ?? '')
    .toLowerCase()
    .split(',')
    .map((address) => address.trim())
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function shownHost(text: string): string | null {
  if (/^https?:\/\/\S+$/i.test(text)) return hostOf(text)
  return /^(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}(?::\d{1,5})?(?:\/\S*)?$/i.test(text)
    ? hostOf(`http://${text}`)
    : null
}

function hostOf(address: string): string | null {
  const trimmed = address.trim()
  if (!/^https?:/i.test(trimmed)) return null
  try {
    return new URL(trimmed).hostname.replace(/^www\./, '')
  } catch {
    return null
  }
}

// As Outlook writes links into plain text: anna@customer.example<mailto:anna@other.example>
const written = /[<[(](mailto:[^\s<>[\]()]{1,400}|https?:\/\/[^\s<>[\]()]{1,2000})[>\])]/gi

/** In plain text. Each unit is looked at a bounded number of times. */
export function listDifferingLinks(text: string): DifferingLink[] {
  const links: DifferingLink[] = []
  for (const found of text.matchAll(written)) {
    if (links.length === differingLinksMax) break
    const before = text.slice(Math.max(0, found.index - shownLengthMax), found.index)
    const shown = /[^\s<>[\]()"'，；：]{1,400}\s?$/.exec(before)?.[0]?.trim() ?? ''
    const target = found[1] ?? ''
    if (differsFromTarget(shown, target)) links.push({ shown, target })
  }
  return links
}
