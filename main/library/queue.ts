import type { ContractRouterClient } from '@orpc/contract'
import type { IngestFailure, libraryWorkerContract, ReadOutcome } from '#contract/library.contract'
import { WorkerDied } from '../app/worker-connection.ts'
import type { Batches } from './batches.ts'
import type { Job, JobEnd, JobStore } from './job.store.ts'
import type { Progress } from './progress.ts'
import type { Refresh } from './refresh.ts'
import type { Room } from './room.ts'
import { isStorageFull } from './sources/file-failure.ts'

export type LibraryWorkerClient = Pick<
  ContractRouterClient<typeof libraryWorkerContract>,
  'read' | 'remove' | 'forget' | 'embed' | 'health'
>

export interface QueueDeps {
  readonly jobs: JobStore
  readonly worker: Pick<LibraryWorkerClient, 'read' | 'remove'>
  readonly batches: Batches
  readonly progress: Progress
  readonly refresh: Refresh
  readonly room: Room
  /** Folder a job's file must stay in; null for a single file. */
  readonly rootOf: (sourceId: string) => string | null
  readonly onChange: () => void
  /** No read is waiting any more. */
  readonly onRead: () => void
  readonly report: (error: unknown) => void
}
export type Queue = ReturnType<typeof createQueue>

const readsAtOnce = 64
const removalsAtOnce = 500
const endsAtOnce = 32
const endsWithin = 20
const busyPause = 250

/** Works through the jobs: removals at once, reads by priority; never loses one and never does one twice for nothing. */
export function createQueue(deps: QueueDeps) {
  const { jobs, worker, batches, progress, refresh, room, rootOf, onChange, onRead, report } = deps
  const inHand = new Map<string, Job>()
  const unanswered = new Set<string>()
  const ends = new Map<string, { job: Job; end: JobEnd; passages: number }>()
  const suspects: string[] = []
  const turned: (() => void)[] = []
  const closing = new AbortController()
  let deaths: Job[] = []
  let timer: NodeJS.Timeout | null = null
  let removing = false
  let started = false
  let paused = false
  let idle = Promise.withResolvers<void>()
  return {
    start,
    advance,
    pause,
    resume,
    isPaused: () => paused,
    isStopped: stopped,
    isReading: () => inHand.size > 0,
    quiet,
    close,
  }

  /** Until then nothing is taken up: a short command may only want to queue. */
  function start(): void {
    started = true
    jobs.recover()
    advance()
  }

  /** Takes up whatever can be done now; to be called after anything that may allow more. */
  function advance(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (closing.signal.aborted) return
    try {
      const claimed = turnOver()
      for (const job of claimed) void read(job)
      if (!stopped() && !removing) void remove().catch(report)
      if (claimed.length > 0) onChange()
    } catch (error) {
      if (isStorageFull(error)) void room.full({ code: 'STORAGE_FULL', message: String(error) }).then(onChange)
      else if (isBusy(error)) timer = setTimeout(advance, busyPause)
      else throw error
      return
    }
    if (inHand.size > 0) return
    idle.resolve()
    idle = Promise.withResolvers()
    if (!stopped()) onRead()
  }

  function pause(): void {
    paused = true
  }

  function resume(): void {
    paused = false
    room.lift()
    advance()
  }

  /** Resolves when no file of the source is being read. */
  async function quiet(sourceId: string): Promise<void> {
    while ([...inHand.values()].some((job) => job.sourceId === sourceId)) {
      const { promise, resolve } = Promise.withResolvers<void>()
      turned.push(resolve)
      await promise
    }
  }

  /** Starts nothing more, and gives what is being read a moment to end. */
  async function close(): Promise<void> {
    paused = true
    if (inHand.size > 0) await Promise.race([idle.promise, waitAtMost(2_000)])
    closing.abort()
    if (timer) clearTimeout(timer)
  }

  function stopped(): boolean {
    return !started || paused || closing.signal.aborted || room.blocked() !== null
  }

  /** Writes what ended and takes the next jobs, in one transaction; after a death they go one at a time. */
  function turnOver(): readonly Job[] {
    convictOrSuspect()
    const suspect = suspects[0]
    const free = suspect === undefined ? readsAtOnce - unanswered.size : 1 - unanswered.size
    const written = [...ends.values()]
    const { ended, claimed } = jobs.turnOver(
      written.map(({ end }) => end),
      {
        kind: 'read',
        limit: stopped() ? 0 : free,
        except: [...inHand.keys()].filter((id) => !ends.has(id)),
        id: suspect,
      },
    )
    for (const { job, end, passages } of written) {
      ends.delete(job.id)
      inHand.delete(job.id)
      const batchId = ended.get(job.id)
      if (batchId === undefined) continue
      batches.ended(batchId, job.path, end.end === 'failed' ? end.failure : null)
      if (job.kind === 'read') progress.fileDone(passages)
    }
    for (const job of claimed) inHand.set(job.id, job)
    if (suspect !== undefined && !stopped() && free > 0) {
      suspects.shift()
      // A suspect that was cancelled or removed meanwhile: on to the next.
      if (claimed.length === 0) return turnOver()
    }
    if (written.length > 0) {
      for (const resolve of turned.splice(0)) resolve()
      onChange()
    }
    return claimed
  }

  async function read(job: Job): Promise<void> {
    unanswered.add(job.id)
    const { path, sourceId, title } = job
    try {
      const outcome = await worker.read({ path, sourceId, title, root: rootOf(sourceId) }, { signal: closing.signal })
      unanswered.delete(job.id)
      take(job, outcome)
    } catch (error) {
      if (closing.signal.aborted) return
      if (error instanceof WorkerDied) {
        // Every call in flight rejects now; who was alone is known once all have.
        deaths.push(job)
      } else {
        unanswered.delete(job.id)
        report(error)
        takeError(job, error)
      }
    }
    turnOverSoon()
  }

  function take(job: Job, outcome: ReadOutcome): void {
    if (outcome.outcome === 'failed') return takeFailure(job, outcome.failure)
    if (outcome.outcome === 'written') refresh.soon()
    end(job, { id: job.id, end: 'done' }, outcome.outcome === 'written' ? outcome.passages : 0)
  }

  function takeFailure(job: Job, failure: IngestFailure): void {
    if (failure.code === 'STORAGE_FULL') {
      void room.full(failure).then(onChange)
      end(job, { id: job.id, end: 'again', attempts: job.attempts })
    } else {
      end(job, { id: job.id, end: 'failed', failure, attempts: job.attempts })
    }
  }

  /** An error that is no named failure is tried once more, then kept as one. */
  function takeError(job: Job, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    if (isStorageFull(error)) takeFailure(job, { code: 'STORAGE_FULL', message })
    else if (job.attempts === 0) end(job, { id: job.id, end: 'again', attempts: 1 })
    else takeFailure(job, { code: 'FILE_UNREADABLE', message })
  }

  /** A file that was alone when the process died did it; several are tried again one by one to learn which. */
  function convictOrSuspect(): void {
    if (deaths.length === 0) return
    const alone = deaths.length === 1 && unanswered.size === 1
    for (const job of deaths) {
      unanswered.delete(job.id)
      const attempts = job.attempts + (alone ? 1 : 0)
      if (attempts >= 2) {
        const message = 'The reader ended twice while it had this file'
        end(job, { id: job.id, end: 'failed', failure: { code: 'FILE_ENDS_READER', message }, attempts })
      } else {
        end(job, { id: job.id, end: 'again', attempts })
        suspects.push(job.id)
      }
    }
    deaths = []
  }

  function end(job: Job, how: JobEnd, passages = 0): void {
    ends.set(job.id, { job, end: how, passages })
  }

  /** Ends are written together: many files to a transaction while many are read, at once when none is left. */
  function turnOverSoon(): void {
    if (ends.size >= endsAtOnce || unanswered.size === 0) {
      if (timer) clearTimeout(timer)
      timer = setTimeout(advance, 0)
    } else {
      timer ??= setTimeout(advance, endsWithin)
    }
  }

  async function remove(): Promise<void> {
    removing = true
    try {
      for (;;) {
        if (stopped()) return
        const { claimed } = jobs.turnOver([], { kind: 'remove', limit: removalsAtOnce, except: [...inHand.keys()] })
        if (claimed.length === 0) return
        for (const job of claimed) inHand.set(job.id, job)
        await removeAll(claimed)
      }
    } finally {
      removing = false
    }
  }

  async function removeAll(claimed: readonly Job[]): Promise<void> {
    let how: 'done' | 'again' = 'done'
    try {
      await worker.remove({ paths: claimed.map((job) => job.path) }, { signal: closing.signal })
      refresh.soon()
    } catch (error) {
      if (closing.signal.aborted) return
      if (isStorageFull(error)) await room.full({ code: 'STORAGE_FULL', message: String(error) })
      else if (!(error instanceof WorkerDied)) throw error
      how = 'again'
    }
    for (const job of claimed) {
      end(job, how === 'done' ? { id: job.id, end: 'done' } : { id: job.id, end: 'again', attempts: 0 })
    }
    turnOverSoon()
  }
}

/** Another process held the database longer than the busy timeout; nothing was written and nothing is lost. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}

function waitAtMost(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
