import { resolve } from 'node:path'
import type { Clock, Entropy } from '@holdfast/capabilities'
import type { Environment } from '../config/environment.ts'
import { dataFolderDefault } from '../config/server-defaults.ts'
import { apiClient } from './api-client.ts'
import type { CommandContext } from './command.ts'
import { commands, groups } from './commands.ts'
import { findTarget } from './find-target.ts'
import { chooseTerminalLocale } from './language.ts'
import { printOutcome } from './print.ts'
import { runCommandLine, type GlobalOptions } from './program.ts'

export type Surroundings = {
  readonly environment: Environment
  readonly clock: Clock
  readonly entropy: Entropy
  /** Where a command reads what is written as `-`. */
  readonly stdin?: AsyncIterable<Uint8Array>
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly ask?: (question: string) => Promise<string>
}

/** One run of the command line; gives the exit status. */
export async function runHoldfast(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, clock, entropy, stdin = nothing(), stdout, stderr } = surroundings
  const locale = chooseTerminalLocale(argv, environment.language)
  const write = {
    out: (text: string) => void stdout.write(text),
    err: (text: string) => void stderr.write(text),
  }
  const compose = (given: GlobalOptions): CommandContext => {
    const dataFolder = resolve(given.data ?? environment.values.HOLDFAST_DATA ?? dataFolderDefault)
    const api = apiClient({
      locale,
      clock,
      findTarget: () => findTarget({ ...given, dataFolder }, environment),
    })
    const ask = surroundings.ask ?? null
    const lent = { environment, clock, entropy, dataFolder, stdin, stdout, stderr, ask }
    return { locale, say: (words) => words[locale], api, ...lent }
  }
  const print = (outcome: Parameters<typeof printOutcome>[0], json: boolean) =>
    printOutcome(outcome, { json, locale, ...write })
  return await runCommandLine({ commands, groups, locale, compose, print, write }, argv)
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
