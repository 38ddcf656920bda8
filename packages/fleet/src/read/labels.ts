// Labels with a colon in both languages. spec: reading §3
import type { Field } from './fields.ts'

export type LabelLocale = 'en' | 'zh-CN'
export type Label = {
  readonly field: Field
  readonly locale: LabelLocale
  /** Stands in other languages and other people's forms as well: decides nothing alone. */
  readonly weak: boolean
}

const english: readonly (readonly [Field, ...string[]])[] = [
  ['serviceVersion', 'Software licensing service version'],
  ['name', 'Name'],
  ['description', 'Description'],
  ['passedOver', 'Additional Information', 'Most recent activation information', 'Warning'],
  ['activationId', 'Activation ID'],
  ['applicationId', 'Application ID'],
  ['extendedPid', 'Extended PID'],
  ['productKeyChannel', 'Product Key Channel'],
  ['installationId', 'Installation ID'],
  ['processorUrl', 'Processor Certificate URL'],
  ['machineUrl', 'Machine Certificate URL'],
  ['useLicenseUrl', 'Use License URL'],
  ['productKeyUrl', 'Product Key Certificate URL'],
  ['validationUrl', 'Validation URL'],
  ['partialKey', 'Partial Product Key'],
  ['licenseStatus', 'License Status', 'Licence Status'],
  ['volumeExpiration', 'Volume activation expiration'],
  ['timebasedExpiration', 'Timebased activation expiration'],
  ['vmExpiration', 'Automatic VM activation expiration'],
  ['timeRemaining', 'Time remaining'],
  ['notificationReason', 'Notification Reason'],
  ['evaluationEnd', 'Evaluation End Date'],
  ['windowsRearm', 'Remaining Windows rearm count'],
  ['appRearm', 'Remaining App rearm count'],
  ['skuRearm', 'Remaining SKU rearm count'],
  ['trustedTime', 'Trusted time'],
  ['activationType', 'Configured Activation Type'],
  ['cmid', 'Client Machine ID (CMID)'],
  ['lookupDomain', 'Registered KMS SRV record lookup domain'],
  ['kmsRegistered', 'Registered KMS machine name'],
  ['kmsFromDns', 'KMS machine name from DNS'],
  ['kmsNameMissing', 'DNS auto-discovery'],
  ['kmsIp', 'KMS machine IP address'],
  ['kmsPid', 'KMS machine extended PID'],
  ['activationInterval', 'Activation interval'],
  ['renewalInterval', 'Renewal interval'],
  ['adObjectName', 'Activation Object name'],
  ['adObjectDn', 'AO DN'],
  ['adPid', 'AO extended PID'],
  ['adActivationId', 'AO activation ID'],
  ['ilid', 'License ID (ILID)'],
  ['ilvid', 'Version ID (ILvID)'],
  ['grantNumber', 'Grant Number'],
  ['thumbprint', 'Certificate Thumbprint'],
  ['iaid', 'Guest IAID'],
  ['avmaHost', 'Host machine name'],
  ['avmaTime', 'Activation time'],
  ['avmaPid', 'Host Digital PID2'],
  ['hostCount', 'Current count'],
  ['hostPort', 'Listening on Port'],
  ['hostPriority', 'KMS priority'],
  ['requestsTotal', 'Total requests received'],
  ['requestsFailed', 'Failed requests received'],
  ['requestsUnlicensed', 'Requests with License Status Unlicensed'],
  ['requestsLicensed', 'Requests with License Status Licensed'],
  ['requestsInitialGrace', 'Requests with License Status Initial grace period'],
  ['requestsExpired', 'Requests with License Status License expired or Hardware out of tolerance'],
  ['requestsNonGenuine', 'Requests with License Status Non-genuine grace period'],
  ['requestsNotification', 'Requests with License Status Notification'],
  ['subscriptionEdition', 'Subscription edition'],
  ['subscriptionType', 'Subscription type'],
  ['subscriptionStatus', 'Subscription status'],
  ['subscriptionExpiry', 'Subscription expiry'],
  ['error', 'Error'],
  ['from', 'From'],
]

const chinese: readonly (readonly [Field, ...string[]])[] = [
  ['serviceVersion', '软件授权服务版本', '软件授权服务器版本'],
  ['name', '名称'],
  ['description', '描述'],
  ['passedOver', '其他信息', '最新激活信息', '警告'],
  ['activationId', '激活 ID'],
  ['applicationId', '应用程序 ID'],
  ['extendedPid', '扩展 PID'],
  ['productKeyChannel', '产品密钥通道'],
  ['installationId', '安装 ID'],
  ['processorUrl', '处理器证书 URL'],
  ['machineUrl', '计算机证书 URL'],
  ['useLicenseUrl', '使用证书 URL'],
  ['productKeyUrl', '产品密钥证书 URL'],
  ['validationUrl', '验证 URL'],
  ['partialKey', '部分产品密钥'],
  ['licenseStatus', '许可证状态'],
  ['volumeExpiration', '批量激活过期'],
  ['timebasedExpiration', '基于时间的激活过期'],
  ['vmExpiration', '虚拟机自动激活过期时间'],
  ['timeRemaining', '剩余时间'],
  ['notificationReason', '通知原因'],
  ['evaluationEnd', '评估结束日期'],
  ['windowsRearm', '剩余 Windows 重置计数'],
  ['appRearm', '剩余应用重置计数'],
  ['skuRearm', '剩余 SKU 重置计数'],
  ['trustedTime', '信任时间'],
  ['activationType', '已配置的激活类型'],
  ['cmid', '客户端计算机 ID (CMID)'],
  ['lookupDomain', '已注册的 KMS SRV 记录查找域'],
  ['kmsRegistered', '已注册的 KMS 计算机名称'],
  ['kmsFromDns', '来自 DNS 的 KMS 计算机名称'],
  ['kmsNameMissing', 'DNS 自动发现'],
  ['kmsIp', 'KMS 计算机 IP 地址'],
  ['kmsPid', 'KMS 计算机扩展的 PID'],
  ['activationInterval', '激活时间间隔'],
  ['renewalInterval', '续订间隔'],
  ['adObjectName', '激活对象名称'],
  ['adPid', 'AO 扩展 PID'],
  ['adActivationId', 'AO 激活 ID'],
  ['ilid', '许可证 ID (ILID)'],
  ['ilvid', '版本 ID (ILvID)'],
  ['grantNumber', '授权号'],
  ['thumbprint', '证书指纹'],
  ['iaid', '来宾 IAID'],
  ['avmaHost', '主机名'],
  ['avmaTime', '激活时间'],
  ['avmaPid', '主机数字 PID2'],
  ['hostCount', '当前计数'],
  ['hostPort', '在下列端口上侦听'],
  ['hostPriority', 'KMS 优先级'],
  ['requestsTotal', '接收到的总请求数'],
  ['requestsFailed', '接收到的失败请求数'],
  ['requestsUnlicensed', '许可证状态为未经授权的请求数'],
  ['requestsLicensed', '许可证状态为已经授权的请求数'],
  ['requestsInitialGrace', '许可证状态为初始宽限期的请求数'],
  ['requestsExpired', '许可证状态为许可证已过期或硬件超出容错的请求数'],
  ['requestsNonGenuine', '许可证状态为非正版宽限期的请求数'],
  ['requestsNotification', '带许可证状态通知请求', '带许可证状态通知的请求数'],
  ['subscriptionEdition', '订阅版本'],
  ['subscriptionType', '订阅类型'],
  ['subscriptionStatus', '订阅状态'],
  ['subscriptionExpiry', '订阅到期时间'],
  ['error', '错误'],
  ['from', '发件人'],
]

const weakFields: ReadonlySet<Field> = new Set<Field>([
  'name',
  'description',
  'error',
  'from',
  'passedOver',
  'avmaHost',
  'avmaTime',
  'thumbprint',
  'adObjectDn',
])

const chineseSign = /[\u3400-\u9fff]/

export const labels: ReadonlyMap<string, Label> = new Map(
  [
    ...english.flatMap(([field, ...texts]) => texts.map((text) => [text, field, 'en'] as const)),
    ...chinese.flatMap(([field, ...texts]) => texts.map((text) => [text, field, 'zh-CN'] as const)),
  ].map(([text, field, locale]) => [labelKey(text), { field, locale, weak: weakFields.has(field) }]),
)

const longest = Math.max(...[...labels.keys()].map((key) => key.length)) + 20

/**
 * Where the value begins, and which label stands before it; null where the line has none that is known. `raw`: the same
 * line as given, in which a tab may stand in place of the colon.
 */
export function findLabel(text: string, raw: string): (Label & { readonly valueAt: number }) | null {
  return findLabelBefore(text, text.indexOf(':')) ?? findLabelBefore(text, raw.indexOf('\t'))
}

function findLabelBefore(text: string, end: number): (Label & { readonly valueAt: number }) | null {
  if (end < 1 || end > longest) return null
  const label = labels.get(labelKey(text.slice(0, end)))
  return label === undefined ? null : { ...label, valueAt: end + 1 }
}

/** Case, number of blanks and marks of emphasis do not count; in Chinese, blanks do not count at all. */
export function labelKey(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[*_`]/g, '').trim()
  return chineseSign.test(plain) ? plain.replaceAll(' ', '') : plain.replaceAll(/ {2,}/g, ' ')
}
