// The only place where the command line meets the vault, the clock and the terminal.
import {
  openLicence,
  parseFacts,
  parseGivenTrust,
  type DeviceLicence,
  type Facts,
  type LicenceOptions,
} from '@holdfast/device'
import type { Refusal } from '@holdfast/lease'
import { parseCommandLine, type CommandName, type Locale, type Typed } from './command-line.ts'
import type { Ask, Outcome, RunCommand } from './outcome.ts'
import { findPlace, type WrongUsage } from './settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Words } from './words/words.ts'

export type { Surroundings } from './surroundings.ts'

export const exitDone = 0
export const exitRefused = 1
export const exitWrongUsage = 2

/** Runs one command as typed and returns its exit status: 0 done, 1 refused, 2 wrong usage. */
export async function runDeviceCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const line = parseCommandLine(args, surroundings.version)
  if (line.kind === 'told') {
    surroundings.print(line.text)
    return exitDone
  }
  if (line.kind === 'wrong-usage') return wrongUsage(line, surroundings)
  const { typed } = line
  const found = findPlace(typed, surroundings.env, surroundings.uid)
  if (found.kind === 'wrong-usage') return wrongUsage(found, surroundings)
  const words = await wordsOf(typed.lang ?? localeOf(surroundings.env))
  const outcome = await runCommand({ typed, place: found.place, words, surroundings })
  switch (outcome.kind) {
    case 'refused': {
      const { tellRefusal } = await import('./tell-refusal.ts')
      tellRefusal(outcome, { typed, args, place: found.place, words, surroundings })
      return exitRefused
    }
    case 'done':
      if (typed.json) surroundings.print(`${JSON.stringify(outcome.json)}\n`)
      else if (outcome.text !== '') surroundings.print(`${outcome.text}\n`)
      return exitDone
  }
}

type Given = Omit<Ask, 'licence'>

async function runCommand(asked: Given): Promise<Outcome> {
  const { typed, surroundings } = asked
  const facts = await readFacts(asked)
  if (facts.kind === 'refused') return facts
  // An answer file is read here, because a device without trust may find first trust in it.
  const answer = typed.command === 'apply' ? await readGiven(typed.file ?? '-', surroundings) : null
  if (answer?.kind === 'refused') return answer
  const open = (trust: Uint8Array | null) => openLicence(optionsOf(asked, facts.facts, trust))
  const trust = await readTrust(asked, answer?.bytes ?? null, () => open(null).diagnose().trust !== null)
  if (trust.kind === 'refused') return trust
  const given = parseGivenTrust(trust.bytes ?? undefined)
  // Whoever only reports tells it among the rest.
  if (given.kind === 'refused' && typed.command !== 'diagnose') return given
  const licence = open(trust.bytes)
  const stranger = trust.bytes === null || typed.command === 'diagnose' ? null : refusalOfRoot(licence)
  if (stranger !== null) return stranger
  const ask = { ...asked, licence, answer: answer?.bytes ?? new Uint8Array() }
  const run: RunCommand = await commandOf(typed.command)
  return await run(ask)
}

/** A bundle of another vendor is refused before anything else is judged by it. spec: lease-format §4 */
function refusalOfRoot(licence: DeviceLicence): Refusal | null {
  return licence.diagnose().refusals.find(({ code }) => code === 'TRUST_OTHER_ROOT') ?? null
}

function optionsOf(
  { typed, place, words, surroundings }: Given,
  facts: Facts | null | undefined,
  trust: Uint8Array | null,
) {
  const options: LicenceOptions = {
    product: place.product,
    dir: place.dir,
    clock: surroundings.clock,
    entropy: surroundings.entropy,
    language: words.locale,
    release: place.release,
    server: place.server,
    // Nothing but these two tells the name, so nothing else asks for it.
    name: typed.command === 'activate' || typed.command === 'request' ? surroundings.hostName() : undefined,
    facts,
    trust: trust ?? undefined,
  }
  return options
}

// One command each: what is not run is not loaded.
function commandOf(name: CommandName): Promise<RunCommand> {
  const loads: { readonly [name in CommandName]: () => Promise<{ run: unknown }> } = {
    activate: () => import('./commands/activate.ts'),
    status: () => import('./commands/status.ts'),
    renew: () => import('./commands/renew.ts'),
    release: () => import('./commands/release.ts'),
    reset: () => import('./commands/reset.ts'),
    request: () => import('./commands/request.ts'),
    apply: () => import('./commands/apply.ts'),
    diagnose: () => import('./commands/diagnose.ts'),
  }
  return loads[name]().then(({ run }) => run as RunCommand)
}

type ReadTrust = { readonly kind: 'trust'; readonly bytes: Uint8Array | null } | Refusal

/** A trust file that is typed must be readable; one that the settings name, where nothing else can serve. spec: device §5 */
async function readTrust(given: Given, answer: Uint8Array | null, held: () => boolean): Promise<ReadTrust> {
  const { typed, place, words, surroundings } = given
  if (place.trust !== undefined && !(typed.trust === undefined && looksOnly(typed))) {
    const read = await readGiven(place.trust, surroundings, 'trust')
    if (typed.trust !== undefined) return read
    const parsed = read.kind === 'refused' ? read : parseGivenTrust(read.bytes)
    if (parsed.kind !== 'refused') return read
    // Whoever only reports tells what is malformed among the rest.
    if (typed.command === 'diagnose' ? read.kind === 'trust' : !held()) return read
    surroundings.complain(`${words.trustPassedOver(place.trust, parsed.code)}\n`)
    return { kind: 'trust', bytes: null }
  }
  const needsTrust = typed.command === 'activate' || typed.command === 'request' || typed.command === 'apply'
  if (!needsTrust || held()) return { kind: 'trust', bytes: null }
  const { findFirstTrust } = await import('./first-trust.ts')
  return await findFirstTrust(given, answer)
}

async function readGiven<Kind extends string = 'bytes'>(
  path: string,
  surroundings: Surroundings,
  kind = 'bytes' as Kind,
): Promise<{ readonly kind: Kind; readonly bytes: Uint8Array } | Refusal> {
  const { readBytes } = await import('./text-file.ts')
  const read = await readBytes(path, surroundings.standardInput)
  return read.kind === 'refused' ? read : { kind, bytes: read.bytes }
}

/** `undefined`: this machine's own; `null`: those that the settings name are not at hand. spec: device §5 */
async function readFacts({
  typed,
  place,
  words,
  surroundings,
}: Given): Promise<{ readonly kind: 'facts'; readonly facts: Facts | null | undefined } | Refusal> {
  if (place.facts === undefined) return { kind: 'facts', facts: undefined }
  if (typed.facts === undefined && looksOnly(typed)) return { kind: 'facts', facts: null }
  const read = await readGiven(place.facts, surroundings)
  const parsed = read.kind === 'refused' ? read : parseFacts(Buffer.from(read.bytes).toString('utf8'))
  if (parsed.kind !== 'refused' || typed.facts !== undefined) return parsed
  surroundings.complain(`${words.factsPassedOver(place.facts, parsed.code)}\n`)
  return { kind: 'facts', facts: null }
}

/** Needs neither facts nor trust of its own: only what stands in the vault. */
function looksOnly({ command }: Typed): boolean {
  return command === 'status' || command === 'reset'
}

async function wordsOf(locale: Locale): Promise<Words> {
  return locale === 'zh' ? (await import('./words/zh.ts')).zh : (await import('./words/en.ts')).en
}

/** As the system's own programs choose. */
function localeOf(env: { readonly [name: string]: string | undefined }): Locale {
  const said = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return said?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en'
}

function wrongUsage({ text }: Pick<WrongUsage, 'text'>, surroundings: Surroundings): number {
  surroundings.complain(text)
  return exitWrongUsage
}
