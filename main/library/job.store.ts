import { v7 as newId } from 'uuid'
import type { IngestFailure } from '#contract/library.contract'
import type { Database } from '#database/database'
import type { jobs } from '#database/library.table'

export type Job = Pick<
  typeof jobs.$inferSelect,
  'id' | 'sourceId' | 'batchId' | 'kind' | 'path' | 'title' | 'attempts' | 'bytes'
>
export type NewJob = Pick<
  typeof jobs.$inferSelect,
  'sourceId' | 'batchId' | 'kind' | 'path' | 'documentId' | 'title' | 'bytes' | 'modifiedAt' | 'priority'
> & {
  /** A file that a person waits for stays in that batch when a scan finds it changed meanwhile. */
  readonly by: 'person' | 'scan'
}
/** How work on a job ended: done with, to be done again, or failed. */
export type JobEnd =
  | { readonly id: string; readonly end: 'done' }
  | { readonly id: string; readonly end: 'again'; readonly attempts: number }
  | { readonly id: string; readonly end: 'failed'; readonly failure: IngestFailure; readonly attempts: number }
export type JobStore = ReturnType<typeof createJobStore>

/** Jobs of a paused source stand behind this priority, so that the queue need not visit them to pass them over. */
export const pausedPriority = 1_000_000_000

const columns = 'id, source_id AS sourceId, batch_id AS batchId, kind, path, title, attempts, bytes'

/** The durable queue: what is not a row here is not waiting, and what is a row survives a crash. */
export function createJobStore({ sqlite }: Database, clock: () => number) {
  const insert = sqlite.prepare(`
    INSERT INTO jobs (id, source_id, batch_id, kind, path, document_id, title, state, bytes, modified_at, priority, created_at, updated_at)
    VALUES (@id, @sourceId, @batchId, @kind, @path, @documentId, @title, 'waiting', @bytes, @modifiedAt,
      @priority + ${pausedPriority} * EXISTS (SELECT 1 FROM sources s WHERE s.id = @sourceId AND s.paused), @now, @now)
    ON CONFLICT (path) DO UPDATE SET source_id = excluded.source_id,
      batch_id = CASE WHEN @by = 'scan' AND kind = excluded.kind AND state IN ('waiting', 'running') THEN batch_id ELSE excluded.batch_id END,
      kind = excluded.kind,
      document_id = excluded.document_id, title = coalesce(excluded.title, title), state = 'waiting', attempts = 0,
      failure_code = NULL, failure_message = NULL, bytes = excluded.bytes, modified_at = excluded.modified_at,
      priority = excluded.priority, updated_at = excluded.updated_at`)
  const follow = sqlite.prepare('UPDATE jobs SET batch_id = ? WHERE path = ?')
  const waiting = sqlite.prepare<[string, string, number], Job>(`
    SELECT ${columns} FROM jobs WHERE state = 'waiting' AND priority < ${pausedPriority} AND kind = ? AND id NOT IN (SELECT value FROM json_each(?))
    ORDER BY priority, bytes LIMIT ?`)
  const named = sqlite.prepare<[string], Job>(`SELECT ${columns} FROM jobs WHERE state = 'waiting' AND id = ?`)
  const start = sqlite.prepare("UPDATE jobs SET state = 'running', updated_at = ? WHERE id = ?")
  const remove = sqlite.prepare("DELETE FROM jobs WHERE id = ? AND state = 'running' RETURNING batch_id").pluck()
  const requeue = sqlite.prepare(
    "UPDATE jobs SET state = 'waiting', attempts = ?, updated_at = ? WHERE id = ? AND state = 'running'",
  )
  const setAside = sqlite
    .prepare(`UPDATE jobs SET state = 'failed', failure_code = ?, failure_message = ?, attempts = ?, updated_at = ?
      WHERE id = ? AND state = 'running' RETURNING batch_id`)
    .pluck()

  return {
    add: sqlite.transaction(add).immediate,
    turnOver: sqlite.transaction(turnOver).immediate,
    recover,
    retry,
    cancel,
    forget,
    pauseSource,
    openByBatch,
    ofBatch,
  }

  /** Makes a waiting job of each; a path has one job at most, so a newer wish replaces an older one. */
  function add(wanted: readonly NewJob[], alreadyQueued: readonly string[] = [], batchId = ''): void {
    const now = clock()
    for (const job of wanted) insert.run({ ...job, id: newId(), now })
    for (const path of alreadyQueued) follow.run(batchId, path)
  }

  /** Writes how jobs ended and marks the next as running, in one transaction. A job that was queued again meanwhile stays. */
  function turnOver(
    ends: readonly JobEnd[],
    next: {
      readonly kind: Job['kind']
      readonly limit: number
      readonly except: readonly string[]
      readonly id?: string
    },
  ): { readonly ended: ReadonlyMap<string, string>; readonly claimed: readonly Job[] } {
    const now = clock()
    const ended = new Map<string, string>()
    for (const job of ends) {
      if (job.end === 'again') {
        requeue.run(job.attempts, now, job.id)
        continue
      }
      const batchId =
        job.end === 'done'
          ? remove.get(job.id)
          : setAside.get(job.failure.code, job.failure.message, job.attempts, now, job.id)
      if (typeof batchId === 'string') ended.set(job.id, batchId)
    }
    const finished = new Set(ends.map((job) => job.id))
    const except = next.except.filter((id) => !finished.has(id))
    const claimed =
      next.limit <= 0 ? [] : next.id ? named.all(next.id) : waiting.all(next.kind, JSON.stringify(except), next.limit)
    for (const job of claimed) start.run(now, job.id)
    return { ended, claimed }
  }

  /** Jobs that ran when the last process died wait again; the death was not theirs. */
  function recover(): number {
    return sqlite.prepare("UPDATE jobs SET state = 'waiting' WHERE state = 'running'").run().changes
  }

  function retry(jobIds: readonly string[]): number {
    return sqlite
      .prepare(`UPDATE jobs SET state = 'waiting', attempts = 0, failure_code = NULL, failure_message = NULL, updated_at = @now
        WHERE state IN ('failed', 'cancelled') ${chosen(jobIds)}`)
      .run({ now: clock(), jobIds: JSON.stringify(jobIds) }).changes
  }

  function cancel(jobIds: readonly string[]): number {
    return sqlite
      .prepare(`UPDATE jobs SET state = 'cancelled', updated_at = @now
        WHERE state = 'waiting' AND kind = 'read' ${chosen(jobIds)}`)
      .run({ now: clock(), jobIds: JSON.stringify(jobIds) }).changes
  }

  /** Drops the jobs of files that vanished before they were read. */
  function forget(paths: readonly string[]): void {
    sqlite
      .prepare("DELETE FROM jobs WHERE kind = 'read' AND path IN (SELECT value FROM json_each(?))")
      .run(JSON.stringify(paths))
  }

  /** Has the queue pass over the jobs of a source, or take them up again. */
  function pauseSource(sourceId: string, paused: 'paused' | 'going on'): void {
    const [from, change] = paused === 'paused' ? ['<', '+'] : ['>=', '-']
    sqlite
      .prepare(`UPDATE jobs SET priority = priority ${change} ${pausedPriority}
        WHERE source_id = ? AND priority ${from} ${pausedPriority}`)
      .run(sourceId)
  }

  /** How many jobs of each batch are still to be done. */
  function openByBatch(): ReadonlyMap<string, number> {
    const rows = sqlite
      .prepare<[], { batchId: string; count: number }>(
        "SELECT batch_id AS batchId, count(*) AS count FROM jobs WHERE state IN ('waiting', 'running') GROUP BY batch_id",
      )
      .all()
    return new Map(rows.map((row) => [row.batchId, row.count]))
  }

  /** What is known of a batch an earlier process began. */
  function ofBatch(batchId: string) {
    return sqlite
      .prepare<[string], { count: number; open: number; startedAt: number | null }>(
        `SELECT count(*) AS count, coalesce(sum(state IN ('waiting', 'running')), 0) AS open, min(created_at) AS startedAt
        FROM jobs WHERE batch_id = ?`,
      )
      .get(batchId)
  }
}

function chosen(jobIds: readonly string[]): string {
  return jobIds.length === 0 ? '' : 'AND id IN (SELECT value FROM json_each(@jobIds))'
}
