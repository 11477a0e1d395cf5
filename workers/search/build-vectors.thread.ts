import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { LibraryKey } from '#database/library-key'
import { buildIndex } from './build-vectors.ts'
import { openPassageStore } from './passage.store.ts'
import { loadVectorEngine } from './vector-engines.ts'

const task = z
  .object({
    databasePath: z.string(),
    key: LibraryKey.nullable().default(null),
    folder: z.string(),
    engine: z.enum(['usearch', 'hnswlib']),
    model: z.string(),
    dimensions: z.number(),
  })
  .parse(workerData)

const engine = await loadVectorEngine(task.engine)
if (engine) {
  const { passages, close } = openPassageStore(task.databasePath, { key: task.key })
  await buildIndex({ ...task, passages, engine, onProgress: (done) => parentPort?.postMessage({ done }) })
  close()
}
