import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import type { libraryWorkerContract } from '#contract/library.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import type { CrashRecords } from '../operation/crash-records.ts'
import { openHealthMemory } from '../system/health-memory.ts'
import { createMending } from '../system/mending.ts'
import { createRoomView } from '../system/room.ts'
import type { HealthCheck } from '../system/system.service.ts'
import { type HealthDeps, healthChecks } from './health-checks.ts'
import type { Log } from './log.ts'
import { ownHealth } from './own-health.ts'

interface WatchedWorker<Client> {
  readonly client: Client
  pid(): number | null
  restarts(): number
  restart(): Promise<void>
}

export interface HealthParts extends Omit<HealthDeps, 'search' | 'checkFile' | 'wholeCheck' | 'modelsFolder'> {
  readonly libraryWorker: WatchedWorker<
    Pick<ContractRouterClient<typeof libraryWorkerContract>, 'checkFile' | 'repairFullText'>
  >
  readonly searchWorker: WatchedWorker<Pick<ContractRouterClient<typeof searchWorkerContract>, 'health' | 'rebuild'>>
  readonly backups: { readonly health: HealthCheck; backUp(): Promise<string | null> }
  readonly records: { readonly crashes: Pick<CrashRecords, 'list'>; readonly log: Log }
  readonly files: { readonly modelsFolder: string }
}

/** What `doctor` looks at, and what can be done about what it finds. */
export function openHealth(parts: HealthParts) {
  const { folder, library, libraryWorker, searchWorker, backups, records, files } = parts
  const memory = openHealthMemory(join(folder.logs, 'health.json'))
  const { room, free, freeDispensable } = createRoomView(folder)
  const { mend } = createMending({
    checkFile: (signal) => libraryWorker.client.checkFile({ depth: 'whole' }, { signal }),
    repairFullText: (signal) => libraryWorker.client.repairFullText(undefined, { signal }),
    rebuildIndex: (signal) => searchWorker.client.rebuild(undefined, { signal }),
    backUp: backups.backUp,
    retryFiles: () => library.retry([]),
    restart: { library: libraryWorker.restart, search: searchWorker.restart },
    freeSpace: freeDispensable,
    memory,
    log: records.log.of('system'),
  })
  const checks = [
    ...healthChecks({
      ...parts,
      modelsFolder: files.modelsFolder,
      search: searchWorker.client,
      checkFile: (signal) => libraryWorker.client.checkFile({ depth: 'quick' }, { signal }),
      wholeCheck: memory.wholeCheck,
    }),
    backups.health,
    ...ownHealth({ workers: { library: libraryWorker, search: searchWorker }, crashes: records.crashes }),
  ]
  return { checks, since: memory.since, mend, room, free }
}
