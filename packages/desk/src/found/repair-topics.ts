// Claims about what helps: activating again, another serial number, reinstalling, clearing, recovering. spec: case-import §6
import {
  can,
  cannot,
  close,
  expired,
  expiredEn,
  gap,
  no,
  reinstall,
  reinstallEn,
  words,
  yes,
  type Topic,
} from './claim-rules.ts'

const enter = '(?:激活|(?:重新|再次|再)?(?:输入|录入|填入|键入))'
const again = String.raw`(?:(?:re-?)?activat\w{1,5}|(?:re-?)?enter(?:ed|ing)?|(?:re-?)?typ(?:e|ed|ing)|put(?:ting)?(?: \w{1,12}){1,4} in|activation)`
const serial = '(?:SN|序列号|密钥|激活码|PK)'
const otherSerial = `(?:(?<!重)新的?|另一?个?的?|别的|其他的?|其它的?|更换(?:新的?|其他)?|换(?:个|一个)?(?:新的?|其他的?|别的)?)[^。,]{0,6}${serial}`
const otherSerialEn = String.raw`\b(?:new|another|different|other|replacement|changing the|replacing the) (?:serial(?: numbers?)?|SNs?|keys?|product keys?)\b`
const notEn = String.raw`(?:cannot|can't|can not|could not|couldn't|may not|is not|won't|will not|no longer|impossible|failed|fails)`

const reactivation: Topic = {
  id: 'reactivation',
  zh: '过期后能否再次激活',
  en: 'whether it can be activated again after expiry',
  rules: [
    no(`${expired}${gap}(?<v>${cannot})${close}${enter}`),
    no(`${expired}${gap}激活(?<v>不了|失败|不上|不成功|无效)`),
    no(`(?<v>无法|不能|没法)(?:再次?|重新)激活|(?<w>再也激活不了)`),
    no(
      String.raw`\b(?<v>(?:cannot|can't|can not|could not|couldn't) be (?:re-?)?activated (?:again|any ?more|any longer)|can no longer be activated)\b`,
    ),
    no(`(?<v>${cannot})(?:再|够)?在?${expired}[^。,]{0,10}激活`),
    yes(`${expired}[^。]{0,36}?(?:激活(?<v>成功)|(?<w>成功)[^。,]{0,6}激活)`, new RegExp(reinstall)),
    yes(`${expired}${gap}(?<v>${can})${close}${enter}`, new RegExp(`${reinstall}|${cannot}`)),
    yes(`(?<v>${can})在?${expired}[^。,]{0,14}(?:激活|输入)`, new RegExp(`${reinstall}|${cannot}`)),
    no(String.raw`\b${expiredEn}\b${words(12)}[ ,]+(?<v>${notEn})\b${words(6)}[ ,]+${again}\b`),
    no(
      String.raw`\b${expiredEn}\b${words(10)}[ ,]+activation${words(4)}[ ,]+(?<v>fails|failed|is (?:no longer |im|not )?(?:impossible|refused)|is (?:no longer |not |im)possible)\b`,
    ),
    no(
      String.raw`\b(?<v>cannot|can't|can not|could not|couldn't|is not|not possible|impossible|unable|no longer)\b${words(5)}[ ,]+${again}\b${words(6)}[ ,]+${expiredEn}\b`,
    ),
    no(
      String.raw`\bactivation ${expiredEn}${words(2)}[ ,]+(?<v>is not possible|is impossible|fails|failed|does not work|is no longer possible)\b`,
    ),
    yes(
      String.raw`\b${expiredEn}\b${words(14)}[ ,]+(?:activation|entering|re-entering|reactivation)${words(5)}[ ,]+(?<v>succeeded|succeeds|works|worked|was successful|is possible)\b`,
      /reinstall|\bnot\b/i,
    ),
    yes(
      String.raw`\b${expiredEn}\b${words(14)}[ ,]+(?<v>successfully|can|could|(?:is|was|be) able to|possible to|lets? (?:you|us|them|people)|allows?)\b(?! ?not)${words(6)}[ ,]+${again}\b`,
      /reinstall|\bnot\b|cannot/i,
    ),
    yes(
      String.raw`\b(?<v>can|could|successfully|was|were|possible to)\b(?! ?not)${words(4)}[ ,]+${again}(?: again)?${words(8)}[ ,]+${expiredEn}\b`,
      /reinstall|\bnot\b|cannot/i,
    ),
    yes(
      String.raw`\b(?:activation|(?:re-?)?entering${words(5)}) ${expiredEn}${words(2)}[ ,]+(?<v>is possible|works|worked|succeeds|succeeded|activates|helps)\b`,
      /reinstall|\bnot\b/i,
    ),
    yes(
      String.raw`\b${expiredEn}\b${words(6)}[ ,]+(?:key|serial number|SN) is (?<v>accepted)\b`,
      /reinstall|\bnot\b/i,
    ),
  ],
}

const newSerial: Topic = {
  id: 'new-serial',
  zh: '更换序列号是否有用',
  en: 'whether another serial number helps',
  rules: [
    no(
      `${otherSerial}[^。]{0,10}?(?<v>无效|没用|没有用|无用|不行|无济于事|不起作用|没有效果|帮不上|无帮助|没有帮助|${cannot}[^。,]{0,6}(?:解决|激活|恢复)|解决不了|激活不了|激活失败|激活不成功)`,
    ),
    yes(
      `${otherSerial}[^。]{0,10}?(?<v>有效(?!期)|管用|有用|激活成功|成功激活|${can}[^。,]{0,6}(?:解决|激活|恢复|使用))`,
    ),
    no(String.raw`(?<v>not even with) (?:a |an )?(?:new|another|different) (?:serial|SN|key)`),
    no(
      String.raw`${otherSerialEn}${words(4)}[ ,]+(?<v>(?:do(?:es)?|will|would|did|can) ?(?:not|n't)|doesn't|won't|wouldn't|didn't|cannot|can't|no use|useless|pointless)\b`,
    ),
    yes(
      String.raw`${otherSerialEn}${words(2)}[ ,]+(?<v>helps?|helped|works?|worked|solves?|solved|fix(?:es|ed)?|repairs?)\b`,
    ),
  ],
}

const onlyReinstall: Topic = {
  id: 'only-reinstall',
  zh: '是否只能重装',
  en: 'whether reinstalling is the only way',
  rules: [
    no(
      `(?<v>无需|不需要?|不用|不必|无须|免于|不一定(?:要|非要)?|并非只能|不只有?|不是只有)[^。,]{0,8}${reinstall}`,
    ),
    yes(`(?<v>只能|只有|唯有|仅能|必须|唯一)[^。]{0,16}?${reinstall}`, /以外|之外|除|不是唯一|不只/),
    yes(`${reinstall}[^。,]{0,8}(?<v>(?:是|为)(?:目前)?唯一)`),
    yes(
      `除(?:了|去)?[^。,]{0,4}${reinstall}[^。]{0,8}(?<v>没有|别无|无)[^。,]{0,8}(?:办法|方法|方案|途径|他法)`,
    ),
    no(
      String.raw`\b${reinstallEn}\b${words(2)}[ ,]+(?<v>(?:is|was) (?:not|n't|neither)(?: \w{1,12})? (?:necessary|needed|required|the only)|isn't (?:necessary|needed|required|the only))`,
    ),
    no(
      String.raw`\b(?<v>no need|need not|needn't|not necessary|not required|(?<!(?:cannot|can't|not|no)\b.{0,60})without)\b${words(3)}[ ,]+${reinstallEn}`,
    ),
    yes(String.raw`\b(?<v>cannot|can't|not|no way)\b${words(6)}[ ,]+without ${reinstallEn}`),
    yes(
      String.raw`\b${reinstallEn}\b${words(4)}[ ,]+(?<v>(?:is|was|remains) (?:currently |still )?the only)\b`,
    ),
    yes(
      String.raw`(?<v>no (?:other )?(?:way|solution|option|remedy|fix)) (?:but|than|other than|except|besides)(?: to)? ${reinstallEn}`,
    ),
    yes(
      String.raw`\b(?<v>only|must|has to be|have to be|needs to be)\b${words(7)}[ ,]+${reinstallEn}`,
      /\bnot\b|other than/i,
    ),
  ],
}

const reinstallHelps: Topic = {
  id: 'reinstall-helps',
  zh: '重装是否有用',
  en: 'whether reinstalling helps',
  rules: [
    no(
      `${reinstall}[^。]{0,8}?(?<v>无效|没用|没有用|不行|仍然?(?:存在|出现|不行)|依然|${cannot}[^。,]{0,6}(?:解决|激活|恢复))`,
    ),
    yes(
      `(?<![不无])${reinstall}(?:系统|软件|客户端)?(?:后)?[^。,]{0,4}?(?<v>${can}[^。,]{0,6}(?:解决|激活|恢复)|恢复正常|有效(?!期)|正常)`,
      /无需|不用|不需/,
    ),
    no(
      String.raw`\b${reinstallEn}\b${words(2)}[ ,]+(?<v>does not|doesn't|did not|didn't|will not|won't|cannot) (?:help|fix|solve|work)`,
    ),
    yes(
      String.raw`\b${reinstallEn}\b${words(2)}[ ,]+(?<v>helps|helped|fixes|fixed|solves|solved|repairs)\b`,
      /\bonly\b/i,
    ),
  ],
}

const cleared = '(?:清除|清空|重置|复位|clear|clean|rearm|reset)'
const clearedEn = String.raw`\b(?:clear(?:ing|ed)?|reset(?:ting)?|rearm(?:ing)?)\b`
const clearHelps: Topic = {
  id: 'clear-helps',
  zh: '清除或重置是否有效',
  en: 'whether clearing or resetting helps',
  rules: [
    no(
      `${cleared}[^。,]{0,12}?(?:后)?[^。]{0,6}?(?<v>无效|没用|没有用|不起作用|没有(?:任何)?(?:效果|作用|反应)|${cannot}[^。,]{0,4}(?:解决|恢复|激活)|没有变化|无变化)`,
    ),
    yes(
      `${cleared}[^。,]{0,12}?(?:后)?[^。]{0,6}?(?<v>有效(?!期)|管用|${can}[^。,]{0,4}(?:解决|恢复|激活|重新输入)|恢复正常|激活成功)`,
      /无效/,
    ),
    no(
      String.raw`${clearedEn}${words(5)}[ ,]+(?<v>does nothing|did nothing|does not|doesn't|did not|didn't|has no effect|had no effect|is useless|will not|won't|cannot|fails|failed)`,
    ),
    yes(
      String.raw`${clearedEn}${words(5)}[ ,]+(?<v>helps|helped|works|worked|solves|solved|fixes|fixed|repairs)\b`,
    ),
  ],
}

const recoverable: Topic = {
  id: 'recoverable',
  zh: '能否恢复',
  en: 'whether it can be recovered',
  rules: [
    no(`(?<v>${cannot})(?:再|被|自动|自行|直接)?(?:恢复|找回|复原|修复|还原)`, /不重装|除非|除了?重/),
    yes(
      `(?:数据|设备|系统|激活|授权|状态|机器|期限)[^。,]{0,8}?(?<v>${can})(?:再|被|自动|自行|直接)?(?:恢复|找回|复原|还原)`,
      new RegExp(`${reinstall}|${cannot}`),
    ),
    no(
      String.raw`\b(?<v>(?:cannot|can't|can not|could not) be (?:recovered|restored|repaired|retrieved)(?! without| unless)|(?:is|are) (?:not |un|ir)recoverable|not be (?:recovered|restored))\b`,
    ),
    yes(
      String.raw`\b(?<v>can (?:still |easily )?be (?:recovered|restored|retrieved)|(?:is|are) recoverable)\b`,
      /\bonly\b|reinstall/i,
    ),
  ],
}

export const repairTopics: readonly Topic[] = [
  reactivation,
  newSerial,
  onlyReinstall,
  reinstallHelps,
  clearHelps,
  recoverable,
]
