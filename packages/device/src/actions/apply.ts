import {
  formatArmour,
  parseArmour,
  parseEnvelope,
  parseEnvelopeValue,
  parseLease,
  parseRelease,
  refusalNumbers,
  refuse,
  type Envelope,
  type Refusal,
  type RefusalCode,
  type RequestId,
} from '@holdfast/lease'
import { changeVault, type OpenVault, type VaultChange } from '../change-vault.ts'
import type { DeviceContext } from '../device-context.ts'
import type { Applied, DeviceRefusal } from '../device-licence.ts'
import { isDecided } from '../exchange-lease.ts'
import { continueTrust } from '../held-trust.ts'
import { judgeDevice } from '../judge-device.ts'
import { nextVault } from '../next-vault.ts'
import { trustToAct, waitingReceipts } from '../prepare-request.ts'
import { raiseSequence, sequenceMax } from '../sequence.ts'
import { dropPending, takeAnswer, type Taken } from '../take-answer.ts'
import { addJournal, type PublicVault } from '../vault-body.ts'

// As a mail quotes it, too.
const refusedLine = /^([> \t]{0,200})Refused: (req_[0-9a-z]{26}) ([A-Z_]{1,64})[ \t\r]*$/gm

const requestId = /req_[0-9a-z]{26}/

/** The offline way in: trust bundles and a lease from a file, or the refusal that stands in it. spec: activation-protocol §1 */
export async function apply(
  context: DeviceContext,
  text: string | Uint8Array,
): Promise<Applied | DeviceRefusal> {
  const read = typeof text === 'string' ? text : decodeText(text)
  const parsed = parseArmour(read)
  const blocks = parsed.kind === 'refused' ? [] : parsed.blocks
  const trust = blocks.filter((block) => block.kind === 'trust').map((block) => block.envelope)
  const leases = blocks.filter((block) => block.kind === 'lease').map((block) => block.envelope)
  const refused = listRefused(read)
  // Refusals alone need no block.
  const unread = parsed.kind === 'refused' && read.includes('-----BEGIN') ? parsed : null
  if (leases.length === 0) {
    // Whoever names a request means that one, and perhaps not this device's.
    const code = refused.length > 0 || requestId.test(read) ? null : findRefusalCode(read)
    if (code !== null) return refuseAsWritten(context, code)
    if (parsed.kind === 'refused' && refused.length === 0) return parsed
    if (trust.length === 0 && refused.length === 0)
      return refuse('ENVELOPE_OTHER_KIND', { expected: 'lease', found: blocks.map((block) => block.kind) })
  }
  const outcome = await changeVault<Taken | Refusal>(context, (open) =>
    takeFile(context, open, { leases, trust, refused, unread }),
  )
  if (outcome.kind === 'refused') return outcome
  const { held, state } = judgeDevice(context, context.clock.now())
  const receipts = waitingReceipts(held.vault).map((receipt) => formatArmour('receipt', receipt))
  return {
    kind: 'applied',
    lease: leases.length === 0 ? null : outcome.lease,
    already: outcome.already,
    trust: held.trust.newest?.bundle.version ?? 0,
    receipts: receipts.join('\n'),
    state,
  }
}

type AnswerFile = {
  readonly leases: readonly Envelope[]
  readonly trust: readonly Envelope[]
  readonly refused: readonly RefusedRequest[]
  /** Why the blocks cannot be read; `null`: they can. */
  readonly unread: Refusal | null
}

/**
 * One file may answer many devices: each takes the lease that answers its own request - the newest, where there are
 * several - or else hears why its request was refused.
 */
function takeFile(
  context: DeviceContext,
  open: OpenVault,
  file: AnswerFile,
): VaultChange<Taken | Refusal> | Refusal {
  const { vault } = open.held
  // A mail quotes older answers as well: where the new one cannot be read, that is what is told.
  const refused = file.unread === null ? file.refused : file.refused.filter(({ quoted }) => !quoted)
  const overtaken = refused.find(
    ({ request, code }) => code === 'RELEASE_OVERTAKEN' && request === releaseIdOf(vault),
  )
  if (overtaken !== undefined) return raiseAbove(context, open, overtaken)
  const awaited = refused.filter(({ request }) => vault.awaited.includes(request))
  const own = awaited.find(({ request }) => request === vault.pending?.id) ?? awaited.at(-1)
  const answered = file.leases.some((envelope) => isForUs(open, claimOf(envelope).answers))
  if (own !== undefined && !answered) return takeRefusal(context, open, { own, trust: file.trust })
  if (file.unread !== null) return file.unread
  if (file.leases.length > 0) return takeLease(context, open, file)
  const [other] = file.refused
  if (other !== undefined && file.trust.length === 0)
    return refuse('LEASE_OTHER_REQUEST', { answers: other.request })
  return takeTrust(context, open, file.trust)
}

function isForUs({ held: { vault, lease } }: OpenVault, answers: RequestId | null): boolean {
  if (answers === null) return false
  return vault.awaited.includes(answers) || (lease.kind === 'lease' && lease.lease.answers === answers)
}

function releaseIdOf({ release }: PublicVault): RequestId | null {
  const opened = release === null ? null : parseEnvelope(release.statement, 'release')
  const parsed = opened?.kind === 'envelope' ? parseRelease(opened.payload) : null
  return parsed?.kind === 'release' ? parsed.statement.id : null
}

/** The release stands, and is said above what the vendor has seen when it is said next: how far, no file tells. */
function raiseAbove(
  context: DeviceContext,
  open: OpenVault,
  { request, code }: RefusedRequest,
): VaultChange<Refusal> {
  const { base, clock } = nextVault(context, open)
  const raised = { ...base, sequence: raiseSequence(base.sequence, sequenceMax) }
  return {
    public: addJournal(raised, clock.now, 'answer-refused', code),
    result: refuse(code, { where: 'answer-file', request }),
  }
}

/**
 * The request that was refused is dropped; trust that came with it is kept. Where it is overtaken, the next one is above it
 * by as much as one answer may move it: the line does not say how far the vendor is.
 */
function takeRefusal(
  context: DeviceContext,
  open: OpenVault,
  { own, trust }: { own: RefusedRequest; trust: readonly Envelope[] },
): VaultChange<Taken | Refusal> | Refusal {
  const anchor = trustToAct(open)
  if ('kind' in anchor) return anchor
  const { request, code } = own
  const { base, clock } = nextVault(context, open, continueTrust(anchor, trust).newest)
  const overtaken = code === 'REQUEST_OVERTAKEN' && request === base.pending?.id
  const sequence = overtaken ? raiseSequence(base.sequence, sequenceMax) : base.sequence
  return {
    public: addJournal(dropPending({ ...base, sequence }, request, code), clock.now, 'answer-refused', code),
    result: refuse(code, { where: 'answer-file', request }),
  }
}

function takeLease(
  context: DeviceContext,
  open: OpenVault,
  { leases, trust }: Pick<AnswerFile, 'leases' | 'trust'>,
): VaultChange<Taken | Refusal> | Refusal {
  const offers = leases.map((envelope) => ({ envelope, ...claimOf(envelope) }))
  const ours = offers.filter((offer) => isForUs(open, offer.answers))
  const best = ours.toSorted((one, other) => other.generation - one.generation)[0] ?? offers[0]
  if (best === undefined) return refuse('REQUEST_NOT_PENDING')
  return takeAnswer(context, open, {
    lease: best.envelope,
    trust,
    acknowledged: [],
    server: null,
    sent: null,
  })
}

/** What an offered lease says of itself - read before anything is verified, only to find the one that is meant. */
function claimOf(envelope: Envelope): { answers: RequestId | null; generation: number } {
  const opened = parseEnvelopeValue(envelope, 'lease')
  const parsed = opened.kind === 'refused' ? opened : parseLease(opened.payload)
  return parsed.kind === 'refused' ? { answers: null, generation: 0 } : parsed.lease
}

function takeTrust(
  context: DeviceContext,
  open: OpenVault,
  offered: readonly Envelope[],
): VaultChange<Taken | Refusal> | Refusal {
  const anchor = trustToAct(open)
  if ('kind' in anchor) return anchor
  const trust = continueTrust(anchor, offered)
  const grown = trust.applied.length > 0
  if (trust.refusal !== null && !grown) return trust.refusal
  const { base, clock } = nextVault(context, open, trust.newest)
  const result = trust.refusal ?? ({ kind: 'taken', already: !grown } as Taken)
  return { public: addJournal(base, clock.now, 'trust-applied', null), result }
}

/** A refusal is a paragraph with its code. It decides the request: the next one is a new intention. */
async function refuseAsWritten(context: DeviceContext, code: RefusalCode): Promise<DeviceRefusal> {
  const refusal = refuse(code, { where: 'answer-file' })
  if (context.read().vault.pending === null) return refusal
  const recorded = await changeVault(context, (open) => {
    const { base, clock } = nextVault(context, open)
    return {
      public: addJournal({ ...base, pending: null }, clock.now, 'answer-refused', code),
      result: refusal,
    }
  })
  return recorded
}

type RefusedRequest = { readonly request: RequestId; readonly code: RefusalCode; readonly quoted: boolean }

/** The lines `Refused: REQUESTID CODE`, one for each request of the file that was refused. A code unknown here says nothing. */
function listRefused(text: string): readonly RefusedRequest[] {
  return [...text.matchAll(refusedLine)].flatMap(([, before = '', request = '', code = '']) =>
    Object.hasOwn(refusalNumbers, code)
      ? [{ request: request as RequestId, code: code as RefusalCode, quoted: before.includes('>') }]
      : [],
  )
}

function findRefusalCode(text: string): RefusalCode | null {
  const words = text.slice(0, 100_000).match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []
  const found = words.find((word) => Object.hasOwn(refusalNumbers, word) && isDecided(word as RefusalCode))
  return found === undefined ? null : (found as RefusalCode)
}

/** Editors of Windows write UTF-16 with a byte order mark. */
function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}
