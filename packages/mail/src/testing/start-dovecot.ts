// A real mail server for tests: Debian's Dovecot, LMTP for deliveries and IMAP for what reads them.
import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { systemClock } from '@holdfast/capabilities/system'
import { deliverByLmtp } from './deliver-by-lmtp.ts'

export type Dovecot = {
  readonly imapPort: number
  readonly lmtpPort: number
  /** Every user exists and has this password. */
  readonly password: string
  /** Puts mails into the INBOX of `user`, one connection for all. */
  readonly deliver: (user: string, mails: readonly Uint8Array[]) => Promise<void>
  /** Where the Maildir of `user` lies; sub-folders begin with a dot. */
  readonly folderOf: (user: string) => string
  /** Kills every process of it at once, as a failing machine would; mails stay. */
  readonly kill: () => Promise<void>
  /** On the same ports, after `kill`. */
  readonly start: () => Promise<void>
  /** Ends it and removes everything. */
  readonly stop: () => Promise<void>
}

/** Why a test without it is left out, to stand in the test's title; '' where it runs here. */
export function whyNoDovecot(): string {
  const needed = [findProgram('dovecot'), '/usr/lib/dovecot/imap', '/usr/lib/dovecot/lmtp']
  if (!needed.every((path) => path !== null && isProgramFile(path)))
    return ' (skipped: apt-get install dovecot-imapd dovecot-lmtpd)'
  return process.getuid?.() === 0 ? '' : ' (skipped: Dovecot changes users and wants to be started as root)'
}

export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-dovecot-'))
  chmodSync(folder, 0o755)
  for (const name of ['run', 'mail']) mkdirSync(join(folder, name))
  chmodSync(join(folder, 'mail'), 0o777)
  const [imapPort, lmtpPort] = await freePorts()
  const file = join(folder, 'dovecot.conf')
  writeFileSync(file, configuration(folder, imapPort, lmtpPort))
  const start = async () => {
    const child = spawn(findProgram('dovecot') ?? 'dovecot', ['-c', file], { stdio: 'ignore' })
    const [status] = (await once(child, 'exit')) as [number | null]
    if (status !== 0) throw new Error(`dovecot ended with ${status}: ${readText(join(folder, 'dovecot.log'))}`)
    for (const port of [imapPort, lmtpPort]) await untilListening(port)
  }
  const kill = () => killAll(join(folder, 'run/master.pid'), [imapPort, lmtpPort])
  await start()
  return {
    ...{ imapPort, lmtpPort, password, start, kill },
    deliver: (user, mails) => deliverByLmtp(lmtpPort, `${user}@desk.example`, mails),
    folderOf: (user) => join(folder, 'mail', user),
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

const password = 'a-password-for-tests'

function configuration(folder: string, imapPort: number, lmtpPort: number): string {
  return `base_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_username_format = %n
mail_location = maildir:${folder}/mail/%n
first_valid_uid = 1
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=dovecot gid=dovecot home=${folder}/mail/%n allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
`
}

/** Ports that were free a moment ago, both open at once so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    }),
  )
  await Promise.all(
    servers.map((server) => {
      server.close()
      return once(server, 'close')
    }),
  )
  return [ports[0] ?? 0, ports[1] ?? 0]
}

const tryMs = 20
const triesMax = 500

async function untilListening(port: number): Promise<void> {
  for (let tried = 0; tried < triesMax; tried++) {
    if (await isListening(port)) return
    await systemClock.waitMs(tryMs)
  }
  throw new Error(`Dovecot does not listen on port ${port}`)
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const tell = (listening: boolean) => {
      socket.destroy()
      resolve(listening)
    }
    socket.once('connect', () => tell(true))
    socket.once('error', () => tell(false))
  })
}

/** The master and everything it started: it leads a process group of its own. */
async function killAll(pidFile: string, ports: readonly number[]): Promise<void> {
  const pid = Number(readText(pidFile))
  if (pid > 1) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
    rmSync(pidFile, { force: true })
  }
  for (const port of ports)
    for (let tried = 0; tried < triesMax && (await isListening(port)); tried++) await systemClock.waitMs(tryMs)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find(isProgramFile) ?? null
}

function isProgramFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
