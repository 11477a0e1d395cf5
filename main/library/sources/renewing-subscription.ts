import { lstat } from 'node:fs/promises'
import type { AsyncSubscription } from '@parcel/watcher'
import type { Snapshots, WatchedFolder } from './snapshots.ts'

export interface Subscription {
  readonly stop: () => Promise<void>
}

const quiet = 400

/**
 * Follows a folder by file events, also in folders that are made meanwhile. On Linux a folder that is made with folders in it
 * is watched no deeper than itself (parcel-bundler/watcher), so the subscription is made anew, and what changed between the old
 * one and the new one is told from a snapshot. Rejects when the folder cannot be followed from the start.
 */
export async function subscribeRenewing({
  folder,
  snapshots,
  onPaths,
  onGap,
  onEnd,
}: {
  readonly folder: WatchedFolder
  readonly snapshots: Snapshots
  readonly onPaths: (paths: readonly string[]) => void
  /** Events may have been missed; those that follow are told. */
  readonly onGap: (error: unknown) => void
  /** The folder is not followed any more. */
  readonly onEnd: (error: unknown) => void
}): Promise<Subscription> {
  const { subscribe } = await import('@parcel/watcher')
  let appeared = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let renewing: Promise<void> = Promise.resolve()
  let stopped = false
  let subscription: AsyncSubscription | null = await subscribeNow()
  return { stop }

  function subscribeNow(): Promise<AsyncSubscription> {
    return subscribe(
      folder.path,
      (error, events) => {
        if (error) return onGap(error)
        onPaths(events.map((event) => event.path))
        if (process.platform !== 'linux') return
        for (const event of events) if (event.type === 'create') appeared.add(event.path)
        if (timer) clearTimeout(timer)
        if (appeared.size > 0) timer = setTimeout(lookForFolders, quiet).unref()
      },
      { ignore: [...folder.ignore] },
    )
  }

  function lookForFolders(): void {
    const paths = appeared
    appeared = new Set()
    renewing = renewing.then(() => renewFor([...paths])).catch(onEnd)
  }

  async function renewFor(paths: readonly string[]): Promise<void> {
    const folders = await foldersAmong(paths)
    if (folders.length === 0 || stopped) return
    // A disk that is full has no room for a snapshot; what happens between the two subscriptions is then for a scan.
    const gap = await failureOf(snapshots.write(folder))
    await subscription?.unsubscribe()
    subscription = null
    if (stopped) return
    subscription = await subscribeNow()
    onPaths(folders)
    if (gap) return onGap(gap.error)
    await snapshots.changesSince(folder).then(onPaths, onGap)
  }

  async function stop(): Promise<void> {
    stopped = true
    if (timer) clearTimeout(timer)
    await renewing
    await subscription?.unsubscribe()
  }
}

async function failureOf(done: Promise<void>): Promise<{ readonly error: unknown } | null> {
  return done.then(
    () => null,
    (error: unknown) => ({ error }),
  )
}

async function foldersAmong(paths: readonly string[]): Promise<readonly string[]> {
  const folders: string[] = []
  for (const path of paths) {
    const found = await lstat(path).catch(() => null)
    if (found?.isDirectory()) folders.push(path)
  }
  return folders
}
