// Between a store and its PostgreSQL: a network that falls silent, or breaks.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

export type ProxyForTests = {
  readonly url: string
  /** From now on nothing passes on the connections there are, and nobody is told. New ones are made, and pass as `passing` says. */
  silence(): void
  /** Whether new connections pass; where not, they are accepted and silent. */
  passing: boolean
  /** Breaks every connection there is. */
  cut(): void
  /** Breaks them, and takes no new ones. */
  stop(): Promise<void>
  /** Takes new ones again, at the same address. */
  start(): Promise<void>
}

export async function startProxy(url: string): Promise<ProxyForTests> {
  const target = new URL(url)
  const pairs: Socket[] = []
  let silent = new Set<Socket>()
  const server = createServer((near) => {
    near.on('error', () => {})
    pairs.push(near)
    if (!proxy.passing) return
    const far = connect(Number(target.port), target.hostname)
    far.on('error', () => near.destroy())
    pairs.push(far)
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (bytes) => {
        if (!silent.has(from)) to.write(bytes)
      })
      from.on('close', () => {
        if (!silent.has(from)) to.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const reached = new URL(url)
  reached.hostname = '127.0.0.1'
  reached.port = String(port)
  const proxy: ProxyForTests = {
    url: reached.href,
    silence: () => {
      silent = new Set(pairs)
    },
    passing: true,
    cut: () => {
      for (const socket of pairs) socket.resetAndDestroy()
    },
    async stop() {
      proxy.cut()
      server.close()
      await once(server, 'close')
    },
    async start() {
      await listen(port)
    },
  }
  return proxy
}
