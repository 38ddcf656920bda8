import { Readable } from 'node:stream'
import {
  bodyBytesMax,
  captureBodyBytesMax,
  caseImportBytesMax,
  isTextBody,
  offlineBytesMax,
  operations,
  planBytesMax,
  type Operation,
} from '@holdfast/contract'
import { refuse, type Refusal } from '@holdfast/lease'
import type { Actor } from '@holdfast/store'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import { isRefusal, type Caller, type Endpoint } from './endpoint.ts'
import { chooseLocale } from './problem.ts'
import { routeSchema } from './route-schema.ts'
import { sendRefusal } from './send-refusal.ts'
import type { TokenDoor } from './tokens.ts'

/** Operations that take more than others: files as a whole, long lists. */
const bodyLimits: { readonly [operation: string]: number } = {
  [operations.answerOffline.name]: offlineBytesMax,
  [operations.addCaptures.name]: captureBodyBytesMax,
  [operations.readFiles.name]: captureBodyBytesMax,
  [operations.importCases.name]: caseImportBytesMax,
  [operations.makePlan.name]: planBytesMax,
}

const nobody: Actor = { kind: 'administrator', id: 'nobody' }

/** Serves operations of the contract: token and media type first, then the schemas, then the operation. */
export function addApiRoutes(
  app: FastifyInstance,
  services: Services,
  options: { readonly endpoints: readonly Endpoint[]; readonly judgeToken: TokenDoor },
): void {
  app.decorateRequest('actor', null)
  for (const { operation, run } of options.endpoints) {
    app.route({
      method: operation.method,
      url: operation.path,
      schema: routeSchema(operation),
      bodyLimit: bodyLimits[operation.name] ?? bodyBytesMax,
      onRequest: async (request, reply) => {
        const judged = await judgeCaller(request, operation, options.judgeToken)
        if (isRefusal(judged)) return sendRefusal(services, request, reply, judged)
        request.actor = judged
        return undefined
      },
      handler: async (request, reply) => {
        const caller: Caller = {
          actor: request.actor ?? nobody,
          now: services.clock.now(),
          locale: chooseLocale(request.headers['accept-language']),
          refuseWithout: async (scope) => {
            const held = await options.judgeToken(request.headers.authorization, scope)
            return isRefusal(held) ? held : null
          },
        }
        const input = { params: request.params, query: request.query, body: request.body }
        const answered = await run(input, caller, services)
        if (isRefusal(answered)) return sendRefusal(services, request, reply, answered)
        return sendAnswer(services, request, reply, operation, answered)
      },
    })
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
}

async function judgeCaller(
  request: FastifyRequest,
  operation: Operation,
  judgeToken: TokenDoor,
): Promise<Actor | Refusal> {
  const judged =
    operation.scope === null ? nobody : await judgeToken(request.headers.authorization, operation.scope)
  if (isRefusal(judged) || operation.body === undefined) return judged
  const wanted = isTextBody(operation.body) ? operation.body.text : 'application/json'
  const given = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  return given === wanted ? judged : refuse('MEDIA_TYPE_UNSUPPORTED', { wanted })
}

function sendAnswer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
  answered: unknown,
): FastifyReply {
  services.metrics.countAnswer(operation.name)
  services.log.debug(
    { requestId: request.id, operation: operation.name, actor: request.actor?.id },
    'answered',
  )
  // An answer of the books is nobody's to keep, least of all one with a product key.
  reply.header('cache-control', 'no-store')
  if (isTextBody(operation.response)) reply.type(`${operation.response.text}; charset=utf-8`)
  return reply.send(isPieces(answered) ? Readable.from(answered) : answered)
}

function isPieces(answered: unknown): answered is AsyncIterable<string> {
  return typeof answered === 'object' && answered !== null && Symbol.asyncIterator in answered
}
