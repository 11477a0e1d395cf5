import { statfs } from 'node:fs/promises'
import type { IngestFailure } from '#contract/library.contract'
import type { Reserve } from '../app/reserve.ts'

export interface Room {
  /** The disk is full: gives the reserve back, and calls `onRoom` once there is room again. */
  full(failure: IngestFailure): Promise<void>
  /** Why work stands still; null while there is room. */
  blocked(): IngestFailure | null
  /** A person says there is room. */
  lift(): void
  close(): void
}

const megabyte = 1_048_576
const checkEvery = 5_000
/** Free space does not tell of every limit (quotas): after so many checks it is simply tried. */
const tryAfter = 12

/** Watches over the free space of the data folder. */
export function createRoom({
  folder,
  reserve,
  onRoom,
  report,
  freeBytes = freeSpace,
}: {
  readonly folder: string
  readonly reserve: Reserve
  readonly onRoom: () => void
  readonly report: (error: unknown) => void
  readonly freeBytes?: (folder: string) => Promise<number>
}): Room {
  let blocked: IngestFailure | null = null
  let timer: NodeJS.Timeout | null = null
  return { full, blocked: () => blocked, lift, close }

  async function full(failure: IngestFailure): Promise<void> {
    if (blocked) return
    blocked = failure
    try {
      reserve.release()
      watch(await freeBytes(folder))
    } catch (error) {
      report(error)
      watch(0)
    }
  }

  function watch(freeWhenFull: number): void {
    let checks = 0
    timer ??= setInterval(() => {
      checks += 1
      freeBytes(folder)
        .then((free) => {
          if (free > freeWhenFull + megabyte || checks >= tryAfter) lift()
        })
        .catch(report)
    }, checkEvery).unref()
  }

  function lift(): void {
    close()
    if (!blocked) return
    blocked = null
    reserve.restore()
    onRoom()
  }

  function close(): void {
    if (timer) clearInterval(timer)
    timer = null
  }
}

async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
