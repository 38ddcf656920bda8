import { doorRefusals, isTextBody, type Operation, type TextBody } from '@holdfast/contract'
import type { FastifySchema } from 'fastify'
import type { TSchema } from 'typebox'
import { statusOfCode } from './problem.ts'

/** RFC 9457 document, as every refusal is answered. */
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    facts: { type: 'object', additionalProperties: true },
    userAction: { type: 'string' },
    adminAction: { type: 'string' },
    supportCode: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'facts', 'userAction', 'adminAction', 'supportCode'],
} as const

/** The operation's promise as Fastify checks it and as OpenAPI shows it. Text bodies are checked by the door. */
export function routeSchema(operation: Operation): FastifySchema {
  return {
    ...(operation.params === undefined ? {} : { params: operation.params }),
    ...(operation.query === undefined ? {} : { querystring: operation.query }),
    ...(operation.body === undefined || isTextBody(operation.body) ? {} : { body: operation.body }),
    // Text answers are sent as they are; `describeRoute` adds them for the document only.
    ...(isTextBody(operation.response) ? {} : { response: { 200: operation.response } }),
  }
}

/** What the OpenAPI document says beyond what is checked. */
export function describeRoute(operation: Operation): object {
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.path.split('/')[2] ?? 'other'],
    ...(operation.scope === null ? {} : { security: [{ token: [operation.scope] }] }),
    ...(operation.params === undefined ? {} : { params: operation.params }),
    ...(operation.query === undefined ? {} : { querystring: operation.query }),
    ...(operation.body === undefined ? {} : textOrJson(operation.body, 'body')),
    response: { 200: answerOf(operation.response), ...refusalsOf(operation) },
  }
}

function textOrJson(body: TSchema | TextBody, member: string): object {
  if (!isTextBody(body)) return { [member]: body }
  return { consumes: [body.text], [member]: { type: 'string', description: body.description } }
}

function answerOf(response: TSchema | TextBody): object {
  if (!isTextBody(response)) return { description: 'Done.', ...response }
  return { description: response.description, content: { [response.text]: { schema: { type: 'string' } } } }
}

function refusalsOf(operation: Operation): object {
  const codes = [...new Set([...operation.refusals, ...doorRefusals])]
  const byStatus: { [status: string]: string[] } = {}
  for (const code of codes) (byStatus[statusOfCode[code]] ??= []).push(code)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, list]) => [
      status,
      {
        description: list.join(', '),
        content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
      },
    ]),
  )
}
