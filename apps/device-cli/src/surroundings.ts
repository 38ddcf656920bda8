// Everything that the command line takes from outside. A test or a demonstration passes its own.
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Clock, Entropy } from '@holdfast/capabilities'
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'

export type Surroundings = {
  readonly clock: Clock
  readonly entropy: Entropy
  readonly env: { readonly [name: string]: string | undefined }
  /** User id of this process; `null` where the system has none. */
  readonly uid: number | null
  /** Name of this device for administrators; `undefined` where it has none. */
  hostName(): string | undefined
  version(): string
  /** Columns of the terminal that shows what is printed; `null` where no terminal does. */
  readonly columns: number | null
  print(text: string): void
  complain(text: string): void
  readonly standardInput: () => AsyncIterable<Uint8Array>
}

export function systemSurroundings(): Surroundings {
  for (const stream of [process.stdout, process.stderr])
    // A reader that has gone away (`status | head -1`) is no accident of ours.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  return {
    clock: systemClock,
    entropy: systemEntropy,
    env: process.env,
    uid: process.geteuid?.() ?? null,
    hostName: () => {
      const name = hostname()
      return /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,200}$/u.test(name) ? name : undefined
    },
    version: () => {
      const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
        version: string
      }
      return manifest.version
    },
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    print: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    standardInput: () => process.stdin,
  }
}
