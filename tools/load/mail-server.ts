// A real server process with mail, its port for SMTP, and what it says it received.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, type ServerProcess } from './server-process.ts'

export const loadDeskAddress = 'support@vendor.example'

export type MailProcess = ServerProcess & { readonly smtpPort: number }

/** `sinkPort`: where it sends; null: nowhere. */
export async function startMailProcess(options: {
  readonly folder: string
  readonly sinkPort: number | null
  readonly databaseUrl?: string
}): Promise<MailProcess> {
  const { folder, sinkPort } = options
  mkdirSync(folder, { recursive: true })
  const mailFile = join(folder, 'mail.json')
  const sender =
    sinkPort === null
      ? {}
      : { sender: { host: '127.0.0.1', port: sinkPort, security: 'none', connections: 1 } }
  const settings = { address: loadDeskAddress, replyAddress: 'desk@vendor.example', receiver: { port: 0 } }
  writeFileSync(mailFile, JSON.stringify({ ...settings, staffDomains: ['vendor.example'], ...sender }))
  const server = await startServer({ ...options, mailFile })
  const smtpPort = await server.printed((printed) => {
    const line = linesOf(printed).find(({ job, port }) => job === 'mail-receiver' && port !== undefined)
    return line === undefined ? null : Number(line['port'])
  })
  return { ...server, smtpPort }
}

type Line = { readonly job?: string; readonly [member: string]: unknown }

/** JSON lines of a log; what is none is left out. */
export function linesOf(printed: string): readonly Line[] {
  return printed.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || !line.endsWith('}')) return []
    return [JSON.parse(line) as Line]
  })
}

/** Mails that it is done with. */
export function countReceived(printed: string): number {
  return linesOf(printed)
    .filter(({ job, messages }) => job === 'mail-intake' && messages !== undefined)
    .reduce(
      (sum, line) =>
        sum + ['messages', 'known', 'failed', 'unplaced'].reduce((all, name) => all + Number(line[name]), 0),
      0,
    )
}
