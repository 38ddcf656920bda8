// Claims about a fault: whom it hinders, where it is fixed, how often it shows, whether it can be shown. spec: case-import §6
import { can, cannot, no, release, words, yes, type Topic } from './claim-rules.ts'

const work = '(?:使用|业务|生产|办公|工作|操作)'
const useAffected: Topic = {
  id: 'use-affected',
  zh: '正常使用是否受影响',
  en: 'whether normal use is affected',
  rules: [
    no(`(?<v>(?<!会)不(?:会|太)?(?:影响|妨碍)|并不影响|未影响|没有影响)[^。,]{0,8}${work}`),
    no(
      `(?:${work}|功能)[^。,]{0,6}(?<v>(?:不|未|没有)(?:会)?受(?:到)?(?:任何)?影响|没有(?:任何)?影响|无影响|不影响)`,
    ),
    no(`${work}[^。]{0,8}?(?<v>不受(?:到)?(?:任何)?影响)`),
    no(`(?<v>(?<![不否])可以|(?<![不可])能够?|仍可|照常)(?:继续|照样)?正常${work}`),
    yes(
      `(?<v>(?:严重|极大|已经?|会|也|将)?(?<![不没未否无]|不会|没有)(?:影响|妨碍|干扰)(?:了|到)?)[^。,响]{0,8}(?:${work}|体验)`,
    ),
    yes(
      `${work}[^。,不未没无否]{0,6}(?<v>受(?:到)?(?:了)?(?:严重)?影响)|(?<w>(?:无法|不能)正常(?:使用|工作|办公))`,
    ),
    no(
      String.raw`\b(?:use|usage|work|operations?|functions?|business|production|[a-z]{3,14}ing)\b${words(2)}[ ,]+(?<v>(?:is|are|was|were|will be|remains?)(?: \w{1,12})? (?:not|un|never) ?affected|unaffected|isn't affected|aren't affected)\b`,
    ),
    no(
      String.raw`(?<v>(?:does|do|did|will|would) not|doesn't|don't|didn't|won't|no) (?:affect|impact|effect on|impact on|influence|disturb)${words(4)}[ ,]+(?:use|usage|users?|work|operation|business)\b`,
    ),
    no(
      String.raw`\b(?<v>can (?:still |continue to )?(?:be used|work|use \w{1,12}) normally|works? normally)\b`,
      /\bnot\b|cannot/i,
    ),
    yes(
      String.raw`(?<!\bnot |n't )\b(?<v>affect(?:s|ed)?|disturbs?|disrupts?|impacts?|hinders?)\b(?: (?:the|their|our|normal|daily|all|customer's|users'|user's|customers')){0,3} (?:use|usage|work|operation|operations|business|production)\b`,
    ),
    yes(
      String.raw`\b(?:use|work|operations?|business|production|[a-z]{3,14}ing)\b (?<v>(?:is|are) (?:seriously |severely |strongly )?(?:affected|disturbed|disrupted|impaired))\b|(?<w>cannot (?:work|be used) normally)\b`,
    ),
  ],
}

const fixedIn: Topic = {
  id: 'fixed-in',
  zh: '已修复的版本',
  en: 'in which release it is fixed',
  rules: [
    no(
      `${release}[^。,]{0,10}?(?<v>仍然?|依然|依旧|还|也)(?:是|会)?(?:存在|有(?!效)|出现|遇到|受影响|未(?:修复|解决)|没有?(?:修复|解决))|${release}[^。,]{0,8}?(?<w>未修复|没有修复|尚未修复|未解决)`,
      /路径/,
    ),
    yes(
      `${release}[^。,]{0,10}?(?<v>(?<![未没有不])(?:已经?|才)?(?<!未|没有|尚未|能|将|会)(?:修复|修正|解决)|不(?:再)?存在|没有(?:此|该|这个)?问题)`,
      /未|尚|计划|预计|是否|能否|将|会/,
    ),
    no(
      String.raw`${release}\b${words(2)}[ ,]+(?<v>still (?:has|hits|shows|suffers|contains|is affected)|(?:is|was) not fixed|does not fix|is (?:also )?affected)\b|\b(?<w>not fixed in|still (?:present|there|happens|occurs) (?:in|with))(?: release| version)? ${release}`,
    ),
    yes(
      String.raw`\b(?<v>(?:fixed|solved|repaired|corrected)(?: \w{1,12}){0,2} (?:in|with|by|from))(?: release| version| the)? ${release}|${release} (?<w>fixes|solves|corrects|has fixed|no longer has)\b`,
      /\bnot\b|\bnever\b|will be|to be/i,
    ),
  ],
}

const shows = '(?:出现|发生|复现|触发|溢出)'
const always: Topic = {
  id: 'always',
  zh: '是否必现',
  en: 'whether it always happens',
  rules: [
    no(
      `(?<v>偶发|偶尔|偶现|有时(?:候)?|时有时无|不是每次|并非每次|不总是|不一定(?:都)?会?|概率性|随机)[^。,]{0,8}${shows}|(?:问题|故障|现象|溢出)(?:是)?(?<w>偶发|偶现|概率性)`,
    ),
    no(`(?<v>(?:不是|并非)(?:所有|全部|每台|每个))[^。,]{0,10}${shows}`),
    yes(
      `(?:问题|故障|现象|溢出|错误)[^。,不]{0,6}(?<v>必现|必然|每次都(?:会)?${shows}|总是(?:会)?${shows}|总会${shows}|100%${shows})|(?<w>必现|(?:每次|所有(?:设备|机器)?|全部)[^。,不]{0,8}都会${shows}|一定会${shows})`,
    ),
    no(
      String.raw`\b(?<v>sometimes|occasionally|not always|intermittent(?:ly)?|not every time|at random|randomly|only on some)\b`,
      /always (?:works|helps)/i,
    ),
    yes(
      String.raw`\b(?<v>always|every time)\b(?: \w{1,12}){0,2} (?:happens?|occurs?|overflows?|appears?|fails?|shows?)\b|\b(?:happens?|occurs?|overflows?|appears?|fails?)\b(?: \w{1,12}){0,2} (?<w>always|every time|on every)\b`,
      /\bnot\b/i,
    ),
  ],
}

const reproducible: Topic = {
  id: 'reproducible',
  zh: '能否复现',
  en: 'whether it can be reproduced',
  rules: [
    no(
      `(?<v>${cannot}|未能?|没有?)(?:再|稳定|在[^。,]{1,8})?(?:复现|重现)|(?:复现|重现)(?<w>不了|不出来|失败)`,
    ),
    yes(`(?<v>(?<![没未否]|没有|不能|无法)(?:复现|重现)(?:了|成功|出来了))`),
    yes(`(?<v>${can}|成功|已经?)(?:稳定|成功|在[^。,]{1,8}|被)?(?:复现|重现)`),
    no(
      String.raw`\b(?<v>cannot|can't|could not|couldn't|can not|not|unable to)(?: be)?(?: able to)? reproduced?\b`,
    ),
    yes(
      String.raw`\b(?<v>(?:can|could|was|were|have|has|been)(?: \w{1,12}){0,2}) reproduced?\b`,
      /\bnot\b|\bnever\b|to be/i,
    ),
  ],
}

export const faultTopics: readonly Topic[] = [useAffected, fixedIn, always, reproducible]
