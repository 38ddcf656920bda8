// `holdfast`: the only file that brings the system's clock, chance and streams together with the commands.
import { systemClock, systemEntropy } from '@holdfast/capabilities/system'
import { readEnvironment } from './config/environment.ts'
import { runHoldfast } from './cli/run.ts'

// A reader that closed its end, as `head` does, has what it wanted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

process.exitCode = await runHoldfast(process.argv.slice(2), {
  environment: readEnvironment(),
  clock: systemClock,
  entropy: systemEntropy,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
})
