import type { Refusal } from '@holdfast/lease'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import { chooseLocale, formatProblem } from './problem.ts'

/** Answers with the refusal's problem document, counts it, and logs code and route; never a body, a query or a header. */
export function sendRefusal(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const locale = chooseLocale(request.headers['accept-language'])
  const product = refusal.facts['product']
  const about = { locale, now: services.clock.now(), ...(typeof product === 'string' ? { product } : {}) }
  const { problem, retryAfterSeconds } = formatProblem(refusal, about)
  services.metrics.countRefusal(refusal.code)
  const level = problem.status >= 500 ? 'warn' : 'info'
  services.log[level](
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      address: request.ip,
      code: refusal.code,
      status: problem.status,
    },
    'refused',
  )
  if (retryAfterSeconds !== null) reply.header('retry-after', String(retryAfterSeconds))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .header('content-language', locale === 'zh' ? 'zh-CN' : 'en')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem)
}
