import { OpenAPIGenerator } from '@orpc/openapi'
import type { TraverseContractProcedureCallbackOptions } from '@orpc/server'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '#contract/index'

/** True for procedures with an address of their own: those other programs may call; the rest is for Alcove's page. */
export function isPublic({ contract: procedure }: TraverseContractProcedureCallbackOptions): boolean {
  return procedure['~orpc'].route.path !== undefined
}

/** Describes the HTTP API as OpenAPI 3.1, derived from the contract. */
export function describeApi({ version, url }: { readonly version: string; readonly url: string }) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    filter: isPublic,
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
