import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase } from '#database/database'

/** All that a library holds, without ids and times: two libraries are the same when these are equal. */
export function snapshotOf(dataFolder: string) {
  const { sqlite, close } = openDatabase(join(dataFolder, 'alcove.sqlite'))
  try {
    sqlite.exec("INSERT INTO passage_words(passage_words) VALUES ('integrity-check')")
    const rows = (query: string) => sqlite.prepare<[], Record<string, unknown>>(query).all()
    const count = (query: string) => sqlite.prepare(query).pluck().get()
    return {
      documents: rows(`
        SELECT path, title, type, code_language, bytes, sha256, modified_at, pages, passages, embedded_at IS NOT NULL AS ready,
          part, identity, thread, author, written_at, text
        FROM documents JOIN document_texts ON document_id = documents.id WHERE deleted_at IS NULL ORDER BY path, part`),
      passages: rows(`
        SELECT d.path, d.part, p.position, p.page, p.heading, p.place, p.start_line, p.end_line, p.start_offset, p.end_offset, p.text,
          p.context_words, p.text_words, p.text_hash, e.model, e.vector
        FROM passages p JOIN documents d ON d.id = p.document_id LEFT JOIN embeddings e ON e.passage_key = p.key
        ORDER BY d.path, d.part, p.position`).map((row) => ({ ...row, vector: hashOf(row.vector) })),
      words: rows('SELECT term, doc, cnt FROM passage_terms ORDER BY term'),
      jobs: rows('SELECT path, kind, state, failure_code FROM jobs ORDER BY path'),
      sources: rows('SELECT kind, title, path, watched, problem, deleted_at FROM sources ORDER BY path'),
      orphans: [
        count(
          'SELECT count(*) FROM passages WHERE document_id NOT IN (SELECT id FROM documents WHERE deleted_at IS NULL)',
        ),
        count(
          'SELECT count(*) FROM document_texts WHERE document_id NOT IN (SELECT id FROM documents WHERE deleted_at IS NULL)',
        ),
        count('SELECT count(*) FROM embeddings WHERE passage_key NOT IN (SELECT key FROM passages)'),
        count('SELECT count(*) FROM documents WHERE source_id NOT IN (SELECT id FROM sources)'),
      ],
      integrity: sqlite.pragma('integrity_check', { simple: true }),
    }
  } finally {
    close()
  }
}

function hashOf(vector: unknown): string | null {
  return vector instanceof Uint8Array ? createHash('sha256').update(vector).digest('hex') : null
}
