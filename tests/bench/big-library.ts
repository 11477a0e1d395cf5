import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as uuid } from 'uuid'
import { type Database, migrateDatabase, openDatabase } from '#database/database'
import { shippedEmbeddingModel } from '#models/catalog'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { embeddedText } from '../../workers/embedded-text.ts'
import { createDocumentStore } from '../../workers/library/document.store.ts'
import type { DocumentToWrite } from '../../workers/library/document.ts'
import { Limits } from '../../workers/library/limits.ts'
import { readDocument } from '../../workers/library/read-document.ts'
import { type BenchTexts, seeded } from './bench-texts.ts'
import { markdownOf, paperMaker } from './papers.ts'

export interface BigLibrary {
  /** A data folder that Alcove can be started on. */
  readonly data: string
  readonly databasePath: string
  readonly indexFolder: string
  /** The folder its documents were read from; they are there, so that a scan finds nothing new. */
  readonly papers: string
  readonly passages: number
}

const cache = fileURLToPath(new URL('../../.cache/bench', import.meta.url))
/** One in a hundred vectors is of the model, so that they are spread as those of a library are. */
const realVectors = (passages: number) => Math.min(10_000, Math.max(1_000, Math.round(passages / 100)))
const model = `${shippedEmbeddingModel.id}@${shippedEmbeddingModel.revision}`

/**
 * A library of about so many passages, kept between runs: documents of recombined sentences of real texts, written with
 * the store and the chunker of the library worker; the first vectors are real, the others lie in clouds around them.
 */
export async function bigLibrary(passages: number, texts: BenchTexts): Promise<BigLibrary> {
  const folder = join(cache, `library-${passages}-${fingerprint(texts)}`)
  const library = placesOf(folder)
  const whole = join(folder, 'whole')
  if (!existsSync(whole)) {
    // What a run that was stopped left behind; paths are those of this folder, so it is made in its place.
    await rm(folder, { recursive: true, force: true })
    await mkdir(library.papers, { recursive: true })
    await fill(library, { passages, texts })
    await writeFile(whole, '')
  }
  return { ...library, passages: countOf(library.databasePath) }
}

function placesOf(folder: string) {
  const data = join(folder, 'data')
  return {
    data,
    databasePath: join(data, 'alcove.sqlite'),
    indexFolder: join(data, 'index'),
    papers: join(folder, 'papers'),
  }
}

interface Wanted {
  readonly passages: number
  readonly texts: BenchTexts
}

async function fill(library: ReturnType<typeof placesOf>, { passages, texts }: Wanted): Promise<void> {
  const database = openDatabase(library.databasePath)
  database.sqlite.pragma('synchronous = OFF')
  database.sqlite.pragma('cache_size = -524288')
  await migrateDatabase(database, { backupFolder: join(library.data, 'backups') })
  const sourceId = uuid()
  const device = statSync(library.papers).dev
  database.sqlite
    .prepare(
      `INSERT INTO sources (id, kind, title, path, watched, device, created_at, updated_at)
       VALUES (?, 'folder', 'papers', ?, 1, ?, 0, 0)`,
    )
    .run(sourceId, library.papers, device)
  await writeDocuments({ database, sourceId, passages, texts, folder: library.papers })
  await writeVectors(database, realVectors(passages))
  database.sqlite.exec(
    "UPDATE documents SET embedded_at = 1; INSERT INTO passage_words(passage_words) VALUES ('optimize')",
  )
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

async function writeDocuments({ database, sourceId, passages, texts, folder }: DocumentsWanted): Promise<void> {
  const store = createDocumentStore(database, model)
  const limits = Limits.parse({})
  const countTokens = loadTokenizer().count
  const paper = paperMaker(texts.texts)
  let group: DocumentToWrite[] = []
  for (let written = 0, number = 0; written < passages; number += 1) {
    const shelf = join(folder, `shelf-${Math.floor(number / 500)}`)
    if (number % 500 === 0) await mkdir(shelf)
    const path = join(shelf, `paper-${number}.md`)
    const bytes = new TextEncoder().encode(markdownOf(paper(number)))
    const read = await readDocument({ name: `paper-${number}.md`, bytes, limits, countTokens })
    if (!read.ok) throw new Error(read.failure.message)
    await writeFile(path, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    // The very last document gives up what would be too many.
    const draft = { ...read.value, passages: read.value.passages.slice(0, passages - written) }
    const modifiedAt = Math.trunc(statSync(path).mtimeMs)
    group.push({
      path,
      part: '',
      identity: null,
      thread: null,
      sourceId,
      bytes: bytes.length,
      sha256,
      modifiedAt,
      draft,
    })
    written += draft.passages.length
    if (group.length < 200 && written < passages) continue
    store.write(group)
    group = []
  }
}

interface DocumentsWanted extends Wanted {
  readonly database: Database
  readonly sourceId: string
  readonly folder: string
}

async function writeVectors({ sqlite }: Database, count: number): Promise<void> {
  const first = sqlite
    .prepare<[number], { readonly key: number; readonly heading: string | null; readonly text: string }>(
      'SELECT key, heading, text FROM passages ORDER BY key LIMIT ?',
    )
    .all(count)
  const opened = await createEmbedder()
  if (!opened.ok) throw new Error(opened.failure.message)
  const real = await opened.value.embed(first.map(embeddedText))
  await opened.value.close()

  const insert = sqlite.prepare('INSERT INTO embeddings (passage_key, model, vector) VALUES (?, ?, ?)')
  const keys = sqlite.prepare<[], number>('SELECT key FROM passages ORDER BY key').pluck().all()
  const next = seeded(7)
  sqlite.transaction(() => {
    keys.forEach((key, index) => {
      const base = real[index % real.length] ?? new Float32Array(shippedEmbeddingModel.dimensions)
      const vector = index < real.length ? base : near(base, next)
      insert.run(key, model, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
    })
  })()
}

/** A unit vector whose cosine to the given one is between about 0.7 and 0.95, as that of texts on one subject. */
function near(base: Float32Array, next: () => number): Float32Array {
  const reach = (0.3 + 0.7 * next()) * Math.sqrt(3 / base.length)
  const moved = base.map((value) => value + reach * (2 * next() - 1))
  const length = Math.hypot(...moved)
  return moved.map((value) => value / length)
}

function countOf(databasePath: string): number {
  const { sqlite, close } = openDatabase(databasePath, { readonly: true })
  const count = sqlite.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0
  close()
  return count
}

/** Changes with the texts and with what writes them, so that no library of older days is measured. */
function fingerprint({ name, texts }: BenchTexts): string {
  const hash = createHash('sha256').update(`3 ${model} ${dirname(cache)}`)
  for (const text of texts) hash.update(text)
  return `${name}-${hash.digest('hex').slice(0, 8)}`
}
