// One SMTP connection that hands in mails one after the other, and costs little itself.
import { connect, type Socket } from 'node:net'

export type SmtpLine = {
  /** The server's last reply: 250 where it has the mail. null: the connection broke before it said so. */
  send(raw: Uint8Array, to: string): Promise<string | null>
  close(): void
}

const from = 'load@relay.example'

/** Connects and says hello; rejects where nobody answers. */
export async function openSmtpLine(port: number): Promise<SmtpLine> {
  const socket = connect(port, '127.0.0.1')
  const replies = new Replies(socket)
  if ((await replies.next()) === null) throw new Error('no SMTP server answered')
  socket.write('EHLO relay.example\r\n')
  await replies.next()
  return {
    async send(raw, to) {
      socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
      for (const wanted of ['250', '250', '354']) {
        const reply = await replies.next()
        if (reply === null || !reply.startsWith(wanted)) return reply
      }
      socket.write(stuffed(raw))
      return await replies.next()
    },
    close: () => socket.destroy(),
  }
}

/** RFC 5321 section 4.5.2, and the line that ends a mail. */
function stuffed(raw: Uint8Array): Buffer {
  const text = Buffer.from(raw).toString('latin1').replaceAll(/^\./gm, '..')
  return Buffer.from(`${text}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1')
}

/** Replies in their order, each with its lines; null from the end of the connection on. */
class Replies {
  #text = ''
  #isOver = false
  #waiting: (() => void) | null = null

  constructor(socket: Socket) {
    socket.on('data', (bytes: Buffer) => this.#add(bytes.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isOver = true
      this.#add('')
    })
  }

  async next(): Promise<string | null> {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)
      if (found !== null) {
        this.#text = this.#text.slice(found[0].length)
        return found[0]
      }
      if (this.#isOver) return null
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    }
  }

  #add(text: string): void {
    this.#text += text
    this.#waiting?.()
    this.#waiting = null
  }
}
