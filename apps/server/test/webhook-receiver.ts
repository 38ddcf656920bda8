// A real HTTP server that receives webhooks, judges their signatures, and answers as a test tells it to.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  readonly id: string
  readonly timestamp: number
  readonly signature: string
  readonly body: string
  readonly path: string
}
/** A status, with headers where they matter; or nothing: the answer never comes. */
export type Reply = { readonly status: number; readonly headers?: { [name: string]: string } } | 'hang'

export async function openReceiver() {
  const received: Received[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const replies: Reply[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name] ?? '')
      received.push({
        id: header('webhook-id'),
        timestamp: Number(header('webhook-timestamp')),
        signature: header('webhook-signature'),
        body: Buffer.concat(parts).toString(),
        path: request.url ?? '',
      })
      const reply = replies.shift() ?? { status: 204 }
      if (reply !== 'hang') response.writeHead(reply.status, reply.headers).end()
      for (const { count, resolve } of waiting) if (received.length >= count) resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** What the next requests are answered, one after the other; then 204. */
    reply: (...next: readonly Reply[]) => void replies.push(...next),
    /** Resolves when so many requests have come in all. */
    count: (count: number) =>
      new Promise<readonly Received[]>((resolve) => {
        const done = () => resolve(received.slice(0, count))
        if (received.length >= count) done()
        else waiting.push({ count, resolve: done })
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether a message was signed with this secret. Standard Webhooks 1.0, written anew. */
export function isSignedBy({ id, timestamp, signature, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return signature.split(' ').includes(`v1,${mac}`)
}
