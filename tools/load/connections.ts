// A load generator that costs little itself: prepared bytes over raw sockets, one request at a time on each connection.
import { connect, type Socket } from 'node:net'
import type { Clock } from '@holdfast/capabilities'

export type LoadAnswer = { readonly status: number; readonly body: string; readonly milliseconds: number }
export type LoadTarget = { readonly host: string; readonly port: number }
export type LoadOptions = {
  readonly target: LoadTarget
  readonly clock: Clock
  /** Hears of each answer as it comes, with the number of answers so far. */
  readonly onAnswer?: (count: number) => void
}

/** One POST as it goes over the wire. */
export function postBytes(path: string, target: LoadTarget, body: string): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: keep-alive\r\n\r\n`
  return Buffer.from(head + body, 'utf8')
}

/**
 * Sends each request once over `connections` sockets, in order, and resolves with the answers at the same index.
 * `null` where the connection broke before an answer came; that connection ends, the others go on.
 */
export async function sendAll(
  requests: readonly Buffer[],
  options: LoadOptions & { readonly connections: number },
): Promise<(LoadAnswer | null)[]> {
  const answers: (LoadAnswer | null)[] = Array.from({ length: requests.length }, () => null)
  let next = 0
  let count = 0
  const take = () => (next < requests.length ? next++ : null)
  const heard = { ...options, onAnswer: () => options.onAnswer?.(++count) }
  const sockets = Math.min(options.connections, requests.length)
  await Promise.all(Array.from({ length: sockets }, () => runConnection(requests, answers, take, heard)))
  return answers
}

function runConnection(
  requests: readonly Buffer[],
  answers: (LoadAnswer | null)[],
  take: () => number | null,
  options: LoadOptions,
): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ ...options.target, noDelay: true })
    let received = ''
    let index: number | null = null
    let startedMs = 0
    const sendNext = () => {
      index = take()
      if (index === null) {
        socket.end()
        return
      }
      received = ''
      startedMs = options.clock.monotonicMs()
      socket.write(requests[index]!)
    }
    socket.setEncoding('latin1')
    socket.on('connect', sendNext)
    socket.on('data', (chunk: string) => {
      received += chunk
      const answer = parseAnswer(received)
      if (answer === null || index === null) return
      answers[index] = { ...answer, milliseconds: options.clock.monotonicMs() - startedMs }
      options.onAnswer?.(0)
      sendNext()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve())
  })
}

function parseAnswer(text: string): { status: number; body: string } | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1]
  if (length === undefined) throw new Error(`an answer without Content-Length: ${text.slice(0, headEnd)}`)
  const body = text.slice(headEnd + 4, headEnd + 4 + Number(length))
  if (body.length < Number(length)) return null
  return { status: Number(text.slice(9, 12)), body: Buffer.from(body, 'latin1').toString('utf8') }
}
