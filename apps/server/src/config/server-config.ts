import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { isTitle } from '@holdfast/lease'
import type { WebhookTargets } from '../webhooks/webhook-address.ts'
import type { Environment } from './environment.ts'
import { parseServiceTime, type ServiceTimeConfig, type ServiceTimeFlags } from './service-time-config.ts'
import { readMailConfig, type MailConfig } from './mail-config.ts'
import { dataFolderDefault, hostDefault, portDefault } from './server-defaults.ts'
import { parseWatchConfig, parseWebhookTargets, type WatchConfig, type WatchFlags } from './watch-config.ts'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
const logLevels: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

export const vendorDefault = 'Unnamed vendor'

/** Shorter tokens given from outside could be guessed. */
export const adminTokenCharsMin = 24

/** Everything that a running server is told from outside; secrets are values here and stand nowhere else. */
export type ServerConfig = {
  readonly dataFolder: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** The address that others see; null: the one listened on. */
  readonly url: string | null
  /** Proxies whose X-Forwarded-For is believed: a number of hops, or their addresses and networks. */
  readonly trustProxy: false | number | readonly string[]
  readonly database:
    { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }
  readonly adminToken: string | null
  /** Content of the key file, under which signing keys are encrypted at rest; null: they lie open in the books. */
  readonly keySecret: Uint8Array | null
  readonly tls: { readonly cert: Uint8Array; readonly key: Uint8Array } | null
  /** Name of the vendor in the first trust bundle. */
  readonly vendor: string
  readonly logLevel: LogLevel
  readonly watch: WatchConfig
  readonly webhookTargets: WebhookTargets
  readonly serviceTime: ServiceTimeConfig
  /** null: nothing of mail runs. */
  readonly mail: MailConfig | null
}

/** Flags of `holdfast serve` and `holdfast init`; they go before the environment. */
export type ServerFlags = WatchFlags &
  ServiceTimeFlags & {
    readonly data?: string
    readonly host?: string
    readonly port?: string
    readonly url?: string
    readonly trustProxy?: string
    readonly databaseUrlFile?: string
    readonly adminTokenFile?: string
    readonly keyFile?: string
    readonly tlsCert?: string
    readonly tlsKey?: string
    readonly vendor?: string
    readonly logLevel?: string
    readonly mailFile?: string
  }

export type ConfigComplaint = { readonly setting: string; readonly reason: string }
type Complain = (setting: string, reason: string) => null

/** Reads flags, then environment, then what they point to. Every complaint at once; no complaint holds a value of a secret. */
export function parseServerConfig(
  flags: ServerFlags,
  environment: Environment,
): { kind: 'config'; config: ServerConfig } | { kind: 'complaints'; complaints: readonly ConfigComplaint[] } {
  const complaints: ConfigComplaint[] = []
  const complain: Complain = (setting, reason) => {
    complaints.push({ setting, reason })
    return null
  }
  for (const name of environment.unknown) complain(name, 'is no variable that Holdfast knows')
  const env = environment.values
  const dataFolder = resolve(flags.data ?? env.HOLDFAST_DATA ?? dataFolderDefault)
  const config: ServerConfig = {
    dataFolder,
    host: flags.host ?? env.HOLDFAST_HOST ?? hostDefault,
    port: parsePort(flags.port ?? env.HOLDFAST_PORT, complain) ?? portDefault,
    url: parseUrl(flags.url ?? env.HOLDFAST_URL, complain),
    trustProxy: parseTrustProxy(flags.trustProxy ?? env.HOLDFAST_TRUST_PROXY, complain),
    database: parseDatabase(flags, env.DATABASE_URL, dataFolder, complain),
    adminToken: parseAdminToken(flags, env.HOLDFAST_ADMIN_TOKEN, complain),
    keySecret: parseKeyFile(flags.keyFile ?? env.HOLDFAST_KEY_FILE, complain),
    tls: parseTls(flags, complain),
    vendor: parseVendor(flags.vendor ?? env.HOLDFAST_VENDOR, complain),
    logLevel: parseLogLevel(flags.logLevel ?? env.HOLDFAST_LOG_LEVEL, complain),
    watch: parseWatchConfig(watchFlagsOf(flags, env), complain),
    webhookTargets: parseWebhookTargets(flags.webhookTargets ?? env.HOLDFAST_WEBHOOK_TARGETS, complain),
    serviceTime: parseServiceTime(serviceFlagsOf(flags, env), complain),
    mail: parseMailFile(flags.mailFile ?? env.HOLDFAST_MAIL_FILE, complain),
  }
  return complaints.length === 0 ? { kind: 'config', config } : { kind: 'complaints', complaints }
}

function parseMailFile(path: string | undefined, complain: Complain): MailConfig | null {
  return path === undefined ? null : readMailConfig(path, complain)
}

/** Flags first, then the environment, where one of them says something. */
function watchFlagsOf(flags: WatchFlags, env: Environment['values']): WatchFlags {
  const told = {
    watchAt: flags.watchAt ?? env.HOLDFAST_WATCH_AT,
    watchRemindWithinDays: flags.watchRemindWithinDays ?? env.HOLDFAST_WATCH_REMIND_WITHIN_DAYS,
    watchSilentAfterDays: flags.watchSilentAfterDays ?? env.HOLDFAST_WATCH_SILENT_AFTER_DAYS,
    watchWaveDevices: flags.watchWaveDevices ?? env.HOLDFAST_WATCH_WAVE_DEVICES,
  }
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== undefined))
}

function serviceFlagsOf(flags: ServiceTimeFlags, env: Environment['values']): ServiceTimeFlags {
  const told = {
    calendar: flags.calendar ?? env.HOLDFAST_CALENDAR,
    firstResponseHours: flags.firstResponseHours ?? env.HOLDFAST_FIRST_RESPONSE_HOURS,
    resolutionHours: flags.resolutionHours ?? env.HOLDFAST_RESOLUTION_HOURS,
  }
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== undefined))
}

function parsePort(text: string | undefined, complain: Complain): number | null {
  if (text === undefined) return null
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : complain('port', 'is no whole number from 0 to 65535')
}

function parseUrl(text: string | undefined, complain: Complain): string | null {
  if (text === undefined) return null
  const url = URL.parse(text)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username + url.password + url.search !== ''
  )
    return complain('url', 'is no http or https address without name, password and query')
  return url.href.replace(/\/$/, '')
}

function parseTrustProxy(text: string | undefined, complain: Complain): ServerConfig['trustProxy'] {
  if (text === undefined || text === 'none') return false
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  const networks = text.split(',').map((part) => part.trim())
  if (
    networks.every((network) =>
      /^(?:loopback|linklocal|uniquelocal|[0-9a-f.:]+(?:\/\d{1,3})?)$/i.test(network),
    )
  )
    return networks
  complain(
    'trust-proxy',
    'is neither "none", nor a number of proxies (1 to 99), nor a list of their addresses',
  )
  return false
}

function parseDatabase(
  flags: ServerFlags,
  fromEnvironment: string | undefined,
  dataFolder: string,
  complain: Complain,
): ServerConfig['database'] {
  const sqlite = { kind: 'sqlite', file: join(dataFolder, 'holdfast.sqlite') } as const
  const url = readSecretFile('database-url-file', flags.databaseUrlFile, complain) ?? fromEnvironment
  if (url === undefined) return sqlite
  const protocol = URL.parse(url)?.protocol
  if (protocol === 'postgres:' || protocol === 'postgresql:') return { kind: 'postgres', url }
  complain('DATABASE_URL', 'does not begin with postgres://')
  return sqlite
}

function parseAdminToken(
  flags: ServerFlags,
  fromEnvironment: string | undefined,
  complain: Complain,
): string | null {
  const token = readSecretFile('admin-token-file', flags.adminTokenFile, complain) ?? fromEnvironment
  if (token === undefined) return null
  if (token.length < adminTokenCharsMin || !/^[\x21-\x7e]+$/.test(token))
    return complain(
      'administrator token',
      `has fewer than ${adminTokenCharsMin} characters, or others than visible ASCII`,
    )
  return token
}

function parseKeyFile(path: string | undefined, complain: Complain): Uint8Array | null {
  if (path === undefined) return null
  const bytes = readFile('key-file', path, complain)
  if (bytes !== null && bytes.length < 16) return complain('key-file', 'holds fewer than 16 bytes')
  return bytes
}

function parseTls(flags: ServerFlags, complain: Complain): ServerConfig['tls'] {
  if (flags.tlsCert === undefined && flags.tlsKey === undefined) return null
  if (flags.tlsCert === undefined || flags.tlsKey === undefined)
    return complain('tls-cert and tls-key', 'belong together: one of them is missing')
  const cert = readFile('tls-cert', flags.tlsCert, complain)
  const key = readFile('tls-key', flags.tlsKey, complain)
  if (cert === null || key === null) return null
  try {
    createSecureContext({ cert: Buffer.from(cert), key: Buffer.from(key) })
    // OpenSSL compares the two only where they are of one type.
    const first = new X509Certificate(cert)
    if (first.checkPrivateKey(createPrivateKey(Buffer.from(key)))) return { cert, key }
  } catch {
    // Why is left out: the words of OpenSSL help nobody.
  }
  return complain('tls-cert and tls-key', 'are no certificate and private key in PEM that belong together')
}

function parseVendor(text: string | undefined, complain: Complain): string {
  const vendor = text ?? vendorDefault
  if (!isTitle(vendor)) complain('vendor', 'is no title of 1 to 200 characters without control characters')
  return vendor
}

function parseLogLevel(text: string | undefined, complain: Complain): LogLevel {
  const level = text ?? 'info'
  if (!logLevels.includes(level)) complain('log-level', `is none of ${logLevels.join(', ')}`)
  return level as LogLevel
}

function readSecretFile(setting: string, path: string | undefined, complain: Complain): string | undefined {
  if (path === undefined) return undefined
  const bytes = readFile(setting, path, complain)
  return bytes === null ? undefined : new TextDecoder().decode(bytes).trim()
}

function readFile(setting: string, path: string, complain: Complain): Uint8Array | null {
  try {
    return readFileSync(path)
  } catch (error) {
    return complain(setting, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`)
  }
}
