import type { ContractRouterClient } from '@orpc/contract'
import type { EmbedderSpec } from '#contract/embedding-models.contract'
import type { libraryWorkerContract } from '#contract/library.contract'
import { traced } from '#models/tracing/traced'
import type { LibraryDeps } from '../library/library.service.ts'

/** The library process as the library uses it; passages are learned with the model that serves then. */
export function readingThrough(
  client: ContractRouterClient<typeof libraryWorkerContract>,
  { model }: { readonly model: () => Promise<EmbedderSpec> },
): LibraryDeps['worker'] {
  return {
    read: (input, options) => traced('ingest', () => client.read(input, options)),
    remove: (input, options) => client.remove(input, options),
    forget: (input, options) => client.forget(input, options),
    embed: async (_, options) => client.embed({ model: await model() }, options),
    health: (input, options) => client.health(input, options),
  }
}
