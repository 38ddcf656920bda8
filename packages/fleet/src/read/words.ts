// Closed lists of words in both languages. spec: reading §3
import { licenceStatusNames, type LicenceStatus } from '../reading.ts'

const lists = {
  status: {
    unlicensed: 0,
    licensed: 1,
    'initial grace period': 2,
    'additional grace period': 3,
    'non-genuine grace period': 4,
    notification: 5,
    'extended grace period': 6,
    未经授权: 0,
    已授权: 1,
    初始宽限期: 2,
    附加宽限期: 3,
    非正版宽限期: 4,
    通知: 5,
    延长的宽限期: 6,
  },
  activationType: { all: 'all', ad: 'ad', kms: 'kms', token: 'token', 全部: 'all', 令牌: 'token' },
  priority: { normal: 'normal', low: 'low', 普通: 'normal', 低: 'low' },
  absence: { 'not available': true, 不可用: true },
  phrase: {
    'non-genuine': 'non-genuine',
    'grace time expired': 'grace-time-expired',
    非正版: 'non-genuine',
    宽限期过期: 'grace-time-expired',
  },
  subscriptionStatus: {
    active: 'active',
    'not active': 'not-active',
    disabled: 'disabled',
    expired: 'expired',
    订阅中: 'active',
    未激活: 'not-active',
    已禁用: 'disabled',
    已过期: 'expired',
  },
  subscriptionType: {
    'azure based subscription': 'azure',
    'device based subscription': 'device',
    'user based subscription': 'user',
    unknown: 'unknown',
    '基于 azure 的订阅': 'azure',
    基于azure的订阅: 'azure',
    基于设备的订阅: 'device',
    基于用户的订阅: 'user',
    未知: 'unknown',
  },
} as const

type Lists = typeof lists
type WordOf<Name extends keyof Lists> = Lists[Name][keyof Lists[Name]]

const maps = new Map(Object.entries(lists).map(([name, words]) => [name, new Map(Object.entries(words))]))

/** The meaning of a word: case, a full stop, an explanation in parentheses and what people wrote behind it do not count. */
export function findWord<Name extends keyof Lists>(name: Name, text: string): WordOf<Name> | null {
  const end = text.search(/(?<=.)(?: {2}|[(<])/)
  const bare = end === -1 ? text : text.slice(0, end)
  const word = bare
    .trim()
    .replace(/[.。]$/, '')
    .toLowerCase()
  return (maps.get(name)?.get(word) as WordOf<Name> | undefined) ?? null
}

export const isSubscriptionWord = (text: string) => findWord('subscriptionType', text) !== null

export function statusOfCode(code: number): LicenceStatus | null {
  const name = licenceStatusNames[code]
  return name === undefined ? null : { code, name }
}
