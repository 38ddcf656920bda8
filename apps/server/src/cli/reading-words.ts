// Words of readings for people, in both languages.
import type { LicenceStatusName, NotificationReason, ReadingWarning } from '@holdfast/fleet'
import type { TextEncoding } from '@holdfast/intake'
import type { Locale } from '../http/problem.ts'
import type { Words } from './command.ts'

export const statusWords: { readonly [name in LicenceStatusName]: Words } = {
  unlicensed: { en: 'unlicensed', zh: '未经授权' },
  licensed: { en: 'licensed', zh: '已授权' },
  'initial-grace': { en: 'initial grace period', zh: '初始宽限期' },
  'additional-grace': { en: 'additional grace period', zh: '附加宽限期' },
  'non-genuine-grace': { en: 'non-genuine grace period', zh: '非正版宽限期' },
  notification: { en: 'notification', zh: '通知' },
  'extended-grace': { en: 'extended grace period', zh: '延长的宽限期' },
}

export const warningWords: { readonly [warning in ReadingWarning]: Words } = {
  truncated: { en: 'the text breaks off', zh: '文本不完整' },
  'mojibake-repaired': { en: 'garbled Chinese was repaired', zh: '已修复中文乱码' },
  'date-order-ambiguous': {
    en: 'a date can be read in two ways',
    zh: '日期存在两种读法',
  },
  'status-ambiguous': { en: 'the text fits two states', zh: '文本可对应两种状态' },
  'unknown-locale': {
    en: 'the language is not known; only what needs no translation was read',
    zh: '语言无法识别，仅读取了无需翻译的内容',
  },
}

export function reasonWords({ code, phrase }: NotificationReason, locale: Locale): string {
  const words: Words | null =
    phrase === 'non-genuine'
      ? { en: 'non-genuine', zh: '非正版' }
      : phrase === 'grace-time-expired'
        ? { en: 'grace time expired', zh: '宽限期过期' }
        : null
  return words === null ? code : `${code} (${words[locale]})`
}

/** `dlv+ato` as it is typed: `slmgr /dlv, /ato`. */
export function commandWords(command: string): string {
  return command === 'collector'
    ? command
    : `slmgr ${command
        .split('+')
        .map((part) => `/${part}`)
        .join(', ')}`
}

export function encodingWords(encoding: TextEncoding): string {
  return encoding === 'utf-8 holding GBK bytes read as latin-1' ? 'utf-8 (GBK, latin-1)' : encoding
}
