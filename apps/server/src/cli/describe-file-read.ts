// What `holdfast read` shows to people: per file what it is, and per reading device, state, what is left and when that was.
import type { Product, Reading } from '@holdfast/fleet'
import type { Complaint, FileRead, Found, ReportReading } from '@holdfast/intake'
import type { Refusal } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import type { Locale } from '../http/problem.ts'
import { encodingWords, commandWords, reasonWords, statusWords, warningWords } from './reading-words.ts'
import { formatFacts, formatTable } from './table.ts'

const readingsShown = 20
const complaintsShown = 20

type Say = (en: string, zh: string) => string

export function describeFileRead(name: string, file: FileRead, locale: Locale): string {
  const say: Say = (en, zh) => (locale === 'zh' ? zh : en)
  const { found, complaints } = file
  const isList = found[0]?.list !== null && found.length > 1
  const shown = found.slice(0, readingsShown)
  const bodies = isList
    ? [describeList(shown, locale, say)]
    : [shown.map((one) => describeFound(one, { locale, say })).join('\n\n')]
  const more = found.length - shown.length
  if (more > 0)
    bodies.push(say(`... and ${more} more; --json shows all`, `……另有 ${more} 项；使用 --json 查看全部`))
  return [
    `${name}: ${describeKind(file, say)}`,
    ...bodies,
    ...describeComplaints(complaints, { locale, say }),
  ].join('\n')
}

export function describeRefused(name: string, refusal: Refusal, locale: Locale): string {
  const { title, userAction, adminAction } = phrase(refusal.code, refusal.facts, locale)
  return [`${name}: ${title} (${refusal.code})`, userAction, adminAction]
    .filter((line) => line !== '')
    .map((line, at) => (at === 0 ? line : `  ${line}`))
    .join('\n')
}

function describeKind({ container, encoding, found }: FileRead, say: Say): string {
  const count = found.length
  if (container !== null) {
    const kinds = {
      zip: say('archive (zip)', '压缩包（zip）'),
      cab: say('cabinet (cab)', '压缩包（cab）'),
      mail: say('mail', '邮件'),
    }
    return `${kinds[container]}, ${say(`${count} ${count === 1 ? 'reading' : 'readings'}`, `共 ${count} 项`)}`
  }
  const encoded = encoding === null ? '' : `, ${encodingWords(encoding)}`
  if (found[0]?.list !== null)
    return say(`list of ${count} ${count === 1 ? 'row' : 'rows'}`, `列表，共 ${count} 行`) + encoded
  if (isReport(found[0]?.value)) return say('diagnostic report of a device', '设备诊断报告')
  return (
    (count === 1 ? say('licence text', '许可信息文本') : say(`${count} captures`, `${count} 份采集文本`)) +
    encoded
  )
}

function describeFound(
  found: Found,
  { locale, say }: { readonly locale: Locale; readonly say: Say },
): string {
  const head: [string, string | null][] = []
  if (found.inside !== null) head.push([say('Inside', '位于'), found.inside])
  if (found.sentAt !== null) head.push([say('Mail sent', '邮件时间'), found.sentAt])
  const { value } = found
  const facts = isReport(value) ? reportFacts(value, say) : readingFacts(value, { locale, say })
  return indent(formatFacts([...head, ...facts]))
}

/** One reading by itself, as the books give it back. */
export function describeReading(reading: Reading, locale: Locale): string {
  const say: Say = (en, zh) => (locale === 'zh' ? zh : en)
  return formatFacts(readingFacts(reading, { locale, say }))
}

function readingFacts(
  reading: Reading,
  { locale, say }: { readonly locale: Locale; readonly say: Say },
): [string, string | null][] {
  const facts: [string, string | null][] = []
  if (reading.command !== null) facts.push([say('Shown by', '来源命令'), commandWords(reading.command)])
  if (reading.error !== undefined)
    facts.push([
      say('Error', '错误'),
      reading.error.kind === 'wmi'
        ? say('the licensing service could not be asked', '无法查询许可服务')
        : say('no product key is installed', '未安装产品密钥'),
    ])
  for (const product of reading.products.filter(
    (one) => one.inUse !== false || reading.products.length === 1,
  ))
    facts.push(...productFacts(product, { locale, say }))
  const idle = reading.products.filter(({ inUse }) => inUse === false).length
  if (idle > 0 && reading.products.length > 1) facts.push([say('Not in use', '未使用的许可'), String(idle)])
  const minimum = reading.minimumFacts
  if (minimum !== undefined)
    for (const [member, value] of Object.entries(minimum)) facts.push([member, String(value)])
  if (reading.warnings.length > 0)
    facts.push([
      say('Attention', '注意'),
      reading.warnings.map((warning) => warningWords[warning][locale]).join(say('; ', '；')),
    ])
  return facts
}

function productFacts(
  product: Product,
  { locale, say }: { readonly locale: Locale; readonly say: Say },
): [string, string | null][] {
  const states =
    product.licenseStatusCandidates ?? (product.licenseStatus === null ? [] : [product.licenseStatus])
  const facts: [string, string | null][] = [
    [say('Product', '产品'), product.name ?? product.description],
    [
      say('State', '状态'),
      states.map(({ name }) => statusWords[name][locale]).join(say(' or ', ' 或 ')) || null,
    ],
    [say('Remaining', '剩余'), remainingOf(product, say)],
  ]
  const reason = product.notificationReason
  if (reason !== null) facts.push([say('Reason', '原因'), reasonWords(reason, locale)])
  if (product.xprExpiry !== undefined && product.xprExpiry !== null)
    facts.push([say('Shown end', '显示的到期时间'), product.xprExpiry])
  const captured =
    product.trustedTime ?? product.trustedTimeUtc ?? product.trustedTimeCandidates?.join(say(' or ', ' 或 '))
  facts.push([say('Captured at', '采集时间'), captured ?? say('the text does not say', '文本未注明')])
  if (product.partialKey !== null) facts.push([say('Key ends in', '密钥末五位'), product.partialKey])
  const { kms } = product
  if (kms === null) return facts
  if (kms.cmid !== null) facts.push([say('Machine', '计算机 ID'), kms.cmid])
  if (kms.host !== null)
    facts.push([
      say('Activation host', '激活服务器'),
      `${kms.host}${kms.port === null ? '' : `:${kms.port}`}`,
    ])
  return facts
}

function remainingOf(
  { remainingMinutes, remainingDaysPrinted, expiryKind }: Product,
  say: Say,
): string | null {
  if (expiryKind === 'none') return say('no end', '永久')
  if (remainingMinutes === null) return null
  const days =
    remainingDaysPrinted === null
      ? ''
      : say(` (printed as ${remainingDaysPrinted} days)`, `（显示为 ${remainingDaysPrinted} 天）`)
  return say(`${remainingMinutes} minutes`, `${remainingMinutes} 分钟`) + days
}

function reportFacts(report: ReportReading, say: Say): [string, string | null][] {
  const { held } = report
  const end = held === null ? null : (held.until ?? say('never', '永久'))
  return [
    [say('Signature', '签名'), say('of the device, verified', '设备签名，已验证')],
    [say('Device', '设备'), report.device],
    [say('Product', '产品'), `${report.product} ${report.release.name}`],
    [say('State', '状态'), report.state.kind],
    [say('Written at', '生成时间'), report.writtenAt],
    [say('Serial', '序列号'), held?.serial ?? null],
    [say('Holder', '持有者'), held?.holder ?? null],
    [say('Lease ends', '租约到期'), end],
  ]
}

function describeList(found: readonly Found[], locale: Locale, say: Say): string {
  const head = [
    say('Line', '行'),
    say('Host', '主机'),
    say('Product', '产品'),
    say('State', '状态'),
    say('Remaining', '剩余'),
  ]
  const rows = found.map(({ list, value }) => {
    const product = isReport(value) ? undefined : value.products[0]
    const status = product?.licenseStatus?.name
    return [
      list?.line ?? null,
      list?.host ?? null,
      product?.name ?? null,
      status === undefined ? null : statusWords[status][locale],
      product === undefined ? null : (remainingOf(product, say) ?? list?.graceEnd ?? null),
    ]
  })
  return indent(formatTable(head, rows))
}

function describeComplaints(
  complaints: readonly Complaint[],
  { locale, say }: { readonly locale: Locale; readonly say: Say },
): string[] {
  const lines = complaints.slice(0, complaintsShown).map(({ inside, line, refusal }) => {
    const where = [inside, line === null ? null : say(`line ${line}`, `第 ${line} 行`)].filter(
      (part) => part !== null,
    )
    const { reason } = refusal.facts
    const why =
      typeof reason === 'string'
        ? rowFaultWords(reason, locale)
        : phrase(refusal.code, refusal.facts, locale).title
    return `  ! ${where.join(', ')}: ${why} (${refusal.code})`.replace('! : ', '! ')
  })
  const more = complaints.length - lines.length
  return more > 0 ? [...lines, say(`  ! and ${more} more`, `  ! 另有 ${more} 项`)] : lines
}

const rowFaults: { readonly [reason: string]: string } = {
  'a quoted cell does not end': '单元格的引号未闭合',
  'more cells than columns': '单元格多于列数',
  'the row is too long': '该行过长',
  'a cell is too long': '单元格过长',
  'no JSON object': '不是 JSON 对象',
  'the list breaks off': '列表不完整，在此中断',
  'a member that is no column': '含有未列出的成员',
  'the workbook is damaged; reading ended here': '工作簿已损坏，读取到此为止',
  'too many unreadable rows; reading ended here': '无法读取的行过多，读取到此为止',
  'more rows than are read; reading ended here': '行数超过可读取的上限，读取到此为止',
  'no licence in this row': '该行没有许可信息',
  'no state that is known': '该行的状态无法识别',
}

/** Why a row of a table was left out. */
export function rowFaultWords(reason: string, locale: Locale): string {
  return locale === 'zh' ? (rowFaults[reason] ?? reason) : reason
}

function isReport(value: Found['value'] | undefined): value is ReportReading {
  return value !== undefined && 'kind' in value && value.kind === 'report'
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
