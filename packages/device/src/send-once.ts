// One HTTP request, by Node's own modules alone. They are loaded on first use: state and status never need them.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Clock } from '@holdfast/capabilities'

/** The longest trust chain of one answer fits: 64 bundles of 64 KiB, and a lease. */
export const answerBytesMax = 5_242_880

export type Reply = {
  readonly kind: 'reply'
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  readonly bytes: Uint8Array
}
export type SendFailure = {
  readonly kind: 'failed'
  readonly cause: 'unreachable' | 'certificate-date' | 'certificate' | 'too-large'
  /** The system's own word: ECONNREFUSED, ENOTFOUND, TIMEOUT, CERT_HAS_EXPIRED ... */
  readonly code: string
  /** The connection (with TLS: its handshake) was complete, so that the server may have read the request. */
  readonly opened: boolean
  readonly bytesMax?: number
}

export async function sendOnce(input: {
  server: URL
  path: string
  bytes: Uint8Array | null
  language: string
  timeoutMs: number
  clock: Clock
}): Promise<Reply | SendFailure> {
  const secure = input.server.protocol === 'https:'
  const { request } = secure ? await import('node:https') : await import('node:http')
  const url = urlBelow(input.server, input.path)
  const done = new AbortController()
  let opened = false
  const sent = new Promise<Reply | SendFailure>((resolve) => {
    const fail = (error: unknown) => resolve(failureOf(error, opened))
    const message = request(url, {
      method: input.bytes === null ? 'GET' : 'POST',
      headers: headersOf(input),
      agent: false,
    })
    watchOpening(message, secure, () => (opened = true))
    message.on('error', fail)
    message.on('response', (response) => {
      opened = true
      readReply(response).then(resolve, fail)
    })
    input.clock.waitMs(input.timeoutMs, done.signal).then(
      () => message.destroy(Object.assign(new Error('no answer in time'), { code: 'TIMEOUT' })),
      () => undefined,
    )
    message.end(input.bytes ?? undefined)
  })
  try {
    return await sent
  } finally {
    done.abort()
  }
}

/** A path and query below an address. It never names another host, as `//` at the beginning of a reference would. */
export function urlBelow(server: URL, path: string): URL {
  const [pathname = '', query = ''] = path.split('?')
  const url = new URL(server)
  url.pathname = `${server.pathname}${pathname}`.replaceAll(/\/{2,}/g, '/')
  url.search = query
  return url
}

function headersOf(input: { bytes: Uint8Array | null; language: string }): Record<string, string | number> {
  return {
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'identity',
    'accept-language': input.language,
    'user-agent': 'holdfast-device',
    ...(input.bytes === null
      ? {}
      : { 'content-type': 'application/json', 'content-length': input.bytes.length }),
  }
}

function watchOpening(message: ClientRequest, secure: boolean, open: () => void): void {
  message.on('socket', (socket) => {
    if (socket.connecting || secure) socket.once(secure ? 'secureConnect' : 'connect', open)
    else open()
  })
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > answerBytesMax) {
      response.destroy()
      throw Object.assign(new Error('answer too large'), { code: 'TOO_LARGE' })
    }
    chunks.push(chunk)
  }
  if (!response.complete) throw Object.assign(new Error('answer cut off'), { code: 'ECONNRESET' })
  const headers: { [name: string]: string | undefined } = {}
  for (const [name, value] of Object.entries(response.headers))
    if (typeof value === 'string') headers[name] = value
  return { kind: 'reply', status: response.statusCode ?? 0, headers, bytes: Buffer.concat(chunks) }
}

const certificateDateCodes = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
]
// OpenSSL's verification results as Node names them, and Node's own check of the host name.
const certificateCodes =
  /^(UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|ERR_TLS_CERT|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH)/

function failureOf(error: unknown, opened: boolean): SendFailure {
  const { code } = error as { code?: unknown }
  const word = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'UNKNOWN'
  if (word === 'TOO_LARGE')
    return { kind: 'failed', cause: 'too-large', code: word, opened, bytesMax: answerBytesMax }
  if (certificateDateCodes.includes(word))
    return { kind: 'failed', cause: 'certificate-date', code: word, opened: false }
  if (certificateCodes.test(word)) return { kind: 'failed', cause: 'certificate', code: word, opened: false }
  return { kind: 'failed', cause: 'unreachable', code: word, opened }
}
