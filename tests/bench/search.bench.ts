import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FindInput } from '#contract/search.contract'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { createExactVectors } from '../../workers/search/exact-vectors.ts'
import { loadHnswlibEngine } from '../../workers/search/hnswlib.engine.ts'
import { openPassageStore } from '../../workers/search/passage.store.ts'
import { createSearch } from '../../workers/search/search.ts'
import { startBuild } from '../../workers/search/start-build.ts'
import { usearchEngine } from '../../workers/search/usearch.engine.ts'
import { inBuildOrder, type VectorEngine } from '../../workers/search/vector-index.ts'
import { openVectors } from '../../workers/search/vectors.ts'
import { type Bench, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { questionsOf } from './questions.ts'

const sizes = [1_000, 10_000, 100_000]
type Embedder = Extract<Awaited<ReturnType<typeof createEmbedder>>, { ok: true }>['value']

/** How long a search takes as the library grows, and what the two index libraries do with the same vectors. */
export const searchBench: Bench = {
  name: 'search',
  title: 'Search',
  async run({ sets }) {
    const texts = await textsOf(sets)
    const made = await createEmbedder({ sessions: 1 })
    if (!made.ok) throw new Error(made.failure.message)
    const embedder = made.value
    const latencies: (string | number)[][] = []
    const indexes: (string | number)[][] = []
    for (const size of sizes) {
      const library = await bigLibrary(size, texts)
      const questions = questionsOf(texts)
      process.stderr.write(`${library.passages} passages …\n`)
      latencies.push(...(await measureSearch(library.databasePath, library.indexFolder, embedder, questions)))
      indexes.push(...(await measureIndexes(library.databasePath, embedder, questions)))
    }
    await embedder.close()
    const first = table(['passages', 'mode', 'p50', 'p95', 'opened in'], latencies)
    const second = table(['vectors', 'engine', 'built', 'recall@10', 'p50', 'p95', 'file', 'opened in'], indexes)
    return `${first}\n\nThe index alone, one thread, asked for 10:\n\n${second}`
  },
}

async function measureSearch(databasePath: string, folder: string, embedder: Embedder, questions: readonly string[]) {
  const { passages, close } = openPassageStore(databasePath)
  const { id: model, dimensions } = embedder
  const task = { databasePath, folder, engine: 'usearch' as const, model, dimensions }
  const open = () =>
    openVectors({ passages, model, dimensions, folder, engine: usearchEngine, build: startBuild(task) })
  await (await open()).settled()
  const begun = performance.now()
  const vectors = await open()
  const opened = performance.now() - begun
  const search = createSearch({ passages, meaning: { embedder, vectors } })
  const rows: (string | number)[][] = []
  for (const mode of ['words', 'meaning', 'fused'] as const) {
    const times: number[] = []
    for (const query of questions) {
      const { milliseconds } = await search.find(FindInput.parse({ query, mode }))
      times.push(milliseconds)
    }
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)].map((time) => `${readable(time)} ms`)
    rows.push([vectors.size(), mode, p50 ?? '', p95 ?? '', `${readable(opened)} ms`])
  }
  close()
  return rows
}

async function measureIndexes(databasePath: string, embedder: Embedder, questions: readonly string[]) {
  const { passages, close } = openPassageStore(databasePath)
  const exact = createExactVectors(embedder.dimensions)
  const stored = passages.vectors(embedder.id, 0, Number.MAX_SAFE_INTEGER)
  for (const { key, vector } of stored) exact.add(key, vector)
  const vectors = new Map(stored.map(({ key, vector }) => [key, vector]))
  const order = inBuildOrder([...vectors.keys()])
  close()
  const asked = await embedder.embed(questions)
  const right = asked.map((vector) => new Set(exact.search(vector, 10).map(({ key }) => key)))
  const hnswlib = await loadHnswlibEngine()
  const engines: readonly VectorEngine[] = 'missing' in hnswlib ? [usearchEngine] : [usearchEngine, hnswlib]
  const folder = await mkdtemp(join(tmpdir(), 'alcove-index-'))
  const rows: (string | number)[][] = []
  for (const engine of engines) {
    const begun = performance.now()
    const growing = engine.create(embedder.dimensions, stored.length)
    for (const key of order) growing.add(key, vectors.get(key) ?? new Float32Array(embedder.dimensions))
    const built = stored.length / ((performance.now() - begun) / 1_000)
    const path = join(folder, engine.name)
    growing.save(path)
    const opening = performance.now()
    const index = engine.open(path, embedder.dimensions)
    const opened = performance.now() - opening
    const times: number[] = []
    const recalls = asked.map((vector, question) => {
      const start = performance.now()
      const found = index.search(vector, 10)
      times.push(performance.now() - start)
      return found.filter(({ key }) => right[question]?.has(key)).length / Math.min(10, stored.length)
    })
    rows.push([
      stored.length,
      engine.name,
      `${readable(built)}/s`,
      (recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length).toFixed(4),
      `${readable(percentile(times, 0.5))} ms`,
      `${readable(percentile(times, 0.95))} ms`,
      `${readable((await stat(path)).size / 1024 ** 2)} MB`,
      `${readable(opened)} ms`,
    ])
  }
  await rm(folder, { recursive: true, force: true })
  return rows
}
