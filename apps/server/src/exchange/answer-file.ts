// A request file is answered like the network: the same decisions, block by block, in order. spec: activation-protocol §1
import { receiptsMax } from '@holdfast/contract'
import {
  formatArmour,
  parseArmour,
  parseEnvelopeValue,
  parseReceipt,
  parseRelease,
  parseRequest,
  refuse,
  type ArmourRefusal,
  type ArtefactKind,
  type Envelope,
  type Refusal,
  type Request,
  type Thumbprint,
} from '@holdfast/lease'
import { formatProblem, type Locale } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { answerReceipt, answerRelease, answerRequest } from './answer.ts'

type Sent = { readonly text: string; readonly locale: Locale }
type Block = { readonly kind: ArtefactKind; readonly envelope: Envelope }

/**
 * The answer file. Receipts are taken first, as an exchange online takes them with its request. A refusal of one block is
 * a paragraph and stops no other; a file that cannot be read at all is refused.
 */
export async function answerFile(
  services: Services,
  sent: Sent,
): Promise<{ kind: 'text'; text: string } | ArmourRefusal> {
  const parsed = parseArmour(sent.text)
  if (parsed.kind === 'refused') return parsed
  const receipts = parsed.blocks.filter((block) => block.kind === 'receipt')
  const others = parsed.blocks.filter((block) => block.kind !== 'receipt')
  const parts: string[] = []
  const file: FileSoFar = { locale: sent.locale, recorded: [], trustHeld: [] }
  for (const block of receipts) {
    const answered = await answerReceipt(services, { receipt: block.envelope })
    if ('code' in answered) parts.push(refusalParagraph(services, answered, block, sent.locale))
    else file.recorded.push({ device: deviceOfReceipt(block.envelope), envelope: block.envelope })
  }
  for (const block of others) parts.push(await answerBlock(services, block, file))
  if (parts.length === 0) parts.push(words[sent.locale].nothingToAnswer)
  services.metrics.countAnswer('answerOffline')
  const chain = services.keys.chainAboveEach(file.trustHeld)
  const bundles = chain.map((bundle) => formatArmour('trust', bundle).trimEnd())
  return { kind: 'text', text: `${[...bundles, ...parts].join('\n\n')}\n` }
}

/** What the blocks of one file know of each other. */
type FileSoFar = {
  readonly locale: Locale
  /** Receipts that the books have taken, each of its device: they came with every request of that device. */
  readonly recorded: { readonly device: Thumbprint | null; readonly envelope: Envelope }[]
  /** Of each request that was answered the trust version it names: the chain stands once, before all leases. */
  readonly trustHeld: number[]
}

/** The paragraph or lease of one block. */
async function answerBlock(services: Services, block: Block, file: FileSoFar): Promise<string> {
  const { locale } = file
  if (block.kind === 'release') {
    const answered = await answerRelease(services, { release: block.envelope, receipts: [] })
    if ('code' in answered) return refusalParagraph(services, answered, block, locale)
    return words[locale].released(answered.released.lease, answered.released.at)
  }
  if (block.kind !== 'request')
    return refusalParagraph(services, refuse('ENVELOPE_OTHER_KIND', { found: block.kind }), block, locale)
  const request = readRequest(block.envelope)
  const own = file.recorded.filter(({ device }) => device !== null && device === request?.device.key)
  const answered = await answerRequest(services, {
    request: block.envelope,
    receipts: own.slice(-receiptsMax).map(({ envelope }) => envelope),
    address: null,
  })
  if ('code' in answered) return refusalParagraph(services, answered, block, locale)
  const trustHeld = request?.trust ?? 0
  file.trustHeld.push(trustHeld)
  // A lease that its device could not verify yet would only be refused there.
  if (!services.keys.isReachedFrom(trustHeld)) return words[locale].trustFirst(request?.id ?? '-')
  return formatArmour('lease', answered.lease).trimEnd()
}

function readRequest(envelope: Envelope): Request | null {
  const opened = parseEnvelopeValue(envelope, 'request')
  const parsed = opened.kind === 'refused' ? opened : parseRequest(opened.payload)
  return parsed.kind === 'refused' ? null : parsed.request
}

function deviceOfReceipt(envelope: Envelope): Thumbprint | null {
  const opened = parseEnvelopeValue(envelope, 'receipt')
  const parsed = opened.kind === 'refused' ? opened : parseReceipt(opened.payload)
  return parsed.kind === 'refused' ? null : parsed.receipt.device.key
}

/** One line for programs, exactly `Refused: REQUESTID CODE`, then a paragraph for people. */
function refusalParagraph(services: Services, refusal: Refusal, block: Block, locale: Locale): string {
  const { problem } = formatProblem(refusal, { locale, now: services.clock.now() })
  services.metrics.countRefusal(refusal.code)
  const { title, userAction, adminAction, supportCode } = problem
  const told = readBlock(block)
  const of = words[locale]
  return [
    `Refused: ${told.id ?? '-'} ${refusal.code}`,
    title,
    ...(told.serial === null ? [] : [of.serial(told.serial)]),
    ...(told.device === null ? [] : [of.device(told.device)]),
    ...(userAction === '' ? [] : [of.user(userAction)]),
    ...(adminAction === '' ? [] : [of.admin(adminAction)]),
    of.support(supportCode),
  ].join('\n')
}

type BlockTold = {
  readonly id: string | null
  readonly serial: string | null
  readonly device: string | null
}

/** What a block says of itself, so that its reader finds the machine. Nobody has verified it. */
function readBlock({ kind, envelope }: Block): BlockTold {
  if (kind === 'request') {
    const request = readRequest(envelope)
    if (request === null) return nothingTold
    const { id, serial, device } = request
    return { id, serial, device: device.name ?? device.key.slice(0, keyDigitsShown) }
  }
  if (kind !== 'release') return nothingTold
  const opened = parseEnvelopeValue(envelope, kind)
  const parsed = opened.kind === 'refused' ? opened : parseRelease(opened.payload)
  if (parsed.kind === 'refused') return nothingTold
  const { id, serial, device } = parsed.statement
  return { id, serial, device: device.key.slice(0, keyDigitsShown) }
}

const nothingTold: BlockTold = { id: null, serial: null, device: null }
const keyDigitsShown = 8

const words = {
  en: {
    nothingToAnswer: 'The receipts were recorded. Nothing else in this file asks for an answer.',
    released: (lease: string, at: string) =>
      `The seat of lease ${lease} was given back at ${at}. The device needs no answer to this.`,
    trustFirst: (request: string) =>
      `The device of request ${request} lacks more trust bundles than one answer brings. Apply this answer there, then write a new request: the answer to that one brings the lease.`,
    serial: (serial: string) => `Serial number: ${serial}`,
    device: (device: string) => `Device: ${device}`,
    user: (action: string) => `User: ${action}`,
    admin: (action: string) => `Administrator: ${action}`,
    support: (code: string) => `Support code: ${code}`,
  },
  zh: {
    nothingToAnswer: '回执已登记。此文件中没有其他需要答复的内容。',
    released: (lease: string, at: string) => `租约 ${lease} 的席位已于 ${at} 归还。设备无需对此的答复。`,
    trustFirst: (request: string) =>
      `请求 ${request} 的设备所缺的信任包多于一次答复所能携带的数量。请先在该设备上应用此答复，再生成新的请求：租约随新请求的答复提供。`,
    serial: (serial: string) => `序列号：${serial}`,
    device: (device: string) => `设备：${device}`,
    user: (action: string) => `用户：${action}`,
    admin: (action: string) => `管理员：${action}`,
    support: (code: string) => `支持代码：${code}`,
  },
} as const
