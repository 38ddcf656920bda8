// Routes beside the contract: is it well, how much, and the contract itself.
import type { FastifyInstance } from 'fastify'
import type { ServerConfig } from '../config/server-config.ts'
import type { Services } from '../services.ts'
import { findSigningState } from '../signing-state.ts'
import { isRefusal } from './endpoint.ts'
import { sendRefusal } from './send-refusal.ts'
import type { TokenDoor } from './tokens.ts'

export function addOpenRoutes(
  app: FastifyInstance,
  services: Services,
  options: { readonly config: ServerConfig; readonly judgeToken: TokenDoor },
): void {
  app.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
    if (await canServe(services)) return reply.send('ok\n')
    return reply.code(503).send('not serving\n')
  })

  // A proxy in front makes strangers look local, so it takes the exemption away.
  const local = isLoopback(options.config.host) && options.config.trustProxy === false
  app.get('/metrics', async (request, reply) => {
    const judged = local ? null : await options.judgeToken(request.headers.authorization, 'metrics:read')
    if (isRefusal(judged)) return sendRefusal(services, request, reply, judged)
    const counts = await services.store.read.counts()
    const signing = await findSigningState(services, services.clock.now())
    reply.type('text/plain; version=0.0.4; charset=utf-8')
    return reply.send(services.metrics.format(counts, signing))
  })

  let document: Promise<string> | null = null
  app.get('/openapi.json', async (_request, reply) => {
    document ??= import('./openapi.ts').then(({ formatOpenApi }) => formatOpenApi())
    return reply.type('application/json; charset=utf-8').send(await document)
  })
}

async function canServe(services: Services): Promise<boolean> {
  if (services.about.stopping) return false
  try {
    await services.store.read.findNewestTrustBundle()
    return true
  } catch (error) {
    services.log.error({ err: error }, 'the books cannot be read')
    return false
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
