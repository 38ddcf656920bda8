// How many devices, copies, users, machines. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { marksBehind, type NumberRun } from './number-runs.ts'
import { listApart, type WrittenNumber } from './numbers.ts'
import { wordsAt, type Page } from './page.ts'
import { before, behind } from './places.ts'

/** What is counted; the words behind the number, of which the first that fits is taken. */
const countedWords: readonly RegExp[] = [
  / {0,2}(?:个|名|位)? ?(?:最终|终端)?(?:用户|终端|客户端|设备|节点|席位|授权|许可证?|副本|拷贝|机器|电脑|主机|服务器|工作站|PC(?:机|s(?![A-Za-z])|(?![A-Za-z]))|licen[cs]es?)/iy,
  / {0,2}(?:台(?![湾北账词阶风])|套(?!方案|流程|文档|说明|餐|话|件|路|用|装|系统方案))/y,
  / {0,2}份 ?(?:正版)?(?:授权|许可证?|拷贝|副本|软件|licen[cs]es?)/iy,
  / {0,2}部 ?(?:电脑|设备|机器)/y,
  /[ -](?:(?:of (?:our|the|their|these|your|those)|genuine|affected|more|end|expired|other|further|different|new|old|licensed|customer|client|activated|faulty|desktop|production|test|offline|virtual|physical|office|installed|named|concurrent|identical|such|additional|valid|individual|user|embedded) ){0,3}(?:(?<= )(?!(?:days?|weeks?|months?|years?|hours?|minutes?|percent|of|to|and|or|in|on|per|for|with|was|were|is|are|our|the|their|these|those|all|some|your|that|which|when|then|at|from|by|into|after|before|if|not|no|as)\b)[a-z]{3,14} )?(?:devices?|machines?|computers?|PCs?|workstations?|terminals?|hosts?|clients?|servers?|copies|copy|licen[cs]es?|seats?|users?|installations?|nodes?|panels?|consoles?|tablets?|handhelds?|stations?|scanners?|kiosks?|tills?|endpoints?|laptops?|desktops?|systems)(?![A-Za-z-])/iy,
]
/** What is counted in front of the number, which then has no unit of its own. */
const countedBefore =
  /(?:设备|终端|用户|客户端|授权|许可|机器|电脑|副本|拷贝|台套|购买|采购|安装|激活)(?:的)?(?:总)?(?:数量?|台数|总数|总量|点数)(?:共计?|约|大约|超过|为|是|有|达)*[: ]{0,2}$|(?<![\u2e80-\u9fffA-Za-z])数量: ?$|\bnumber of (?:affected |licensed |active )?(?:devices|machines|computers|PCs|copies|licen[cs]es|seats|users|clients)(?: is| was|:) ?(?:over |about |more than )?$|(?:^|\n) ?(?:(?:affected )?devices|machines|copies|licen[cs]es|seats|users|quantity): ?$/i
const countedBy = /^ ?(?:多|余)?个(?![\u2e80-\u9fff])/
const nounBefore = /(?:设备|终端|用户|客户端|机器)(?:有|达|共|约|大约|超过)?$/
const otherUnit = /^ ?(?:[%.:\d/-]|天|年|月|日|分|小时|元|页|次|days?\b|hours?\b)/i

/** A number behind one of these names a thing and counts nothing: `Windows 10 devices`, `step 3 users`. */
const namesThing =
  /(?:第|\b(?:windows|win|office|version|step|page|chapter|release|server|level|tier|phase|option|figure|table|section|no\.|number|build|type|group|since|from year|in year|v\.?)) ?$|[数几] ?$|\b(?:several|few|many|couple of) $/i

/** More than this in digits with several commas are a list. */
const listedMin = 100_000_000

export function findQuantities(page: Page, plain: string, runs: readonly NumberRun[]): Found[] {
  return runs.flatMap((run) => {
    const to = countedTo(plain, run)
    return to === null ? [] : listItems(page, plain, run, to)
  })
}

function countedTo(plain: string, run: NumberRun): number | null {
  for (const words of countedWords) {
    words.lastIndex = run.unitAt
    const match = words.exec(plain)
    if (match !== null) return isCount(plain, run, match[0]) ? run.unitAt + match[0].length : null
  }
  return countedInFront(plain, run)
}

/** `设备数量：120`, `客户端100多个`. */
function countedInFront(plain: string, run: NumberRun): number | null {
  const front = before(plain, run.from, 40)
  const rest = behind(plain, run.unitAt, 6)
  if (countedBefore.test(front) && !otherUnit.test(rest)) return run.unitAt
  const by = nounBefore.test(front) ? countedBy.exec(rest) : null
  return by === null ? null : run.unitAt + by[0].length
}

function isCount(plain: string, run: NumberRun, words: string): boolean {
  const first = run.numbers[0] as WrittenNumber
  const last = run.numbers.at(-1) as WrittenNumber
  if (last.value % 1 !== 0 || namesThing.test(before(plain, run.from, 16))) return false
  if (run.numbers.length > 1) return true
  // `一台`, `one device`, `a device`: an article, no count.
  if (first.written !== 'digits' && first.value === 1) return false
  if (first.bareUnit && run.marks.atLeast === undefined && run.marks.about === undefined) return false
  const isYear = first.written === 'digits' && first.value >= 1_900 && first.value < 2_200
  if (isYear && /\b(?:in|since|from|by|until) $/i.test(before(plain, run.from, 8))) return false
  // A level or a row in front of one word: `2 user`.
  return (
    first.value === 1 ||
    !/^[ -](?:client|user|host|server|copy|device|machine|node|seat|terminal)$/i.test(words)
  )
}

function listItems(page: Page, plain: string, run: NumberRun, to: number): Found[] {
  const marks = { ...run.marks, ...marksBehind(behind(plain, to, 12)) }
  const apart = (run.numbers[0]?.value ?? 0) > listedMin ? listApart(plain, run.numbers) : run.numbers
  return apart.map(({ from, to: end, value }) => {
    const place = { from, to: apart.length === 1 ? to : end }
    const text = wordsAt(page, place)
    return { kind: 'quantity', text, value, message: page.message, ...place, ...marks } as const
  })
}
