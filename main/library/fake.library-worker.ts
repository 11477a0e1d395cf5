import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { v7 as newId } from 'uuid'
import type { ReadInput, ReadOutcome } from '#contract/library.contract'
import type { Database } from '#database/database'
import type { LibraryWorkerClient } from './queue.ts'

export interface FakeLibraryWorker {
  readonly client: LibraryWorkerClient
  /** Paths in the order in which they were asked for. */
  readonly asked: string[]
  /** The most reads that were under way at one time. */
  most: number
  /** Looks at each read first: may wait, throw, or answer in the worker's place. */
  before: (input: ReadInput) => Promise<ReadOutcome | undefined> | ReadOutcome | undefined
  /** Looks at each run of the embedder first. */
  beforeEmbedding: () => Promise<void>
}

/** A library worker within the process: one passage per paragraph, vectors of one byte, rows like those of the real one. */
export function createFakeLibraryWorker({ sqlite }: Database): FakeLibraryWorker {
  const asked: string[] = []
  let running = 0
  const fake: FakeLibraryWorker = {
    asked,
    most: 0,
    before: () => undefined,
    beforeEmbedding: async () => {},
    client: { read, remove, forget, embed, health } as unknown as LibraryWorkerClient,
  }
  return fake

  async function read(input: ReadInput): Promise<ReadOutcome> {
    asked.push(input.path)
    running += 1
    fake.most = Math.max(fake.most, running)
    try {
      await Promise.resolve()
      return (await fake.before(input)) ?? write(input)
    } finally {
      running -= 1
    }
  }

  function write({ path, sourceId, title }: ReadInput): ReadOutcome {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return { outcome: 'failed', failure: { code: 'FILE_MISSING', message: 'ENOENT' } }
    if (stats.size === 0) return { outcome: 'failed', failure: { code: 'FILE_EMPTY', message: 'No bytes' } }
    const bytes = readFileSync(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    // Of what was removed only the row is left.
    const known = sqlite
      .prepare("SELECT id, iif(deleted_at IS NULL, sha256, '') AS sha256 FROM documents WHERE path = ?")
      .get(path)
    const { id, sha256: before } = (known ?? { id: newId(), sha256: '' }) as { id: string; sha256: string }
    const passages = bytes.toString().split('\n\n')
    sqlite.transaction(() => {
      const now = Date.now()
      sqlite
        .prepare(`INSERT INTO documents (id, source_id, path, title, type, bytes, sha256, modified_at, passages, created_at, updated_at)
          VALUES (?, ?, ?, ?, 'text', ?, ?, ?, ?, ?, ?) ON CONFLICT (path, part) DO UPDATE SET bytes = excluded.bytes,
          sha256 = excluded.sha256, modified_at = excluded.modified_at, passages = excluded.passages, embedded_at = NULL,
          source_id = excluded.source_id, deleted_at = NULL`)
        .run(
          id,
          sourceId,
          path,
          title ?? basename(path),
          stats.size,
          sha256,
          Math.trunc(stats.mtimeMs),
          passages.length,
          now,
          now,
        )
      if (before === sha256) return
      sqlite.prepare('DELETE FROM passages WHERE document_id = ?').run(id)
      sqlite.prepare('INSERT OR REPLACE INTO document_texts VALUES (?, ?)').run(id, bytes.toString())
      for (const [position, text] of passages.entries()) {
        sqlite
          .prepare(`INSERT INTO passages (id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words, text_hash)
            VALUES (?, ?, ?, 1, 1, 0, ?, ?, '', ?)`)
          .run(newId(), id, position, text.length, text, sha256)
      }
    })()
    if (before === sha256) return { outcome: 'unchanged', documentId: id }
    return { outcome: 'written', documentId: id, passages: passages.length }
  }

  async function remove(input: Removal): Promise<{ documents: number }> {
    const ids = sqlite
      .prepare<string[], string>(`SELECT id FROM documents WHERE deleted_at IS NULL AND (source_id = ?
        OR path IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)))`)
      .pluck()
      .all(...wanted(input))
    for (const id of ids) {
      sqlite.prepare('DELETE FROM passages WHERE document_id = ?').run(id)
      sqlite.prepare('DELETE FROM document_texts WHERE document_id = ?').run(id)
      sqlite
        .prepare('UPDATE documents SET deleted_at = ?, passages = 0, embedded_at = NULL WHERE id = ?')
        .run(Date.now(), id)
    }
    return { documents: ids.length }
  }

  async function forget(input: Removal): Promise<{ documents: number }> {
    const { changes } = sqlite
      .prepare(`DELETE FROM documents WHERE deleted_at IS NOT NULL AND (source_id = ?
        OR path IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)))`)
      .run(...wanted(input))
    return { documents: changes }
  }

  async function embed() {
    await fake.beforeEmbedding()
    return writeVectors()
  }

  async function* writeVectors() {
    const written = sqlite
      .prepare('SELECT coalesce(sum(passages), 0) FROM documents WHERE embedded_at IS NULL AND deleted_at IS NULL')
      .pluck()
      .get()
    const { changes } = sqlite
      .prepare('UPDATE documents SET embedded_at = ? WHERE embedded_at IS NULL AND deleted_at IS NULL')
      .run(Date.now())
    if (changes > 0) yield { written: Number(written), waiting: 0, documentsReady: changes }
  }

  async function health() {
    return { embedder: { id: 'fake', state: 'ready' as const, detail: '' } }
  }
}

interface Removal {
  readonly documentIds?: readonly string[]
  readonly paths?: readonly string[]
  readonly sourceId?: string
}

function wanted({ sourceId = '', paths = [], documentIds = [] }: Removal): string[] {
  return [sourceId, JSON.stringify(paths), JSON.stringify(documentIds)]
}
