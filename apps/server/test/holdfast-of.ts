// The command line against a server of a test, in this process.
import { SeededEntropy } from '@holdfast/capabilities/testing'
import { runHoldfast } from '../src/cli/run.ts'
import { readEnvironment } from '../src/config/environment.ts'
import { adminToken, type TestServer } from './fixtures.ts'

/** Runs one command with the administrator's token; `address` where something stands between. */
export async function holdfastOf(
  server: TestServer,
  argv: readonly string[],
  given: { readonly stdin?: AsyncIterable<Uint8Array>; readonly address?: string } = {},
) {
  const said = { out: '', err: '' }
  const sink = (name: 'out' | 'err') =>
    ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream
  const { stdin, address = server.address } = given
  const status = await runHoldfast([...argv, '--server', address, '--lang', 'en'], {
    environment: readEnvironment({ HOLDFAST_ADMIN_TOKEN: adminToken }),
    clock: server.clock,
    entropy: new SeededEntropy('holdfast'),
    stdout: sink('out'),
    stderr: sink('err'),
    ...(stdin === undefined ? {} : { stdin }),
  })
  return { status, ...said }
}
