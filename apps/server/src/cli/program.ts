import { Command as Program, CommanderError, InvalidArgumentError, Option } from 'commander'
import { parseLocale } from './language.ts'
import { helpTitle, usageError } from './usage-words.ts'
import type { Command, CommandContext, Options, Outcome, Words } from './command.ts'
import type { Locale } from '../http/problem.ts'
import { platformVersion } from '../version.ts'

export type GlobalOptions = {
  readonly json: boolean
  readonly server?: string
  readonly tokenFile?: string
  readonly data?: string
}

export type ProgramParts = {
  readonly commands: readonly Command[]
  readonly groups: { readonly [word: string]: Words }
  readonly locale: Locale
  readonly compose: (given: GlobalOptions) => CommandContext
  /** Prints an outcome and gives the exit status. */
  readonly print: (outcome: Outcome, json: boolean) => number
  readonly write: { out(text: string): void; err(text: string): void }
}

/** Runs one command line. 0 done, 1 refused, 2 wrong usage. */
export async function runCommandLine(parts: ProgramParts, argv: readonly string[]): Promise<number> {
  let status = 0
  const program = programOf(parts, (code) => {
    status = code
  })
  try {
    await program.parseAsync(globalsLast(argv), { from: 'user' })
    return status
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version that were asked for are no misuse.
    return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? 0 : 2
  }
}

function programOf(parts: ProgramParts, setStatus: (code: number) => void): Program {
  const say = (words: Words) => words[parts.locale]
  const program = new Program('holdfast')
  const prepare = (command: Program) =>
    command
      .exitOverride()
      .helpOption('-h, --help', say({ en: 'show this help', zh: '显示帮助' }))
      .helpCommand(false)
      .configureHelp({ styleTitle: (title) => helpTitle(title, parts.locale) })
      .configureOutput({
        writeOut: parts.write.out,
        writeErr: parts.write.err,
        outputError: (text, write) => write(usageError(text, parts.locale)),
      })
      .showHelpAfterError(say({ en: '(add --help for more)', zh: '（加 --help 查看说明）' }))
  prepare(program)
    .description(say({ en: 'The vendor side of Holdfast.', zh: 'Holdfast 供应商端。' }))
    .version(platformVersion, '--version', say({ en: 'show the version', zh: '显示版本' }))
    .addHelpText('after', `\n${say(afterHelp)}`)
  const groups = new Map<string, Program>()
  for (const command of parts.commands) {
    const [first, second] = command.path
    let parent = program
    if (second !== undefined) {
      parent =
        groups.get(first) ??
        prepare(program.command(first).description(say(parts.groups[first] ?? emptyWords)))
      groups.set(first, parent)
    }
    addCommand(prepare(parent.command(second ?? first)), command, parts, setStatus)
  }
  return program
}

const emptyWords: Words = { en: '', zh: '' }
const afterHelp: Words = {
  en: 'Every command has --help with an example, --json for programs, and --lang en or zh.\nExit status: 0 done, 1 refused (also in part), 2 wrong usage.',
  zh: '每个命令均支持 --help（含示例）、--json（供程序使用）和 --lang（en 或 zh）。\n退出状态：0 完成，1 被拒绝（包括部分被拒绝），2 用法错误。',
}

/** Options of every command, written before it, count as if they stood after it. */
function globalsLast(argv: readonly string[]): string[] {
  let at = 0
  while (at < argv.length) {
    const word = argv[at] ?? ''
    const option = globalOptions.find(([flags]) => word.split('=')[0] === flags.split(' ')[0])
    if (option === undefined) break
    at += option[0].includes(' ') && !word.includes('=') ? 2 : 1
  }
  const [first, rest] = [argv.slice(0, at), argv.slice(at)]
  const end = rest.indexOf('--')
  // Without a command there is nothing for them to stand after, and what was written is judged as it is.
  if (rest.every((word) => word.startsWith('-'))) return rest
  return end < 0 ? [...rest, ...first] : [...rest.slice(0, end), ...first, ...rest.slice(end)]
}

function addCommand(
  made: Program,
  command: Command,
  parts: ProgramParts,
  setStatus: (code: number) => void,
): void {
  const say = (words: Words) => words[parts.locale]
  made.description(say(command.summary)).allowExcessArguments(false)
  for (const taken of command.takes ?? []) made.argument(taken.name, say(taken.summary))
  for (const option of command.options ?? []) {
    const spec = new Option(option.flags, say(option.summary))
    if (option.repeated === true)
      spec.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text])
    made.addOption(option.required === true ? spec.makeOptionMandatory() : spec)
  }
  addGlobalOptions(made, say)
  made.addHelpText('after', `\n${say({ en: 'Example', zh: '示例' })}:\n  $ holdfast ${command.example}`)
  made.action(async (...received: unknown[]) => {
    const options = made.opts<Options>()
    // A variadic argument comes as a list of its own.
    const given = received.slice(0, command.takes?.length ?? 0).flat() as (string | undefined)[]
    const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined)
    const [server, tokenFile, data] = [text('server'), text('tokenFile'), text('data')]
    const json = options['json'] === true
    const context = parts.compose({
      json,
      ...(server === undefined ? {} : { server }),
      ...(tokenFile === undefined ? {} : { tokenFile }),
      ...(data === undefined ? {} : { data }),
    })
    setStatus(parts.print(await command.run(context, given, options), json))
  })
}

const globalOptions: readonly (readonly [string, Words])[] = [
  ['--json', { en: 'print JSON for programs', zh: '输出 JSON（供程序使用）' }],
  ['--lang <language>', { en: 'en or zh', zh: '语言：en 或 zh' }],
  ['--server <address>', { en: 'address of the server', zh: '服务器地址' }],
  ['--token-file <file>', { en: 'file with an access token', zh: '访问令牌文件' }],
  ['--data <folder>', { en: 'data folder of the server on this machine', zh: '本机服务器的数据目录' }],
]

function addGlobalOptions(made: Program, say: (words: Words) => string): void {
  for (const [flags, summary] of globalOptions) {
    const option = new Option(flags, say(summary))
    if (flags.startsWith('--lang')) option.argParser(checkLanguage)
    made.addOption(option)
  }
}

function checkLanguage(text: string): string {
  if (parseLocale(text) === null) throw new InvalidArgumentError('en / zh')
  return text
}
