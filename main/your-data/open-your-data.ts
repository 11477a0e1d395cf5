import { join } from 'node:path'
import type { NoteActivity } from '#contract/activity.contract'
import type { Result } from '#contract/result'
import type { Settings } from '#contract/settings.contract'
import type { yourDataWorkerContract } from '#contract/your-data-worker.contract'
import type { LibraryKey } from '#database/library-key'
import { createClockGuard } from '../app/clock-guard.ts'
import type { DataFolder } from '../app/data-folder.ts'
import { startWorker, type WorkerSettings } from '../app/start-worker.ts'
import { readVersion } from '../app/version.ts'
import type { SpawnWorker } from '../app/worker-process.ts'
import type { CountsStore } from './counts.store.ts'
import { deleteOldFiles } from './old-files.ts'
import { previewOf } from './preview.ts'
import { createRetention, type Keeper } from './retention.ts'
import { createYourDataRouter } from './your-data.router.ts'
import { createYourDataService } from './your-data.service.ts'

type DeleteBefore = Keeper['deleteBefore']

const daysOfModelRequests = 90

export interface YourDataParts {
  readonly folder: DataFolder
  readonly settings: { readonly get: () => Settings }
  readonly shell: {
    readonly spawn?: SpawnWorker
    readonly restart?: () => void
    readonly forgetPages?: () => Promise<void>
  }
  readonly files: { readonly yourDataWorker: URL }
  readonly operation: {
    readonly watching: (worker: 'your-data') => Pick<WorkerSettings, 'onStart' | 'onLine' | 'onExit'>
  }
  /** Of an encrypted library. */
  readonly key: LibraryKey | null
  /** Whoever keeps something for a time. */
  readonly kept: Kept
  readonly report: (error: unknown) => void
}

interface Kept {
  readonly counts: CountsStore
  readonly activity: { readonly note: NoteActivity; readonly trim: DeleteBefore }
  readonly network: { readonly deleteBefore: DeleteBefore }
  readonly modelRequests: { readonly deleteBefore: DeleteBefore }
  readonly talks: { readonly conversations: { readonly putAway: DeleteBefore; readonly deleteOld: DeleteBefore } }
  readonly library: { readonly bin: { readonly forgetOld: DeleteBefore } }
  readonly backups: {
    readonly place: () => string | null
    readonly removeAll: () => Promise<Result<number, { readonly code: string; readonly message: string }>>
  }
}

/** Puts together what a person can do with all of their data, and what is deleted by itself when its time has come. */
export function openYourData(parts: YourDataParts) {
  const { folder, settings, shell, files, operation, key, kept, report } = parts
  const { activity, backups, counts } = kept
  const worker = startWorker<typeof yourDataWorkerContract>({
    name: 'your-data',
    entry: files.yourDataWorker,
    options: {},
    key,
    priority: 'low',
    restAfter: 5_000,
    ...(shell.spawn ? { spawn: shell.spawn } : {}),
    ...operation.watching('your-data'),
  })
  const guard = createClockGuard({ file: join(folder.root, 'clock.json') })
  const { note } = activity
  const yourData = createYourDataService({
    worker: worker.client,
    folder,
    version: readVersion().version,
    note,
    clockDoubtedSince: guard.doubtedSince,
    preview: () => previewOf(folder, { ...counts.read(), backups: backups.place() }),
    deleteBackups: backups.removeAll,
    forgetShell: async () => shell.forgetPages?.(),
    restart: shell.restart,
    report,
  })
  const retention = createRetention({
    keepers: keepersOf(folder, kept),
    settings: settings.get,
    mayDelete: guard.mayDelete,
    note,
    report,
  })
  return { router: createYourDataRouter(yourData), start, close }

  function start(): void {
    retention.start()
    void yourData.start().catch(report)
  }

  async function close(): Promise<void> {
    await Promise.all([retention.close(), yourData.close(), worker.close()])
  }
}

/** Everything that is kept for a time; what goes to the bin goes before the bin is looked at. */
function keepersOf(folder: DataFolder, { activity, network, modelRequests, talks, library }: Kept): readonly Keeper[] {
  const { conversations } = talks
  const { bin } = library
  const daysInBin = ({ retention }: Settings) => retention.bin
  const daysOfLogs = ({ retention }: Settings) => retention.logs
  return [
    {
      kind: 'conversations',
      days: ({ keepConversations }) => keepConversations,
      deleteBefore: conversations.putAway,
    },
    { kind: 'conversations in the bin', days: daysInBin, deleteBefore: conversations.deleteOld },
    { kind: 'library bin', days: daysInBin, deleteBefore: bin.forgetOld },
    { kind: 'requests', days: ({ retention }) => retention.requests, deleteBefore: network.deleteBefore },
    { kind: 'requests to models', days: () => daysOfModelRequests, deleteBefore: modelRequests.deleteBefore },
    { kind: 'activity', days: ({ retention }) => retention.activity, deleteBefore: activity.trim },
    { kind: 'logs', days: daysOfLogs, deleteBefore: (time) => deleteOldFiles(folder.logs, time) },
    { kind: 'crashes', days: daysOfLogs, deleteBefore: (time) => deleteOldFiles(join(folder.root, 'crashes'), time) },
  ]
}
