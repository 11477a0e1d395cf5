import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentType } from '#contract/passage'
import { migrateDatabase, openDatabase } from '#database/database'
import { searchableWords } from '../words.ts'
import { openPassageStore } from './passage.store.ts'

export interface DocumentToAdd {
  readonly title: string
  readonly passages: readonly string[]
  readonly type?: DocumentType
  readonly sourceId?: string
  readonly modifiedAt?: number
}

/** A library in a real SQLite file, written as the library worker writes it, for tests of search alone. */
export async function createLibrary() {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-search-'))
  const databasePath = join(folder, 'alcove.sqlite')
  const writer = openDatabase(databasePath)
  writer.sqlite.pragma('synchronous = OFF')
  await migrateDatabase(writer, { backupFolder: folder })
  const reader = openPassageStore(databasePath)
  const addDocument = writer.sqlite.prepare(`
    INSERT INTO documents(id, source_id, path, title, type, bytes, sha256, modified_at, passages, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, 0, '', ?, ?, 0, 0)`)
  const addPassage = writer.sqlite.prepare(`
    INSERT INTO passages(id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words,
      text_words, text_hash) VALUES (?, ?, ?, 1, 1, 0, ?, ?, ?, ?, '')`)
  const addVector = writer.sqlite.prepare('INSERT INTO embeddings(passage_key, model, vector) VALUES (?, ?, ?)')
  let documents = 0

  return {
    folder,
    databasePath,
    indexFolder: join(folder, 'index'),
    passages: reader.passages,
    add: writer.sqlite.transaction(add),
    embed: writer.sqlite.transaction(embed),
    run: (sql: string) => writer.sqlite.exec(sql),
    close: () => {
      reader.close()
      writer.close()
    },
  }

  /** Adds a document and gives the keys of its passages; the id of passage n of document d is `d/n`, both from 1. */
  function add({ title, passages, type = 'text', sourceId = 's1', modifiedAt = 0 }: DocumentToAdd): number[] {
    documents += 1
    const id = `${documents}`
    addDocument.run(id, sourceId, `/${title}`, title, type, modifiedAt, passages.length)
    return passages.map((text, position) => {
      const words = searchableWords(text)
      const values = [`${id}/${position + 1}`, id, position, text.length, text, searchableWords(title)]
      return Number(addPassage.run(...values, words === text ? null : words).lastInsertRowid)
    })
  }

  function embed(model: string, vectors: readonly (readonly [key: number, vector: Float32Array])[]): void {
    for (const [key, vector] of vectors) {
      addVector.run(key, model, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
    }
  }
}

/** Unit vectors that look random and are the same in every run. */
export function createVectorSource(dimensions: number, seed = 1) {
  let state = seed
  return (): Float32Array => {
    const values = Float32Array.from({ length: dimensions }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 31 - 1
    })
    const length = Math.hypot(...values)
    return values.map((value) => value / length)
  }
}
