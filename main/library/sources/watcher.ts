import { type FSWatcher, watch as watchDirectory } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Source } from '#contract/library-item'
import type { StoredSource } from '../source.store.ts'
import { isNetworkShare } from './network-share.ts'
import { subscribeRenewing } from './renewing-subscription.ts'
import type { Snapshots } from './snapshots.ts'

export interface SourceToWatch extends Pick<StoredSource, 'id' | 'kind' | 'path'> {
  /** True when rules take in folders that are left out by themselves, so that their changes have to be told too. */
  readonly everything: boolean
}

export interface Watcher {
  /** Follows a source until `unwatch`; by file events, or by scans where these cannot be had. */
  watch(source: SourceToWatch): Promise<void>
  unwatch(sourceId: string): Promise<void>
  /** How changes in a source become known at present. */
  how(sourceId: string): Source['followed']
  /** What changed in a watched folder since its last snapshot; null for so much that a scan is cheaper. */
  missed(sourceId: string): Promise<readonly string[] | null>
  /** Remembers what a watched folder looks like now. */
  remember(sourceId: string): Promise<void>
  close(): Promise<void>
}

interface Watched {
  readonly how: Source['followed']
  readonly everything: boolean
  /** Null for a single file, and where events cannot be had. */
  readonly folder: { readonly id: string; readonly path: string; readonly ignore: readonly string[] } | null
  readonly stop: () => Promise<void>
}

const quiet = 200
const longest = 2_000
/** So many changes at once are a move or a checkout: one scan is cheaper and misses nothing. */
const tooMany = 2_000
const rememberEvery = 600_000
/** Whoever quits Alcove does not wait longer than this for snapshots. */
const rememberWithin = 1_500

const neverRead = ['**/.git/**']
const leftOut = ['**/node_modules/**', '**/.cache/**', '**/__pycache__/**', '**/.venv/**']

/** Tells of changes in watched sources, debounced; `onScan` where only a scan can tell. */
export function createWatcher({
  dataFolder,
  snapshots,
  onPaths,
  onScan,
  scanEvery = 60_000,
  isShare = isNetworkShare,
  report,
}: {
  readonly dataFolder: string
  readonly snapshots: Snapshots
  readonly onPaths: (sourceId: string, paths: readonly string[]) => void
  readonly onScan: (sourceId: string) => void
  readonly scanEvery?: number
  readonly isShare?: (path: string) => Promise<boolean>
  readonly report: (error: unknown) => void
}): Watcher {
  const watched = new Map<string, Watched>()
  const timer = setInterval(() => void rememberAll(), rememberEvery).unref()
  return { watch, unwatch, how: (sourceId) => watched.get(sourceId)?.how ?? 'no', missed, remember, close }

  async function watch(source: SourceToWatch): Promise<void> {
    if (watched.get(source.id)?.everything === source.everything) return
    await unwatch(source.id)
    const begun = (isFile(source) ? watchFile : watchFolder)(source, collect(source.id)).catch((error: unknown) => {
      report(error)
      return scanNowAndThen(source)
    })
    // Holds the place while the subscription is made: a second call makes no other, and an end waits for it. Two
    // subscriptions to one folder at a time would share what the first one knows, and leave out what it does.
    const stop = async () => (await begun).stop()
    const place: Watched = { how: 'no', everything: source.everything, folder: null, stop }
    watched.set(source.id, place)
    const made = await begun
    if (watched.get(source.id) === place) watched.set(source.id, made)
  }

  async function watchFolder(source: SourceToWatch, changes: Changes): Promise<Watched> {
    const { id, path, everything } = source
    if (await isShare(path)) return scanNowAndThen(source)
    const ignore = [dataFolder, ...neverRead, ...(everything ? [] : leftOut)]
    const folder = { id, path, ignore }
    const subscription = await subscribeRenewing({
      folder,
      snapshots,
      onPaths: changes.add,
      onGap: (error) => {
        // Events were lost (the system's buffer overran) or end here (the folder is gone): a scan finds out.
        report(error)
        onScan(id)
      },
      onEnd: (error) => {
        report(error)
        if (watched.get(id) === followed) watched.set(id, scanNowAndThen(source))
        onScan(id)
      },
    })
    const stop = async () => {
      changes.stop()
      await subscription.stop()
    }
    const followed: Watched = { how: 'events', everything, folder, stop }
    return followed
  }

  async function watchFile(source: SourceToWatch, changes: Changes): Promise<Watched> {
    const { path, everything } = source
    if (await isShare(dirname(path))) return scanNowAndThen(source)
    const name = basename(path)
    const folder: FSWatcher = watchDirectory(dirname(path), { persistent: false }, (_, changed) => {
      if (changed === null || changed === name) changes.add([path])
    })
    folder.on('error', report)
    const stop = async () => {
      changes.stop()
      folder.close()
    }
    return { how: 'events', everything, folder: null, stop }
  }

  function scanNowAndThen({ id, everything }: SourceToWatch): Watched {
    const timer = setInterval(() => onScan(id), scanEvery).unref()
    return { how: 'scans', everything, folder: null, stop: async () => clearInterval(timer) }
  }

  async function unwatch(sourceId: string): Promise<void> {
    const present = watched.get(sourceId)
    watched.delete(sourceId)
    await present?.stop()
  }

  async function missed(sourceId: string): Promise<readonly string[] | null> {
    const folder = watched.get(sourceId)?.folder
    if (!folder) return []
    try {
      const paths = await snapshots.changesSince(folder)
      return paths.length > tooMany ? null : paths
    } catch {
      // A snapshot of another version or a damaged one says nothing; the scan does.
      return []
    }
  }

  async function remember(sourceId: string): Promise<void> {
    const folder = watched.get(sourceId)?.folder
    // A disk that is full or a folder that went away meanwhile: without a snapshot the next start scans.
    if (folder) await snapshots.write(folder).catch(report)
  }

  async function rememberAll(): Promise<void> {
    for (const sourceId of watched.keys()) await remember(sourceId)
  }

  async function close(): Promise<void> {
    clearInterval(timer)
    const enough = new Promise((resolve) => setTimeout(resolve, rememberWithin).unref())
    await Promise.race([rememberAll(), enough])
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

function isFile({ kind }: SourceToWatch): boolean {
  return kind === 'file' || kind === 'text'
}

interface Changes {
  add(paths: readonly string[]): void
  stop(): void
}
