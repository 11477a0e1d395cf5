import type { NoteActivity } from '#contract/activity.contract'
import { sentenceForBackup } from '#contract/backup.sentences'
import type { BackupWish } from '#contract/backup-plan'
import type { backupWorkerContract } from '#contract/backup-worker.contract'
import type { Settings, SettingsChange } from '#contract/settings.contract'
import type { LibraryKey } from '#database/library-key'
import type { DataFolder } from '../app/data-folder.ts'
import type { Secrets } from '../app/secrets.ts'
import { startWorker, type WorkerSettings } from '../app/start-worker.ts'
import { readVersion } from '../app/version.ts'
import type { SpawnWorker } from '../app/worker-process.ts'
import { createBackupRouter } from './backup.router.ts'
import { createBackupService } from './backup.service.ts'
import type { Destination } from './destination.ts'
import { createFolderDestination } from './folder.destination.ts'
import { healthOf } from './health.ts'
import type { BackupWorker } from './making.ts'
import { createS3Destination } from './s3.destination.ts'
import { createWebdavDestination } from './webdav.destination.ts'

type Watched = Pick<WorkerSettings, 'onStart' | 'onLine' | 'onExit' | 'onSpan' | 'onMemory' | 'isMeasured'>

export interface BackupParts {
  readonly folder: DataFolder
  /** Of an encrypted library: its backups are under it, too. */
  readonly key: LibraryKey | null
  readonly settings: { get(): Settings; set(change: SettingsChange): Promise<Settings> }
  readonly secrets: Secrets
  readonly shell: { readonly spawn?: SpawnWorker; readonly restart?: () => void }
  readonly worker: URL
  readonly note?: NoteActivity
  readonly watched?: Watched
  readonly report: (error: unknown) => void
}

const minute = 60_000

/** Puts backups together: their process, their service, and the clock that looks every minute whether one is due. */
export function openBackups(parts: BackupParts) {
  const { folder, key, settings, secrets, shell, worker: entry, watched, note, report } = parts
  const worker = startBackupWorker({ entry, spawn: shell.spawn, watched })
  const backups = createBackupService({
    worker: underKey(worker.client, { key, keyFile: folder.keyFile, secret: process.env.ALCOVE_PASSPHRASE || null }),
    folder,
    settings,
    secrets,
    environment: process.env,
    destinationOf,
    version: readVersion().version,
    restart: shell.restart,
    note,
    report,
  })
  let ticks: NodeJS.Timeout | undefined
  const place = () => {
    const plan = settings.get().backups
    return plan && destinationOf(plan, null).where
  }
  return {
    router: createBackupRouter(backups),
    health: healthOf(backups),
    isBusy: backups.isBusy,
    backUp,
    place,
    removeAll: backups.removeAll,
    start,
    close,
  }

  /** Makes a backup where the plan says; what is in the way of it as a sentence, null when there is one more. */
  async function backUp(): Promise<string | null> {
    const made = await backups.now()
    return made.ok ? null : sentenceForBackup(made.failure.problem)
  }

  async function start() {
    await backups.tidy()
    ticks ??= setInterval(() => void backups.tick().catch(report), minute).unref()
  }

  async function close() {
    clearInterval(ticks)
    // Together: what is being done ends when its process does.
    await Promise.all([backups.close(), worker.close()])
  }
}

/** Tells the process that makes and reads backups with each call what the library is under. */
export function underKey(
  { pack, unpack, open, salvage }: BackupWorker,
  {
    key,
    keyFile,
    secret,
  }: { readonly key: LibraryKey | null; readonly keyFile: string; readonly secret: string | null },
): BackupWorker {
  return {
    pack: (input, options) => pack({ ...input, key, keyFile }, options),
    unpack: (input, options) => unpack({ ...input, key, secret }, options),
    open: (input, options) => open({ ...input, key, secret }, options),
    salvage: (input, options) => salvage({ ...input, key }, options),
  }
}

/** The process that makes and reads backups; it ends by itself when it has nothing to do. */
export function startBackupWorker({
  entry,
  spawn,
  watched,
}: {
  readonly entry: URL
  readonly spawn?: SpawnWorker | undefined
  readonly watched?: Watched | undefined
}) {
  return startWorker<typeof backupWorkerContract>({
    name: 'backup',
    entry,
    options: {},
    priority: 'low',
    restAfter: 5_000,
    ...(spawn ? { spawn } : {}),
    ...watched,
  })
}

/** The file of that process, as it lies in the source tree. */
export const backupWorkerEntry = new URL('../../workers/backup/backup.worker.ts', import.meta.url)

/** The place that a plan names. */
export function destinationOf({ place }: BackupWish, password: string | null): Destination {
  switch (place.kind) {
    case 'folder':
      return createFolderDestination(place.path, { marked: true })
    case 'webdav':
      return createWebdavDestination({ place, password })
    case 's3':
      return createS3Destination({ place, secret: password })
  }
}
