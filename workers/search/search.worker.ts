import { implement } from '@orpc/server'
import { z } from 'zod'
import { searchWorkerContract } from '#contract/search.contract'
import { openEmbedder, shippedEmbedder } from '#models/embedding/open-embedder'
import { keepAlive, keyOf, serve, startOptions } from '../serve.ts'
import { createMeanings } from './meanings.ts'
import { openPassageStore } from './passage.store.ts'
import { createReranking } from './reranking.ts'
import { createSearch } from './search.ts'
import { tryReranker } from './try-reranker.ts'

const { databasePath, indexFolder, modelsFolder, engine, waits } = z
  .object({
    databasePath: z.string(),
    /** Where derived files live; the vector indexes are some. */
    indexFolder: z.string(),
    modelsFolder: z.string().optional(),
    engine: z.enum(['usearch', 'hnswlib']).default('usearch'),
    /** Whether the first call says which model answers; otherwise it is the shipped one. */
    waits: z.boolean().default(false),
  })
  .parse(startOptions())

const key = await keyOf(databasePath)
const { passages } = openPassageStore(databasePath, { key })
const meanings = await createMeanings({
  passages,
  databasePath,
  key,
  indexFolder,
  engine,
  openEmbedder: (spec) => openEmbedder(spec, { modelsFolder, sessions: 1, keepAlive }),
})
const meaning = waits ? { missing: 'No model was named yet' } : await meanings.open(shippedEmbedder)
// Loaded when it is needed, as most people have none.
const openReranker = async (folder: string, signal?: AbortSignal) =>
  (await import('#models/reranking/folder.reranker')).openFolderReranker(folder, signal)
const reranking = createReranking({ open: openReranker })
const search = createSearch({ passages, meaning, reranking })

const os = implement(searchWorkerContract)

serve(
  os.router({
    find: os.find.handler(({ input, signal }) => {
      meanings.reopen(search)
      return search.find(input, signal)
    }),
    facets: os.facets.handler(({ input }) => search.facets(input)),
    alike: os.alike.handler(({ input }) => search.alike(input)),
    explain: os.explain.handler(({ input, signal }) => {
      meanings.reopen(search)
      return search.explain(input, signal)
    }),
    evidence: os.evidence.handler(({ input, signal }) => search.evidence(input, signal)),
    rebuild: os.rebuild.handler(() => meanings.rebuild(search)),
    refresh: os.refresh.handler(() => search.refresh()),
    prepare: os.prepare.handler(({ input }) => meanings.prepare(input)),
    use: os.use.handler(async ({ input }) => {
      await meanings.use(search, input)
      return search.health()
    }),
    forget: os.forget.handler(async ({ input }) => ({ removed: await meanings.forget(input.id) })),
    tryReranker: os.tryReranker.handler(({ input, signal }) =>
      tryReranker(input.folder, { passages, open: openReranker }, signal),
    ),
    rerankBy: os.rerankBy.handler(({ input }) => {
      reranking.use(input?.folder ?? null)
      return { heard: true as const }
    }),
    health: os.health.handler(() => search.health()),
  }),
)
