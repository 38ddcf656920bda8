import { formatAccident, traceVariable } from './accident.ts'

const args = process.argv.slice(2)

function endByAccident(error: unknown): never {
  const trace = process.env[traceVariable] === '1'
  const { printed, complained } = formatAccident(error, { json: args.includes('--json'), trace })
  if (printed !== '') process.stdout.write(printed)
  if (complained !== '') process.stderr.write(complained)
  process.exit(1)
}

// What is thrown beside the command, such as a failing standard output.
process.on('uncaughtException', endByAccident)
try {
  // Loaded here, so that an installation with a missing part ends in one line too.
  const [{ runDeviceCommand }, { systemSurroundings }] = await Promise.all([
    import('./compose.ts'),
    import('./surroundings.ts'),
  ])
  process.exitCode = await runDeviceCommand(args, systemSurroundings())
} catch (error) {
  endByAccident(error)
}
