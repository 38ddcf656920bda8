// A client that types its commands itself, so that it can stop anywhere.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type SmtpClient = {
  /** Sends a line and gives the whole reply. */
  readonly say: (line: string) => Promise<string>
  readonly write: (text: string) => void
  readonly reply: () => Promise<string>
  readonly vanish: () => void
  readonly closed: Promise<unknown>
}

/** Connected and greeted. */
export async function openSmtpClient(port: number): Promise<SmtpClient> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  let held = ''
  let wake = () => {}
  socket.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1')
    wake()
  })
  void closed.then(() => wake())
  const reply = async (): Promise<string> => {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(held)
      if (found !== null) {
        held = held.slice(found[0].length)
        return found[0].trim()
      }
      if (socket.destroyed) return 'closed'
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  await reply()
  return {
    ...{ reply, closed },
    say: (line) => {
      socket.write(`${line}\r\n`)
      return reply()
    },
    write: (text) => void socket.write(text),
    vanish: () => socket.destroy(),
  }
}
