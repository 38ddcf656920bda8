// What people assert about a product's behaviour and others deny: topics, and the words that say yes or no. spec: case-import §6

export type TopicRule = {
  readonly polarity: 'yes' | 'no'
  /** The group `v` is what says yes or no: a condition in its own clause takes the assertion back. */
  readonly says: RegExp
  /** Words within the match that make it say something else. */
  readonly unless?: RegExp
}

export type Topic = {
  readonly id: string
  /** What `yes` says, for people. */
  readonly zh: string
  readonly en: string
  /** In order; the first that fits a sentence is what it says of the topic. */
  readonly rules: readonly TopicRule[]
}

const can = String.raw`(?:(?<![不否])可以(?![么吗])|(?<![不功可性只否技智])能够?(?![否不])|(?<![不许否认])可(?![以能否靠不])|便可|即可)`
const cannot = String.raw`(?:无法|(?<!能)不能|(?<!可)不可(?:以|能)?(?!思议)|没法|没有办法|无办法|不允许|不支持|未能|难以)`
const expired = String.raw`(?:(?:过期|到期|失效|期满|超期)(?:了)?(?:之后|以后|后|的(?:设备|机器|电脑|终端|客户端)|[,则时])|(?:弹窗|宽限期?|倒计时|30天|三十天|期限)[^。,]{0,4}(?:结束|过|完|到)?(?:之后|以后|后))`
const gap = String.raw`[^。]{0,30}?`
const close = String.raw`[^。,]{0,14}?`
const enter = String.raw`(?:激活|(?:重新|再次|再)?(?:输入|录入|填入|键入))`
const reinstall = '(?:重装|重新安装|重做系统|重灌|重新部署系统)'
const serial = String.raw`(?:SN|序列号|密钥|激活码|PK)`
const otherSerial = String.raw`(?:(?<!重)新的?|另一?个?的?|别的|其他的?|其它的?|更换(?:新的?|其他)?|换(?:个|一个)?(?:新的?|其他的?|别的)?)[^。,]{0,6}${serial}`
const release = String.raw`V\d{1,4}[-.]?[A-Z](?![A-Za-z0-9])`

const expiredEn = String.raw`(?:(?:after|once|when|if|as soon as)(?: \w{1,12}){0,4} (?:expir(?:y|es|ed|ation)|ended|ends|run(?:s)? out|ran out)|after (?:the )?(?:30|thirty|grace|popups?)(?: \w{1,10}){0,3}|expired (?:devices?|machines?|computers?|copies))`
const again = String.raw`(?:activat\w{1,5}|reactivat\w{1,5}|re-activat\w{1,5}|(?:re-?)?enter(?:ed|ing)?|activation)`
const words = (count: number): string => String.raw`(?:[ ,]+[\w'-]{1,20}){0,${count}}?`

export const topics: readonly Topic[] = [
  {
    id: 'reactivation',
    zh: '过期后能否再次激活',
    en: 'whether it can be activated again after expiry',
    rules: [
      { polarity: 'no', says: new RegExp(`${expired}${gap}(?<v>${cannot})${close}${enter}`) },
      { polarity: 'no', says: new RegExp(`${expired}${gap}激活(?<v>不了|失败|不上|不成功|无效)`) },
      { polarity: 'no', says: new RegExp(`(?<v>${cannot})(?:再|够)?在?${expired}[^。,]{0,10}激活`) },
      {
        polarity: 'yes',
        says: new RegExp(`${expired}[^。]{0,36}?(?:激活(?<v>成功)|(?<w>成功)[^。,]{0,6}激活)`),
        unless: new RegExp(reinstall),
      },
      {
        polarity: 'yes',
        says: new RegExp(`${expired}${gap}(?<v>${can})${close}${enter}`),
        unless: new RegExp(`${reinstall}|${cannot}`),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b${expiredEn}\b${words(12)} (?<v>cannot|can't|can not|could not|couldn't|may not|is not|won't|will not|no longer|impossible|failed|fails)\b${words(6)} ${again}\b`,
          'i',
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b${expiredEn}\b${words(10)} activation${words(4)} (?<v>fails|failed|is impossible|is not possible|is refused)\b`,
          'i',
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?<v>cannot|can't|can not|could not|couldn't|is not|not possible|impossible|unable|no longer)\b${words(5)} ${again}\b${words(6)} ${expiredEn}\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b${expiredEn}\b${words(14)} activation${words(3)} (?<v>succeeded|succeeds|works|worked|was successful|is possible)\b`,
          'i',
        ),
        unless: /reinstall/i,
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b${expiredEn}\b${words(14)} (?<v>successfully|can|could|is able to|was able to|possible to)\b(?! ?not)${words(6)} ${again}\b`,
          'i',
        ),
        unless: /reinstall|not\b/i,
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?<v>can|could|successfully|was|were|possible to)\b(?! ?not)${words(4)} ${again}(?: again)?${words(8)} ${expiredEn}\b`,
          'i',
        ),
        unless: /reinstall|not\b/i,
      },
    ],
  },
  {
    id: 'new-serial',
    zh: '更换序列号是否有用',
    en: 'whether another serial number helps',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `${otherSerial}[^。]{0,10}?(?<v>无效|没用|没有用|无用|不行|无济于事|不起作用|没有效果|帮不上|无帮助|没有帮助|${cannot}[^。,]{0,6}(?:解决|激活|恢复)|解决不了)`,
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `${otherSerial}[^。]{0,10}?(?<v>有效(?!期)|管用|有用|${can}[^。,]{0,6}(?:解决|激活|恢复|使用))`,
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?:new|another|different|other|replacement|changing the|replacing the) (?:serial(?: numbers?)?|SNs?|keys?|product keys?)\b${words(4)} (?<v>(?:do(?:es)?|will|would|did|can) ?(?:not|n't)|doesn't|won't|wouldn't|didn't|cannot|can't|no use|useless|pointless)\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?:new|another|different|other|replacement|changing the|replacing the) (?:serial(?: numbers?)?|SNs?|keys?|product keys?)\b${words(2)} (?<v>helps?|helped|works?|worked|solves?|solved|fix(?:es|ed)?|repairs?)\b`,
          'i',
        ),
      },
    ],
  },
  {
    id: 'only-reinstall',
    zh: '是否只能重装',
    en: 'whether reinstalling is the only way',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `(?<v>无需|不需要?|不用|不必|无须|免于|不一定(?:要|非要)?|并非只能|不只有?|不是只有)[^。,]{0,8}${reinstall}`,
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(`(?<v>只能|只有|唯有|仅能|必须|唯一)[^。]{0,16}?${reinstall}`),
        unless: /以外|之外|除/,
      },
      { polarity: 'yes', says: new RegExp(`${reinstall}[^。,]{0,8}(?<v>(?:是|为)(?:目前)?唯一)`) },
      {
        polarity: 'yes',
        says: new RegExp(
          `除(?:了)?${reinstall}[^。]{0,8}(?<v>没有|别无|无)[^。,]{0,8}(?:办法|方法|方案|途径|他法)`,
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\breinstall(?:ing|ation)?\b${words(2)} (?<v>(?:is|was) (?:not|n't|neither)(?: \w{1,12})? (?:necessary|needed|required|the only)|isn't (?:necessary|needed|required|the only))`,
          'i',
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?<v>no need|need not|needn't|not necessary|not required)\b${words(3)} reinstall`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\breinstall(?:ing|ation)?\b${words(4)} (?<v>(?:is|was|remains) (?:currently |still )?the only)\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(String.raw`\b(?<v>only|must)\b${words(7)} reinstall`, 'i'),
        unless: /\bnot\b|other than/i,
      },
    ],
  },
  {
    id: 'use-affected',
    zh: '正常使用是否受影响',
    en: 'whether normal use is affected',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `(?<v>(?<!会)不(?:会|太)?(?:影响|妨碍)|并不影响|未影响|没有影响)[^。,]{0,8}(?:使用|业务|生产|办公|工作|操作)`,
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          `(?:使用|业务|生产|办公|工作|功能)[^。,]{0,6}(?<v>(?:不|未|没有)(?:会)?受(?:到)?(?:任何)?影响|没有(?:任何)?影响|无影响|不影响)`,
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `(?<v>(?:严重|极大|已经?|会|也|将)?(?<![不没未否无]|不会|没有)(?:影响|妨碍|干扰)(?:了|到)?)[^。,响]{0,8}(?:使用|业务|生产|办公|工作|操作|体验)`,
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `(?:使用|业务|生产|办公|工作)[^。,不未没无否]{0,6}(?<v>受(?:到)?(?:了)?(?:严重)?影响)|(?<w>(?:无法|不能)正常(?:使用|工作|办公))`,
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?:use|usage|work|operation|functions?|business)\b${words(2)} (?<v>(?:is|are|was|were|will be|remains?)(?: \w{1,12})? (?:not|un|never) ?affected|unaffected|isn't affected|aren't affected)\b`,
          'i',
        ),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`(?<v>(?:does|do|did|will|would) not|doesn't|don't|didn't|won't|no) (?:affect|impact|effect on|impact on|influence|disturb)${words(4)} (?:use|usage|users?|work|operation|business)\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`(?<!\bnot |n't )\b(?<v>affect(?:s|ed)?|disturbs?|disrupts?|impacts?|hinders?)\b(?: (?:the|their|our|normal|daily|all|customer's|users'|user's|customers')){0,3} (?:use|usage|work|operation|operations|business|production)\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?:use|work|operation|business)\b (?<v>(?:is|are) (?:seriously |severely |strongly )?(?:affected|disturbed|disrupted|impaired))\b|(?<w>cannot (?:work|be used) normally)\b`,
          'i',
        ),
      },
    ],
  },
  {
    id: 'recoverable',
    zh: '能否恢复',
    en: 'whether it can be recovered',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(`(?<v>${cannot})(?:再|被|自动|自行|直接)?(?:恢复|找回|复原|修复|还原)`),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `(?:数据|设备|系统|激活|授权|状态|机器|期限)[^。,]{0,8}?(?<v>${can})(?:再|被|自动|自行|直接)?(?:恢复|找回|复原|还原)`,
        ),
        unless: new RegExp(reinstall),
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?<v>(?:cannot|can't|can not|could not) be (?:recovered|restored|repaired|retrieved)|(?:is|are) (?:not |un|ir)recoverable|not be (?:recovered|restored))\b`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?<v>can (?:still |easily )?be (?:recovered|restored|retrieved)|(?:is|are) recoverable)\b`,
          'i',
        ),
        unless: /\bonly\b|reinstall/i,
      },
    ],
  },
  {
    id: 'clear-helps',
    zh: '清除或重置是否有效',
    en: 'whether clearing or resetting helps',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `(?:清除|清空|重置|复位)[^。,]{0,12}?(?:后)?[^。]{0,6}?(?<v>无效|没用|没有用|不起作用|没有效果|没有作用|${cannot}[^。,]{0,4}(?:解决|恢复|激活)|没有变化|无变化)`,
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `(?:清除|清空|重置|复位)[^。,]{0,12}?(?:后)?[^。]{0,6}?(?<v>有效(?!期)|管用|${can}[^。,]{0,4}(?:解决|恢复|激活|重新输入)|恢复正常|激活成功)`,
        ),
        unless: /无效/,
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`\b(?:clear(?:ing|ed)?|reset(?:ting)?|rearm(?:ing)?)\b${words(5)} (?<v>does nothing|did nothing|does not|doesn't|did not|didn't|has no effect|had no effect|is useless|will not|won't|cannot|fails|failed)`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?:clear(?:ing)?|reset(?:ting)?|rearm(?:ing)?)\b${words(5)} (?<v>helps|helped|works|worked|solves|solved|fixes|fixed|repairs)\b`,
          'i',
        ),
      },
    ],
  },
  {
    id: 'fixed-in',
    zh: '已修复的版本',
    en: 'in which release it is fixed',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `${release}[^。,]{0,10}?(?<v>仍然?|依然|依旧|还|也)(?:是|会)?(?:存在|有(?!效)|出现|遇到|受影响|未(?:修复|解决)|没有?(?:修复|解决))|${release}[^。,]{0,8}?(?<w>未修复|没有修复|尚未修复|未解决)`,
        ),
        unless: /路径/,
      },
      {
        polarity: 'yes',
        says: new RegExp(
          `${release}[^。,]{0,10}?(?<v>(?<![未没有不])(?:已经?|才)?(?<!未|没有|尚未|能|将|会)(?:修复|修正|解决)|不(?:再)?存在|没有(?:此|该|这个)?问题)`,
        ),
        unless: /未|尚|计划|预计|是否|能否|将/,
      },
      {
        polarity: 'no',
        says: new RegExp(
          String.raw`${release}\b${words(2)} (?<v>still (?:has|hits|shows|suffers|contains|is affected)|(?:is|was) not fixed|does not fix|is (?:also )?affected)\b|\b(?<w>not fixed in|still (?:present|there|happens|occurs) (?:in|with))(?: release| version)? ${release}`,
          'i',
        ),
      },
      {
        polarity: 'yes',
        says: new RegExp(
          String.raw`\b(?<v>(?:fixed|solved|repaired|corrected)(?: \w{1,12}){0,2} (?:in|with|by|from))(?: release| version| the)? ${release}|${release} (?<w>fixes|solves|corrects|has fixed|no longer has)\b`,
          'i',
        ),
        unless: /\bnot\b|\bnever\b|will be|to be/i,
      },
    ],
  },
  {
    id: 'always',
    zh: '是否必现',
    en: 'whether it always happens',
    rules: [
      {
        polarity: 'no',
        says: /(?<v>偶发|偶尔|偶现|有时(?:候)?|时有时无|不是每次|并非每次|不总是|不一定(?:都)?会?|概率性|随机)[^。,]{0,8}(?:出现|发生|复现|触发|溢出)|(?:问题|故障|现象|溢出)(?:是)?(?<w>偶发|偶现|概率性)/,
      },
      {
        polarity: 'yes',
        says: /(?:问题|故障|现象|溢出|错误)[^。,不]{0,6}(?<v>必现|必然(?:会)?(?:出现|发生)|每次都(?:会)?(?:出现|发生)|总是(?:会)?(?:出现|发生)|总会(?:出现|发生)|100%(?:出现|发生|复现))|(?<w>必现|每次都会(?:出现|发生|溢出)|一定会(?:出现|发生|溢出))/,
      },
      {
        polarity: 'no',
        says: /\b(?<v>sometimes|occasionally|not always|intermittent(?:ly)?|not every time|at random|randomly)\b/i,
        unless: /always (?:works|helps)/i,
      },
      {
        polarity: 'yes',
        says: /\b(?<v>always|every time)\b(?: \w{1,12}){0,2} (?:happens?|occurs?|overflows?|appears?|fails?|shows?)\b|\b(?:happens?|occurs?|overflows?|appears?|fails?)\b(?: \w{1,12}){0,2} (?<w>always|every time|on every)\b/i,
        unless: /\bnot\b/i,
      },
    ],
  },
  {
    id: 'reproducible',
    zh: '能否复现',
    en: 'whether it can be reproduced',
    rules: [
      {
        polarity: 'no',
        says: new RegExp(
          `(?<v>${cannot}|未能?|没有?)(?:再|稳定|在[^。,]{1,8})?(?:复现|重现)|(?:复现|重现)(?<w>不了|不出来|失败)`,
        ),
      },
      { polarity: 'yes', says: new RegExp(`(?<v>${can}|成功|已经?)(?:稳定|在[^。,]{1,8}|被)?(?:复现|重现)`) },
      {
        polarity: 'no',
        says: /\b(?<v>cannot|can't|could not|couldn't|can not|not|unable to)(?: be)? reproduced?\b/i,
      },
      {
        polarity: 'yes',
        says: /\b(?<v>(?:can|could|was|were|have|has|been)(?: \w{1,12}){0,2}) reproduced?\b/i,
        unless: /\bnot\b|\bnever\b|to be/i,
      },
    ],
  },
]

/** What a claim of one topic says about another: whoever holds that only reinstalling helps denies that activating again works. */
export const implied: readonly {
  readonly topic: string
  readonly polarity: 'yes' | 'no'
  readonly about: string
  readonly says: 'yes' | 'no'
}[] = [
  { topic: 'only-reinstall', polarity: 'yes', about: 'reactivation', says: 'no' },
  { topic: 'new-serial', polarity: 'no', about: 'reactivation', says: 'no' },
]

/** What no topic covers: a part of the product cannot do something. */
export const otherClaims: readonly RegExp[] = [
  new RegExp(
    `(?:客户端|设备|机器|系统|软件|产品|界面|按钮|输入框|密钥|序列号|SN|激活|授权|许可|命令|工具|升级后|安装后|重启后|过期后|到期后)[^。我您你]{0,14}?(?<v>${cannot}|不会|不再|只能)[^。,]{0,8}?(?:激活|输入|录入|升级|启动|登录|清除|使用|续期|弹窗|提示|重置|识别|验证|安装|卸载|导入|点击|操作|更换|修改|读取|显示|过期|溢出)`,
  ),
  /\b(?:client|device|devices|machine|system|software|product|button|buttons|field|fields|key|keys|serial number|SN|activation|licen[cs]e|command|tool|popups?|upgrade)\b(?: \w{1,14}){0,3} (?<v>cannot|can't|can not|does not|doesn't|will not|won't|no longer|can only)(?: be)? (?:activated?|entered?|enter|upgraded?|start(?:ed)?|cleared?|clear|used?|renewed?|reset|recogni[sz]ed?|verif(?:y|ied)|install(?:ed)?|uninstall(?:ed)?|imported?|click(?:ed)?|changed?|read|shown?|show|accept(?:ed)?|work|respond|expire|appear|disappear)\b/i,
]
