import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { FindInput, type SearchMode } from '#contract/search.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import type { Embedder } from '#models/embedding/embedder'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { embeddedText } from '../../../workers/embedded-text.ts'
import { createDocumentStore } from '../../../workers/library/document.store.ts'
import { openPassageStore } from '../../../workers/search/passage.store.ts'
import { createSearch } from '../../../workers/search/search.ts'
import type { Tuning } from '../../../workers/search/tuning.ts'
import { openVectors } from '../../../workers/search/vectors.ts'
import type { Cutting } from './cuttings.ts'
import { ndcgAt10 } from './measures.ts'
import type { EvaluationSet, Question } from './sets.ts'

export type CutLibrary = Awaited<ReturnType<typeof cutLibrary>>

/** A set, cut one way, in a library that can be asked with every tuning; every search by meaning is exact. */
export async function cutLibrary(set: EvaluationSet, cutting: Cutting, embedder: Embedder) {
  const place = await realpath(await mkdtemp(join(tmpdir(), 'alcove-ablations-')))
  const databasePath = join(place, 'alcove.sqlite')
  await set.write(join(place, 'documents'))
  const passages = await fill()

  return { passages, ask, remove: () => rm(place, { recursive: true, force: true }) }

  async function fill(): Promise<number> {
    const database = openDatabase(databasePath)
    await migrateDatabase(database, { backupFolder: place })
    database.sqlite
      .prepare(
        `INSERT INTO sources (id, kind, title, path, watched, created_at, updated_at) VALUES ('s', 'folder', '', ?, 0, 0, 0)`,
      )
      .run(place)
    const store = createDocumentStore(database, embedder.id)
    const countTokens = loadTokenizer().count
    const entries = await readdir(join(place, 'documents'), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      const bytes = new Uint8Array(await readFile(path))
      const draft = await cutting.read({ name: basename(path), bytes, countTokens })
      if (!draft) continue
      const file = { path, sourceId: 's', bytes: bytes.length, sha256: '', modifiedAt: 0 }
      store.write([{ ...file, part: '', identity: null, thread: null, draft }])
    }
    const rows = database.sqlite
      .prepare<[], { readonly key: number; readonly heading: string | null; readonly text: string }>(
        'SELECT key, heading, text FROM passages ORDER BY key',
      )
      .all()
    const vectors = await embedder.embed(rows.map(embeddedText), undefined, 'passage')
    const insert = database.sqlite.prepare('INSERT INTO embeddings (passage_key, model, vector) VALUES (?, ?, ?)')
    database.sqlite.transaction(() => {
      for (const [index, { key }] of rows.entries()) {
        const vector = vectors[index] ?? new Float32Array()
        insert.run(key, embedder.id, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
      }
    })()
    database.close()
    return rows.length
  }

  /** nDCG@10 of each question. */
  async function ask(questions: readonly Question[], mode: SearchMode, tuning: Tuning): Promise<number[]> {
    const { passages: reading, close } = openPassageStore(databasePath, { tuning })
    const [dimensions, build] = [(await embedder.embed(['']))[0]?.length ?? 0, async () => {}]
    const folder = join(place, 'index')
    const vectors = await openVectors({
      passages: reading,
      model: embedder.id,
      dimensions,
      folder,
      engine: null,
      build,
    })
    const search = createSearch({ passages: reading, meaning: { embedder, vectors }, tuning })
    const values: number[] = []
    for (const { query, relevant } of questions) {
      const found = await search.find(FindInput.parse({ query, mode, limit: 10, by: 'document' }))
      values.push(
        ndcgAt10(
          found.passages.map(({ path }) => set.idOf(path)),
          relevant,
        ),
      )
    }
    close()
    return values
  }
}
