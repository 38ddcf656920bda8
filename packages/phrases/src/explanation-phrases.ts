import type { Certainty, NextObservation, TimeFault, TimeUnit, Verdict } from '@holdfast/fleet'
import type { Locale } from './locale.ts'

type Words = { readonly [locale in Locale]: string }

/** Every verdict, grade, unit and next step has its sentence: one that is missing does not compile. As in fill-template.ts. */
export const verdictPhrases: { readonly [verdict in Verdict]: Words } = {
  'time-fault': {
    en: '[{granted} were granted. ][Held as {held}, that does not fit: {past}. ][{turns} ][What is left is {left}, counted from activation, whatever day the device was upgraded. ][?perDevice: When a device ends depends on when it was activated. ]',
    zh: '[授权期限为 {granted}。][以 {held}保存时放不下：{past}。][{turns}][剩余的期限为 {left}，从激活时起算，与升级的日期无关。][?perDevice:每台设备的到期时间取决于其激活时间。]',
  },
  'no-fault': {
    en: 'Nothing is wrong with the term: what is left is what remains of the term that was granted[, {term}].',
    zh: '期限没有异常：剩余时间与所授予的期限[（{term}）]一致。',
  },
  'no-fault-renewing': {
    en: 'Nothing is wrong with the term: the device renews its term[ of {term}] again and again, and what is left stays close to that.',
    zh: '期限没有异常：设备[以 {term} 为期]反复续期，剩余时间一直接近该期限。',
  },
  'no-fault-other-term': {
    en: 'The devices behave as if another term had been granted[: {term}]. That is a real term, and no arithmetic needs to be assumed; compare it with the order.',
    zh: '设备的表现与另一真实期限[（{term}）]一致，无需假设计算出错；请与订单核对。',
  },
  'no-fault-no-end': {
    en: 'None of the observations says that the licence ends. Nothing is wrong with its term.',
    zh: '没有任何观察结果显示授权会到期，期限没有异常。',
  },
  unexplained: {
    en: 'No explanation that is known here fits even half of what was observed. The figures may belong to different products, or dates may be wrong.',
    zh: '已知的各种解释都不足以说明半数的观察结果。这些数字可能来自不同的产品，或者日期有误。',
  },
  'too-little': {
    en: 'That is too little to go by. Without the term that was granted there is nothing to compare with.',
    zh: '现有信息太少。不知道授予的期限，就无从比较。',
  },
}

export const certaintyPhrases: { readonly [certainty in Certainty]: Words } = {
  confirmed: {
    en: '[{explains} of {of} observations on {devices} fit. ][?pairs: At least one device was read before and after its upgrade, and the difference is this, as exactly as the readings are. ][?repeats: At least one device was read twice, and both readings lead to the same activation, which is known from elsewhere. ]It is confirmed for what was read; for other devices it is a forecast until they are read too. ',
    zh: '[在 {devices}上的 {of} 个观察结果中，有 {explains} 个相符。][?pairs:至少有一台设备在升级前后都有读数，差值与此一致（以读数精度为限）。][?repeats:至少有一台设备有两次读数，均指向同一激活时间，并有其他来源佐证。]对已读取的设备而言已经证实；对其他设备，在读取之前仍属预测。',
  },
  fits: {
    en: '[{explains} of {of} observations on {devices} fit. ]It fits, but no device was read before and after the upgrade: a strong inference, no proof. ',
    zh: '[在 {devices}上的 {of} 个观察结果中，有 {explains} 个相符。]结果相符，但没有任何一台设备在升级前后都有读数：这是有力的推断，尚非证明。',
  },
  possible: {
    en: '[{explains} of {of} observations on {devices} fit. ]It is possible, and other explanations are not excluded. ',
    zh: '[在 {devices}上的 {of} 个观察结果中，有 {explains} 个相符。]此解释有可能成立，但尚不能排除其他解释。',
  },
}

/** What stands behind every finding of arithmetic. */
export const explanationNotes = {
  signUnknown: {
    en: 'Signed and unsigned numbers give the same here and cannot be told apart. ',
    zh: '有符号与无符号整数在此结果相同，无法区分。',
  },
  heldUnknown: {
    en: 'Nor can it be told whether the length of the term or the date of its end was held. ',
    zh: '也无法区分保存的是期限长度还是到期时间。',
  },
  against: {
    en: '[?count:Not explained: {count}; listed apart. ]',
    zh: '[?count:未能解释：{count} 个，已另行列出。]',
  },
  inference: {
    en: 'This follows from the figures alone; it is not the word of whoever made the software.',
    zh: '以上结论仅由数字推断得出，并非软件制造者的说法。',
  },
} as const satisfies { readonly [note: string]: Words }

export const unitWords: { readonly [unit in TimeUnit]: Words } = {
  week: { en: 'weeks', zh: '周' },
  day: { en: 'days', zh: '天' },
  hour: { en: 'hours', zh: '小时' },
  minute: { en: 'minutes', zh: '分钟' },
  second: { en: 'seconds', zh: '秒' },
  decisecond: { en: 'tenths of a second', zh: '0.1 秒' },
  centisecond: { en: 'hundredths of a second', zh: '0.01 秒' },
  millisecond: { en: 'milliseconds', zh: '毫秒' },
  tick: { en: 'ticks of 100 nanoseconds', zh: '100 纳秒单位' },
}

export const pastWords: { readonly [past in TimeFault['past']]: Words } = {
  wrap: {
    en: 'the number starts again from the bottom, and only the rest remains',
    zh: '数值溢出后从头开始，只剩余数',
  },
  clamp: { en: 'the number stays at the greatest value there is', zh: '数值停留在可表示的最大值' },
  zero: { en: 'the number is cleared', zh: '数值被清零' },
  clip: {
    en: 'the end is moved to the last day of the calendar',
    zh: '到期时间被截至日历所能表示的最后一天',
  },
}

export const nextPhrases: { readonly [kind in NextObservation['kind']]: Words } = {
  reading: {
    en: 'Next: read one device, and note the date, what is left, and when it was activated.',
    zh: '下一步：读取一台设备，记下日期、剩余时间和激活时间。',
  },
  'granted-term': {
    en: 'Next: find in the order which term was granted.',
    zh: '下一步：在订单中查明授予的期限。',
  },
  'activation-date': {
    en: 'Next: find out when[ {device}] was activated (the order or the day of the key tells): [about {first} speaks for the first explanation, about {second} for the second].',
    zh: '下一步：查明[ {device} ]的激活时间（可查订单或密钥安装日期）：[约 {first} 支持第一种解释，约 {second} 支持第二种]。',
  },
  'fresh-device': {
    en: 'Next: activate a device, upgrade it the same day, and read it right afterwards: [{first} left speak for the first explanation, {second} for the second].',
    zh: '下一步：激活一台设备，当天升级，并立即读取：[剩余 {first} 支持第一种解释，剩余 {second} 支持第二种]。',
  },
  'reading-on': {
    en: 'Next: read[ {device}] again[ on {date}]: [{first} left speak for the first explanation, {second} for the second].',
    zh: '下一步：[于 {date} ]再次读取[ {device} ]：[剩余 {first} 支持第一种解释，剩余 {second} 支持第二种]。',
  },
  pair: {
    en: 'Next: read one device right before its upgrade and right after it, in minutes. If the two differ by exactly this, it is proved.',
    zh: '下一步：在同一台设备升级前后各读取一次（以分钟计）。如差值与此完全一致，即可证实。',
  },
  none: {
    en: 'Nothing further is needed.',
    zh: '无需进一步操作。',
  },
  'another-device': {
    en: 'Next: read any further device, to see whether it holds there too.',
    zh: '下一步：再读取任意一台其他设备，确认是否同样成立。',
  },
}

export const deviceCount: Words = {
  en: '[?one:one device][?many:{many} devices]',
  zh: '[?one: 1 台设备][?many: {many} 台设备]',
}
