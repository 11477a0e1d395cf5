import type { LibraryStore } from './library.store.ts'
import type { StoredSource } from './source.store.ts'
import type { Intake } from './sources/intake.ts'
import { isWithin, type Recognises } from './sources/left-out.ts'
import { createReconciler } from './sources/reconcile.ts'
import { createWatcher } from './sources/watcher.ts'

export interface FollowingDeps {
  readonly store: LibraryStore
  readonly intake: Intake
  readonly dataFolder: string
  readonly recognises: () => Recognises
  readonly onChange: () => void
  /** Holds back the slower work while files are being looked for. */
  readonly duringScan: <T>(scan: () => Promise<T>) => Promise<T>
  readonly report: (error: unknown) => void
}
export type Following = ReturnType<typeof createFollowing>

const lookAgainEvery = 30_000

/** Keeps watched sources in step: a scan at the start, file events from then on, and another look at what was out of reach. */
export function createFollowing(deps: FollowingDeps) {
  const { store, intake, dataFolder, recognises, onChange, duringScan, report } = deps
  const closing = new AbortController()
  const { signal } = closing
  const reconciler = createReconciler({ store, intake, dataFolder, recognises })
  const watcher = createWatcher({
    dataFolder,
    onPaths: (sourceId, paths) => inTurn(sourceId, (source) => reconciler.follow(source, paths, signal)),
    onScan: (sourceId) => inTurn(sourceId, (source) => scan(source)),
    report,
  })
  /** One look at a source after the other: two at a time would each take the other's finds for news. */
  const turns = new Map<string, Promise<unknown>>()
  const again = setInterval(lookAgain, lookAgainEvery).unref()
  return { start, follow, unfollow, rescan, takeOver, close }

  async function start(): Promise<void> {
    for (const source of store.sources.live()) {
      if (signal.aborted) return
      if (!source.watched) continue
      // Events first: what changes during the scan is told of by them.
      await follow(source)
      await inTurn(source.id, scan)
    }
  }

  /** Follows a source, or no longer, as its settings say. */
  async function follow(source: StoredSource): Promise<void> {
    const present = store.sources.find(source.id)
    if (!present?.watched || present.deletedAt !== null || signal.aborted) return unfollow(source.id)
    await watcher.watch(present)
  }

  async function unfollow(sourceId: string): Promise<void> {
    await watcher.unwatch(sourceId)
  }

  /** Compares one source, or every source, with the library now. */
  async function rescan(sourceId?: string): Promise<number> {
    const wanted = store.sources.live().filter((source) => sourceId === undefined || source.id === sourceId)
    const queued = await Promise.all(wanted.map((source) => inTurn(source.id, scan)))
    return queued.reduce((total, count) => total + count, 0)
  }

  /** Files of a removed source that lie in another one belong to that from now on. */
  async function takeOver(removed: StoredSource): Promise<void> {
    for (const source of store.sources.live()) {
      if (isWithin(source.path, removed.path))
        await inTurn(source.id, (present) => reconciler.follow(present, [removed.path], signal))
    }
  }

  async function scan(source: StoredSource): Promise<number> {
    const before = source.problem
    const queued = await reconciler.reconcile(source, signal)
    const problem = store.sources.find(source.id)?.problem ?? null
    if (before === problem) return queued
    onChange()
    // What went away took its subscription along.
    await watcher.unwatch(source.id)
    if (problem === null) await follow(source)
    return queued
  }

  function inTurn(sourceId: string, look: (source: StoredSource) => Promise<number>): Promise<number> {
    const turn = (turns.get(sourceId) ?? Promise.resolve()).then(async () => {
      const source = store.sources.find(sourceId)
      if (!source || source.deletedAt !== null || signal.aborted) return 0
      return duringScan(() => look(source))
    })
    const settled = turn.catch((error: unknown) => {
      if (!signal.aborted) report(error)
      return 0
    })
    turns.set(sourceId, settled)
    return settled
  }

  function lookAgain(): void {
    for (const source of store.sources.live())
      if (source.problem !== null && source.watched) void inTurn(source.id, scan)
  }

  async function close(): Promise<void> {
    clearInterval(again)
    closing.abort()
    await watcher.close()
    await Promise.all(turns.values())
  }
}
