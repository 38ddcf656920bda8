// Ids: three letters, an underscore, and 128 random bits in 26 symbols. spec: lease-format §1
import type { Entropy } from '@holdfast/capabilities'
import type {
  CaptureId,
  CustomerId,
  LeaseId,
  LicenceId,
  MessageId,
  ObservedDeviceId,
  OrderId,
  PlanId,
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
}
export type IdPrefix = keyof Ids
export type IdOf<Prefix extends IdPrefix> = Ids[Prefix]

const idBytes = 16
const lowerAlphabet = alphabet.toLowerCase()
// 130 bits hold 128: the first symbol has two zero bits in front.
const idBody = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

export function makeId<Prefix extends IdPrefix>(prefix: Prefix, entropy: Entropy): IdOf<Prefix> {
  // Five bits at a time, behind the two zero bits that fill 128 up to 130.
  let body = ''
  let waiting = 0
  let bits = 2
  for (const byte of entropy.bytes(idBytes)) {
    waiting = ((waiting << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) body += lowerAlphabet.charAt((waiting >> (bits - 5)) & 31)
  }
  return `${prefix}_${body}` as IdOf<Prefix>
}

/** Whether `text` is an id of this kind, exactly as `makeId` writes it. */
export function isId<Prefix extends IdPrefix>(prefix: Prefix, text: string): text is IdOf<Prefix> {
  return text.startsWith(`${prefix}_`) && idBody.test(text.slice(prefix.length + 1))
}

export const makeLeaseId = (entropy: Entropy): LeaseId => makeId('lse', entropy)
export const makeRequestId = (entropy: Entropy): RequestId => makeId('req', entropy)
export const makeSeatId = (entropy: Entropy): SeatId => makeId('sea', entropy)
export const makeLicenceId = (entropy: Entropy): LicenceId => makeId('lic', entropy)
export const makeOrderId = (entropy: Entropy): OrderId => makeId('ord', entropy)
export const makeCustomerId = (entropy: Entropy): CustomerId => makeId('cus', entropy)
export const makePlanId = (entropy: Entropy): PlanId => makeId('pln', entropy)
export const makeCaptureId = (entropy: Entropy): CaptureId => makeId('cap', entropy)
export const makeObservedDeviceId = (entropy: Entropy): ObservedDeviceId => makeId('dev', entropy)
export const makeWebhookId = (entropy: Entropy): WebhookId => makeId('whk', entropy)
export const makeMessageId = (entropy: Entropy): MessageId => makeId('msg', entropy)
