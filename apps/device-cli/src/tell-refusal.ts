// A refusal as people and programs get it: code, facts, what to do, and the support code.
import type { DeviceRefusal } from '@holdfast/device'
import { formatSupportCode, supportFact, type Refusal } from '@holdfast/lease'
import { phrase } from '@holdfast/phrases'
import type { Typed } from './command-line.ts'
import type { Place } from './settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Words } from './words/words.ts'

type Given = {
  readonly typed: Typed
  readonly args: readonly string[]
  readonly place: Place
  readonly words: Words
  readonly surroundings: Surroundings
}

/** With --json one document on standard output, else sentences on standard error. */
export function tellRefusal(refusal: DeviceRefusal, given: Given): void {
  const { typed, words, surroundings } = given
  const told = tellingOf(refusal, given)
  if (typed.json) surroundings.print(`${JSON.stringify({ refused: told })}\n`)
  else {
    const { title, code, facts, userAction, adminAction, command, supportCode } = told
    const shown = Object.entries(facts).filter(([, value]) => value !== null && value !== '')
    const lines = [
      words.refused(title, code),
      ...(shown.length === 0
        ? []
        : [words.details(shown.map(([name, value]) => `${name}=${plain(value)}`).join(', '))]),
      words.youCan(userAction),
      ...(command === undefined ? [] : [words.runThis(command)]),
      words.adminCan(adminAction),
      words.supportCode(supportCode),
    ]
    surroundings.complain(`${lines.join('\n')}\n`)
  }
}

/** The server's own words go first, where it gave them: it knows more than its code says. */
function tellingOf(refusal: DeviceRefusal, { args, place, words, surroundings }: Given) {
  const { code, facts, said } = refusal
  const command = commandOf(refusal, args)
  // The command stands on a line of its own, whole.
  const phrased = phrase(code, command === null ? facts : { ...facts, command: null }, words.locale)
  return {
    code,
    facts,
    title: said?.title ?? phrased.title,
    userAction: said?.userAction ?? phrased.userAction,
    adminAction: said?.adminAction ?? phrased.adminAction,
    ...(command === null ? {} : { command }),
    supportCode:
      said?.supportCode ??
      formatSupportCode({
        code,
        product: place.product,
        now: surroundings.clock.now(),
        fact: supportFact(refusal),
      }),
  }
}

/** The same command as the vault's owner; a product key in it is left out. */
function commandOf(refusal: Refusal, args: readonly string[]): string | null {
  const { command } = refusal.facts
  if (refusal.code !== 'VAULT_NOT_OURS' || typeof command !== 'string') return null
  const told = args.map((arg, at) => {
    if (args[at - 1] === '--key') return 'KEY'
    return arg.startsWith('--key=') ? '--key=KEY' : quoted(arg)
  })
  return [command, 'holdfast-device', ...told].join(' ')
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`
}

// Facts of a server are foreign text: nothing in them may steer the terminal.
function plain(value: unknown): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value)
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
}
