// Command lines and tools to run. spec: case-import §5
import type { Found } from '../import/imported-case.ts'
import { wordsAt, type Page } from './page.ts'
import { before, keepApart, type Place } from './places.ts'

type Tool = {
  readonly names: string
  /** Plain words that may follow at once: `net stop sppsvc`. The first that fits. */
  readonly words?: RegExp
  /** A command also without anything behind it; others need an option, a path, or a word like `run` in front. */
  readonly alone: boolean
}

const tools: readonly Tool[] = [
  {
    names:
      'slmgr(?:\\.vbs)?|ospp\\.vbs|licensingdiag(?:\\.exe)?|msinfo32(?:\\.exe)?|winver(?:\\.exe)?|slui(?:\\.exe)?|services\\.msc|eventvwr(?:\\.msc)?|regedit(?:\\.exe)?|gpupdate|systeminfo|ipconfig|dxdiag',
    alone: true,
  },
  {
    names:
      'sfc|dism(?:\\.exe)?|w32tm|certutil|bcdedit|chkdsk|ping|tracert|nslookup|telnet|curl|wget|cscript(?:\\.exe)?|wscript(?:\\.exe)?|icacls|robocopy|holdfast|holdfast-device',
    alone: false,
  },
  { names: 'net', words: / (?:start|stop|use|user|time|view) [A-Za-z0-9_\\/:.-]{2,40}/y, alone: false },
  {
    names: 'sc(?:\\.exe)?',
    words: / (?:query|start|stop|config|qc|create|delete) [A-Za-z0-9_.-]{2,40}/y,
    alone: false,
  },
  {
    names: 'reg(?:\\.exe)?',
    words: / (?:query|add|delete|export|import|save|load) [^\s,;]{2,200}/y,
    alone: false,
  },
  {
    names: 'wmic',
    words: /(?: (?!(?:and|then|or|to|as|with|the|in|on|for|from|please)\b)[a-z]{2,24}){1,6}/iy,
    alone: false,
  },
  {
    names: 'systemctl|journalctl|powershell(?:\\.exe)?|cmd(?:\\.exe)?',
    words: / (?:status|restart|start|stop) [A-Za-z0-9_.@-]{2,40}/y,
    alone: false,
  },
  { names: 'Get-[A-Z][A-Za-z]{2,40}|Set-[A-Z][A-Za-z]{2,40}|Test-[A-Z][A-Za-z]{2,40}', alone: true },
]
const anyTool = new RegExp(
  `(?<![A-Za-z0-9_./\\\\@-])(?:${tools.map(({ names }, at) => `(?<t${at}>${names})`).join('|')})(?![A-Za-z0-9_@-]|\\.[A-Za-z])`,
  'gi',
)
const program = String.raw`\.(?:exe|bat|cmd|ps1|vbs|sh|msc|msi|com)(?![A-Za-z0-9])`
const inFolder = String.raw`[A-Za-z]:\\(?:Program Files(?: \(x86\))?\\)?[^\s,;<>|"'\u0000\u2e80-\uffff]{1,160}`
/** Programs and scripts: behind a word for running one, at the beginning of a line, or with an option behind them. */
const started: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<=(?:运行|执行|双击|启动|打开|输入|\b(?:run|runs|execute|start|launch|type|enter|double-click(?: on)?)\b)[ "'“\u0060:\n]{0,8})(?:${inFolder}|[A-Za-z][A-Za-z0-9_.-]{0,60})${program}`,
    'gi',
  ),
  new RegExp(String.raw`(?<=^[ >]{0,8})${inFolder}${program}`, 'gim'),
  new RegExp(
    String.raw`(?:(?<![\p{L}\p{N}_.\\/-])(?!运行|执行|打开|双击|启动|输入|请)|(?<=运行|执行|打开|双击|启动|输入))[\p{Script=Han}A-Za-z][\p{Script=Han}\w-]{0,30}${program}(?= {1,3}(?:--?|/)[A-Za-z])`,
    'giu',
  ),
]
/** What stands in backquotes with an option or a second word: `lfkey show --all`. */
const quoted = /(?<=`)[A-Za-z][\w.\\/:-]{0,80}(?: [^`\n\u0000\u2e80-\uffff]{1,160})(?=`)/g
/** Any word with an option of two dashes; what stands between is its own. */
const withOption =
  /(?<![\w.\\/@:-])(?!(?:run|use|using|with|type|enter|execute|try|start|the|and|then|call|of|from|option)\b)[a-z][a-z0-9_.-]{1,30}(?= (?:[a-z]{2,20} )?--[a-z])/gi
/** In quotes, with an option among the words. */
const inQuotes =
  /(?<=["'])[A-Za-z][\w.\\:-]{0,80}(?: [\w.\\:=-]{1,60}){0,4} (?:--?|\/)[A-Za-z][\w.\\:=/-]{0,60}(?: [\w.\\:=/-]{1,60}){0,6}(?=["'])/g
/** Small letters behind a Chinese word for running something: `执行一下 nsprint /trace on`. */
const runInChinese =
  /(?<=(?:运行|执行|[跑敲]|键入|命令行?)(?:一下|一遍|一次|下|以下|如下)?(?:的?命令)?[ "'“`:\n]{0,4})[a-z][a-z0-9_.-]{1,40}(?: (?:--?|\/)?[A-Za-z0-9_][A-Za-z0-9_=:.\\/-]{0,60}){1,8}/g
const runBefore =
  /(?:运行|执行|键入|命令|输入|\b(?:run|execute|type)\b)[ "'`:]{0,3}$|^[A-Za-z]:\\[^>\n]{0,60}> ?$/im
/** An option, a quoted value, a path or an assignment. */
const argument =
  / {1,3}(?:[/-]{1,2}[A-Za-z?][^\s,;"\u0000\u2e80-\uffff]{0,200}|"[^"\n\u0000]{1,200}"|\/\/[A-Za-z]\S{0,40}|[A-Za-z]:\\[^\s,;"\u0000\u2e80-\uffff]{0,200}|%[A-Za-z]{2,40}%[^\s,;"\u0000\u2e80-\uffff]{0,200}|[A-Za-z0-9_]{2,60}\.(?:vbs|exe|bat|cmd|ps1|txt|log|xml|cab|zip|csv|json|example|test)(?![A-Za-z0-9])|[A-Za-z0-9_]{1,40}[=:][^\s,;"\u0000\u2e80-\uffff]{1,200})/y
/** Words in front of an option, and where the output goes. */
const plainArgument =
  / [a-z]{2,20}(?= --?[a-z]| \/[a-z])|(?<=--[A-Za-z][A-Za-z0-9-]{0,30}) (?=[A-Za-z0-9_-]{0,40}[\d.:/\\])[A-Za-z0-9_.:/\\-]{1,120}| {1,2}>{1,2} ?[^\s,;"\u0000\u2e80-\uffff]{1,200}/iy
const lastWord = / {1,2}all\b/y
const argumentsMax = 20

/** `plain` is the page's text without links and addresses. */
export function findCommands(page: Page, plain: string): Found[] {
  const places: Place[] = []
  for (const match of plain.matchAll(anyTool)) {
    const last = places.at(-1)
    if (last !== undefined && match.index < last.to) continue
    const tool = tools.find((_, at) => match.groups?.[`t${at}`] !== undefined)
    const name = match.index + match[0].length
    const to = tool === undefined ? name : commandTo(plain, name, tool)
    const counts = to > name || tool?.alone === true || runBefore.test(before(plain, match.index, 80))
    if (counts) places.push({ from: match.index, to })
  }
  for (const pattern of [...started, withOption])
    for (const match of plain.matchAll(pattern))
      places.push({ from: match.index, to: argumentsTo(plain, match.index + match[0].length) })
  for (const pattern of [quoted, inQuotes, runInChinese])
    for (const match of plain.matchAll(pattern))
      places.push({ from: match.index, to: match.index + match[0].length })
  return keepApart(places).map((place) => {
    const text = wordsAt(page, place)
    return { kind: 'command', text, value: text, message: page.message, ...place }
  })
}

function commandTo(plain: string, at: number, tool: Tool): number {
  const words = matchAt(tool.words, plain, at)
  return argumentsTo(plain, at + words)
}

function argumentsTo(plain: string, start: number): number {
  let at = start
  for (let count = 0; count < argumentsMax; count++) {
    const length = matchAt(argument, plain, at) || matchAt(plainArgument, plain, at)
    if (length === 0) break
    at += length
  }
  if (at > start) at += matchAt(lastWord, plain, at)
  while (at > start && /[.,:)\]'`]/.test(plain[at - 1] ?? '')) at--
  return at
}

function matchAt(pattern: RegExp | undefined, plain: string, at: number): number {
  if (pattern === undefined) return 0
  pattern.lastIndex = at
  return pattern.exec(plain)?.[0].length ?? 0
}
