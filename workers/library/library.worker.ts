import { dirname, join } from 'node:path'
import { implement, ORPCError } from '@orpc/server'
import { z } from 'zod'
import type { EmbedderSpec } from '#contract/embedding-models.contract'
import { libraryWorkerContract } from '#contract/library.contract'
import { openConnection } from '#database/connection'
import { findEmbedder, openEmbedder, shippedEmbedder } from '#models/embedding/open-embedder'
import { keepAlive, keyOf, serve, startOptions } from '../serve.ts'
import { createDocumentStore } from './document.store.ts'
import { createEmbedding } from './embedding.ts'
import { isStorageFull } from './failure.ts'
import { createFileCheckStore } from './file-check.store.ts'
import { createIngest } from './ingest.ts'
import { Limits } from './limits.ts'
import { createDictation } from './media/dictation.ts'
import { createRecordingsAtHand } from './media/recordings-at-hand.ts'
import { createParserThread } from './parser-thread.ts'
import { servingModel } from './serving-model.store.ts'
import { type TryModelDeps, tryModel } from './try-model.ts'
import { createVectorStore } from './vector.store.ts'
import { createVectorCountsStore } from './vector-counts.store.ts'

const { databasePath, modelsFolder, readingFolder, limits } = z
  .object({
    databasePath: z.string(),
    modelsFolder: z.string().optional(),
    readingFolder: z.string().optional(),
    limits: Limits.prefault({}),
  })
  .parse(startOptions())

const key = await keyOf(databasePath)
const database = openConnection(databasePath, { key })
const shipped = shippedEmbedder.id
const documents = createDocumentStore(database, shipped)
const ingest = createIngest({
  documents,
  // Main sees the process end, starts it again and counts the attempt.
  parser: createParserThread({ limits, modelsFolder, readingFolder, giveUp: () => process.exit(70) }),
  limits,
  sealed: key && { key, folder: join(dirname(databasePath), 'imports') },
})
// A model of its own, in a thread of its own: nobody who speaks waits for files that are being read.
const dictation = createDictation({
  recordings: readingFolder === undefined ? () => null : createRecordingsAtHand(readingFolder),
  milliseconds: 5 * limits.recogniseMilliseconds,
})
const counts = createVectorCountsStore(database, shipped)
const files = createFileCheckStore(database)
const open = (spec: EmbedderSpec) => openEmbedder(spec, { modelsFolder, keepAlive })
const find: TryModelDeps['findEmbedder'] = (place, signal) => findEmbedder(place, { signal, keepAlive })
const embedding = createEmbedding({
  vectorsOf: (model) => createVectorStore(database, model, shipped),
  openEmbedder: open,
  serving: servingModel(database, shipped),
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
    forget: os.forget.handler(({ input }) => {
      try {
        return { documents: documents.forgetRemoved(input) }
      } catch (error) {
        return sayWhenFull(error)
      }
    }),
    embed: os.embed.handler(async ({ input, signal = neverAborted }) => embed(input?.model ?? shippedEmbedder, signal)),
    tryModel: os.tryModel.handler(({ input, signal }) =>
      tryModel({ findEmbedder: find, openEmbedder: open, samplePassages: counts.sample }, input, signal),
    ),
    vectorCounts: os.vectorCounts.handler(async () => counts.count()),
    forgetVectors: os.forgetVectors.handler(async ({ input }) => ({
      vectors: await counts.forget(input.id).catch(sayWhenFull),
    })),
    checkFile: os.checkFile.handler(({ input }) => files.check(input)),
    countRows: os.countRows.handler(() => files.countRows()),
    repairFullText: os.repairFullText.handler(() => files.repairFullText()),
    dictate: os.dictate.handler(async ({ input, signal }) => {
      const heard = await dictation.hear(Buffer.from(input.base64, 'base64'), signal)
      if (heard.ok) return { outcome: 'heard', text: heard.value }
      const { code, message: reason } = heard.failure
      return { outcome: code === 'RECORDINGS_NOT_SET_UP' ? 'not-set-up' : 'failed', reason }
    }),
    health: os.health.handler(async () => ({ embedder: embedding.health() })),
  }),
)

const day = 86_400_000

async function* embed(model: EmbedderSpec, signal: AbortSignal) {
  try {
    // Nothing waits to be read, so there is time to tidy: rows of what is gone, and vectors nobody came back for.
    documents.forget({ documents: Date.now() - 30 * day, vectors: Date.now() - day })
    yield* embedding.embed(model, signal)
  } catch (error) {
    sayWhenFull(error)
  }
}

/** Errors cross to main without their text; that the disk is full is something a person can lift, so it is named. */
function sayWhenFull(error: unknown): never {
  if (isStorageFull(error)) throw new ORPCError('STORAGE_FULL', { message: 'SQLITE_FULL', cause: error })
  throw error
}
