// Telephone calls that a text speaks of: those that took place. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { clausesAround } from './sentences.ts'

const spoken =
  '沟通|联系|交流|确认|所述|所说|告知|提到|提及|同意|说明|表示|讨论|商定|约定|反馈|答复|咨询|了解|通知|回访|讲|说|里|中|内|上|会议'
/** Each names a call; the clause that it stands in is the item. */
const calls: readonly RegExp[] = [
  new RegExp(`(?:电话|通话)(?:已经?|中已)?(?:${spoken})`),
  /(?<!请|可|欢迎)(?:经|通过)(?:了)?电话(?:与|和|跟|同|向)|电话(?:中|里)?(?:与|和|跟|同|向)(?:您|你|贵|客户|对方|\p{Script=Han}{1,3}(?:工|老师|总|经理))[^,]{0,8}(?:确认|沟通|说明|核实|同意|商量|约定)/u,
  /(?:刚才|刚刚|刚|今天|今早|今日|昨天|昨日|上午|下午|早上|晚上|此前|之前|前天|上周|方才|您的|你的|我的|本次|上次|此次|的)(?:的)?(?:电话|通话|来电)(?![号:激费])/,
  /通(?:了|过)?(?:一个|个|一次|次)?电话(?=了|$|[,后中])|通了(?:一个|个|一次)?(?:电话|话)|打(?:了|过)(?:一个|个|一次|几次)?电话|打电话(?:给|向)?.{0,8}(?:了|过|说|确认|同意)|打过电话|通(?:过)?(?:个|一次)?电话(?:时|的时候)|打(?:来|过来|进来)(?:了)?(?:一个|一次)?(?:的)?电话|接听(?:了)?(?:我们?的)?(?:电话|来电)/,
  /(?:已|刚|刚刚|刚才|曾)(?:经)?(?:多次)?(?:致电|去电|来电|电话)(?!激活)|接到.{0,8}(?:来电|电话)|来电(?:反映|反馈|表示|告知|咨询|询问|说|称)|致电.{0,8}(?:确认|沟通|告知|说明|同意)/,
  /\b(?:discussed|agreed|said|mentioned|explained|told|spoke|spoken|talked|confirmed|promised|requested|asked|consented|informed|discussion|conversation|consent|agreement)\b.{0,40}\b(?:by|on|over|in|during|via)(?: the| our| a| his| her| their| my| your| today's| yesterday's| this)? ?(?:morning's |last )?(?:phone|telephone|call)\b/i,
  /\b(?:following|after|during|in|from|per|further to|thanks? (?:you )?for|since|regarding|re)\b (?:our|the|your|my|this|today's|yesterday's|this morning's|last week's)(?: \w{1,12}){0,2} ?(?:phone |telephone )?(?:call|phone conversation|telephone conversation|telephone|phone)\b(?! (?:back|number|stack|center|centre|hotline))/i,
  /\b(?:I|we|he|she|they|you|customer|colleague|engineer|Ms\.? \w{1,20}|Mr\.? \w{1,20})(?: just| have| has| had|'ve)*(?: just)? (?:called|phoned|rang|telephoned)(?: (?:you|me|us|him|her|them|the|this|again|back|yesterday|today|earlier|to)\b|$)/i,
  /\b(?:time |talk(?:ing)? |speaking |said |told |asked )[^.,]{0,24}\bon the (?:phone|telephone)\b|\bon the (?:phone|telephone)(?: \w{1,12}){0,2} (?:just now|a moment ago|earlier|today|yesterday|this (?:morning|afternoon|evening))\b/i,
  /(?<!\b(?:is|was|are|were|be|been|so) )\b(?:called|phoned|rang)(?: (?:me|us|in))? (?:this (?:morning|afternoon|week)|yesterday|today|earlier|just now|again|on (?:Mon|Tues|Wednes|Thurs|Fri)day)\b/i,
  /\b(?:when|as) (?:we|I) (?:last )?(?:spoke|talked)\b|\b(?:we|I) (?:spoke|talked)(?: (?:to|with) \w{1,20}){0,2} (?:earlier|just now|a moment ago|this (?:morning|afternoon)|today|yesterday)\b/i,
  /\b(?:phone|telephone) (?:call|conversation|conference) (?:with|today|yesterday|this|of|on|between|we|earlier)\b|\bjust (?:spoke|talked) (?:to|with)\b|\b(?:taking|took|answering) (?:my|our|the) call\b|\bhad a (?:call|phone call|telephone call)\b/i,
]
/** Calls to come, numbers to call, and calls that are none. */
const otherWords =
  /请.{0,6}(?:致电|来电|电话|拨打)|欢迎(?:来电|致电)|(?:可|可以|随时|通过|敬请)(?:.{0,2})(?:致电|来电|拨打|电话(?:激活|咨询|联系))|电话(?:号码|热线|激活|:)|(?:联系|服务|咨询|客服|热线)电话|热线|(?:会|将|稍后|再|待会|明天|一会儿?)(?:.{0,6})(?:致电|打.{0,4}电话|电话(?:联系|沟通|回访|告知|确认|通知))|如(?:有|需).{0,16}(?:电话|致电|来电)|能否.{0,8}(?:电话|致电)|方便.{0,4}电话|没有.{0,4}(?:电话|打通)|未.{0,2}通|未接|无人接听|\b(?:function|system|API|procedure|remote|RPC|method) calls?\b|\b(?:please|will|can|could|to|shall|may|'ll|let us|let me) (?:call|phone|ring)\b|\bactivat\w{1,5} (?:it )?by (?:phone|telephone)\b|\b(?:phone|telephone) (?:number|activation)\b/i

export function findCalls(page: Page): Found[] {
  return page.sentences.flatMap(({ from, words }) => {
    if (!/电|话|call|phone|rang|spoke|talked/i.test(words)) return []
    const found: Found[] = []
    for (const pattern of calls) {
      const match = pattern.exec(words)
      if (match === null) continue
      const clause = clausesAround(words, match.index, match.index + match[0].length)
      if (otherWords.test(words.slice(clause.from, clause.to))) continue
      const place = { from: from + clause.from, to: from + clause.to }
      if (found.some((item) => item.from < place.to && place.from < item.to)) continue
      const text = wordsAt(page, place)
      found.push({ kind: 'call', text, value: text, message: page.message, ...place })
    }
    return found
  })
}
