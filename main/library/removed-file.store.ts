import type { Database } from '#database/database'

export interface RemovedDocument {
  readonly documentId: string
  readonly sourceId: string
  readonly path: string
  readonly title: string
  readonly removedAt: number
}
export type RemovedFileStore = ReturnType<typeof createRemovedFileStore>

/** Remembers which files a person took out of the library, so that no scan brings them back. */
export function createRemovedFileStore({ sqlite }: Database, clock: () => number) {
  const add = sqlite.prepare<{ ids: string; now: number }>(`
    INSERT INTO removed_files (path, source_id, created_at, updated_at)
    SELECT path, source_id, @now, @now FROM documents WHERE id IN (SELECT value FROM json_each(@ids)) AND part = ''
    ON CONFLICT (path) DO UPDATE SET source_id = excluded.source_id, created_at = @now, updated_at = @now, deleted_at = NULL`)
  const takeBack = sqlite.prepare<{ paths: string; now: number }>(`
    UPDATE removed_files SET deleted_at = @now, updated_at = @now
    WHERE path IN (SELECT value FROM json_each(@paths)) AND deleted_at IS NULL`)
  const paths = sqlite.prepare<[], string>('SELECT path FROM removed_files WHERE deleted_at IS NULL').pluck()
  const one = sqlite.prepare('SELECT 1 FROM removed_files WHERE path = ? AND deleted_at IS NULL')
  const documents = sqlite.prepare<[], RemovedDocument>(`
    SELECT d.id AS documentId, d.source_id AS sourceId, r.path, d.title, r.created_at AS removedAt
    FROM removed_files r CROSS JOIN documents d ON d.path = r.path AND d.part = '' AND d.deleted_at IS NOT NULL
    CROSS JOIN sources s ON s.id = d.source_id AND s.deleted_at IS NULL WHERE r.deleted_at IS NULL`)

  return {
    add: remember,
    takeBack: back,
    paths: () => paths.all(),
    has,
    documents: () => documents.all(),
    forgetSource,
  }

  /** Remembers the files of these documents as removed; a document inside a file is none. */
  function remember(documentIds: readonly string[]): number {
    return add.run({ ids: JSON.stringify(documentIds), now: clock() }).changes
  }

  /** The files may be read again. */
  function back(removed: readonly string[]): number {
    return takeBack.run({ paths: JSON.stringify(removed), now: clock() }).changes
  }

  function has(path: string): boolean {
    return one.get(path) !== undefined
  }

  function forgetSource(sourceId: string): void {
    sqlite.prepare('DELETE FROM removed_files WHERE source_id = ?').run(sourceId)
  }
}
