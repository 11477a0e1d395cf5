import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const wanted = 16 * 1024 * 1024

/** Keeps bytes back on the disk: on a full one SQLite can neither delete nor checkpoint until these are given up. */
export interface Reserve {
  /** Gives the bytes back to the disk. */
  release(): void
  /** Takes them again once there is room: 16 MiB, or a tenth of what is free if that is less. */
  restore(): void
}

/** The reserve of a data folder; `restore` makes it. */
export function createReserve(path: string): Reserve {
  return {
    release: () => rmSync(path, { force: true }),
    restore,
  }

  function restore() {
    if (statSync(path, { throwIfNoEntry: false })) return
    try {
      const { bavail, bsize } = statfsSync(dirname(path))
      // Written, not only sized: a file with holes keeps nothing back.
      writeFileSync(path, Buffer.alloc(Math.min(wanted, Math.floor((bavail * bsize) / 10)), 1), { mode: 0o600 })
    } catch {
      // No room for a reserve is what a reserve is for: half a one helps nobody.
      rmSync(path, { force: true })
    }
  }
}
