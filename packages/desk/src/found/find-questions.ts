// What one side asks of the other: questions, and requests whatever their form. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import type { Sentence } from './sentences.ts'

/** What nobody answers: closing words, invitations to call, courtesy. */
const courtesy: readonly RegExp[] = [
  /(?:如果?|若|倘若)(?:您|你)?(?:还)?(?:有(?:任何|其他|其它|什么|更多)?(?:不明|需要|疑问|问题|不清楚)|需要?(?:任何|其他|更多|进一步)?(?:的)?(?:帮助|协助|支持|咨询)|不明)(?:.{0,30})(?:请|欢迎|随时|联系|致电|拨打|告知)/,
  /随时(?:与我|和我|联系|致电|来电|沟通|咨询)|请?勿(?:直接)?回复|感谢您?(?:的)?(?:耐心|理解|支持|配合)|难道|错收|误收|错误(?:地)?(?:接收|收到)|保密信息|机密信息|发件人并(?:立即)?删除|满意度|(?:服务|工作).{0,8}评价|岂(?:不|能)|何必|(?:最近|近来)(?:还)?好(?:吗|么)/,
  /\b(?:if|should) you (?:have|need) (?:any|further|more|other|help|assistance)\b|\bany (?:other |further |more )?questions\b|\b(?:do not|don't) hesitate\b|\bfeel free\b|\bhow are you\b|\bconsider the environment\b|\bintended recipients?\b|\bconfidential(?:ity)?\b|\bunsubscribe\b|\brate our\b|\bdelete this (?:e-?mail|message)\b|\bdo not reply\b|\bwho knows\b|\bcall us\b/i,
]
/** 请 that asks for nothing to come back. */
const politeOnly =
  '看(?:一?下)?(?:附件|上文|下文|上图|下图|下表|图)|知悉|知晓|悉知|查收|查阅|查看附件|见(?!一)|参[考见阅照](?![^,]{0,16}(?:步骤|方法|操作|收集|执行))|放心|谅解|原谅|理解|包涵|注意|稍[等候后]|耐心|问|假|示|客(?!户)|教|求|勿|以[^,]{1,12}为准|随时|致电|拨打|联系我|多(?:多)?关照|留意|忽略|笑纳|惠存'
const requestsZh = new RegExp(
  [
    String.raw`(?:^|[,:、)\s"“]|@\S{1,12} ?|[也还再先另并故特就仍均都能]|因此|所以|麻烦|务必|届时|同时|此外|您好|你好|然后|以便|[以如]上|如下|方便的?话|你们|您|各位|大家)请(?!(?:您|你|各位|大家|贵司|予以|先)?(?:${politeOnly}))`,
    String.raw`请问`,
    String.raw`(?<![申邀聘已曾])请(?:自行|尽快|务必|及时|帮忙|协助|提供|确认|反馈|回复|补充|填写|运行|执行|发给|发送|将|把|告知|安排|检查|尝试|收集)`,
    String.raw`(?:^|[,:\s]|您|你|能)(?:麻烦|烦请|劳烦|恳请|烦劳)(?!了|您了|你了)`,
    String.raw`帮(?:忙|我|我们)(?:看|确认|提供|查|问|处理|测|试|核|催|发|反馈|安排|协调|转|收|取|抓|导|拷|填|补|改|写|拍|要一)`,
    String.raw`(?<![申邀聘已曾])请(?:支持|研发|产品|法务|测试|客服|采购|商务|技术)(?:部|同事|这边|那边)?(?:补|填|确认|提供|看|核|出|给|安排|协助|帮|查|测)`,
    String.raw`(?:看看|看下|看一下|确认下|确认一下)(?:还)?(?:有没有|是否|是不是|能不能|能否)`,
    String.raw`辛苦(?:您|你|各位)?(?:帮|提供|确认|看|反馈|处理|核实|补充)`,
    String.raw`(?:望|盼)(?:您|贵司|尽快|及时|早日)?(?:回复|告知|答复|提供|反馈|出具|确认)|盼复`,
    String.raw`(?:希望|需要|要求|烦|劳)(?:您|你|你们|贵司|贵公司|贵方|研发|各位|厂商|对方)(?:能|能够|可以|们)?(?:尽快|帮忙|协助|这边|先|再)?(?:提供|出具|确认|反馈|回复|安排|协助|给|发|补充|说明|核实|告知|配合|填写|测试|处理|解决)`,
    String.raw`想(?:请教|咨询|了解|问|确认)(?:一?下)`,
  ].join('|'),
)
const questionsZh =
  /(?:[吗呢么]|没有|是否[^,:]{1,40}|能否[^,:]{1,40}|可否[^,:]{1,40}|能不能[^,:]{1,40}|可不可以[^,:]{1,40}|是不是[^,:]{1,40}|有没有[^,:]{1,40})$/
/** 吗 and the like end a question; 没有 does not by itself. */
const particle = /(?<!什|没|那|这|要)[吗呢么]\W?$/
/** Entries of a list of questions often have no mark. */
const interrogative =
  /^(?:为什么|为何|怎么|怎样|如何|什么时候|何时)[^,:]{2,60}$|^(?:how|what|why|when|where) (?:is|are|does|do|did|was|were|can|should|many|much|long)\b[^:]{2,160}$/i
const choice = /(?<!无论|不论|不管)(?:是否|能否|可否|能不能|可不可以|是不是|有没有|会不会)/
/** A choice that is told, not asked. */
const told =
  /不确定|不清楚|不知道|不了解|无法(?:确认|判断|验证|确定)|没(?:有|法)?(?:验证|测试|确认)|未(?:能)?(?:确认|验证|知)|取决于|看(?=.{0,6}(?:是否|能否))|判断|验证|测试|检查|查询|关于|无论|不论|确定|记录|观察|待(?:确认|验证)|需(?:要)?(?:先)?(?:确认|验证|测试)|(?:询问|问过|问了)|会(?:确认|核实|看)/
const requestsEn = new RegExp(
  [
    String.raw`\bplease (?!find\b|see\b|note\b|be (?:advised|informed|aware|patient|assured)|accept\b|feel\b|do not|don't|refer\b|disregard|ignore|consider|contact us|call\b|excuse|remember|rest assured|bear\b)`,
    String.raw`\b(?:could|can|would|will) (?:you|somebody|someone|anyone|R&D)\b`,
    String.raw`\b(?:let|tell|inform) (?:me|us) (?:know|whether|if|what|when|how|which|about)\b`,
    String.raw`\bkindly [a-z]`,
    String.raw`\b(?:I|we) (?:would|'d) (?:like|love) to know\b|\bI wonder (?:if|whether)\b|\b(?:may|can) (?:I|we) ask\b`,
    String.raw`\b(?:I|we)(?: would|'d)? (?:need|require|want|like|ask|request) you to\b|\bwe (?:kindly )?(?:ask|request) (?:you |that you )`,
    String.raw`\b(?:appreciate|grateful)(?: it)? if you\b`,
  ].join('|'),
  'i',
)
const lettersMin = 2
const greeting =
  /^(?:(?:您好|你好|大家好|各位好|早上好|下午好|上午好|嗨)(?:[,:、]| )? ?|(?:hi|hello|dear)(?: all| team| there)?[,:] )(?=.)/i

export function findQuestions(page: Page): Found[] {
  return page.sentences.flatMap((sentence) => {
    if (!isQuestion(sentence)) return []
    const from = sentence.from + (greeting.exec(sentence.words)?.[0].length ?? 0)
    const place = { from, to: sentence.to }
    const text = wordsAt(page, place)
    return [{ kind: 'question', text, value: text, message: page.message, ...place }]
  })
}

/** Whether a sentence asks something of its reader. */
export function isQuestion({ words, asks }: Sentence): boolean {
  if (letters(words) < lettersMin || courtesy.some((pattern) => pattern.test(words))) return false
  return asks || requestsZh.test(words) || requestsEn.test(words) || isChoice(words)
}

/** Without a question mark: `能否先激活`, `还有别的办法吗`. */
function isChoice(words: string): boolean {
  if (interrogative.test(words)) return true
  if (!questionsZh.test(words)) return false
  if (particle.test(words)) return true
  const at = choice.exec(words)?.index
  return at !== undefined && !told.test(words.slice(0, at + 12))
}

function letters(words: string): number {
  return words.match(/[A-Za-z\u2e80-\u9fff]/g)?.length ?? 0
}
