// What a device asks in the background, often and without a token: two look-ups, and headers that let it be kept a while.
import { getAdvice, type Operation } from '@holdfast/contract'
import { adviceAfterSeconds } from '@holdfast/fleet'
import type { Thumbprint } from '@holdfast/lease'
import type { FastifyInstance } from 'fastify'
import type { Services } from '../services.ts'
import { routeSchema } from './route-schema.ts'

/** A device asks again after so long where nothing is advised. */
export const askAgainSeconds = 21_600
const askAgainSecondsMin = 60
/** How long anybody on the way may give the same answer. */
const keptSeconds = 60

const operation: Operation = getAdvice

/** spec: activation-protocol §11 */
export function addAdviceRoute(app: FastifyInstance, services: Services): void {
  app.route<{ Params: { device: string } }>({
    method: operation.method,
    url: operation.path,
    schema: routeSchema(operation),
    handler: async (request, reply) => {
      const device = request.params.device as Thumbprint
      const found = await services.store.read.findAdvice(device)
      const now = services.clock.now()
      const afterSeconds = found === null ? null : adviceAfterSeconds(device, found, now)
      const againSeconds = Math.max(
        askAgainSecondsMin,
        Math.min(askAgainSeconds, afterSeconds || askAgainSeconds),
      )
      services.metrics.countAnswer(operation.name)
      reply
        .header('cache-control', `public, max-age=${keptSeconds}`)
        .header('retry-after', String(againSeconds))
      return reply.send({
        advice: found === null ? null : { code: found.code, afterSeconds },
        askAgainSeconds: againSeconds,
      })
    },
  })
}
