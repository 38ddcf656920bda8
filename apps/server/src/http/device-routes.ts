// The four exchanges of devices. They carry the load, so nothing stands between the body and the pipeline but what is here.
import { operations, receiptsMax, type Operation } from '@holdfast/contract'
import { refuse, type Refusal } from '@holdfast/lease'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerActivation, answerReceipt, answerRelease, answerRenewal } from '../exchange/answer.ts'
import type { Services } from '../services.ts'
import { isRefusal } from './endpoint.ts'
import { routeSchema } from './route-schema.ts'
import { sendRefusal } from './send-refusal.ts'

type Sent = { readonly [member: string]: unknown }
type Answer = (services: Services, body: Sent, address: string) => Promise<object | Refusal>

const routes: readonly { operation: Operation; artefact: string; receipts: boolean; answer: Answer }[] = [
  {
    operation: operations.activate,
    artefact: 'request',
    receipts: true,
    answer: (services, body, address) =>
      answerActivation(services, { request: body['request'], receipts: receiptsOf(body), address }),
  },
  {
    operation: operations.renew,
    artefact: 'request',
    receipts: true,
    answer: (services, body, address) =>
      answerRenewal(services, { request: body['request'], receipts: receiptsOf(body), address }),
  },
  {
    operation: operations.release,
    artefact: 'release',
    receipts: true,
    answer: (services, body) =>
      answerRelease(services, { release: body['release'], receipts: receiptsOf(body) }),
  },
  {
    operation: operations.receipt,
    artefact: 'receipt',
    receipts: false,
    answer: (services, body) => answerReceipt(services, { receipt: body['receipt'] }),
  },
]

export const deviceOperations: readonly Operation[] = routes.map((route) => route.operation)

export function addDeviceRoutes(app: FastifyInstance, services: Services): void {
  for (const { operation, artefact, receipts, answer } of routes) {
    const run = async (request: FastifyRequest, reply: FastifyReply) => {
      if (typeof request.body === 'string')
        return sendRefusal(
          services,
          request,
          reply,
          refuse('MEDIA_TYPE_UNSUPPORTED', { wanted: 'application/json' }),
        )
      const complaint = findShapeFault(request.body, artefact, receipts)
      if (complaint !== null) return sendRefusal(services, request, reply, complaint)
      const answered = await answer(services, request.body as Sent, request.ip)
      if (isRefusal(answered)) return sendRefusal(services, request, reply, answered)
      services.metrics.countAnswer(operation.name)
      return reply.send(answered)
    }
    app.route({
      method: operation.method,
      url: operation.path,
      // The schema is published; what it says of the body is checked by hand below and by the envelope's own parser,
      // whose refusals are those of the specification.
      schema: routeSchema(operation),
      validatorCompiler: () => () => true,
      serializerCompiler: () => JSON.stringify,
      handler: run,
    })
  }
}

function findShapeFault(body: unknown, artefact: string, receipts: boolean): Refusal<'INPUT_INVALID'> | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('INPUT_INVALID', { complaints: ['body: must be an object'] })
  const complaints: string[] = []
  for (const member of Object.keys(body))
    if (member !== artefact && !(receipts && member === 'receipts'))
      complaints.push('body: has an unknown member')
  const sent = body as Sent
  if (sent[artefact] === undefined) complaints.push(`body: must have the member ${artefact}`)
  const list = sent['receipts']
  if (list !== undefined && !(Array.isArray(list) && list.length <= receiptsMax))
    complaints.push(`body/receipts: must be an array of at most ${receiptsMax}`)
  return complaints.length === 0 ? null : refuse('INPUT_INVALID', { complaints: complaints.slice(0, 20) })
}

function receiptsOf(body: Sent): readonly unknown[] {
  return (body['receipts'] as readonly unknown[] | undefined) ?? []
}
