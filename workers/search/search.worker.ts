import { implement } from '@orpc/server'
import { z } from 'zod'
import { searchWorkerContract } from '#contract/search.contract'
import type { Embedder } from '#models/embedding/embedder'
import { createEmbedder, type EmbedderFailure } from '#models/embedding/onnx.embedder'
import { serve, startOptions } from '../serve.ts'
import { openPassageStore } from './passage.store.ts'
import { createSearch, type Meaning } from './search.ts'
import { startBuild } from './start-build.ts'
import { loadVectorEngine } from './vector-engines.ts'
import { openVectors } from './vectors.ts'

const { databasePath, indexFolder, modelsFolder, engine } = z
  .object({
    databasePath: z.string(),
    /** Where derived files live; the vector index is one. */
    indexFolder: z.string(),
    modelsFolder: z.string().optional(),
    engine: z.enum(['usearch', 'hnswlib']).default('usearch'),
  })
  .parse(startOptions())

const { passages } = openPassageStore(databasePath)
const embedder = await createEmbedder({ sessions: 1, modelsFolder })
const search = createSearch({
  passages,
  meaning: embedder.ok ? await meaningBy(embedder.value) : missing(embedder.failure),
})

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

async function meaningBy(embedder: Embedder): Promise<Meaning> {
  const { id: model, dimensions } = embedder
  const folder = indexFolder
  const vectors = await openVectors({
    passages,
    model,
    dimensions,
    folder,
    engine: await loadVectorEngine(engine),
    build: startBuild({ databasePath, folder, engine, model, dimensions }),
  })
  return { embedder, vectors }
}

function missing({ message }: EmbedderFailure) {
  return { missing: message }
}
