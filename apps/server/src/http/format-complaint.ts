import {
  LimitText,
  Moment,
  MomentOrDate,
  NameField,
  pageItemsMax,
  Reason,
  SerialField,
  ThumbprintField,
  Title,
} from '@holdfast/contract'
import type { FastifyError } from 'fastify'
import type { Locale } from './problem.ts'

export type Fault = NonNullable<FastifyError['validation']>[number]
type Words = { readonly [locale in Locale]: string }

/** A format says a rule as a whole: it is told only where nothing narrower is wrong at the same place. */
export function tellingFaults(faults: readonly Fault[]): readonly Fault[] {
  const narrower = new Set(
    faults.filter((fault) => fault.keyword !== 'format').map((fault) => fault.instancePath),
  )
  return faults.filter((fault) => fault.keyword !== 'format' || !narrower.has(fault.instancePath))
}

/** Place and rule in words, never the value that was sent. A member's name is shown only where it can be no secret. */
export function formatComplaint(context: string, fault: Fault, locale: Locale): string {
  const place = `${context}${fault.instancePath.slice(0, 100)}`
  const extra = fault.params['additionalProperty']
  if (typeof extra === 'string')
    return /^[A-Za-z]{1,24}$/.test(extra)
      ? `${place}: ${{ en: `has the unknown member ${extra}`, zh: `含有未知成员 ${extra}` }[locale]}`
      : `${place}: ${{ en: 'has an unknown member', zh: '含有未知成员' }[locale]}`
  return `${place}: ${ruleOf(fault, locale)}`
}

function ruleOf({ keyword, params, message }: Fault, locale: Locale): string {
  if (keyword === 'pattern')
    return (patternWords.get(String(params['pattern'])) ?? { en: 'has another form', zh: '格式不正确' })[
      locale
    ]
  if (keyword === 'format' && params['format'] === 'title') return titleWords[locale]
  const allowed = params['allowedValues']
  if (keyword === 'enum' && Array.isArray(allowed))
    return { en: `must be one of ${allowed.join(', ')}`, zh: `必须为以下之一：${allowed.join('、')}` }[locale]
  const chinese = chineseRules[keyword]
  if (locale === 'zh' && chinese !== undefined) return chinese(params)
  return message ?? { en: 'is not valid', zh: '无效' }[locale]
}

const titleWords: Words = {
  en: 'must be at most 200 UTF-16 units of whole characters; a rare character counts as two',
  zh: '最多 200 个 UTF-16 单元，且字符完整；罕用字按两个计',
}

const chineseRules: { readonly [keyword: string]: (params: Fault['params']) => string } = {
  required: (params) => `缺少 ${String(params['missingProperty'])}`,
  type: (params) => `类型必须为 ${String(params['type'])}`,
  minimum: (params) => `不得小于 ${String(params['limit'])}`,
  maximum: (params) => `不得大于 ${String(params['limit'])}`,
  minLength: (params) => `不得少于 ${String(params['limit'])} 个字符`,
  maxLength: (params) => `不得多于 ${String(params['limit'])} 个字符`,
  minItems: (params) => `不得少于 ${String(params['limit'])} 项`,
  maxItems: (params) => `不得多于 ${String(params['limit'])} 项`,
  const: () => '不是允许的值',
  anyOf: () => '不符合任何一种允许的形式',
}

// What the patterns of the contract mean: a regular expression tells most readers nothing.
const patternWords: ReadonlyMap<string, Words> = new Map(
  (
    [
      [
        Title,
        'may hold no line ends, control characters or characters that turn the direction of text',
        '不得含有换行、控制字符或改变文字方向的字符',
      ],
      [
        Reason,
        'may hold no control characters or characters that turn the direction of text',
        '不得含有控制字符或改变文字方向的字符',
      ],
      [
        NameField,
        'must begin with a small letter and hold small letters, digits and hyphens only, 32 at most',
        '必须以小写字母开头，只含小写字母、数字和连字符，最多 32 个字符',
      ],
      [Moment, 'must be a moment such as 2026-03-01T08:30:00Z', '必须为时刻，例如 2026-03-01T08:30:00Z'],
      [
        MomentOrDate,
        'must be a date or a moment such as 2026-03-01 or 2026-03-01T08:30:00Z',
        '必须为日期或时刻，例如 2026-03-01 或 2026-03-01T08:30:00Z',
      ],
      [SerialField, 'must be a serial number: three groups of five', '必须为序列号：三组，每组五个字符'],
      [ThumbprintField, 'must be 64 hexadecimal digits', '必须为 64 位十六进制数字'],
      [LimitText, `must be a whole number from 1 to ${pageItemsMax}`, `必须为 1 到 ${pageItemsMax} 的整数`],
    ] as const
  ).map(([field, en, zh]) => [String((field as { pattern?: unknown }).pattern), { en, zh }]),
)
