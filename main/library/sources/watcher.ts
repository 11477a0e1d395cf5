import { type FSWatcher, watch as watchDirectory } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { AsyncSubscription } from '@parcel/watcher'
import type { Source } from '#contract/library-item'
import type { StoredSource } from '../source.store.ts'

export interface Watcher {
  /** Follows a source until `unwatch`; by file events, or by scans where these cannot be had. */
  watch(source: Pick<StoredSource, 'id' | 'kind' | 'path'>): Promise<void>
  unwatch(sourceId: string): Promise<void>
  /** How changes in a source become known at present. */
  how(sourceId: string): Source['followed']
  close(): Promise<void>
}

interface Watched {
  readonly how: Source['followed']
  readonly stop: () => Promise<void>
}

const quiet = 200
const longest = 2_000
/** So many changes at once are a move or a checkout: one scan is cheaper and misses nothing. */
const tooMany = 2_000

const leftOut = ['**/node_modules/**', '**/.git/**', '**/.cache/**', '**/__pycache__/**', '**/.venv/**']

/** Tells of changes in watched sources, debounced; `onScan` where only a scan can tell. */
export function createWatcher({
  dataFolder,
  onPaths,
  onScan,
  scanEvery = 60_000,
  report,
}: {
  readonly dataFolder: string
  readonly onPaths: (sourceId: string, paths: readonly string[]) => void
  readonly onScan: (sourceId: string) => void
  readonly scanEvery?: number
  readonly report: (error: unknown) => void
}): Watcher {
  const watched = new Map<string, Watched>()
  return { watch, unwatch, how: (sourceId) => watched.get(sourceId)?.how ?? 'no', close }

  async function watch(source: Pick<StoredSource, 'id' | 'kind' | 'path'>): Promise<void> {
    if (watched.has(source.id)) return
    const changes = collect(source.id)
    // Holds the place while the subscription is made, so that a second call does not make another.
    watched.set(source.id, { how: 'no', stop: async () => {} })
    try {
      const stop = await (source.kind === 'file' || source.kind === 'text' ? watchFile : watchFolder)(source, changes)
      const isWanted = watched.has(source.id)
      if (!isWanted) return await stop()
      watched.set(source.id, { how: 'events', stop })
    } catch (error) {
      report(error)
      if (watched.has(source.id)) watched.set(source.id, scanNowAndThen(source.id))
    }
  }

  async function watchFolder(
    { id, path }: Pick<StoredSource, 'id' | 'path'>,
    changes: Changes,
  ): Promise<() => Promise<void>> {
    const { subscribe } = await import('@parcel/watcher')
    const subscription: AsyncSubscription = await subscribe(
      path,
      (error, events) => {
        if (error) {
          // Events were lost (the system's buffer overran) or end here (the folder is gone): a scan finds out.
          report(error)
          onScan(id)
        } else {
          changes.add(events.map((event) => event.path))
        }
      },
      { ignore: [dataFolder, ...leftOut] },
    )
    return async () => {
      changes.stop()
      await subscription.unsubscribe()
    }
  }

  async function watchFile({ path }: Pick<StoredSource, 'path'>, changes: Changes): Promise<() => Promise<void>> {
    const name = basename(path)
    const folder: FSWatcher = watchDirectory(dirname(path), { persistent: false }, (_, changed) => {
      if (changed === null || changed === name) changes.add([path])
    })
    folder.on('error', report)
    return async () => {
      changes.stop()
      folder.close()
    }
  }

  function scanNowAndThen(sourceId: string): Watched {
    const timer = setInterval(() => onScan(sourceId), scanEvery).unref()
    return { how: 'scans', stop: async () => clearInterval(timer) }
  }

  async function unwatch(sourceId: string): Promise<void> {
    const present = watched.get(sourceId)
    watched.delete(sourceId)
    await present?.stop()
  }

  async function close(): Promise<void> {
    await Promise.all([...watched.keys()].map(unwatch))
  }

  function collect(sourceId: string): Changes {
    let paths = new Set<string>()
    let timer: NodeJS.Timeout | null = null
    let firstAt = 0
    return { add, stop: () => timer && clearTimeout(timer) }

    function add(changed: readonly string[]): void {
      if (paths.size === 0) firstAt = Date.now()
      for (const path of changed) if (paths.size <= tooMany) paths.add(path)
      if (timer) clearTimeout(timer)
      timer = setTimeout(tell, Math.max(0, Math.min(quiet, firstAt + longest - Date.now())))
    }

    function tell(): void {
      const told = paths
      paths = new Set()
      if (told.size > tooMany) onScan(sourceId)
      else if (told.size > 0) onPaths(sourceId, [...told])
    }
  }
}

interface Changes {
  add(paths: readonly string[]): void
  stop(): void
}
