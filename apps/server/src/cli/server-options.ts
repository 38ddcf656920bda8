import type { ServerConfig, ServerFlags } from '../config/server-config.ts'
import { textOf, type CommandContext, type Misused, type Options, type OptionSpec } from './command.ts'

/** Where the books are: for the few commands that open them themselves. */
export const serverOptions: readonly OptionSpec[] = [
  {
    flags: '--database-url-file <file>',
    summary: { en: 'file with a postgres:// address', zh: '含 postgres:// 地址的文件' },
  },
]

/** Settings of `serve` and `init`; `--data` stands with the options of every command. */
export const serveOptions: readonly OptionSpec[] = [
  {
    flags: '--host <host>',
    summary: { en: 'listen here (default: 127.0.0.1)', zh: '监听地址（默认 127.0.0.1）' },
  },
  {
    flags: '--port <port>',
    summary: { en: 'and here (default: 7420; 0: any)', zh: '监听端口（默认 7420；0 为任意）' },
  },
  { flags: '--url <address>', summary: { en: 'the address that others see', zh: '对外地址' } },
  {
    flags: '--trust-proxy <proxies>',
    summary: { en: 'none, a number of proxies, or their addresses', zh: 'none、代理层数或代理地址' },
  },
  ...serverOptions,
  {
    flags: '--admin-token-file <file>',
    summary: { en: 'file with an administrator token', zh: '管理员令牌文件' },
  },
  {
    flags: '--key-file <file>',
    summary: { en: 'file that encrypts the signing keys', zh: '用于加密签名密钥的文件' },
  },
  { flags: '--tls-cert <file>', summary: { en: 'certificate chain (PEM)', zh: 'TLS 证书链（PEM）' } },
  { flags: '--tls-key <file>', summary: { en: 'its private key (PEM)', zh: 'TLS 私钥（PEM）' } },
  {
    flags: '--vendor <name>',
    summary: { en: 'name in the first trust bundle', zh: '首个信任包中的供应商名称' },
  },
  {
    flags: '--watch-at <time>',
    summary: { en: 'look at the fleet daily, UTC (default: 03:00)', zh: '每日监测时间（UTC，默认 03:00）' },
  },
  {
    flags: '--watch-remind-within-days <days>',
    summary: { en: 'tell of reminders so early (default: 60)', zh: '提前多少天告知到期提醒（默认 60）' },
  },
  {
    flags: '--watch-silent-after-days <days>',
    summary: { en: 'silent without a capture for (default: 90)', zh: '多少天无采集文本视为失联（默认 90）' },
  },
  {
    flags: '--watch-wave-devices <number>',
    summary: { en: 'so many devices are a wave (default: 10)', zh: '多少台设备视为批量异常（默认 10）' },
  },
  {
    flags: '--webhook-targets <which>',
    summary: {
      en: 'https, or loopback as well (default: https)',
      zh: 'https，或另加 loopback（默认 https）',
    },
  },
  {
    flags: '--calendar <name>',
    summary: {
      en: 'support works by it: every-day, weekdays, china (default: every-day)',
      zh: '服务日历：every-day、weekdays 或 china（默认 every-day）',
    },
  },
  {
    flags: '--first-response-hours <hours>',
    summary: { en: 'working hours promised to a first response', zh: '承诺的首次响应工作小时数' },
  },
  {
    flags: '--resolution-hours <hours>',
    summary: { en: 'working hours promised to a resolution', zh: '承诺的解决工作小时数' },
  },
  {
    flags: '--mail-file <file>',
    summary: {
      en: "settings of the desk's mail, YAML or JSON (default: no mail)",
      zh: '支持邮件的设置文件，YAML 或 JSON（默认不收发邮件）',
    },
  },
  {
    flags: '--log-level <level>',
    summary: { en: 'fatal, error, warn, info, debug, silent', zh: '日志级别' },
  },
]

const flagNames = [
  'data',
  'host',
  'port',
  'url',
  'trustProxy',
  'databaseUrlFile',
  'adminTokenFile',
  'keyFile',
  'tlsCert',
  'tlsKey',
  'vendor',
  'logLevel',
  'watchAt',
  'watchRemindWithinDays',
  'watchSilentAfterDays',
  'watchWaveDevices',
  'webhookTargets',
  'calendar',
  'firstResponseHours',
  'resolutionHours',
  'mailFile',
] as const satisfies readonly (keyof ServerFlags)[]

/** Flags before environment; every complaint in one message. */
export async function configOf(
  { environment, say }: CommandContext,
  options: Options,
): Promise<{ readonly kind: 'config'; readonly config: ServerConfig } | Misused> {
  const flags: { -readonly [name in keyof ServerFlags]: string } = {}
  for (const name of flagNames) {
    const value = textOf(options, name)
    if (value !== undefined) flags[name] = value
  }
  // Settings of mail bring the desk with them; commands that speak to a server start without it.
  const { parseServerConfig } = await import('../config/server-config.ts')
  const parsed = parseServerConfig(flags, environment)
  if (parsed.kind === 'config') return parsed
  const lines = parsed.complaints.map((complaint) => `  ${complaint.setting} ${complaint.reason}`)
  return { kind: 'misused', message: [say({ en: 'settings:', zh: '设置有误：' }), ...lines].join('\n') }
}
