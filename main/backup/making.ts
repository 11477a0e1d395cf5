import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import type { backupWorkerContract } from '#contract/backup-worker.contract'
import type { DataFolder } from '../app/data-folder.ts'
import type { Destination } from './destination.ts'
import { nameOf } from './names.ts'
import { BackupTrouble } from './trouble.ts'
import { type Tell, untilDone } from './work.ts'

/** Calls to it take no signal: whoever ends its process ends them. */
export type BackupWorker = ContractRouterClient<typeof backupWorkerContract>

export interface MakingDeps {
  readonly worker: BackupWorker
  readonly folder: DataFolder
  /** Version of this Alcove. */
  readonly version: string
  readonly clock: () => number
}

export interface Wanted {
  readonly destination: Destination
  readonly series: string
  readonly passphrase: string | null
  readonly tell: Tell
  readonly signal: AbortSignal
}

export interface Made {
  readonly name: string
  readonly madeAt: number
  readonly bytes: number
  readonly sha256: string
}

/** Writes one backup to its place, where it has its name only when all of it is there. */
export function createMaking({ worker, folder, version, clock }: MakingDeps) {
  const scratch = scratchOf(folder)
  return async function make({ destination, series, passphrase, tell, signal }: Wanted): Promise<Made> {
    await destination.tidy(series)
    const { name, madeAt } = await freeName(destination, { series, encrypted: passphrase !== null }, signal)
    const staged = await destination.stage(name)
    await mkdir(scratch, { recursive: true, mode: 0o700 })
    const file = staged ?? join(scratch, name)
    try {
      const { bytes, sha256 } = await packed({ name, file, madeAt, isStaged: staged !== null })
      tell('sending', 0)
      await destination.keep({ name, file, bytes, sha256 }, signal)
      return { name, madeAt, bytes, sha256 }
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }

    async function packed({ file, madeAt, isStaged }: Target) {
      const input = {
        databasePath: folder.database,
        importsFolder: folder.imports,
        scratch: join(scratch, 'copy'),
        target: file,
        passphrase,
        madeAt: new Date(madeAt).toISOString(),
        alcove: version,
      }
      try {
        return await untilDone(await worker.pack(input), tell)
      } catch (error) {
        if (!(error instanceof BackupTrouble) || !error.problem.reason.startsWith('place-')) throw error
        const { detail, reason } = error.problem
        // The file is a detail of ours: what a person knows is the place, or that this machine's own disk is meant.
        if (isStaged) throw new BackupTrouble({ reason, where: destination.where, detail }, { cause: error })
        throw new BackupTrouble({ reason: 'disk-full', where: folder.root, detail }, { cause: error })
      }
    }
  }

  /** Names hold whole seconds: a second backup within one takes the next. */
  async function freeName(
    destination: Destination,
    { series, encrypted }: { readonly series: string; readonly encrypted: boolean },
    signal: AbortSignal,
  ) {
    const taken = new Set((await destination.list(signal)).map(({ name }) => name))
    for (let madeAt = Math.floor(clock() / 1_000) * 1_000; ; madeAt += 1_000) {
      const name = nameOf({ series, madeAt, encrypted })
      if (!taken.has(name)) return { name, madeAt }
    }
  }
}

interface Target {
  readonly name: string
  readonly file: string
  readonly madeAt: number
  readonly isStaged: boolean
}

/** Where things are made on the way; whatever lies there when Alcove starts is half of something. */
export function scratchOf(folder: DataFolder): string {
  return join(folder.backups, 'unfinished')
}
