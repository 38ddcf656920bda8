// Ids: three letters, an underscore, and 128 bits in 26 symbols. spec: lease-format §1
import { instantMin, type Entropy, type Instant } from '@holdfast/capabilities'
import type {
  CaptureId,
  CaseId,
  CaseItemId,
  CaseMessageId,
  CaseMoveId,
  CustomerId,
  IntakeId,
  LeaseId,
  LicenceId,
  MessageId,
  ObservedDeviceId,
  OrderId,
  OutgoingMailId,
  PersonId,
  PlanId,
  ProposalId,
  RequestId,
  SeatId,
  WebhookId,
} from './artefacts.ts'
import { alphabet } from './symbols.ts'

type Ids = {
  lse: LeaseId
  req: RequestId
  sea: SeatId
  lic: LicenceId
  ord: OrderId
  cus: CustomerId
  pln: PlanId
  cap: CaptureId
  dev: ObservedDeviceId
  whk: WebhookId
  msg: MessageId
  cas: CaseId
  cms: CaseMessageId
  itm: CaseItemId
  mov: CaseMoveId
  prp: ProposalId
  per: PersonId
  itk: IntakeId
  omx: OutgoingMailId
}
export type IdPrefix = keyof Ids
export type IdOf<Prefix extends IdPrefix> = Ids[Prefix]

const idBytes = 16
const momentBytes = 5
const lowerAlphabet = alphabet.toLowerCase()
// 130 bits hold 128: the first symbol has two zero bits in front.
const idBody = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

/** 128 random bits. */
export function makeId<Prefix extends IdPrefix>(prefix: Prefix, entropy: Entropy): IdOf<Prefix> {
  return formatId(prefix, entropy.bytes(idBytes))
}

/**
 * The moment in 40 bits, then 88 random bits. Rows that are added together lie together in the books, where wholly random
 * ids would touch a page of an index each. Of leases and seats nothing reads the moment back.
 */
function makeOrderedId<Prefix extends IdPrefix>(
  prefix: Prefix,
  now: Instant,
  entropy: Entropy,
): IdOf<Prefix> {
  const bytes = new Uint8Array(idBytes)
  let left = now - instantMin
  for (let at = momentBytes - 1; at >= 0; at--) {
    bytes[at] = left % 256
    left = Math.floor(left / 256)
  }
  bytes.set(entropy.bytes(idBytes - momentBytes), momentBytes)
  return formatId(prefix, bytes)
}

/** Five bits at a time, behind the two zero bits that fill 128 up to 130. */
function formatId<Prefix extends IdPrefix>(prefix: Prefix, bytes: Uint8Array): IdOf<Prefix> {
  let body = ''
  let waiting = 0
  let bits = 2
  for (const byte of bytes) {
    waiting = ((waiting << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) body += lowerAlphabet.charAt((waiting >> (bits - 5)) & 31)
  }
  return `${prefix}_${body}` as IdOf<Prefix>
}

/**
 * The moment at which an ordered id (`cas`, `cms` ...) was made, from its 26 symbols without the prefix; null: not an id's
 * symbols. Of a wholly random id it means nothing.
 */
export function momentOfIdSymbols(symbols: string): Instant | null {
  if (!idBody.test(symbols)) return null
  // 45 bits: two of filling, 40 of the moment, three of chance.
  let bits = 0
  for (const symbol of symbols.slice(0, 9)) bits = bits * 32 + lowerAlphabet.indexOf(symbol)
  return (Math.floor(bits / 8) + instantMin) as Instant
}

/** Whether `text` is an id of this kind, exactly as `makeId` writes it. */
export function isId<Prefix extends IdPrefix>(prefix: Prefix, text: string): text is IdOf<Prefix> {
  return text.startsWith(`${prefix}_`) && idBody.test(text.slice(prefix.length + 1))
}

export const makeLeaseId = (now: Instant, entropy: Entropy): LeaseId => makeOrderedId('lse', now, entropy)
export const makeRequestId = (entropy: Entropy): RequestId => makeId('req', entropy)
export const makeSeatId = (now: Instant, entropy: Entropy): SeatId => makeOrderedId('sea', now, entropy)
export const makeLicenceId = (entropy: Entropy): LicenceId => makeId('lic', entropy)
export const makeOrderId = (entropy: Entropy): OrderId => makeId('ord', entropy)
export const makeCustomerId = (entropy: Entropy): CustomerId => makeId('cus', entropy)
export const makePlanId = (entropy: Entropy): PlanId => makeId('pln', entropy)
export const makeCaptureId = (entropy: Entropy): CaptureId => makeId('cap', entropy)
export const makeObservedDeviceId = (entropy: Entropy): ObservedDeviceId => makeId('dev', entropy)
export const makeWebhookId = (entropy: Entropy): WebhookId => makeId('whk', entropy)
export const makeMessageId = (entropy: Entropy): MessageId => makeId('msg', entropy)
export const makePersonId = (entropy: Entropy): PersonId => makeId('per', entropy)
export const makeCaseId = (now: Instant, entropy: Entropy): CaseId => makeOrderedId('cas', now, entropy)
export const makeCaseMessageId = (now: Instant, entropy: Entropy): CaseMessageId =>
  makeOrderedId('cms', now, entropy)
export const makeCaseItemId = (now: Instant, entropy: Entropy): CaseItemId =>
  makeOrderedId('itm', now, entropy)
export const makeCaseMoveId = (now: Instant, entropy: Entropy): CaseMoveId =>
  makeOrderedId('mov', now, entropy)
export const makeProposalId = (now: Instant, entropy: Entropy): ProposalId =>
  makeOrderedId('prp', now, entropy)
export const makeIntakeId = (now: Instant, entropy: Entropy): IntakeId => makeOrderedId('itk', now, entropy)
export const makeOutgoingMailId = (now: Instant, entropy: Entropy): OutgoingMailId =>
  makeOrderedId('omx', now, entropy)
