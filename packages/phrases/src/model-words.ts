import type { Mark, ModelState, TimelineEvent, Words } from '@holdfast/fleet'

/** What a modelled device is, what happens to it, and how sure a rule is: one that is missing does not compile. */
export const modelStateWords: { readonly [state in ModelState]: Words } = {
  'not-activated': { en: 'not activated', zh: '未激活' },
  licensed: { en: 'licensed', zh: '已授权' },
  reminding: { en: 'licensed, reminding', zh: '已授权，到期提醒中' },
  'in-grace': { en: 'in grace', zh: '宽限期内' },
  expired: { en: 'expired', zh: '已过期' },
}

/** `{about}` is the release or the action. */
export const timelineEventWords: { readonly [event in TimelineEvent]: Words } = {
  activated: { en: 'activated on {about}', zh: '在 {about} 上激活' },
  upgraded: { en: 'upgraded to {about}', zh: '升级到 {about}' },
  action: { en: 'tried: {about}', zh: '尝试：{about}' },
  'host-lost': { en: 'the host cannot be reached from now on', zh: '激活服务器自此无法连接' },
  'host-back': { en: 'the host can be reached again', zh: '激活服务器恢复连接' },
  'reminders-begin': { en: 'reminders begin', zh: '到期提醒开始' },
  'term-ends': { en: 'the term ends', zh: '期限届满' },
  'grace-ends': { en: 'grace ends', zh: '宽限期结束' },
  renewed: { en: 'renewed by itself', zh: '自动续订成功' },
  'renewal-failed': { en: 'renewal fails', zh: '自动续订失败' },
  observed: { en: 'looked at', zh: '查看状态' },
  'not-known': { en: 'not known to this model: {about}', zh: '此模型中没有：{about}' },
  'run-ends': { en: 'end of the run', zh: '模拟结束' },
}

export const markWords: { readonly [mark in Mark]: Words } = {
  observed: { en: 'observed', zh: '已观察' },
  assumed: { en: 'assumed', zh: '推测' },
  unknown: { en: 'unknown', zh: '未知' },
}
