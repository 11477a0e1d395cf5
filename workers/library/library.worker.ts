import { implement, ORPCError } from '@orpc/server'
import { z } from 'zod'
import { libraryWorkerContract } from '#contract/library.contract'
import { openConnection } from '#database/connection'
import { shippedEmbeddingModel } from '#models/catalog'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { serve, startOptions } from '../serve.ts'
import { createDocumentStore } from './document.store.ts'
import { createEmbedding } from './embedding.ts'
import { isStorageFull } from './failure.ts'
import { createIngest } from './ingest.ts'
import { Limits } from './limits.ts'
import { createParserThread } from './parser-thread.ts'
import { createVectorStore } from './vector.store.ts'

const { databasePath, modelsFolder, readingFolder, limits } = z
  .object({
    databasePath: z.string(),
    modelsFolder: z.string().optional(),
    readingFolder: z.string().optional(),
    limits: Limits.prefault({}),
  })
  .parse(startOptions())

const database = openConnection(databasePath)
const model = `${shippedEmbeddingModel.id}@${shippedEmbeddingModel.revision}`
const documents = createDocumentStore(database, model)
const ingest = createIngest({
  documents,
  // Main sees the process end, starts it again and counts the attempt.
  parser: createParserThread({ limits, modelsFolder, readingFolder, giveUp: () => process.exit(70) }),
  limits,
})
const embedding = createEmbedding({
  model,
  vectors: createVectorStore(database, model),
  openEmbedder: () => createEmbedder({ modelsFolder }),
})

const os = implement(libraryWorkerContract)
const neverAborted = new AbortController().signal

serve(
  os.router({
    read: os.read.handler(({ input, signal }) => ingest.read(input, signal)),
    remove: os.remove.handler(async ({ input, signal }) => {
      const documents = await ingest.remove(input, signal).catch(sayWhenFull)
      return { documents }
    }),
    embed: os.embed.handler(async ({ signal = neverAborted }) => embed(signal)),
    health: os.health.handler(async () => ({ embedder: embedding.health() })),
  }),
)

const day = 86_400_000

async function* embed(signal: AbortSignal) {
  try {
    // Nothing waits to be read, so there is time to tidy: rows of what is gone, and vectors nobody came back for.
    documents.forget({ documents: Date.now() - 30 * day, vectors: Date.now() - day })
    yield* embedding.embed(signal)
  } catch (error) {
    sayWhenFull(error)
  }
}

/** Errors cross to main without their text; that the disk is full is something a person can lift, so it is named. */
function sayWhenFull(error: unknown): never {
  if (isStorageFull(error)) throw new ORPCError('STORAGE_FULL', { message: 'SQLITE_FULL', cause: error })
  throw error
}
