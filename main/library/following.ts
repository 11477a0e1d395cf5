import { join } from 'node:path'
import type { LibraryStore } from './library.store.ts'
import type { StoredSource } from './source.store.ts'
import type { Intake } from './sources/intake.ts'
import { isWithin } from './sources/left-out.ts'
import { createReconciler } from './sources/reconcile.ts'
import { createSnapshots } from './sources/snapshots.ts'
import { readRulesFile, type SourceRules } from './sources/source-rules.ts'
import { createWatcher } from './sources/watcher.ts'

export interface FollowingDeps {
  readonly store: LibraryStore
  readonly intake: Intake
  readonly dataFolder: string
  /** Whether what folders look like may be kept in the data folder. */
  readonly remembers: boolean
  /** The rules of a source as they are now. */
  readonly rulesOf: (source: StoredSource) => SourceRules
  /** Patterns for all sources. */
  readonly allPatterns: () => string
  readonly onChange: () => void
  /** Holds back the slower work while files are being looked for. */
  readonly duringScan: <T>(scan: () => Promise<T>) => Promise<T>
  readonly report: (error: unknown) => void
}
export type Following = ReturnType<typeof createFollowing>

const lookAgainEvery = 30_000

/** Keeps watched sources in step: a scan at the start, file events from then on, and another look at what was out of reach. */
export function createFollowing(deps: FollowingDeps) {
  const { store, intake, dataFolder, rulesOf, allPatterns, onChange, duringScan, report } = deps
  const closing = new AbortController()
  const { signal } = closing
  const reconciler = createReconciler({ store, intake, dataFolder, rulesOf })
  const snapshots = createSnapshots(deps.remembers ? join(dataFolder, 'snapshots') : null)
  const watcher = createWatcher({
    dataFolder,
    snapshots,
    onPaths: (sourceId, paths) => inTurn(sourceId, (source) => reconciler.follow(source, paths, signal)),
    onScan: (sourceId) => inTurn(sourceId, (source) => scan(source)),
    report,
  })
  /** One look at a source after the other: two at a time would each take the other's finds for news. */
  const turns = new Map<string, Promise<unknown>>()
  const again = setInterval(lookAgain, lookAgainEvery).unref()
  return { start, follow, unfollow, rescan, rescanAround, takeUp, takeOver, howFollowed: watcher.how, close }

  async function start(): Promise<void> {
    await snapshots.keepOnly(new Set(store.sources.live().map(({ id }) => id)))
    for (const source of store.sources.live()) {
      if (signal.aborted) return
      if (!source.watched || source.paused) continue
      // Events first: what changes during the scan is told of by them.
      await follow(source)
      // What changed while nobody watched is known sooner than a scan could find it, which still has the last word.
      const missed = await watcher.missed(source.id)
      if (missed && missed.length > 0) await takeUp(source.id, missed)
      await inTurn(source.id, scan)
      if (!signal.aborted) await watcher.remember(source.id)
    }
  }

  /** Follows a source, or no longer, as its settings say. */
  async function follow(source: StoredSource): Promise<void> {
    const present = store.sources.find(source.id)
    if (!present?.watched || present.paused || present.deletedAt !== null || signal.aborted) return unfollow(source.id)
    await watcher.watch({ ...present, everything: await takesIn(present) })
  }

  /** Whether rules take in what is left out by itself: then changes have to be told of everywhere. */
  async function takesIn({ path, rules }: StoredSource): Promise<boolean> {
    const own = await readRulesFile(path)
    return [allPatterns(), rules, own?.text ?? ''].some((patterns) => /^!/m.test(patterns))
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

  /** Compares a source whose rules changed, and those that overlap with it, with the library: what one leaves out another may hold. Null for all sources. */
  async function rescanAround(source: StoredSource | null): Promise<number> {
    for (const changed of source ? [source] : store.sources.live()) await follow(changed)
    let queued = await rescan(source?.id)
    if (!source) return queued
    for (const { id, path } of store.sources.live()) {
      if (id !== source.id && (isWithin(path, source.path) || isWithin(source.path, path))) queued += await rescan(id)
    }
    return queued
  }

  /** Looks at some paths of a source now. */
  async function takeUp(sourceId: string, paths: readonly string[]): Promise<number> {
    return inTurn(sourceId, (source) => reconciler.follow(source, paths, signal))
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
      if (!source || source.deletedAt !== null || source.paused || signal.aborted) return 0
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
