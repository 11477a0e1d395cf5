import { implement } from '@orpc/server'
import { z } from 'zod'
import { searchWorkerContract } from '#contract/search.contract'
import { openDatabase } from '#database/database'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { serve, startOptions } from '../serve.ts'
import { createPassageStore } from './passage.store.ts'
import { createSearch } from './search.ts'
import { createVectors } from './vectors.ts'

const { databasePath, modelsFolder } = z
  .object({
    databasePath: z.string(),
    /** Where derived files live; the vector index is one. */
    indexFolder: z.string(),
    modelsFolder: z.string().optional(),
  })
  .parse(startOptions())

const passages = createPassageStore(openDatabase(databasePath, { readonly: true }))
const embedder = await createEmbedder({ sessions: 1, modelsFolder })
const search = createSearch({
  passages,
  meaning: embedder.ok
    ? {
        embedder: embedder.value,
        vectors: createVectors({ passages, model: embedder.value.id, dimensions: embedder.value.dimensions }),
      }
    : { missing: embedder.failure.message },
})
await search.refresh()

const os = implement(searchWorkerContract)

serve(
  os.router({
    find: os.find.handler(({ input, signal }) => search.find(input, signal)),
    facets: os.facets.handler(({ input }) => search.facets(input)),
    evidence: os.evidence.handler(({ input, signal }) => search.evidence(input, signal)),
    refresh: os.refresh.handler(() => search.refresh()),
    health: os.health.handler(() => search.health()),
  }),
)
