import type { AddFailure } from '#contract/library.contract'
import type { Batches } from '../batches.ts'
import type { NewJob } from '../job.store.ts'
import type { LibraryStore } from '../library.store.ts'
import { priorityOf } from '../priority.ts'
import { decide } from './known-file.ts'
import type { FoundFile } from './scan.ts'

export interface IntakeWish {
  readonly sourceId: string
  readonly batchId: string
  /** A person's wish tries again what failed before; a scan does not. */
  readonly by: 'person' | 'scan'
  readonly title?: string
}
export type Intake = ReturnType<typeof createIntake>

/** Turns found and vanished files into jobs; what is known and unchanged costs one lookup and no reading. */
export function createIntake({
  store,
  batches,
  clock,
  onQueued,
}: {
  readonly store: LibraryStore
  readonly batches: Batches
  readonly clock: () => number
  readonly onQueued: () => void
}) {
  return { take, takeGone, noteFailures }

  /** Queues those of the files that are new or changed, in one transaction; tells how many. */
  function take(files: readonly FoundFile[], { sourceId, batchId, by, title }: IntakeWish): number {
    if (files.length === 0) return 0
    const known = store.documents.knownFiles(files.map((file) => file.path))
    const live = new Set(store.sources.live().map((source) => source.id))
    const wanted: NewJob[] = []
    const queuedAlready: string[] = []
    for (const file of files) {
      const before = known.get(file.path)
      const decision = decide(file, before, by)
      if (decision === 'follow' && by === 'person') queuedAlready.push(file.path)
      if (decision !== 'queue') continue
      // A file that another source brought in stays with it.
      const owner = before?.sourceId && live.has(before.sourceId) ? before.sourceId : sourceId
      wanted.push({
        ...file,
        sourceId: owner,
        batchId,
        by,
        kind: 'read',
        documentId: before?.documentId ?? null,
        title: title ?? null,
        priority: priorityOf(file, clock()),
      })
    }
    const count = wanted.length + queuedAlready.length
    if (count > 0) store.jobs.add(wanted, queuedAlready, batchId)
    if (by === 'person') {
      batches.queued(batchId, sourceId, count)
      batches.skipped(batchId, files.length - count)
      // Another batch may have lost files to this one.
      if (queuedAlready.length > 0 || wanted.some((job) => known.get(job.path)?.jobState)) batches.recount()
    }
    if (count > 0) onQueued()
    return count
  }

  /** Has the documents of vanished files removed and forgets their jobs. */
  function takeGone(paths: readonly string[], { sourceId, batchId }: IntakeWish): number {
    const known = store.documents.knownFiles(paths)
    // A file that is being read at this moment would come into the library after all.
    const mayBeThere = (path: string) => known.get(path)?.documentId || known.get(path)?.jobState === 'running'
    const gone = paths.filter(mayBeThere)
    store.jobs.forget(paths.filter((path) => !mayBeThere(path)))
    if (gone.length > 0) {
      store.jobs.add(
        gone.map((path) => ({
          path,
          sourceId: known.get(path)?.sourceId ?? sourceId,
          batchId,
          by: 'scan',
          kind: 'remove',
          documentId: known.get(path)?.documentId ?? null,
          title: null,
          bytes: 0,
          modifiedAt: null,
          priority: 0,
        })),
      )
    }
    batches.recount()
    onQueued()
    return gone.length
  }

  function noteFailures(failures: readonly AddFailure[], { batchId, by }: IntakeWish): void {
    if (by === 'person' && failures.length > 0) batches.failedToAdd(batchId, failures)
  }
}
