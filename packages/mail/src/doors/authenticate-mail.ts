// SPF, DKIM and DMARC by mailauth, with a resolver that is lent. spec: mail-doors §6
import { resolve } from 'node:dns/promises'
import type { Clock } from '@holdfast/capabilities'
import { authenticate, type AuthenticateResult, type DNSResolver } from 'mailauth'
import {
  nothingChecked,
  wordOf,
  type AuthenticationWord,
  type AuthenticationResults,
  type MailAuthentication,
} from './mail-authentication.ts'
import { listHeaders } from './mail-headers.ts'
import { readUpstreamResults } from './read-upstream-results.ts'
import { Late, withinMs } from './within-ms.ts'

/** For all questions to the DNS together; an answer that comes later counts as none. */
export const authenticationMs = 20_000
/** Each signature may want a hash of its own over the whole mail. */
export const signaturesMax = 8

/** Records of one type: texts of TXT in pieces, addresses, `{exchange, priority}` of MX. Rejects as `node:dns` does. */
export type MailResolver = (name: string, type: string) => Promise<readonly unknown[]>

/** The system's own. */
export const systemResolver: MailResolver = async (name, type) => (await resolve(name, type)) as unknown[]

export type AuthenticationTools = {
  readonly clock: Clock
  readonly resolver: MailResolver
  /** The authserv-id of the server in front whose Authentication-Results are believed; null: none. */
  readonly trustedId: string | null
  /** How this server names itself where an SPF record asks. */
  readonly hostName: string
  readonly authenticationMs?: number
}

/** Never rejects: what cannot be found out is `temperror` or `not-checked`. */
export async function authenticateMail(
  raw: Uint8Array,
  envelope: { readonly from: string; readonly client: string } | null,
  tools: AuthenticationTools,
): Promise<MailAuthentication> {
  const upstream = tools.trustedId === null ? null : readUpstreamResults(raw, tools.trustedId)
  const signatures = listHeaders(raw).filter(({ name }) => name === 'dkim-signature').length
  if (signatures > signaturesMax) return { ...nothingChecked, upstream }
  const checked = authenticate(Buffer.from(raw), {
    ...(envelope === null ? {} : { sender: envelope.from, ip: envelope.client }),
    mta: tools.hostName,
    trustReceived: false,
    disableArc: true,
    disableBimi: true,
    resolver: tools.resolver as DNSResolver,
  })
  try {
    const result = await withinMs(tools.clock, tools.authenticationMs ?? authenticationMs, checked)
    return { ...resultsOf(result, envelope !== null), upstream }
  } catch (error) {
    // Not in time, or a mail at which the library fails: neither says anything about the sender.
    const word: AuthenticationWord = error instanceof Late ? 'temperror' : 'permerror'
    const spf = envelope === null ? nothingChecked.spf : { ...nothingChecked.spf, result: word }
    return { spf, dkim: [], dmarc: { ...nothingChecked.dmarc, result: word }, upstream }
  }
}

function resultsOf(found: AuthenticateResult, hasEnvelope: boolean): AuthenticationResults {
  const { spf, dkim, dmarc } = found
  const policy = dmarc ? dmarc.policy : null
  const result = dmarc ? wordOf(dmarc.status.result) : 'none'
  return {
    spf:
      hasEnvelope && spf
        ? { result: wordOf(spf.status.result), domain: spf.domain.toLowerCase() }
        : nothingChecked.spf,
    dkim: dkim.results
      // Where nothing is signed, mailauth gives one result without a domain.
      .filter(({ signingDomain }) => signingDomain !== undefined)
      .map(({ status, signingDomain, selector }) => ({
        result: wordOf(status.result),
        domain: signingDomain?.toLowerCase() ?? null,
        selector: selector ?? null,
      })),
    dmarc: {
      // Without an envelope half of the evidence is missing: a failure could be a pass.
      result: result === 'fail' && !hasEnvelope ? 'not-checked' : result,
      domain: (dmarc && dmarc.status.header?.from) || dkim.headerFrom[0]?.split('@').at(-1) || null,
      policy,
    },
  }
}
