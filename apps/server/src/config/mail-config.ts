// What a server is told about its mail, from one file. docs/operate/mail.md
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { secondsPerDay } from '@holdfast/capabilities'
import {
  automaticLimits,
  mailboxLocalBytesMax,
  parseNumberPattern,
  type AutomaticLimit,
  type NumberPattern,
  type ReplyMailbox,
} from '@holdfast/desk'
import { parseYaml } from '@holdfast/intake'
import type { MailServer, MailboxSettings, ReceiverSecurity, SenderSettings } from '@holdfast/mail/doors'
import { caseNumberPatternDefault, trackingTokenPatternDefault, type DeskMail } from '../desk/desk-tools.ts'
import type { AutomaticRule } from '../desk/automatic/automatic-rule.ts'
import { parseAutomaticRules } from './automatic-rules.ts'
import { SettingsReader, type Complain } from './settings-reader.ts'

export const reopenDaysDefault = 14
export const reopenDaysMax = 3_650

export type ReceiverConfig = {
  readonly name: string
  readonly hostName: string
  readonly host: string
  readonly port: number
  readonly security: ReceiverSecurity
  /** Further addresses that it takes mail for, beside the desk's and the keyed ones; in lower case. */
  readonly recipients: readonly string[]
  readonly login: { readonly user: string; readonly password: string } | null
}

export type MailConfig = DeskMail & {
  readonly mailboxes: readonly Omit<MailboxSettings, 'position'>[]
  readonly receiver: ReceiverConfig | null
  readonly sender: SenderSettings | null
  /** Addresses from which we send; in lower case. */
  readonly ownAddresses: readonly string[]
  readonly ownDomains: readonly string[]
  readonly staffDomains: readonly string[]
  readonly upstreamDomains: readonly string[]
  readonly numbers: NumberPattern
  readonly tokens: NumberPattern
  readonly foreignPatterns: readonly NumberPattern[]
  readonly foreignHeaders: readonly string[]
  readonly reopenDays: number
  readonly automaticLimits: readonly AutomaticLimit[]
  /** None by default. */
  readonly automaticRules: readonly AutomaticRule[]
  /** null: nobody asks the DNS who sent a mail. */
  readonly authentication: { readonly hostName: string; readonly trustedId: string | null } | null
}

const address = { form: /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/, what: 'an address such as desk@example.com' }
const domain = { form: /^[^\s@<>]{1,255}$/, what: 'a domain such as example.com' }

/** Reads the file and those that it names, relative to it. No complaint holds a secret. */
export function readMailConfig(path: string, complain: Complain): MailConfig | null {
  const told: Complain = (setting, reason) => complain(`mail-file: ${setting}`, reason)
  const text = readText(path, 'the file', told)
  if (text === null) return null
  // JSON is YAML as well.
  const parsed = parseYaml(text)
  if (parsed.kind === 'refused') {
    const { line, because } = parsed.facts
    const place = typeof line === 'number' ? ` at line ${line}` : ''
    return told('the file', `cannot be read${place}: ${String(because)}`)
  }
  return parseMailConfig(parsed.value, dirname(resolve(path)), told)
}

export function parseMailConfig(value: unknown, folder: string, complain: Complain): MailConfig | null {
  let count = 0
  const counted: Complain = (setting, reason) => {
    count++
    return complain(setting, reason)
  }
  const files = new SecretFiles(folder, counted)
  const reader = new SettingsReader(value, '', counted)
  const own = reader.needed('address', address)
  const replyAddress = reader.text('replyAddress', address) ?? own
  const mail = {
    from: { name: reader.text('name') ?? '', address: own },
    replyMailbox: parseReplyMailbox(replyAddress, reader),
    messageIdDomain: (reader.text('messageIdDomain', domain) ?? domainOf(own)).toLowerCase(),
  }
  const config: MailConfig = {
    ...mail,
    mailboxes: parseMailboxes(reader, files),
    receiver: parseReceiver(reader.below('receiver'), files, domainOf(own)),
    sender: parseSender(reader.below('sender'), files, domainOf(own)),
    ownAddresses: lower([own, replyAddress, ...reader.texts('ownAddresses', address)]),
    ownDomains: lower(reader.texts('ownDomains', domain)),
    staffDomains: lower(reader.texts('staffDomains', domain)),
    upstreamDomains: lower(reader.texts('upstreamDomains', domain)),
    ...parsePatterns(reader.below('numbers'), counted),
    foreignHeaders: lower(
      reader.texts('foreignHeaders', { form: /^[\w-]{1,100}$/, what: 'the name of a header' }),
    ),
    reopenDays: reader.number('reopenDays', { from: 0, to: reopenDaysMax }, reopenDaysDefault),
    automaticLimits: parseLimits(reader),
    automaticRules: parseAutomaticRules(reader),
    authentication: parseAuthentication(reader.below('authentication'), domainOf(own)),
  }
  reader.end()
  return count === 0 ? config : null
}

/** A path in the settings to what the file holds. */
class SecretFiles {
  readonly #folder: string
  readonly complain: Complain
  constructor(folder: string, complain: Complain) {
    this.#folder = folder
    this.complain = complain
  }

  read(reader: SettingsReader, name: string): string | null {
    const path = reader.text(name)
    return path === null ? null : readText(resolve(this.#folder, path), reader.pathOf(name), this.complain)
  }

  login(reader: SettingsReader): { readonly user: string; readonly password: string } | null {
    const user = reader.text('user')
    const password = this.read(reader, 'passwordFile')?.replace(/[\r\n]+$/, '') ?? null
    if (user === null && !reader.has('passwordFile')) return null
    if (user === null) return reader.complain('user', 'is missing')
    if (!reader.has('passwordFile')) return reader.complain('passwordFile', 'is missing')
    return password === null ? null : { user, password }
  }
}

function parseReplyMailbox(written: string, reader: SettingsReader): ReplyMailbox {
  const local = written.slice(0, Math.max(0, written.lastIndexOf('@')))
  if (Buffer.byteLength(local) > mailboxLocalBytesMax)
    reader.complain('replyAddress', `has more than ${mailboxLocalBytesMax} bytes before the at sign`)
  if (local.includes('+'))
    reader.complain('replyAddress', 'has a plus sign, which the tokens of replies need')
  return { local, domain: domainOf(written) }
}

function parseServer(
  reader: SettingsReader,
  files: SecretFiles,
  ports: readonly [number, number],
): MailServer {
  const security = reader.word('security', ['tls', 'starttls', 'none'], 'tls')
  const [tls, other] = ports
  return {
    host: reader.needed('host', domain),
    port: reader.number('port', { from: 1, to: 65_535 }, security === 'tls' ? tls : other),
    security,
    trustedCertificates: files.read(reader, 'trustedCertificatesFile'),
    login: files.login(reader),
  }
}

function parseMailboxes(reader: SettingsReader, files: SecretFiles): MailConfig['mailboxes'] {
  const mailboxes = reader.each('mailboxes').map((one) => {
    const mailbox = {
      name: one.needed('name', { form: /^[\w.@-]{1,100}$/, what: 'a short name' }),
      server: parseServer(one, files, [993, 143]),
      folder: one.text('folder') ?? 'INBOX',
      afterwards: parseAfterwards(one),
    }
    one.end()
    return mailbox
  })
  reader.unlike(
    'mailboxes',
    mailboxes.map(({ name }) => name),
  )
  return mailboxes
}

function parseAfterwards(reader: SettingsReader): MailboxSettings['afterwards'] {
  const kind = reader.word('afterwards', ['keep', 'mark-seen', 'delete', 'move'], 'mark-seen')
  const folder = reader.text('moveTo')
  if (kind !== 'move') {
    if (folder !== null) reader.complain('moveTo', 'belongs to afterwards: move')
    return { kind }
  }
  if (folder === null) reader.complain('moveTo', 'is missing: the folder to move mails to')
  return { kind, folder: folder ?? '' }
}

function parseReceiver(
  reader: SettingsReader | null,
  files: SecretFiles,
  ownDomain: string,
): ReceiverConfig | null {
  if (reader === null) return null
  const kind = reader.word('security', ['none', 'starttls', 'tls'], 'none')
  const [key, certificate] = [files.read(reader, 'keyFile'), files.read(reader, 'certificateFile')]
  const login = files.login(reader)
  if (kind !== 'none' && (!reader.has('keyFile') || !reader.has('certificateFile')))
    reader.complain('security', `${kind} needs keyFile and certificateFile`)
  if (kind === 'none' && login !== null)
    reader.complain('user', 'is asked for over TLS alone: security is none')
  const receiver = {
    name: reader.text('receiverName', { form: /^[\w.@-]{1,100}$/, what: 'a short name' }) ?? 'smtp',
    hostName: reader.text('hostName', domain) ?? ownDomain,
    host: reader.text('host', domain) ?? '127.0.0.1',
    port: reader.number('port', { from: 0, to: 65_535 }, 2525),
    security: kind === 'none' ? { kind } : { kind, key: key ?? '', certificate: certificate ?? '' },
    recipients: lower(reader.texts('recipients', address)),
    login,
  } as const
  reader.end()
  return receiver
}

function parseSender(
  reader: SettingsReader | null,
  files: SecretFiles,
  ownDomain: string,
): SenderSettings | null {
  if (reader === null) return null
  const server = parseServer(reader, files, [465, 587])
  const helloName = reader.text('helloName', domain) ?? ownDomain
  const connectionsMax = reader.number('connections', { from: 1, to: 20 }, 2)
  reader.end()
  return { server, helloName, connectionsMax }
}

function parsePatterns(
  reader: SettingsReader | null,
  complain: Complain,
): Pick<MailConfig, 'numbers' | 'tokens' | 'foreignPatterns'> {
  const patternOf = (name: string, written: string, otherwise: string) => {
    const parsed = parseNumberPattern(name, written)
    if (!('kind' in parsed)) return parsed
    for (const complaint of parsed.facts['complaints'] as readonly string[])
      complain(`numbers.${complaint.slice(0, name.length)}`, complaint.slice(name.length + 2))
    return parseNumberPattern('case', otherwise) as NumberPattern
  }
  const made = (name: string, written: string, otherwise: string) => {
    const pattern = patternOf(name, written, otherwise)
    const isMade = pattern.parts.every(({ kind }) => kind !== 'digits')
    if (!isMade) complain(`numbers.${name}`, '{digits} is for numbers of foreign desks')
    // Books that come back from a backup count again from there; chance keeps the new numbers apart from those that left.
    if (!pattern.parts.some(({ kind }) => kind === 'random'))
      complain(`numbers.${name}`, 'needs {random}, so that no number comes twice after a restore')
    return pattern
  }
  const numbers = made('case', reader?.text('case') ?? caseNumberPatternDefault, caseNumberPatternDefault)
  if (!numbers.parts.some(({ kind }) => kind === 'running'))
    complain('numbers.case', 'needs {running}, so that no two cases get one number')
  const tokens = made(
    'tracking',
    reader?.text('tracking') ?? trackingTokenPatternDefault,
    trackingTokenPatternDefault,
  )
  const foreign = reader?.below('foreign') ?? null
  const foreignPatterns = (foreign?.entries() ?? []).map(([name, written]) =>
    patternOf(name, written, caseNumberPatternDefault),
  )
  reader?.end()
  return { numbers, tokens, foreignPatterns }
}

function parseLimits(reader: SettingsReader): readonly AutomaticLimit[] {
  if (!reader.has('automaticLimits')) return automaticLimits
  return reader.each('automaticLimits').map((one) => {
    const limit = {
      per: one.word('per', ['address', 'domain', 'case', 'desk'], 'address'),
      windowSeconds: one.number('windowSeconds', { from: 1, to: 30 * secondsPerDay }, 3_600),
      mailsMax: one.number('mailsMax', { from: 0, to: 100_000 }, 0),
    }
    one.end()
    return limit
  })
}

function parseAuthentication(reader: SettingsReader | null, ownDomain: string): MailConfig['authentication'] {
  if (reader === null) return null
  const found = {
    hostName: reader.text('hostName', domain) ?? ownDomain,
    trustedId: reader.text('trustedId', domain),
  }
  reader.end()
  return found
}

function domainOf(written: string): string {
  return written.slice(written.lastIndexOf('@') + 1).toLowerCase()
}

function lower(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => text.toLowerCase()))]
}

function readText(path: string, setting: string, complain: Complain): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return complain(setting, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`)
  }
}
