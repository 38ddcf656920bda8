// The contract as an OpenAPI 3.1 document. Made by an application of its own that serves nothing, so that the one which
// serves carries no plugin for it.
import swagger from '@fastify/swagger'
import { operations, type Operation } from '@holdfast/contract'
import Fastify from 'fastify'
import { platformVersion } from '../version.ts'
import { describeRoute, problemSchema } from './route-schema.ts'

/** JSON, two spaces, one line end: the same text as apps/server/openapi.json. */
export async function formatOpenApi(): Promise<string> {
  const app = Fastify({ exposeHeadRoutes: false })
  await app.register(swagger, {
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `Schema${index}`,
    },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Holdfast',
        description: 'Activation for software that runs where the internet does not reach.',
        version: platformVersion,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  })
  app.addSchema(problemSchema)
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  for (const operation of Object.values(operations) as Operation[])
    app.route({
      method: operation.method,
      url: operation.path,
      schema: describeRoute(operation),
      handler: () => null,
    })
  await app.ready()
  const text = JSON.stringify(app.swagger(), null, 2)
  await app.close()
  return `${text}\n`
}
