import { availableParallelism } from 'node:os'
import { portionedEntropy } from '@holdfast/capabilities'
import type { ComposedServer } from '../../compose.ts'
import { done, type Command, type CommandContext, type Options, type Outcome } from '../command.ts'
import { configOf, serveOptions } from '../server-options.ts'
import { startFailed } from '../start-failed.ts'

/** One for each core, since neither who answers nor who decides and stores keeps a core busy. More than this have nothing to do. */
const signatureThreadsMax = 4

/** What mails wait to be read together: nobody who writes one notices, and a burst shares its commits. */
const mailGatherMsServing = 200

const serve: Command = {
  path: ['serve'],
  summary: { en: 'Starts the server.', zh: '启动服务器。' },
  options: serveOptions,
  example: 'serve --port 7420',
  run: (context, _given, options) =>
    startWith(context, options, async (server) => {
      const { say, stdout } = context
      // Before the address is shown: whoever waits for that line may stop the server at once.
      const stopping = nextSignal()
      const address = await server.listen()
      if (server.adminTokenPath !== null)
        stdout.write(`${say({ en: 'Administrator token', zh: '管理员令牌' })}: ${server.adminTokenPath}\n`)
      stdout.write(`${say({ en: 'Holdfast answers on', zh: 'Holdfast 已就绪' })} ${address}\n`)
      await stopping
      await server.close()
      return done({ address }, '')
    }),
}

const init: Command = {
  path: ['init'],
  summary: {
    en: 'Makes the data folder, keys and first token, and starts nothing.',
    zh: '建立数据目录、密钥与首个令牌，不启动服务。',
  },
  options: serveOptions,
  example: 'init --key-file /etc/holdfast/key --vendor "Example Systems"',
  run: (context, _given, options) =>
    startWith(context, options, async (server) => {
      await server.close()
      const { rootFingerprint } = server.keys
      const lines = [`${context.say({ en: 'Root fingerprint', zh: '根指纹' })}: ${rootFingerprint}`]
      if (server.adminTokenPath !== null)
        lines.push(
          `${context.say({ en: 'Administrator token', zh: '管理员令牌' })}: ${server.adminTokenPath}`,
        )
      return done({ rootFingerprint, adminTokenPath: server.adminTokenPath }, lines.join('\n'))
    }),
}

async function startWith(
  context: CommandContext,
  options: Options,
  run: (server: ComposedServer) => Promise<Outcome>,
): Promise<Outcome> {
  const config = await configOf(context, options)
  if (config.kind === 'misused') return config
  // Loaded here and not above, so that every other command starts without it.
  const { composeServer } = await import('../../compose.ts')
  let server: ComposedServer | null = null
  try {
    server = await composeServer({
      config: config.config,
      clock: context.clock,
      entropy: portionedEntropy(context.entropy),
      signatureThreads: Math.min(availableParallelism(), signatureThreadsMax),
      exchangesThreaded: true,
      mailGatherMs: mailGatherMsServing,
      mailReadsThreaded: true,
    })
    return await run(server)
  } catch (error) {
    await server?.close()
    return startFailed(context, error)
  }
}

/** Resolves at the first SIGTERM or SIGINT. A second one ends the process at once, as an impatient person expects. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.removeListener('SIGTERM', stop)
      process.removeListener('SIGINT', stop)
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

export const serveCommands: readonly Command[] = [init, serve]
