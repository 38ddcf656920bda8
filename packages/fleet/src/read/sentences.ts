// Sentences without a label, in both languages. spec: reading §3
import type { Field } from './fields.ts'
import type { LabelLocale } from './labels.ts'
import type { ExpiryKind } from '../reading.ts'

export type Sentence =
  | { readonly kind: 'fact'; readonly field: Field }
  /** `codes`: the states that the words allow. `dated`: the end follows. */
  | {
      readonly kind: 'xpr'
      readonly codes: readonly number[]
      readonly expiry: ExpiryKind | null
      readonly dated: boolean
      /** Words of everyday: only behind a line that names a product. */
      readonly afterName: boolean
    }
  | { readonly kind: 'activating' | 'activated' | 'error-code' }
  | { readonly kind: 'completed' | 'restart' }
  | { readonly kind: 'no-connection' }
  | { readonly kind: 'banner' | 'box' | 'furniture' }

type Row = {
  /** Compact. */
  readonly prefix: string
  readonly locale: LabelLocale
  readonly sentence: Sentence
  /** Nothing but a full stop may follow. */
  readonly whole: boolean
}

const both = (sentence: Sentence, english: string, chinese: string, whole = false): Row[] => [
  { prefix: compact(english), locale: 'en', sentence, whole },
  { prefix: compact(chinese), locale: 'zh-CN', sentence, whole },
]
const fact = (field: Field, english: string, chinese: string) =>
  both({ kind: 'fact', field }, english, chinese)

const xpr = { kind: 'xpr', dated: false, afterName: false } as const
const ends = (code: number, expiry: ExpiryKind) => ({ ...xpr, codes: [code], expiry, dated: true })

const rows: readonly Row[] = [
  ...fact('notInUse', 'This license is not in use', '此许可证未在使用中'),
  ...fact('atoHint', 'Please use slmgr.vbs /ato', '请使用 slmgr.vbs /ato'),
  ...fact('kmsHeader', 'Key Management Service client information', '密钥管理服务客户端信息'),
  ...fact('cachingEnabled', 'KMS host caching is enabled', '已启用 KMS 主机缓存'),
  ...fact('cachingDisabled', 'KMS host caching is disabled', '已禁用 KMS 主机缓存'),
  ...fact('adHeader', 'AD Activation client information', 'AD 激活客户端信息'),
  ...fact('tokenHeader', 'Token-based Activation information', '基于令牌的激活信息'),
  ...fact('avmaHeader', 'Automatic VM Activation client information', '虚拟机自动激活客户端信息'),
  ...fact(
    'hostHeader',
    'Key Management Service is enabled on this machine',
    '密钥管理服务已经在此计算机上启用',
  ),
  ...fact('publishingEnabled', 'DNS publishing enabled', '已启用 DNS 发布'),
  ...fact('publishingDisabled', 'DNS publishing disabled', '已禁用 DNS 发布'),
  ...fact(
    'requestsHeader',
    'Key Management Service cumulative requests received from clients',
    '从客户端接收的密钥管理服务累积请求',
  ),

  ...both({ ...xpr, codes: [0], expiry: null, afterName: true }, 'Unlicensed', '未经授权', true),
  ...both(ends(1, 'volume'), 'Volume activation will expire', '批量激活将于'),
  ...both(ends(1, 'timebased'), 'Timebased activation will expire', '基于时间的激活将过期'),
  ...both(ends(1, 'automatic-vm'), 'Automatic VM activation will expire', '虚拟机自动激活将在'),
  ...both({ ...xpr, codes: [1], expiry: 'none' }, 'The machine is permanently activated', '计算机已永久激活'),
  // One Chinese sentence for two states.
  { prefix: compact('Initial grace period ends'), locale: 'en', sentence: ends(2, 'grace'), whole: false },
  { prefix: compact('Additional grace period ends'), locale: 'en', sentence: ends(3, 'grace'), whole: false },
  {
    prefix: compact('初始宽限期于'),
    locale: 'zh-CN',
    sentence: { ...ends(2, 'grace'), codes: [2, 3] },
    whole: false,
  },
  ...both(ends(4, 'grace'), 'Non-genuine grace period ends', '非正版宽限期于'),
  ...both({ ...xpr, codes: [5], expiry: null }, 'Windows is in Notification mode', 'Windows 处于通知模式'),
  ...both(ends(6, 'grace'), 'Extended grace period ends', '延长的宽限期结束'),

  ...both({ kind: 'activating' }, 'Activating', '正在激活'),
  ...both({ kind: 'activated' }, 'Product activated successfully', '成功地激活了产品'),
  ...both(
    { kind: 'error-code' },
    'On a computer running Microsoft Windows non-core edition',
    '在运行 Microsoft Windows 非核心版本的计算机上',
  ),
  ...both({ kind: 'completed' }, 'Command completed successfully', '命令成功地完成'),
  ...both({ kind: 'restart' }, 'Please restart the system for the changes to take effect', '要使更改生效'),
  ...both({ kind: 'no-connection' }, 'Error 0x', '在连接到本地 WMI 提供程序时出现错误'),

  ...both(
    { kind: 'banner' },
    'Microsoft (R) Windows Script Host Version',
    'Microsoft (R) Windows Script Host 版本',
  ),
  ...both({ kind: 'furniture' }, 'Copyright (C) Microsoft Corporation', '版权所有(C) Microsoft Corporation'),
  ...both({ kind: 'box' }, 'Windows Script Host', 'Windows 脚本宿主', true),
  ...both({ kind: 'furniture' }, 'OK', '确定', true),
]

const keyLength = 2
const rowsByKey = new Map<string, Row[]>()
for (const row of rows) {
  const key = row.prefix.slice(0, keyLength)
  rowsByKey.set(key, [...(rowsByKey.get(key) ?? []), row])
}

export type FoundSentence = {
  readonly sentence: Sentence
  readonly locale: LabelLocale
  /** Where the words of the table end. */
  readonly restAt: number
}

/** The sentence that begins the line. Blanks and case do not count. */
export function findSentence(text: string): FoundSentence | null {
  const candidates = rowsByKey.get(compact(text.slice(0, 12)).slice(0, keyLength))
  if (candidates === undefined) return null
  for (const { prefix, locale, sentence, whole } of candidates) {
    const restAt = afterPrefix(text, prefix)
    if (restAt === -1 || (whole && restAt < text.length && text.slice(restAt) !== '.')) continue
    return { sentence, locale, restAt }
  }
  return null
}

/** The position behind `prefix` (compact) at the start of `text`, or -1. */
function afterPrefix(text: string, prefix: string): number {
  let matched = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign === ' ') continue
    if (sign.toLowerCase() !== prefix.charAt(matched)) return -1
    matched += 1
    if (matched === prefix.length) return at + 1
  }
  return -1
}

export function compact(text: string): string {
  return text.toLowerCase().replaceAll(' ', '')
}

/** Every sentence, compact: for telling a line that is the beginning of one. */
export const sentencePrefixes: readonly string[] = rows.map((row) => row.prefix)
