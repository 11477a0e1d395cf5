import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '#contract/index'

/** Describes the HTTP API as OpenAPI 3.1, derived from the contract. */
export function describeApi({ version, url }: { readonly version: string; readonly url: string }) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'Alcove',
      version,
      description:
        'Answers from your own documents, on your own machine. Every call needs `Authorization: Bearer TOKEN`; ' +
        '`alcove serve --json` prints the token. The server listens on 127.0.0.1 only.',
    },
    servers: [{ url: `${url}/api` }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  })
}
