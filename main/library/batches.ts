import { v7 as newId } from 'uuid'
import type { Added, AddFailure, BatchEvent, IngestFailure } from '#contract/library.contract'
import type { JobStore } from './job.store.ts'

interface Batch {
  readonly id: string
  readonly startedAt: number
  readonly sourceIds: Set<string>
  added: number
  skipped: number
  failed: AddFailure[]
  total: number
  open: number
  /** False while `add` still looks for files. */
  complete: boolean
  words: number | null
  meaning: number | null
  finished: boolean
}

export type Batches = ReturnType<typeof createBatches>

/** More failures than this are counted by the library's list, not carried in every event. */
const keptFailures = 10_000
const keptBatches = 200

/** Remembers what was added together, until all of it can be found. */
export function createBatches(jobs: Pick<JobStore, 'openByBatch' | 'ofBatch'>, clock: () => number) {
  const batches = new Map<string, Batch>()
  return {
    begin,
    queued,
    skipped,
    failedToAdd,
    complete,
    added,
    ended,
    recount,
    readThrough,
    foundByWords,
    foundByMeaning,
    event,
  }

  function begin(): string {
    const id = newId()
    batches.set(id, emptyBatch(id, clock()))
    for (const [oldId, old] of batches) {
      if (batches.size <= keptBatches) break
      if (old.finished) batches.delete(oldId)
    }
    return id
  }

  function queued(id: string, sourceId: string, files: number): void {
    const batch = get(id)
    batch.sourceIds.add(sourceId)
    batch.added += files
    batch.total += files
    batch.open += files
  }

  function skipped(id: string, files: number): void {
    get(id).skipped += files
  }

  function failedToAdd(id: string, failures: readonly AddFailure[]): void {
    keep(get(id), failures)
  }

  function complete(id: string): void {
    get(id).complete = true
  }

  function added(id: string): Added {
    const { sourceIds, skipped: left, failed, added: files } = get(id)
    return { batchId: id, sourceIds: [...sourceIds], added: files, skipped: left, failed: [...failed] }
  }

  /** A job of the batch is done with; `failure` when in vain. */
  function ended(id: string, path: string, failure: IngestFailure | null): void {
    const batch = batches.get(id)
    if (!batch) return
    batch.open = Math.max(0, batch.open - 1)
    if (!failure) return
    batch.added = Math.max(0, batch.added - 1)
    keep(batch, [{ path, ...failure }])
  }

  /** Counts afresh after jobs changed hands: cancelled, retried, or queued again by another batch. */
  function recount(): void {
    const open = jobs.openByBatch()
    for (const batch of batches.values()) {
      if (batch.finished) continue
      batch.open = open.get(batch.id) ?? 0
      batch.total = Math.max(batch.total, batch.open)
    }
  }

  /** Batches of which every file was read, but which were not yet said to be found by words. */
  function readThrough(): readonly string[] {
    return [...batches.values()]
      .filter((batch) => batch.complete && batch.open === 0 && batch.words === null)
      .map((batch) => batch.id)
  }

  function foundByWords(ids: readonly string[]): void {
    for (const id of ids) get(id).words ??= secondsSince(get(id).startedAt)
  }

  /** Vectors of all that was read are searched; or, with `given: 'up'`, cannot be had at present. */
  function foundByMeaning(given: 'all' | 'up'): void {
    for (const batch of batches.values()) {
      if (batch.finished || batch.words === null) continue
      batch.meaning = given === 'all' ? secondsSince(batch.startedAt) : null
      batch.finished = true
    }
  }

  function event(id: string, passagesWaiting: number): BatchEvent {
    const batch = get(id)
    return {
      added: batch.added,
      skipped: batch.skipped,
      failed: [...batch.failed],
      done: batch.total - batch.open,
      total: batch.total,
      passagesWaiting,
      seconds: { words: batch.words, meaning: batch.meaning },
      finished: batch.finished,
    }
  }

  function get(id: string): Batch {
    const known = batches.get(id)
    if (known) return known
    // Begun by an earlier process: what is left of it is in the queue.
    const left = jobs.ofBatch(id)
    const batch = emptyBatch(id, left?.startedAt ?? clock())
    batch.complete = true
    batch.added = left?.count ?? 0
    batch.total = left?.count ?? 0
    batch.open = left?.open ?? 0
    batches.set(id, batch)
    return batch
  }

  function secondsSince(startedAt: number): number {
    return (clock() - startedAt) / 1_000
  }
}

function keep(batch: Batch, failures: readonly AddFailure[]): void {
  batch.failed.push(...failures.slice(0, keptFailures - batch.failed.length))
}

function emptyBatch(id: string, startedAt: number): Batch {
  return {
    id,
    startedAt,
    sourceIds: new Set(),
    added: 0,
    skipped: 0,
    failed: [],
    total: 0,
    open: 0,
    complete: false,
    words: null,
    meaning: null,
    finished: false,
  }
}
