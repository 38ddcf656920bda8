import { bodyBytesMax } from '@holdfast/contract'
import { isTitle, refuse, type Refusal } from '@holdfast/lease'
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyHttpOptions,
} from 'fastify'
import type { Server } from 'node:http'
import type { ServerConfig } from '../config/server-config.ts'
import type { Services } from '../services.ts'
import { addApiRoutes } from './api-routes.ts'
import { addAdviceRoute } from './advice-route.ts'
import { addDeviceRoutes } from './device-routes.ts'
import { endpoints } from './endpoints.ts'
import { formatComplaint, tellingFaults } from './format-complaint.ts'
import { addOpenRoutes } from './open-routes.ts'
import { chooseLocale, type Locale } from './problem.ts'
import { sendRefusal } from './send-refusal.ts'
import { tokenDoor } from './tokens.ts'

const requestTimeoutMs = 30_000
const headersTimeoutMs = 10_000
const keepAliveTimeoutMs = 72_000
const connectionsMax = 4_096
const requestsPerSocketMax = 100_000
const complaintsMax = 20

/** The HTTP door. Nothing listens yet. */
export function makeApp(services: Services, config: ServerConfig): FastifyInstance {
  const app = Fastify(fastifyOptions(services, config))
  app.server.maxConnections = connectionsMax
  app.server.headersTimeout = headersTimeoutMs
  // Only what the contract knows is parsed; each route then asks for its own kind.
  app.removeContentTypeParser('text/plain')
  for (const type of ['text/plain', 'text/csv'])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) =>
      parseText(body as Buffer, done),
    )

  app.addHook('onRequest', (request, reply, done) => {
    if (!services.about.stopping) return done()
    reply.header('connection', 'close')
    sendRefusal(services, request, reply, refuse('SERVER_STOPPING'))
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // A client that broke off has a status already.
    const unavailable = error.statusCode === undefined && services.store.isUnavailable(error)
    const refusal = refusalOfError(error, {
      unavailable,
      bytesMax: request.routeOptions.bodyLimit ?? bodyBytesMax,
      locale: chooseLocale(request.headers['accept-language']),
    })
    if (unavailable || refusal.code === 'INTERNAL') {
      const { requestId, route } = { requestId: request.id, route: request.routeOptions.url }
      services.log.error(
        { requestId, route, err: { name: error.name, message: error.message, stack: error.stack } },
        unavailable ? 'the books cannot be reached' : 'accident',
      )
    }
    return sendRefusal(services, request, reply, refusal)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = (['GET', 'POST', 'DELETE'] as const).filter(
      (method) => app.findRoute({ method, url: path }) !== null,
    )
    if (allowed.length === 0)
      return sendRefusal(services, request, reply, refuse('NOT_FOUND', { what: 'path' }))
    reply.header('allow', allowed.join(', '))
    return sendRefusal(services, request, reply, refuse('METHOD_NOT_ALLOWED', { allowed }))
  })

  const judgeToken = tokenDoor({
    store: services.store,
    given: config.adminToken,
    now: () => services.clock.now(),
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    // What was accepted before the stop is answered, and its connection ends with it.
    if (services.about.stopping) reply.header('connection', 'close')
    done(null, payload)
  })
  addDeviceRoutes(app, services)
  addAdviceRoute(app, services)
  addApiRoutes(app, services, { endpoints, judgeToken })
  addOpenRoutes(app, services, { config, judgeToken })
  return app
}

function fastifyOptions(services: Services, config: ServerConfig) {
  const http = {
    loggerInstance: services.log,
    // Refusals and accidents are logged where they happen; a line for every request would cost more than its decision.
    // A child for every request would cost more than the lines it is for: whoever logs names the request.
    childLoggerFactory: (log) => log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    maxRequestsPerSocket: requestsPerSocketMax,
    trustProxy: trustProxyOf(config.trustProxy),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    ajv: {
      customOptions: {
        ...{ coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
        formats: { title: isTitle },
      },
    },
    frameworkErrors: (_error, request, reply) => {
      sendRefusal(services, request, reply, refuse('INPUT_INVALID', { complaints: ['path: is malformed'] }))
    },
  } satisfies FastifyHttpOptions<Server>
  if (config.tls === null) return http
  const { cert, key } = config.tls
  return {
    ...http,
    https: { cert: Buffer.from(cert), key: Buffer.from(key), minVersion: 'TLSv1.2' },
  }
}

function trustProxyOf(setting: ServerConfig['trustProxy']) {
  if (setting === false) return false
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : [...setting]
}

function parseText(body: Buffer, done: (error: Error | null, text?: string) => void): void {
  try {
    done(null, new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    done(Object.assign(new Error('body is not UTF-8'), { statusCode: 400 }))
  }
}

// What the store says to a write that comes after its end.
const storeClosingText = 'the store is closing'

/** What Fastify throws before or around an operation. Whatever is not expected loses its text and is INTERNAL. */
function refusalOfError(
  error: FastifyError,
  about: { readonly unavailable: boolean; readonly bytesMax: number; readonly locale: Locale },
): Refusal {
  const { bytesMax, locale } = about
  if (about.unavailable) return refuse('BOOKS_UNAVAILABLE')
  if (error.validation !== undefined) {
    const complaints = tellingFaults(error.validation).map((fault) =>
      formatComplaint(error.validationContext ?? 'input', fault, locale),
    )
    return refuse('INPUT_INVALID', { complaints: [...new Set(complaints)].slice(0, complaintsMax) })
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse('BODY_TOO_LARGE', { bytesMax })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refuse('MEDIA_TYPE_UNSUPPORTED')
  if (error.statusCode === 400) return refuse('INPUT_INVALID', { complaints: ['body: cannot be read'] })
  if (error.message === storeClosingText) return refuse('SERVER_STOPPING')
  return refuse('INTERNAL')
}
