// A server that says what it is told to say and vanishes where it is told to: bytes over a socket, no library.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** One talk: lines in, lines out. */
export type Talk = {
  /** The next line without its end; null: the client closed. */
  readonly line: () => Promise<string | null>
  readonly say: (text: string) => void
  /** Reads nothing more, so that the client's bytes pile up. */
  readonly pause: () => void
  /** The next `bytes` bytes arrived and were not kept. */
  readonly bytes: (bytes: number) => Promise<void>
  readonly vanish: () => void
  readonly socket: Socket
}

export type ScriptedServer = {
  readonly port: number
  /** Connections so far. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export async function openScriptedServer(
  greeting: string | null,
  script: (talk: Talk) => Promise<void>,
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (greeting !== null) socket.write(`${greeting}\r\n`)
    script(talkOver(socket)).catch(() => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function talkOver(socket: Socket): Talk {
  let held: Buffer = Buffer.alloc(0)
  let ended = false
  let wake = () => {}
  const more = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    wake()
  })
  socket.on('close', () => {
    ended = true
    wake()
  })
  const line = async (): Promise<string | null> => {
    for (;;) {
      const at = held.indexOf('\r\n')
      if (at >= 0) {
        const text = held.subarray(0, at).toString('latin1')
        held = held.subarray(at + 2)
        return text
      }
      if (ended) return null
      await more()
    }
  }
  const bytes = async (wanted: number) => {
    let left = wanted
    for (;;) {
      const taken = Math.min(left, held.length)
      held = held.subarray(taken)
      left -= taken
      if (left === 0 || ended) return
      await more()
    }
  }
  return {
    ...{ line, bytes, socket },
    say: (text) => void socket.write(`${text}\r\n`),
    pause: () => void socket.pause(),
    vanish: () => socket.destroy(),
  }
}
