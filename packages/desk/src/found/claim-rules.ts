// The form of the tables of claims, and the words that several of their topics use. spec: case-import §6

export type TopicRule = {
  readonly polarity: 'yes' | 'no'
  /** The group `v` or `w` is what says yes or no: a condition in its own clause takes the assertion back. */
  readonly says: RegExp
  /** Words in the same clauses that make it say something else. */
  readonly unless?: RegExp
}

export type Topic = {
  readonly id: string
  /** What is asked, for people. */
  readonly zh: string
  readonly en: string
  /** In order; the first that fits a sentence is what it says of the topic. */
  readonly rules: readonly TopicRule[]
}

export function yes(pattern: string, unless?: RegExp): TopicRule {
  return { polarity: 'yes', says: new RegExp(pattern, 'i'), ...(unless === undefined ? {} : { unless }) }
}

export function no(pattern: string, unless?: RegExp): TopicRule {
  return { polarity: 'no', says: new RegExp(pattern, 'i'), ...(unless === undefined ? {} : { unless }) }
}

/** Up to so many words of English between two others, as few as possible. */
export function words(count: number): string {
  return String.raw`(?:[ ,]+[\w'-]{1,20}){0,${count}}?`
}

export const can = String.raw`(?:(?<![不否])可以(?![么吗])|(?<![不功可性只否技智])能够?(?![否不])|(?<![不许否认])可(?![以能否靠不])|便可|即可)`
export const cannot = String.raw`(?:无法|(?<!能)不能|(?<!可)不可(?:以|能)?(?!思议)|没法|没有办法|无办法|不允许|不支持|未能|难以)`
export const gap = '[^。]{0,30}?'
export const close = '[^。,]{0,14}?'
export const reinstall = '(?:重装|重新安装|重做系统|重灌|重新部署系统)'
export const reinstallEn = String.raw`(?:re-?install(?:s|ed|ing|ation)?|install(?:s|ed|ing|ation)?(?: \w{1,12}){0,4} (?:again|anew|afresh|from scratch)|(?:fresh|new|clean) install(?:ation)?)`
export const release = String.raw`V\d{1,4}[-.]?[A-Z](?![A-Za-z0-9])`
export const expired = String.raw`(?:(?:过期|到期|失效|期满|超期)(?:了)?(?:之后|以后|后|的(?:设备|机器|电脑|终端|客户端)|[,则时])|(?:弹[窗框]|宽限期?|倒计时|提醒|30天|三十天|期限)[^。,]{0,8}(?:结束|过|完|到)?(?:之后|以后|后))`
export const expiredEn = String.raw`(?:(?:after|once|when|if|as soon as)(?: \w{1,12}){0,4} (?:expir(?:y|es|ed|ation)|ended|ends|run(?:s)? (?:out|down)|ran (?:out|down)|(?:is|are) (?:over|up)|reached zero)|(?:nag|warn|remind|pop)\w{0,6}(?: \w{1,12}){0,6},? (?:and )?then|after (?:the )?(?:30|thirty|grace|popups?)(?: \w{1,10}){0,3}|after(?:wards| (?:that|the end|(?:its|their|that) end|the term|the last day))|past (?:the|its|their) end|expired (?:devices?|machines?|computers?|copies))`
