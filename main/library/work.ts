import type { NoteActivity } from '#contract/activity.contract'
import type { BatchEvent, LibraryProgress, LibraryState } from '#contract/library.contract'
import { createAnnouncer } from '../app/announcer.ts'
import type { Reserve } from '../app/reserve.ts'
import { createBatches } from './batches.ts'
import type { Counts } from './document.store.ts'
import { createEmbedding, type EmbeddingEnd } from './embedding.ts'
import type { LibraryStore } from './library.store.ts'
import { createProgress } from './progress.ts'
import { createQueue, type LibraryWorkerClient } from './queue.ts'
import { createRefresh } from './refresh.ts'
import { createRoom } from './room.ts'
import { isStorageFull } from './sources/file-failure.ts'

export interface WorkDeps {
  readonly store: LibraryStore
  readonly worker: LibraryWorkerClient
  readonly onChanged: () => Promise<void>
  readonly dataFolder: string
  readonly reserve: Reserve
  readonly clock: () => number
  /** Folder a source's files must stay in; null for a single file. */
  readonly rootOf: (sourceId: string) => string | null
  readonly note?: NoteActivity
  readonly report: (error: unknown) => void
  readonly freeBytes?: (folder: string) => Promise<number>
  /** The slowest work of all: goes on while nothing waits to be read and the vectors in use are complete. */
  readonly building?: { start(): void; stop(): Promise<void> }
}
export type Work = ReturnType<typeof createWork>

const noBuilding = { start: () => {}, stop: async () => {} }
const firstPauseWhileAway = 2_000
const longestPauseWhileAway = 60_000

/** Everything that goes on after files were queued: first words for all that waits, then vectors; and tells how far it is. */
export function createWork(deps: WorkDeps) {
  const {
    store,
    worker,
    onChanged,
    dataFolder,
    reserve,
    clock,
    rootOf,
    note,
    report,
    freeBytes,
    building = noBuilding,
  } = deps
  const batches = createBatches(store.jobs, clock)
  const progress = createProgress(clock)
  const refresh = createRefresh(onChanged, report)
  const announcer = createAnnouncer(state)
  const room = createRoom({ folder: dataFolder, reserve, onRoom: () => queue.advance(), report, freeBytes })
  const queue = createQueue({
    jobs: store.jobs,
    worker: { read: (...call) => worker.read(...call), remove: removeVanished },
    batches,
    progress,
    refresh,
    room,
    rootOf,
    onChange: changed,
    onRead: () => void afterReading().catch(report),
    report,
  })
  const embedding = createEmbedding({
    worker,
    progress,
    refresh,
    onChange: changed,
    onEnd: (how) => void afterEmbedding(how).catch(report),
    onStorageFull,
    report,
  })
  let counted: Counts | null = null
  let scans = 0
  let missing = true
  let pauseWhileAway = firstPauseWhileAway
  let tryAgain: NodeJS.Timeout | null = null

  return {
    batches,
    start: queue.start,
    close,
    state,
    changes: announcer.follow,
    follow,
    retry,
    cancel,
    pause,
    resume,
    queued,
    changed,
    duringScan,
    advance: queue.advance,
    quiet: queue.quiet,
    onStorageFull: room.full,
    stopWhenFull: onStorageFull,
    onRemoved: () => {
      refresh.soon()
      changed()
    },
  }

  /** Ends all work; what is not done stays in the queue. */
  async function close(): Promise<void> {
    room.close()
    announcer.close()
    if (tryAgain) clearTimeout(tryAgain)
    await Promise.all([queue.close(), embedding.stop(), building.stop()])
    refresh.close()
  }

  function state(): LibraryState {
    const counts = count()
    const passagesWaiting = embedding.waiting() ?? counts.passagesWaiting
    return {
      documents: counts.documents,
      passages: counts.passages,
      byState: { ...counts.byState },
      queue: counts.queue,
      progress: progress.report({
        queue: counts.queue,
        passagesWaiting,
        paused: queue.isPaused(),
        blocked: room.blocked(),
      }),
    }
  }

  /** Reports a batch whenever the library changed, and ends with the event that says it is finished. */
  async function* follow(batchId: string, signal?: AbortSignal): AsyncGenerator<BatchEvent> {
    queue.advance()
    for await (const { progress: now } of announcer.follow(signal)) {
      const event = batches.event(batchId, now.passagesWaiting)
      yield event
      if (event.finished) return
    }
  }

  function retry(jobIds: readonly string[]): number {
    const again = store.jobs.retry(jobIds)
    batches.recount()
    queued()
    return again
  }

  function cancel(jobIds: readonly string[]): number {
    const cancelled = store.jobs.cancel(jobIds)
    batches.recount()
    queued()
    return cancelled
  }

  async function pause(): Promise<LibraryProgress> {
    queue.pause()
    await Promise.all([embedding.stop(), building.stop()])
    changed()
    return state().progress
  }

  function resume(): LibraryProgress {
    queue.resume()
    changed()
    return state().progress
  }

  /** To be called after jobs were added or changed. */
  function queued(): void {
    missing = true
    if (embedding.isRunning()) void embedding.stop().catch(report)
    void building.stop().catch(report)
    changed()
    queue.advance()
  }

  /** No file waits: what was read is findable by words; then, unless more is being looked for, vectors are written. */
  async function afterReading(): Promise<void> {
    const read = batches.readThrough()
    if (read.length > 0) {
      await refresh.settle()
      batches.foundByWords(read)
      noteRead(read)
      changed()
    }
    if (scans > 0 || queue.isReading() || queue.isStopped()) return
    if (missing) {
      await building.stop()
      embedding.start()
    } else await afterEmbedding('all')
  }

  async function removeVanished(...call: Parameters<LibraryWorkerClient['remove']>) {
    const removed = await worker.remove(...call)
    if (removed.documents > 0) note?.('documents-removed', { documents: removed.documents, vanished: true })
    return removed
  }

  function noteRead(batchIds: readonly string[]): void {
    const ended = batchIds.map((id) => batches.event(id, 0))
    const files = ended.reduce((sum, { added }) => sum + added, 0)
    const failed = ended.reduce((sum, event) => sum + event.failed.length, 0)
    if (files + failed > 0) note?.('documents-read', { files, failed })
  }

  async function afterEmbedding(how: EmbeddingEnd): Promise<void> {
    missing = how !== 'all'
    if (how === 'away') tryAgainLater()
    else pauseWhileAway = firstPauseWhileAway
    await refresh.settle()
    batches.foundByMeaning(how === 'all' ? 'all' : 'up')
    if (!queue.isReading() && scans === 0) progress.rest()
    changed()
    // What was added meanwhile and needed no reading is waited for as well.
    if (batches.readThrough().length > 0) queue.advance()
    else if (!queue.isReading() && !queue.isStopped() && scans === 0 && !embedding.isRunning()) building.start()
  }

  function tryAgainLater(): void {
    if (tryAgain) clearTimeout(tryAgain)
    tryAgain = setTimeout(queue.advance, pauseWhileAway).unref()
    pauseWhileAway = Math.min(pauseWhileAway * 2, longestPauseWhileAway)
  }

  async function duringScan<T>(scan: () => Promise<T>): Promise<T> {
    scans += 1
    try {
      return await scan()
    } finally {
      scans -= 1
      queue.advance()
      changed()
    }
  }

  function onStorageFull(error: unknown): boolean {
    if (!isStorageFull(error)) return false
    void room.full({ code: 'STORAGE_FULL', message: String(error) }).then(changed)
    return true
  }

  function changed(): void {
    counted = null
    announcer.changed()
  }

  /** Counted once after a change, however many ask. */
  function count(): Counts {
    counted ??= store.documents.counts()
    return counted
  }
}
