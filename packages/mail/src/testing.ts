// A real mail server for tests: Debian's Dovecot, LMTP for deliveries and IMAP for what reads them.
import { spawn, type ChildProcess } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { systemClock } from '@holdfast/capabilities/system'
import { ImapFlow } from 'imapflow'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export type Dovecot = {
  readonly imapPort: number
  readonly lmtpPort: number
  /** Every user exists and has this password. */
  readonly password: string
  /** Puts mails into the INBOX of `user`, one connection for all. */
  readonly deliver: (user: string, mails: readonly Uint8Array[]) => Promise<void>
  /** Every mail in the INBOX of `user`, in the order in which they came, as another mail program reads them over IMAP. */
  readonly read: (user: string) => Promise<readonly Uint8Array[]>
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

/**
 * On free ports of 127.0.0.1, in a folder of its own. It ends even where the test process is killed: a guard waits for the
 * end of its standard input.
 */
export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-dovecot-'))
  chmodSync(folder, 0o755)
  for (const name of ['run', 'mail']) mkdirSync(join(folder, name))
  // Dovecot reads and writes mails as a user of its own.
  chmodSync(join(folder, 'mail'), 0o777)
  const [imapPort, lmtpPort] = await findFreePorts()
  const file = join(folder, 'dovecot.conf')
  writeFileSync(file, configuration(folder, imapPort, lmtpPort))
  let guard: ChildProcess | null = null
  const start = async () => {
    guard = startGuarded(file)
    for (const port of [imapPort, lmtpPort])
      if (!(await until(port, true))) throw new Error(`Dovecot did not start: ${readLog(folder)}`)
  }
  const kill = async () => {
    if (guard === null) return
    const ended = once(guard, 'exit')
    guard.stdin?.end()
    await ended
    guard = null
    rmSync(join(folder, 'run/master.pid'), { force: true })
    for (const port of [imapPort, lmtpPort]) await until(port, false)
  }
  await start()
  return {
    ...{ imapPort, lmtpPort, password, start, kill },
    deliver: (user, mails) => deliverByLmtp(lmtpPort, `${user}@desk.example`, mails),
    read: (user) => readByImap(imapPort, user),
    folderOf: (user) => join(folder, 'mail', user),
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

// Everything that Dovecot starts stays in the process group that the guard leads.
const guardScript = `
"$0" -F -c "$1" &
cat > /dev/null
kill -KILL 0
`

function startGuarded(file: string): ChildProcess {
  const program = findProgram('dovecot') ?? 'dovecot'
  return spawn('sh', ['-c', guardScript, program, file], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
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

/** Delivers `mails` to one address over one connection; rejects with the first that was not taken. */
async function deliverByLmtp(port: number, to: string, mails: readonly Uint8Array[]): Promise<void> {
  const connection = new SMTPConnection({
    host: '127.0.0.1',
    port,
    lmtp: true,
    ignoreTLS: true,
    name: 'test.example',
  })
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  try {
    for (const raw of mails)
      await new Promise<void>((resolve, reject) => {
        connection.send({ from: 'lmtp@test.example', to: [to] }, Buffer.from(raw), (error, info) =>
          error || (info?.rejected.length ?? 0) > 0 ? reject(error ?? new Error('refused')) : resolve(),
        )
      })
  } finally {
    connection.quit()
  }
}

async function readByImap(port: number, user: string): Promise<readonly Uint8Array[]> {
  const auth = { user, pass: password }
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false })
  await client.connect()
  try {
    await client.mailboxOpen('INBOX', { readOnly: true })
    const mails = await client.fetchAll('1:*', { source: true })
    return mails.flatMap(({ source }) => (source === undefined ? [] : [new Uint8Array(source)]))
  } finally {
    await client.logout()
  }
}

/** Ports that were free a moment ago, both open at once so that they differ. */
async function findFreePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const
  const open = async (server: Server) => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const ports: [number, number] = [await open(servers[0]), await open(servers[1])]
  for (const server of servers) server.close()
  return ports
}

const tryMs = 20
const triesMax = 500

/** Whether `port` came to listen, or ceased to, within the tries. */
async function until(port: number, listening: boolean): Promise<boolean> {
  for (let tried = 0; tried < triesMax; tried++) {
    if ((await isListening(port)) === listening) return true
    await systemClock.waitMs(tryMs)
  }
  return false
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

function readLog(folder: string): string {
  try {
    return readFileSync(join(folder, 'dovecot.log'), 'utf8').slice(-2000)
  } catch {
    return 'without a word'
  }
}

function findProgram(name: string): string | null {
  // Not a part of the product: where the machine that runs the tests keeps its programs.
  // oxlint-disable-next-line node/no-process-env
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
