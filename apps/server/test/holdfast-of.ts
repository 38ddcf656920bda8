// The command line in this process, against a server of a test or alone.
import { ManualClock, SeededEntropy } from '@holdfast/capabilities/testing'
import { runHoldfast, type Surroundings } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { adminToken, type TestServer } from './fixtures.ts'

/** Runs one command with the administrator's token; `address` where something stands between. */
export async function holdfastOf(
  server: TestServer,
  argv: readonly string[],
  given: { readonly stdin?: AsyncIterable<Uint8Array>; readonly address?: string } = {},
) {
  const { stdin, address = server.address } = given
  return await run([...argv, '--server', address, '--lang', 'en'], {
    environment: readEnvironment({ HOLDFAST_ADMIN_TOKEN: adminToken }),
    clock: server.clock,
    entropy: new SeededEntropy('holdfast'),
    ...(stdin === undefined ? {} : { stdin }),
  })
}

/** Runs one command that needs no server. */
export function holdfastAlone(...argv: string[]) {
  return holdfastAt(new ManualClock('2026-03-01T08:30:00Z'), ...argv)
}

/** The same at a moment of a test's own. */
export async function holdfastAt(clock: ManualClock, ...argv: string[]) {
  return await run(argv, {
    environment: readEnvironment({}),
    clock,
    entropy: new SeededEntropy('holdfast'),
  })
}

async function run(argv: readonly string[], lent: Omit<Surroundings, 'stdout' | 'stderr'>) {
  const said = { out: '', err: '' }
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  const status = await runHoldfast([...argv], { ...lent, stdout: sink('out'), stderr: sink('err') })
  return { status, ...said }
}
