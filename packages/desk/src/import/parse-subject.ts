// The line in which a desk writes number, customer, title, stage and token. spec: case-import §4
import type { CaseHead } from './imported-case.ts'

const replyMark =
  /^\s{0,9}(?:回复|答复|回覆|转发|轉發|轉寄|自动回复|re|fw|fwd|aw|wg|sv|vs)\s{0,2}(?:[[(]\d{1,3}[\])])?\s{0,2}[:：]/i

const label = String.raw`(?:案例(?:编?号|編號)?|案件(?:编?号)?|个案(?:编?号)?|工单(?:编?号)?|服务单(?:编?号)?|case|ticket|incident|service request)`
const ofNumber = String.raw`(?:\s{0,2}(?:no\.?|nr\.?|number|id|num\.?|编号|号))?`
const numberInBrackets = new RegExp(
  String.raw`[[【(（〔]\s{0,3}${label}${ofNumber}\s{0,2}[:：#＃]?\s{0,2}#?([^\]】)）〕]{1,100})[\]】)）〕]`,
  'i',
)
const numberBare = new RegExp(String.raw`^\s{0,3}${label}${ofNumber}\s{0,2}[:：#＃]\s{0,2}#?(\S{1,100})`, 'i')

const parts = /\s[%％]\s|^[%％]\s|\s[%％]$/

/**
 * A tracking token stands last: a word with a colon or `#` inside (`TRK:0012345`), a `ref:...:ref`, or one with a digit in
 * brackets. Behind a stage any word of letters and two digits or more counts, but for the name of a release.
 */
const token =
  /(?:^|\s)(ref:[\w.:-]{3,100}:ref|[A-Za-z][\w-]{0,20}[:：#][\w-]{2,60}|[[{<(](?=[^\]}>)]{0,80}\d)[\w#:-]{4,80}[\]}>)])\s{0,9}$/
const tokenBehindStage =
  /(?:^|\s)((?!V-?\d)(?=[\w-]{0,60}[A-Za-z])(?=[\w-]{0,60}\d[\w-]{0,60}\d)[\w-]{6,60})\s{0,9}$/i

/** What the subject says; parts that are not there are null. `subject` is the line as written. Refuses nothing. */
export function parseSubject(subject: string): CaseHead {
  const bare = withoutMarks(subject).trim()
  const boxed = numberInBrackets.exec(bare)
  const found = boxed ?? numberBare.exec(bare)
  const rest = found === null ? bare : bare.slice(found.index + found[0].length)
  const listed = rest.split(parts).map((part) => part.trim())
  if (found !== null && listed[0] === '') listed.shift()
  // Without a number, two per cent signs at least have to show that this is a desk's line.
  if (found === null && listed.length < 3) return { ...nothing, subject }
  const last = listed.at(-1) ?? ''
  const hasStage = listed.length > 2
  const ending = token.exec(last) ?? (hasStage ? tokenBehindStage.exec(last) : null)
  if (ending !== null) listed[listed.length - 1] = last.slice(0, ending.index).trim()
  const [customer = '', ...titles] = listed
  const stage = titles.length > 1 ? (titles.pop() ?? '') : ''
  return {
    number: orNull((found?.[1] ?? '').trim()),
    token: orNull((ending?.[1] ?? '').replace(/^[[{<(]|[\]}>)]$/g, '')),
    subject,
    customer: orNull(customer),
    title: orNull(titles.join(' % ')),
    stage: orNull(stage),
  }
}

const nothing = { number: null, token: null, customer: null, title: null, stage: null }

function withoutMarks(subject: string): string {
  let rest = subject
  for (let found = replyMark.exec(rest); found !== null; found = replyMark.exec(rest))
    rest = rest.slice(found[0].length)
  return rest
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}
