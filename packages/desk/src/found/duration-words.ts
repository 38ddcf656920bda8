// Words that tell a granted term from a remaining time, and both from any other time. spec: case-import §5

const daySeconds = 86_400

/** Units by their words. A year counts 365 days, a month 30: a text that says `2 years` does not say more. */
export const timeUnits: readonly { readonly seconds: number; readonly words: RegExp }[] = [
  { seconds: 365 * daySeconds, words: / {0,2}年(?![月级代初底末])|[ -]?(?:years?|yrs?)(?![A-Za-z])/iy },
  { seconds: 30 * daySeconds, words: / {0,2}个月|[ -]?months?(?![A-Za-z])/iy },
  {
    seconds: 7 * daySeconds,
    words:
      / {0,2}(?:周(?![一二三四五六日末期边年])|个?星期(?![一二三四五六日天])|个?礼拜(?![一二三四五六日天]))|[ -]?weeks?(?![A-Za-z])/iy,
  },
  {
    seconds: daySeconds,
    words:
      / {0,2}(?:天(?![津气猫然线河空])|日(?![志期常本程用文语]))|[ -]?(?:days?(?:\(s\))?|d)(?![A-Za-z])/iy,
  },
  { seconds: 3_600, words: / {0,2}个?(?:小时|钟头)|[ -]?(?:hours?|hrs?|h)(?![A-Za-z])/iy },
  {
    seconds: 60,
    words: / {0,2}分钟(?!数)|(?<=小时 ?\d{1,2}) ?分|[ -]?(?:minutes?(?:\(s\))?|mins?)(?![A-Za-z])/iy,
  },
  { seconds: 1, words: / {0,2}秒钟?|[ -]?(?:seconds?|secs?)(?![A-Za-z])/iy },
]

/** Units that stand in front of their numbers. */
export const unitsInFront: readonly { readonly seconds: number; readonly words: RegExp }[] = [
  {
    seconds: daySeconds,
    words:
      /(?:天数|\bdays? (?:left|remaining)|\b(?:remaining|granted) days)(?:分别)?(?:为|是|有| is| are| was)? ?:? ?$/i,
  },
  {
    seconds: 60,
    words: /(?:分钟数|\bminutes? (?:left|remaining)|\bremaining minutes)(?:为|是| is)? ?:? ?$/i,
  },
]

export type DurationSense = 'term' | 'remaining' | 'other'

/** Right behind the unit; the first that fits decides. */
export const sensesBehind: readonly { readonly sense: DurationSense; readonly words: RegExp }[] = [
  { sense: 'remaining', words: /^ ?[之以]?后?(?:即将|将|就|便|会|才)?(?:到期|过期|失效)/ },
  { sense: 'remaining', words: /^ now\b/i },
  { sense: 'remaining', words: /^ ?(?:的)?(?:剩余|剩下|可用|未用)/ },
  {
    sense: 'remaining',
    words:
      /^ (?:(?:of [a-z ]{0,20})?(?:is|are|was|were|still) )?(?:still )?(?:left\b|remain|to go\b|to run\b|until (?:the |its? |they )?expir|of (?:licen[cs]e |activation )?time left)/i,
  },
  {
    sense: 'other',
    words:
      /^ ?(?:[之以]?[后内前]|以来|的?(?:宽限|试用|弹窗|提醒|提示|质保|保修|维保|免费|缓冲|工作|倒计时|时间(?:完成|内|里)))/,
  },
  {
    sense: 'other',
    words:
      /^ (?:later|ago|after|before(?! (?:the |it was )?(?:upgrade|update))|old|grace|trial|from now|of (?:popups?|pop-ups?|grace|reminders?|warnings?|trial|warranty|downtime|work)|warranty|notice|prior|in advance|period of grace)\b/i,
  },
  {
    sense: 'term',
    words: /^ ?(?:的)?(?:永久|长期|正版)?(?:授权|许可|有效期?|期限|使用权|使用期|license|licence)/i,
  },
  {
    sense: 'term',
    words:
      /^ ?(?:(?:was|were|is|are|have been|has been|had been|of) )?(?:granted|licensed|licen[cs]es?\b|activations?\b|term\b|terms\b|validity|subscriptions?|entitlement|contract)/i,
  },
]

/** Right in front: whatever stands behind, it is how long something warns. */
export const otherRightBefore = /(?:提醒|弹窗|宽限|倒计时|试用)期?(?:约|了)?(?:为|是)? ?$/

/** In front, within the sentence; of those that fit, a strong one for what is left wins, then the nearest. */
export const sensesBefore: readonly {
  readonly sense: DurationSense
  readonly strength: 'strong' | 'plain' | 'weak'
  readonly words: RegExp
}[] = [
  {
    sense: 'remaining',
    strength: 'strong',
    words:
      /剩|(?:过期|到期)时间(?:为|是)?:? ?$|\bexpiration: ?$|尚余|余下|还有|尚有|仅有|距(?:离)?(?:到期|过期)|\bremain(?:s|ing|ed|der)?\b|\bleft\b|\bexpir(?:es?|ing) in\b|\b(?:runs? out|ends?|stops?|lapses?) in\b/gi,
  },
  {
    sense: 'remaining',
    strength: 'weak',
    words:
      /(?:有的|有些)(?=(?:是|只|还|有)?(?:约|大约)?$)|升级后(?:就)?(?:变)?(?:是|为)?(?=约?$)|升(?:级)?(?:完|上去|上来)(?:以?后|之后)?(?:就|只)?(?:变)?(?:是|为)?(?=约?$)|^ ?(?:to|->|→|=>) ?(?:only |just )?$|(?:client|counter|display|dialog|window|command|output|screen|it) (?:says|tells) ?(?=$)|(?<=^|[,。;])也?有(?= ?约?$)|(?:others?|some|most|they) (?:say|says|claim|claims) ?(?=$)|\b(?:is|are) back (?:to|at) ?(?=$)|显示|变成|变为|变更为|跳到|只有|减少到|缩短为|\b(?:shows?|showed|showing|shown|displays?|displayed|reads|readings? (?:is|was|are|were)|became|become|(?:now|still|currently) (?:count|have|see)|counts? ?(?=$)|counted ?(?=$)|dropped to|drops to|turned into|went down to|down to|shrank to|instead|only)\b/gi,
  },
  {
    sense: 'term',
    strength: 'plain',
    words:
      /升级前(?:是|为)?(?=约?$)|原(?:来|先|本)?(?:是|为)(?=约?$)|授权|授予|授与|订单|合同|给的是|签发|有效期|期限|许可期?|使用期|购买|采购|时长|\b(?:grant(?:s|ed|ing)?|activated for|licen[cs]e term|term|licensed|licen[cs]es?|valid(?:ity)?|subscriptions?|entitle[sd]?|entitlement|bought|sold|paid for|promised|ordered|issued for|runs for|contract)\b/gi,
  },
  {
    sense: 'other',
    strength: 'plain',
    words:
      /(?:到期|过期|失效|结束)(?:之|以)?前(?:约|大约)?(?= ?$)|宽限期?|试用期?|弹窗|提前|每隔?|(?<=^|[,。在])近|过去|最近|未来|保修期?|质保期?|维保|\b(?:within|in the (?:next|last|past)|next|past|last|every|each|grace(?: period)?|trial|warranty|after|before|took|takes?|popups?|waits?|waited)\b/gi,
  },
]
