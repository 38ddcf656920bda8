// The table of commands: what can be typed, and what becomes of it. Reads no file and runs nothing.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Release } from '@holdfast/lease'

export const commandNames = [
  'activate',
  'status',
  'renew',
  'release',
  'reset',
  'request',
  'apply',
  'diagnose',
] as const
export type CommandName = (typeof commandNames)[number]

/** Seconds that an exchange may take at most when somebody asks for more: one day. */
export const deadlineSecondsMax = 86_400

export type Locale = 'en' | 'zh'

/** Everything typed, before settings files are looked at. */
export type Typed = {
  readonly command: CommandName
  readonly file?: string
  readonly dir?: string
  readonly product?: string
  readonly release?: Release
  readonly facts?: string
  readonly trust?: string
  readonly trustOnFirstUse: boolean
  readonly json: boolean
  readonly lang?: Locale
  readonly serial?: string
  readonly key?: string
  readonly keyFile?: string
  readonly label?: string
  readonly server?: string
  readonly deadline?: number
  readonly out?: string
  readonly receipts?: string
  readonly renew: boolean
  readonly ifAdvised: boolean
  readonly qr: boolean
}

export type CommandLine =
  | { readonly kind: 'command'; readonly typed: Typed }
  /** Help or version: asked for, so done. */
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'wrong-usage'; readonly text: string }

const settingsHelp = `
What a vault has been told once it keeps: product, release, server and trust need not be given again.
Facts are not kept: a vault that was given facts judges no hardware without them, until it is reset.

Settings file holdfast-device.json (a JSON object; every member may be absent):
  {"product": "cmge", "release": "V0-H:200", "server": "https://licences.example.com",
   "trust": "trust.txt", "facts": "facts.json"}
  trust and facts are files, named from the folder of the settings file. It is looked for in the vault
  folder and in the folder above it (there only where it belongs to root, to you or to the vault's owner).
  What is typed wins, then the vault folder's file, then the one above, then what the vault keeps.
  A file that it names and that cannot be used is told, and stops nothing that can go on without it.

Vault folder, where --dir is not given:
  root              /var/lib/holdfast/PRODUCT
  everybody else    $XDG_STATE_HOME/holdfast/PRODUCT (default ~/.local/state/holdfast/PRODUCT) where
                    that or a settings file is there, else /var/lib/holdfast/PRODUCT where that is
  Without --product, a settings file in the holdfast folder names it. So a product that installs
  /var/lib/holdfast/holdfast-device.json lets "holdfast-device status" run without any option.

Examples:
  holdfast-device activate --product cmge --release V0-H:200 --trust trust.txt \\
      --server https://licences.example.com --serial SN --key-file key.txt
  holdfast-device request --product cmge --release V0-H:200 --trust trust.txt --label label.txt --out request.txt --qr
  holdfast-device apply answer.txt --product cmge
  holdfast-device renew --if-advised --dir /var/lib/holdfast/cmge
  holdfast-device status --dir /var/lib/holdfast/cmge --json

Exit status: 0 done, 1 refused (code, reason, what to do, support code) or an accident (one line), 2 wrong usage.
With --json, one JSON document stands on standard output in both the first cases. Nothing asks questions.
HOLDFAST_DEVICE_TRACE=1 shows where in the program an accident happened.`

/** Reads the arguments after the program's name. */
export function parseCommandLine(args: readonly string[], version: () => string): CommandLine {
  let told = ''
  let wrong = ''
  let typed: Typed | null = null
  const program = programOf((command, options, file) => {
    typed = { ...options, ...(file === undefined ? {} : { file }), command }
  })
  for (const one of [program, ...program.commands])
    one
      .exitOverride()
      .configureOutput({ writeOut: (text) => (told += text), writeErr: (text) => (wrong += text) })
      .configureHelp({ showGlobalOptions: true })
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V'))
    return { kind: 'told', text: `${version()}\n` }
  try {
    program.parse([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { kind: 'told', text: told }
    return { kind: 'wrong-usage', text: wrong === '' ? `${error.message}\n` : wrong }
  }
  if (typed === null) return { kind: 'wrong-usage', text: program.helpInformation() }
  const complaint = complaintOf(typed)
  return complaint === null
    ? { kind: 'command', typed }
    : { kind: 'wrong-usage', text: `error: ${complaint}\n` }
}

/** What no single option can say of itself; `null` where all is well. */
function complaintOf(typed: Typed): string | null {
  const { command, renew, serial, key, keyFile, label, json, out, receipts, dir } = typed
  // An empty variable of a script must not make the folder where it happens to run a vault.
  if (dir === '') return '--dir needs the name of a folder'
  // And an empty name of a file must not let anything happen whose result would then have no place to go.
  if (out === '') return '--out needs the name of a file; - is standard output'
  if (receipts === '') return '--receipts needs the name of a file; - is standard output'
  if (json && (out === '-' || receipts === '-'))
    return '--json and a file on standard output exclude each other'
  const proven = key !== undefined || keyFile !== undefined || label !== undefined
  if (renew)
    return proven || serial !== undefined ? 'request --renew takes neither serial number nor key' : null
  if (command !== 'activate' && command !== 'request') return null
  const or = command === 'request' ? ', or --renew' : ''
  if (serial === undefined && label === undefined)
    return `${command} needs --serial <number> or --label <file>${or}`
  return proven ? null : `${command} needs --key-file <file>, --label <file> or --key <key>${or}`
}

type Options = Omit<Typed, 'command' | 'file'>

function programOf(found: (command: CommandName, options: Options, file?: string) => void): Command {
  const program = new Command('holdfast-device')
    .description('Activates the products on this device, keeps their leases, and says how they stand.')
    .option('--dir <folder>', 'vault folder')
    .option('--product <id>', 'product on this device')
    .option('--release <name:ordinal>', 'running release, such as V0-H:200', parseRelease)
    .option('--facts <file>', "hardware facts (JSON object) in place of this machine's own")
    .option('--trust <file>', "the vendor's trust bundle, version 1, handed over by the vendor")
    .option('--trust-on-first-use', 'take the trust bundle that the server or the answer file shows', false)
    .option('--json', 'print one JSON document', false)
    .addOption(new Option('--lang <language>', 'language of the texts').choices(['en', 'zh']))
    .option('--version', 'print the version')
    .addHelpText('after', settingsHelp)
  const add = (name: CommandName, summary: string) =>
    program
      .command(name)
      .description(summary)
      .action((...given: unknown[]) => {
        const command = given.at(-1) as Command
        const { renew = false, ifAdvised = false, qr = false, ...rest } = command.optsWithGlobals()
        found(name, { ...rest, renew, ifAdvised, qr } as Options, command.args[0])
      })
  const server = (command: Command) =>
    command
      .option('--server <url>', "address of the vendor's server; default: the one that last answered")
      .option('--deadline <seconds>', 'how long to go on trying, default 60', parseDeadline)
  const key = (command: Command) =>
    command
      .option('--serial <number>', 'serial number')
      .option(
        '--label <file>',
        'file of text that holds serial number and product key; - reads standard input',
      )
      .option('--key-file <file>', 'file that holds the product key; - reads standard input')
      .addOption(
        new Option('--key <key>', 'the product key itself: others can see it in the process list').conflicts(
          'keyFile',
        ),
      )
  server(key(add('activate', 'activate with a serial number and a product key, over the network')))
  add('status', 'say how the licence stands')
  server(add('renew', 'renew the lease, over the network')).option(
    '--if-advised',
    'only where it is due or the server advises it; says "nothing advised" otherwise (for timers)',
  )
  server(add('release', 'give the seat back; afterwards this device is unlicensed')).option(
    '--out <file>',
    'write the release to a file, to be carried to the vendor, instead of sending it',
  )
  add('reset', 'forget the lease on this device; the seat stays taken by it')
  key(add('request', 'write a request to a file, to be carried to the vendor'))
    .option('--renew', 'ask for a renewal (needs neither serial number nor product key)')
    .option('--qr', 'show the request as a QR code too')
    .requiredOption('--out <file>', 'file to write; - is standard output')
  add('apply', "apply the vendor's answer to a request")
    .argument('<file>', 'the answer; - reads standard input')
    .option('--receipts <file>', 'write the receipts to a file, to be carried back')
  add('diagnose', 'write a report for the vendor: no secrets, no product key').requiredOption(
    '--out <file>',
    'file to write; - is standard output',
  )
  return program
}

/** `V0-H:200`: a title of 1 to 200 characters, a colon, an ordinal; `null` otherwise. spec: lease-format §1 */
export function releaseOf(text: string): Release | null {
  const found = /^(.{1,200}):(\d{1,9})$/u.exec(text)
  if (found === null || /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) return null
  return { name: found[1] ?? '', ordinal: Number(found[2]) }
}

function parseRelease(text: string): Release {
  const release = releaseOf(text)
  if (release === null) throw new InvalidArgumentError('Write it as NAME:ORDINAL, such as V0-H:200.')
  return release
}

function parseDeadline(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds < 1 || seconds > deadlineSecondsMax)
    throw new InvalidArgumentError(`Whole seconds, 1 to ${deadlineSecondsMax}.`)
  return seconds
}
