// A request file is answered like the network: the same decisions, block by block, in order. spec: activation-protocol §1
import {
  formatArmour,
  parseArmour,
  parseEnvelopeValue,
  parseRelease,
  parseRequest,
  refuse,
  type ArmourRefusal,
  type ArtefactKind,
  type Envelope,
  type Refusal,
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
  for (const block of receipts) {
    const answered = await answerReceipt(services, { receipt: block.envelope })
    if ('code' in answered) parts.push(refusalParagraph(services, answered, block, sent.locale))
  }
  const chain = new Map<string, Envelope>()
  for (const block of others) parts.push(await answerBlock(services, block, sent, chain))
  if (parts.length === 0) parts.push(words[sent.locale].nothingToAnswer)
  services.metrics.countAnswer('answerOffline')
  const bundles = [...chain.values()].map((bundle) => formatArmour('trust', bundle).trimEnd())
  return { kind: 'text', text: `${[...bundles, ...parts].join('\n\n')}\n` }
}

/** The paragraph or lease of one block. `chain` gathers what its reader lacks: it stands once, before all of them. */
async function answerBlock(
  services: Services,
  block: Block,
  sent: Sent,
  chain: Map<string, Envelope>,
): Promise<string> {
  if (block.kind === 'release') {
    const answered = await answerRelease(services, { release: block.envelope, receipts: [] })
    if ('code' in answered) return refusalParagraph(services, answered, block, sent.locale)
    return words[sent.locale].released(answered.released.lease, answered.released.at)
  }
  if (block.kind !== 'request')
    return refusalParagraph(
      services,
      refuse('ENVELOPE_OTHER_KIND', { found: block.kind }),
      block,
      sent.locale,
    )
  const answered = await answerRequest(services, {
    request: block.envelope,
    receipts: [],
    address: null,
  })
  if ('code' in answered) return refusalParagraph(services, answered, block, sent.locale)
  for (const bundle of answered.trust) chain.set(bundle.payload, bundle)
  return formatArmour('lease', answered.lease).trimEnd()
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
  const opened = parseEnvelopeValue(envelope, kind)
  if (opened.kind === 'refused') return nothingTold
  if (kind === 'request') {
    const parsed = parseRequest(opened.payload)
    if (parsed.kind === 'refused') return nothingTold
    const { id, serial, device } = parsed.request
    return { id, serial, device: device.name ?? device.key.slice(0, keyDigitsShown) }
  }
  if (kind !== 'release') return nothingTold
  const parsed = parseRelease(opened.payload)
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
    serial: (serial: string) => `Serial number: ${serial}`,
    device: (device: string) => `Device: ${device}`,
    user: (action: string) => `User: ${action}`,
    admin: (action: string) => `Administrator: ${action}`,
    support: (code: string) => `Support code: ${code}`,
  },
  zh: {
    nothingToAnswer: '回执已登记。此文件中没有其他需要答复的内容。',
    released: (lease: string, at: string) => `租约 ${lease} 的席位已于 ${at} 归还。设备无需对此的答复。`,
    serial: (serial: string) => `序列号：${serial}`,
    device: (device: string) => `设备：${device}`,
    user: (action: string) => `用户：${action}`,
    admin: (action: string) => `管理员：${action}`,
    support: (code: string) => `支持代码：${code}`,
  },
} as const
