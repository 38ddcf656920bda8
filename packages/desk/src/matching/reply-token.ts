// Keyed reply tokens: what a reply address and our own Message-IDs carry. spec: threading §2
import { createHmac, timingSafeEqual } from 'node:crypto'
import { alphabet, symbolValue } from '@holdfast/lease'

/** The threads of a case that have tokens of their own; the order is that of the wire, so names are only added at the end. */
export const tokenAudiences = ['customer', 'internal', 'rnd', 'upstream'] as const
export type TokenAudience = (typeof tokenAudiences)[number]

/** What a token names. */
export type TokenReference = {
  /** The running number of the case in the books: 1 to 34,359,738,367 (35 bits), never given twice. */
  readonly caseRunning: number
  readonly audience: TokenAudience
  /** The 26 symbols of the message's id: 128 bits, lower case, without the prefix of its kind. */
  readonly message: string
}

/**
 * A server key for tokens. `signing`: makes new ones; `accepted`: made earlier ones, which go on being good; `withdrawn`: its
 * tokens are recognised and not trusted any more.
 */
export type ReplyKey = {
  /** 0 to 31, never given to another secret. */
  readonly id: number
  /** At least 32 bytes. */
  readonly secret: Uint8Array
  readonly state: 'signing' | 'accepted' | 'withdrawn'
}

/** An address of ours that takes replies: `desk@support.example` also takes `desk+<token>@support.example`. */
export type ReplyMailbox = { readonly local: string; readonly domain: string }

export type TokenVerdict =
  | { readonly kind: 'valid'; readonly reference: TokenReference; readonly key: number }
  /** Genuine, under a key that is withdrawn. */
  | { readonly kind: 'key-withdrawn'; readonly reference: TokenReference; readonly key: number }
  | { readonly kind: 'key-unknown'; readonly key: number }
  | { readonly kind: 'forged'; readonly key: number }
  /** Not of the form of a token. */
  | { readonly kind: 'no-token' }

const keySymbols = 1
const audienceSymbols = 1
const caseSymbols = 7
const messageSymbols = 26
const macSymbols = 16
/** Length of a token in symbols, each five bits. */
export const tokenSymbols = keySymbols + audienceSymbols + caseSymbols + messageSymbols + macSymbols

/** RFC 5321 section 4.5.3.1.1: octets of a local part. */
export const localPartBytesMax = 64
/** Octets of the mailbox's own name in front of `+<token>`. */
export const mailboxLocalBytesMax = localPartBytesMax - tokenSymbols - 1

export const replyKeyIdMax = 31
export const replyKeyBytesMin = 32
export const caseRunningMax = 2 ** (caseSymbols * 5) - 1

const macBytes = (macSymbols * 5) / 8
const messageIdPrefix = 'desk.'
const context = 'holdfast reply token 1\n'
// 130 bits hold 128: the first symbol has two zero bits in front.
const messageForm = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/
const lowerAlphabet = alphabet.toLowerCase()

/**
 * `<key><audience><case><message><proof>`: 51 symbols in lower case without I, L, O and U. Throws on a reference or a key that
 * cannot be written: they come from our own books.
 */
export function formatReplyToken(reference: TokenReference, key: ReplyKey): string {
  const { caseRunning, audience, message } = reference
  if (!isKeyId(key.id) || key.secret.length < replyKeyBytesMin) throw new TypeError('not a reply key')
  if (key.state !== 'signing') throw new TypeError('this reply key makes no new tokens')
  if (!Number.isSafeInteger(caseRunning) || caseRunning < 1 || caseRunning > caseRunningMax)
    throw new TypeError('not the running number of a case')
  if (!messageForm.test(message)) throw new TypeError('not the symbols of a message id')
  const head = [key.id, tokenAudiences.indexOf(audience)]
  const claims = [...head, ...valuesOf(caseRunning), ...Array.from(message, (symbol) => valueOf(symbol))]
  return write([...claims, ...proofOf(claims, key.secret)])
}

/** The verdict of a token as it came back: in any case, with symbols that servers or people confused (O for 0, I or L for 1). */
export function verifyReplyToken(text: string, keys: readonly ReplyKey[]): TokenVerdict {
  if (text.length !== tokenSymbols) return { kind: 'no-token' }
  const values = Array.from(text, (symbol) => valueOf(symbol))
  const claims = values.slice(0, -macSymbols)
  const reference = referenceOf(claims)
  if (values.includes(-1) || reference === null) return { kind: 'no-token' }
  const id = claims[0] ?? 0
  const key = keys.find((candidate) => candidate.id === id)
  if (key === undefined || key.secret.length < replyKeyBytesMin) return { kind: 'key-unknown', key: id }
  const expected = Uint8Array.from(proofOf(claims, key.secret))
  if (!timingSafeEqual(expected, Uint8Array.from(values.slice(-macSymbols))))
    return { kind: 'forged', key: id }
  return { kind: key.state === 'withdrawn' ? 'key-withdrawn' : 'valid', reference, key: id }
}

/** `desk+<token>@support.example`. Throws where the mailbox's name leaves no room: it is checked when it is set. */
export function formatReplyAddress(mailbox: ReplyMailbox, token: string): string {
  if (token.length !== tokenSymbols) throw new TypeError('not a reply token')
  const local = `${mailbox.local}+${token}`
  if (Buffer.byteLength(local) > localPartBytesMax)
    throw new TypeError(`a mailbox's name has at most ${mailboxLocalBytesMax} octets`)
  return `${local}@${mailbox.domain}`
}

/** What stands after the `+` in an address of one of these mailboxes, or null: not ours, or nothing stands there. */
export function parseReplyAddress(address: string, mailboxes: readonly ReplyMailbox[]): string | null {
  const at = address.lastIndexOf('@')
  if (at < 0) return null
  const local = address.slice(0, at).toLowerCase()
  const domain = address.slice(at + 1).toLowerCase()
  for (const mailbox of mailboxes) {
    const start = `${mailbox.local.toLowerCase()}+`
    if (domain === mailbox.domain.toLowerCase() && local.startsWith(start) && local.length > start.length)
      return local.slice(start.length)
  }
  return null
}

/** `desk.<token>@support.example`: a Message-ID of ours, without angle brackets. */
export function formatMessageId(token: string, domain: string): string {
  if (token.length !== tokenSymbols) throw new TypeError('not a reply token')
  return `${messageIdPrefix}${token}@${domain}`
}

/** The token's text in a Message-ID (without angle brackets) of one of these domains, or null: not of this form. */
export function parseMessageId(messageId: string, domains: readonly string[]): string | null {
  const at = messageId.lastIndexOf('@')
  const local = messageId.slice(0, Math.max(at, 0)).toLowerCase()
  const domain = messageId.slice(at + 1).toLowerCase()
  if (at < 0 || !local.startsWith(messageIdPrefix)) return null
  const token = local.slice(messageIdPrefix.length)
  const isOurs = token.length === tokenSymbols && domains.some((own) => own.toLowerCase() === domain)
  return isOurs ? token : null
}

function referenceOf(claims: readonly number[]): TokenReference | null {
  const audience = tokenAudiences[claims[keySymbols] ?? -1]
  const caseAt = keySymbols + audienceSymbols
  const caseRunning = claims.slice(caseAt, caseAt + caseSymbols).reduce((sum, value) => sum * 32 + value, 0)
  const message = write(claims.slice(caseAt + caseSymbols))
  if (audience === undefined || caseRunning < 1 || !messageForm.test(message)) return null
  return { caseRunning, audience, message }
}

/** The first 80 bits of the HMAC-SHA-256 over the claims, each five bits in a byte of its own: so no two claims read alike. */
function proofOf(claims: readonly number[], secret: Uint8Array): number[] {
  const mac = createHmac('sha256', secret).update(context).update(Uint8Array.from(claims)).digest()
  const values: number[] = []
  let waiting = 0
  let bits = 0
  for (const byte of mac.subarray(0, macBytes)) {
    waiting = ((waiting << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) values.push((waiting >> (bits - 5)) & 31)
  }
  return values
}

function isKeyId(id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id <= replyKeyIdMax
}

/** The value of a symbol, -1 for every other character. */
function valueOf(symbol: string): number {
  return symbolValue(symbol) ?? -1
}

/** Seven values for the running number, the highest first. */
function valuesOf(caseRunning: number): number[] {
  return Array.from(
    { length: caseSymbols },
    (_, at) => Math.floor(caseRunning / 32 ** (caseSymbols - 1 - at)) % 32,
  )
}

function write(values: readonly number[]): string {
  return values.map((value) => lowerAlphabet.charAt(value)).join('')
}
