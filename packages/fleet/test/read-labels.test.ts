// Every label and sentence of both languages, one line a case: the line, the member, and what it says.
import { describe, expect, test } from 'vitest'
import type { Product, Reading } from '../src/reading.ts'
import { readText } from '../src/read/read-text.ts'

type Case = readonly [english: string, chinese: string, member: string, value: unknown]

const pid = '05426-03283-753-194912-03-1033-17763.0000-1552021'
const guid = '8a119b9e-16bc-4732-8f7b-7676d015b0dc'
const digits = '1'.repeat(63)
const state = (code: number, name: string) => ({ code, name })

const products: readonly Case[] = [
  ['Name: A edition', '名称: A edition', 'name', 'A edition'],
  [`Activation ID: ${guid}`, `激活 ID: ${guid}`, 'activationId', guid],
  [`Application ID: {${guid.toUpperCase()}}`, `应用程序 ID: ${guid}`, 'applicationId', guid],
  [`Extended PID: ${pid}`, `扩展 PID: ${pid}`, 'extendedPid', pid],
  ['Product Key Channel: Volume:GVLK', '产品密钥通道: Volume:GVLK', 'productKeyChannel', 'Volume:GVLK'],
  [`Installation ID: ${digits}`, `安装 ID: ${digits}`, 'installationId', digits],
  [
    'Processor Certificate URL: http://a',
    '处理器证书 URL: http://a',
    'urls.processorCertificate',
    'http://a',
  ],
  ['Machine Certificate URL: http://a', '计算机证书 URL: http://a', 'urls.machineCertificate', 'http://a'],
  ['Use License URL: http://a', '使用证书 URL: http://a', 'urls.useLicense', 'http://a'],
  [
    'Product Key Certificate URL: http://a',
    '产品密钥证书 URL:http://a',
    'urls.productKeyCertificate',
    'http://a',
  ],
  ['Validation URL: http://a', '验证 URL: http://a', 'urls.validation', 'http://a'],
  ['Partial Product Key: Q7KXD', '部分产品密钥: Q7KXD', 'partialKey', 'Q7KXD'],
  ['Partial Product Key: Q7KXD', '部分产品密钥: Q7KXD', 'inUse', true],
  ['This license is not in use.', '此许可证未在使用中。', 'inUse', false],
  ['License Status: Unlicensed', '许可证状态: 未经授权', 'licenseStatus', state(0, 'unlicensed')],
  ['License Status: Licensed', '许可证状态: 已授权', 'licenseStatus', state(1, 'licensed')],
  [
    'License Status: Initial grace period',
    '许可证状态: 初始宽限期',
    'licenseStatus',
    state(2, 'initial-grace'),
  ],
  [
    'License Status: Additional grace period (KMS license expired or hardware out of tolerance)',
    '许可证状态: 附加宽限期(KMS 许可证过期或硬件超出允许期限)',
    'licenseStatus',
    state(3, 'additional-grace'),
  ],
  [
    'License Status: Non-genuine grace period.',
    '许可证状态: 非正版宽限期。',
    'licenseStatus',
    state(4, 'non-genuine-grace'),
  ],
  ['License Status: Notification', '许可证状态: 通知', 'licenseStatus', state(5, 'notification')],
  [
    'License Status: Extended grace period',
    '许可证状态: 延长的宽限期',
    'licenseStatus',
    state(6, 'extended-grace'),
  ],
  ['License Status: Unknown', '许可证状态: 未知', 'licenseStatus', null],
  [
    'Volume activation expiration: 10 minute(s) (1 day(s))',
    '批量激活过期: 10 分钟(1 天)',
    'expiryKind',
    'volume',
  ],
  [
    'Timebased activation expiration: 10 minute(s) (1 day(s))',
    '基于时间的激活过期: 10 分钟(1 天)',
    'expiryKind',
    'timebased',
  ],
  [
    'Automatic VM activation expiration: 10 minute(s) (1 day(s))',
    '虚拟机自动激活过期时间: 10 分钟(1 天)',
    'expiryKind',
    'automatic-vm',
  ],
  ['Time remaining: 10 minute(s) (1 day(s))', '剩余时间: 10 分钟(1 天)', 'remainingMinutes', 10],
  ['Time remaining: 10 minute(s) (1 day(s))', '剩余时间: 10 分钟(1 天)', 'remainingDaysPrinted', 1],
  [
    'Notification Reason: 0xC004F200 (non-genuine).',
    '通知原因: 0xC004F200 (非正版)。',
    'notificationReason',
    { code: '0xC004F200', phrase: 'non-genuine' },
  ],
  [
    'Notification Reason: 0xC004F009 (grace time expired).',
    '通知原因: 0xC004F009 (宽限期过期)。',
    'notificationReason',
    { code: '0xC004F009', phrase: 'grace-time-expired' },
  ],
  ['Evaluation End Date: 2024-02-29', '评估结束日期: 2024/2/29', 'evaluationEnd', '2024-02-29T00:00:00'],
  ['Remaining Windows rearm count: 7', '剩余 Windows 重置计数: 7', 'rearm.windows', 7],
  ['Remaining App rearm count: 7', '剩余应用重置计数: 7', 'rearm.app', 7],
  ['Remaining SKU rearm count: 7', '剩余 SKU 重置计数: 7', 'rearm.sku', 7],
  ['Trusted time: 2024-02-29 1:02:03', '信任时间: 2024/2/29 1:02:03', 'trustedTime', '2024-02-29T01:02:03'],
  ['Configured Activation Type: All', '已配置的激活类型: 全部', 'configuredActivationType', 'all'],
  ['Configured Activation Type: AD', '已配置的激活类型: AD', 'configuredActivationType', 'ad'],
  ['Configured Activation Type: KMS', '已配置的激活类型: KMS', 'configuredActivationType', 'kms'],
  ['Configured Activation Type: Token', '已配置的激活类型: Token', 'configuredActivationType', 'token'],
  [
    'Please use slmgr.vbs /ato to activate and update KMS client information in order to update values.',
    '请使用 slmgr.vbs /ato 激活并更新 KMS 客户端信息以更新值。',
    'needsAtoToRefreshKms',
    true,
  ],
]

const blocks: readonly Case[] = [
  [`Client Machine ID (CMID): ${guid}`, `客户端计算机 ID (CMID):${guid}`, 'kms.cmid', guid],
  [
    'Registered KMS SRV record lookup domain: a.test',
    '已注册的 KMS SRV 记录查找域: a.test',
    'kms.lookupDomain',
    'a.test',
  ],
  ['Registered KMS machine name: a.test:1689', '已注册的 KMS 计算机名称: a.test:1689', 'kms.port', 1689],
  [
    'Registered KMS machine name: a.test:1689',
    '已注册的 KMS 计算机名称: a.test:1689',
    'kms.source',
    'registered',
  ],
  ['KMS machine name from DNS: a.test:1688', '来自 DNS 的 KMS 计算机名称: a.test:1688', 'kms.host', 'a.test'],
  ['KMS machine name from DNS: a.test:1688', '来自 DNS 的 KMS 计算机名称: a.test:1688', 'kms.source', 'dns'],
  ['DNS auto-discovery: KMS name not available', 'DNS 自动发现: KMS 名称不可用', 'kms.host', null],
  ['KMS machine IP address: 10.0.0.7', 'KMS 计算机 IP 地址: 10.0.0.7', 'kms.ip', '10.0.0.7'],
  ['KMS machine IP address: not available', 'KMS 计算机 IP 地址: 不可用', 'kms.ip', null],
  [`KMS machine extended PID: ${pid}`, `KMS 计算机扩展的 PID: ${pid}`, 'kms.extendedPid', pid],
  ['Activation interval: 120 minutes', '激活时间间隔: 120 分钟', 'kms.activationIntervalMinutes', 120],
  ['Renewal interval: -1 minutes', '续订间隔: -1 分钟', 'kms.renewalIntervalMinutes', null],
  ['Renewal interval: 10,080 minutes', '续订间隔: 10080分钟', 'kms.renewalIntervalMinutes', 10_080],
  ['KMS host caching is enabled', '已启用 KMS 主机缓存', 'kms.hostCaching', true],
  ['KMS host caching is disabled', '已禁用 KMS 主机缓存', 'kms.hostCaching', false],
  ['Activation Object name: a', '激活对象名称: a', 'adActivation.objectName', 'a'],
  ['AD Activation client information', 'AD 激活客户端信息', 'adActivation.objectDn', null],
  [`AO extended PID: ${pid}`, `AO 扩展 PID: ${pid}`, 'adActivation.extendedPid', pid],
  [`AO activation ID: ${guid}`, `AO 激活 ID: ${guid}`, 'adActivation.activationId', guid],
  [`License ID (ILID): ${guid}`, `许可证 ID (ILID): ${guid}`, 'tokenActivation.licenseId', guid],
  ['Version ID (ILvID): 4', '版本 ID (ILvID): 4', 'tokenActivation.versionId', 4],
  ['Grant Number: 2', '授权号: 2', 'tokenActivation.grantNumber', 2],
  [`Guest IAID: ${guid}`, `来宾 IAID: ${guid}`, 'avma.iaid', guid],
  ['Guest IAID: Not Available', '来宾 IAID: 不可用', 'avma.iaid', null],
  [`Host Digital PID2: ${pid}`, `主机数字 PID2: ${pid}`, 'avma.hostPid2', pid],
  ['Current count: 49', '当前计数: 49', 'kmsHost.currentCount', 49],
  ['Listening on Port: 1688', '在下列端口上侦听: 1688', 'kmsHost.listeningPort', 1688],
  ['DNS publishing enabled', '已启用 DNS 发布', 'kmsHost.dnsPublishing', true],
  ['DNS publishing disabled', '已禁用 DNS 发布', 'kmsHost.dnsPublishing', false],
  ['KMS priority: Normal', 'KMS 优先级: 普通', 'kmsHost.priority', 'normal'],
  ['KMS priority: Low', 'KMS 优先级: 低', 'kmsHost.priority', 'low'],
  ['Total requests received: 1', '接收到的总请求数: 1', 'kmsHost.requests.total', 1],
  ['Failed requests received: 2', '接收到的失败请求数: 2', 'kmsHost.requests.failed', 2],
  [
    'Requests with License Status Unlicensed: 3',
    '许可证状态为未经授权的请求数: 3',
    'kmsHost.requests.unlicensed',
    3,
  ],
  [
    'Requests with License Status Licensed: 4',
    '许可证状态为已经授权的请求数: 4',
    'kmsHost.requests.licensed',
    4,
  ],
  [
    'Requests with License Status Initial grace period: 5',
    '许可证状态为初始宽限期的请求数: 5',
    'kmsHost.requests.initialGrace',
    5,
  ],
  [
    'Requests with License Status License expired or Hardware out of tolerance: 6',
    '许可证状态为许可证已过期或硬件超出容错的请求数: 6',
    'kmsHost.requests.expiredOrHwidOutOfTolerance',
    6,
  ],
  [
    'Requests with License Status Non-genuine grace period: 7',
    '许可证状态为非正版宽限期的请求数: 7',
    'kmsHost.requests.nonGenuineGrace',
    7,
  ],
  [
    'Requests with License Status Notification: 8',
    '带许可证状态通知请求: 8',
    'kmsHost.requests.notification',
    8,
  ],
  ['Subscription edition: E', '订阅版本： E', 'subscription.edition', 'E'],
  ['Subscription type: Device based subscription', '订阅类型：基于设备的订阅', 'subscription.type', 'device'],
  ['Subscription type: Unknown', '订阅类型：未知', 'subscription.type', 'unknown'],
  ['Subscription status: Disabled', '订阅状态： 已禁用', 'subscription.status', 'disabled'],
  ['Subscription status: Expired', '订阅状态：已过期', 'subscription.status', 'expired'],
  ['Subscription status: Active', '订阅状态： 订阅中', 'subscription.status', 'active'],
  [
    'Subscription expiry: 2025-01-31 12:00:00',
    '订阅到期时间：2025/1/31 12:00:00',
    'subscription.expiry',
    '2025-01-31T12:00:00',
  ],
]

const cases = [...products, ...blocks].flatMap(([english, chinese, member, value]) => [
  ['en', english, member, value] as const,
  ['zh-CN', chinese, member, value] as const,
])

describe('labels of products', () => {
  test.each(cases)('%s | %s | %s', (locale, line, member, value) => {
    // The line alone would not always decide the language: the service version does.
    const head =
      locale === 'en' ? 'Software licensing service version: 10.0.1.1' : '软件授权服务器版本: 10.0.1.1'
    const reading = onlyReading(`${head}\r\n\r\n${line}\r\n`)
    expect(reading.locale).toBe(locale)
    expect(reading.serviceVersion).toBe('10.0.1.1')
    expect(memberOf(reading.products[0], member)).toEqual(value)
  })

  test.each(cases)('%s | %s | the same in other clothes', (_locale, line, member, value) => {
    const dressed = line
      .replace(/^([^:：]*)[:：]\s*/, (_all, label: string) => `${label.replaceAll(' ', ' \u00a0')}\u3000：\t`)
      .replace('(', '（')
      .replace(/\)$/, '）')
    const reading = onlyReading(`> * ${dressed} \t\n> -- \n`)
    expect(memberOf(reading.products[0], member)).toEqual(value)
  })
})

test.each([
  ['**License Status:** Licensed', 1],
  ['License Status: **Licensed**', 1],
  ['License Status\tLicensed', 1],
  ['License Status: Licensed   <-- see here', 1],
  ['License Status:Licensed.', 1],
  ['License Status Licensed', undefined],
  ['License Status: Licensed by us', undefined],
])('%j | %s', (line, code) => {
  const reading = onlyReading(`Partial Product Key: Q7KXD\n${line}\n`)
  expect(reading.products[0]?.licenseStatus?.code).toBe(code)
})

const xpr: readonly (readonly [
  english: string,
  chinese: string,
  codes: number[],
  kind: Product['expiryKind'],
])[] = [
  ['Unlicensed', '未经授权', [0], null],
  ['Volume activation will expire 2024-02-29 1:02:03', '批量激活将于 2024/2/29 1:02:03 过期', [1], 'volume'],
  [
    'Timebased activation will expire 2024-02-29 1:02:03',
    '基于时间的激活将过期 2024/2/29 1:02:03',
    [1],
    'timebased',
  ],
  [
    'Automatic VM activation will expire 2024-02-29 1:02:03',
    '虚拟机自动激活将在 2024/2/29 1:02:03 过期',
    [1],
    'automatic-vm',
  ],
  ['The machine is permanently activated.', '计算机已永久激活。', [1], 'none'],
  ['Initial grace period ends 2024-02-29 1:02:03', '初始宽限期于 2024/2/29 1:02:03 过期', [2, 3], 'grace'],
  ['Additional grace period ends 2024-02-29 1:02:03', '初始宽限期于 2024/2/29 1:02:03 过期', [3, 2], 'grace'],
  ['Non-genuine grace period ends 2024-02-29 1:02:03', '非正版宽限期于 2024/2/29 1:02:03 过期', [4], 'grace'],
  ['Windows is in Notification mode', 'Windows 处于通知模式', [5], null],
  ['Extended grace period ends 2024-02-29 1:02:03', '延长的宽限期结束 2024/2/29 1:02:03', [6], 'grace'],
]

test.each(xpr)('/xpr | %s | %s', (english, chinese, codes, kind) => {
  for (const [sentence, isChinese] of [
    [english, false],
    [chinese, true],
  ] as const) {
    const reading = onlyReading(`Windows(R), Enterprise edition:\n    ${sentence}\n`)
    const [product] = reading.products
    expect(reading.command).toBe('xpr')
    expect(product?.name).toBe('Windows(R), Enterprise edition')
    expect(product?.expiryKind).toBe(kind)
    expect(product?.xprExpiry).toBe(/\d/.test(sentence) ? '2024-02-29T01:02:03' : null)
    const states = isChinese ? codes.toSorted((one, other) => one - other) : codes.slice(0, 1)
    const said = product?.licenseStatusCandidates ?? [product?.licenseStatus]
    expect(said.map((state) => state?.code)).toEqual(states)
    expect(product?.licenseStatus === null).toBe(states.length > 1)
    expect(reading.warnings).toEqual(states.length > 1 ? ['status-ambiguous'] : [])
  }
})

export function onlyReading(text: string): Reading {
  const read = readText(text)
  if (read.kind !== 'read') throw new Error(`not read: ${JSON.stringify(read)}`)
  expect(read.readings).toHaveLength(1)
  return read.readings[0]?.reading as Reading
}

function memberOf(product: Product | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], product)
}
