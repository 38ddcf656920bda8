// What a forecast says to people about fields, rows and devices.
import type { ForecastField, RowFault, RowFaultKind } from '@holdfast/fleet'
import type { Words } from '../command.ts'
import { rowFaultWords } from '../describe-file-read.ts'

export const fieldWords: { readonly [field in ForecastField]: Words } = {
  device: { en: 'device', zh: '设备' },
  serial: { en: 'serial number', zh: '序列号' },
  order: { en: 'order number', zh: '订单号' },
  customer: { en: 'customer', zh: '客户' },
  ordered: { en: 'order date', zh: '下单日期' },
  activated: { en: 'activation', zh: '激活时间' },
  upgraded: { en: 'upgrade', zh: '升级时间' },
  captured: { en: 'time of the capture', zh: '采集时间' },
  remainingMinutes: { en: 'remaining minutes', zh: '剩余分钟数' },
  remainingDays: { en: 'remaining days', zh: '剩余天数' },
  ends: { en: 'end', zh: '到期时间' },
  granted: { en: 'granted term', zh: '授权期限' },
  quantity: { en: 'quantity', zh: '数量' },
  reminderDays: { en: 'reminder days', zh: '提醒天数' },
  release: { en: 'release', zh: '发行版' },
}

const faultWords: { readonly [kind in RowFaultKind]: Words } = {
  'date-order': {
    en: 'may be day and month, or month and day; nothing in the column decides: say --date-order, or write it as 2018-04-03',
    zh: '可能是日/月，也可能是月/日；该列中没有可判定的行：请用 --date-order 指定，或写成 2018-04-03 的形式',
  },
  'no-date': { en: 'is no date that can be read', zh: '无法识别为日期' },
  'no-such-date': { en: 'is a date or time that does not exist', zh: '日期或时间不存在' },
  'no-name': { en: 'no device, serial number or order number', zh: '没有设备、序列号或订单号' },
  'name-too-long': { en: 'is too long', zh: '过长' },
  'no-number': { en: 'is no whole number within reason', zh: '不是合理的整数' },
  'no-term': {
    en: 'is no term in days, hours, minutes or seconds',
    zh: '不是以天、小时、分钟或秒表示的期限',
  },
  'no-capture-time': { en: 'what was left is given, but not when', zh: '给出了剩余时间，但没有采集时间' },
  silent: { en: 'nothing is said from which an end would follow', zh: '没有可用于推算到期时间的信息' },
}

/** `activation "31.2.2018": is a date or time that does not exist`. */
export function formatRowFault(fault: RowFault, say: (words: Words) => string): string {
  const words = say(faultWords[fault.kind])
  if (fault.field === null || fault.kind === 'silent') return words
  const field = say(fieldWords[fault.field])
  if (fault.text === '') return `${field}: ${words}`
  return say({ en: `${field} "${fault.text}": ${words}`, zh: `${field}“${fault.text}”：${words}` })
}

/** Why a row was no row of the table. */
export function formatTableFault(reason: string, say: (words: Words) => string): string {
  return say({ en: rowFaultWords(reason, 'en'), zh: rowFaultWords(reason, 'zh') })
}

/** What a person sees at the two moments. The licence of another maker is read, not known: so it is said as likely. */
export const showsWords: { readonly [moment in 'reminder' | 'end']: Words } = {
  reminder: {
    en: 'From the first reminder on the device says, usually each day, that its licence will soon end. Work goes on.',
    zh: '从首次提醒起，设备通常每天提示授权即将到期。工作不受影响。',
  },
  end: {
    en: 'At the end the activation lapses. A device with a Holdfast lease then enters its grace period, in which everything still works.',
    zh: '到期后激活失效。持有 Holdfast 租约的设备随后进入宽限期，期间一切功能仍可使用。',
  },
}
