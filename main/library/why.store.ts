import type { IngestFailureCode } from '#contract/library.contract'
import type { Database } from '#database/database'
import type { jobs } from '#database/library.table'

/** What the library knows of a path. */
export interface FileFacts {
  readonly sourceId: string | null
  readonly job: {
    readonly state: (typeof jobs.$inferSelect)['state']
    readonly failureCode: IngestFailureCode | null
  } | null
  /** Documents of the file that are in the library. */
  readonly documents: readonly string[]
  readonly passages: number
  /** True when all of them have their vectors. */
  readonly embedded: boolean
  /** True when a document of it is known, even if its text is gone. */
  readonly known: boolean
}

interface DocumentRow {
  readonly id: string
  readonly sourceId: string
  readonly passages: number
  readonly embedded: number
  readonly deleted: number
}

/** Looks up what is known of single files. */
export function createWhyStore({ sqlite }: Database) {
  const ofPath = sqlite.prepare<[string], DocumentRow>(`
    SELECT id, source_id AS sourceId, passages, embedded_at IS NOT NULL AS embedded, deleted_at IS NOT NULL AS deleted
    FROM documents WHERE path = ? LIMIT 10000`)
  const jobOf = sqlite.prepare<[string], NonNullable<FileFacts['job']> & { readonly sourceId: string }>(`
    SELECT source_id AS sourceId, state, failure_code AS failureCode FROM jobs WHERE path = ? AND kind = 'read'`)

  return { factsOf }

  function factsOf(path: string): FileFacts {
    const rows = ofPath.all(path)
    const live = rows.filter(({ deleted }) => !deleted)
    const job = jobOf.get(path)
    return {
      sourceId: job?.sourceId ?? live[0]?.sourceId ?? null,
      job: job ? { state: job.state, failureCode: job.failureCode } : null,
      documents: live.map(({ id }) => id),
      passages: live.reduce((total, { passages }) => total + passages, 0),
      embedded: live.every(({ embedded }) => embedded),
      known: rows.length > 0,
    }
  }
}
