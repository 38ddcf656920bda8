import type { FastifyBaseLogger } from 'fastify'
import pino from 'pino'
import type { LogLevel } from './config/server-config.ts'

export type Log = FastifyBaseLogger

/** Members whose values are secrets wherever they stand; nobody logs them, and should somebody try, they are left out. */
const secretMembers = [
  'authorization',
  'cookie',
  'productKey',
  'secret',
  'token',
  'password',
  'privateBytes',
  'seed',
]
const redactPaths = secretMembers.flatMap((member) => [member, `*.${member}`, `*.*.${member}`])

/** Bytes of lines that wait for a reader of stderr; past it lines are left out, so that a reader that hangs fills no memory. */
const waitingBytesMax = 16_777_216

/**
 * JSON lines on stderr, written without blocking. None is held back: a line is written at once, or right after the one that
 * is being written, so who follows the log sees it. `flush` before the process ends.
 */
export function makeLog(level: LogLevel): { log: Log; flush(): void } {
  const destination = pino.destination({ dest: 2, sync: false, minLength: 0, maxLength: waitingBytesMax })
  const log = pino(
    { level, base: null, redact: { paths: redactPaths, remove: true }, serializers: { req: describe } },
    destination,
  )
  // A pipe that was closed is no reason to stop serving.
  destination.on('error', () => undefined)
  return { log, flush: () => destination.flushSync() }
}

// Fastify hands whole requests to its own lines; only what is no secret is kept, and no query.
function describe(request: { method?: string; url?: string }) {
  return { method: request.method, path: request.url?.split('?', 1)[0] }
}
