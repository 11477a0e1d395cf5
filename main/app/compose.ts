import type { AnyRouter } from '@orpc/server'
import type { Database } from '#database/database'
import { createShellEvents, type ShellEvents } from '../system/shell-events.ts'
import { createSystemRouter } from '../system/system.router.ts'
import { createSystemService } from '../system/system.service.ts'
import type { DataFolder } from './data-folder.ts'
import type { Log } from './log.ts'
import type { Reserve } from './reserve.ts'
import { readVersion } from './version.ts'
import type { SpawnWorker } from './worker-process.ts'

export interface Parts {
  readonly folder: DataFolder
  readonly database: Database
  readonly log: Log
  readonly reserve: Reserve
  readonly shell: Shell
}

/** What the shell around Alcove can do; absent in the command line and in tests. */
export interface Shell {
  /** Opens an address in the system's browser. */
  readonly openAddress?: (url: string) => Promise<void>
  /** Opens the system's folder dialog; null when the person cancels. */
  readonly chooseFolder?: () => Promise<string | null>
  readonly spawn?: SpawnWorker
}

export interface App {
  readonly router: AnyRouter
  readonly shell: ShellEvents
  /** Takes up the work that waits. */
  start(): Promise<void>
  close(): Promise<void>
}

/** The one place where main's parts meet. Reads top to bottom in the order things start. */
export function compose({ folder, shell }: Parts): App {
  const events = createShellEvents()
  const system = createSystemService({
    version: readVersion(),
    dataFolder: folder.root,
    libraryState: async () => {
      throw new Error('not composed yet')
    },
    activeModel: async () => null,
    embedder: async () => ({ id: '', state: 'idle' }),
    checks: [],
    shell: events,
    openAddress: shell.openAddress ?? (async () => {}),
  })
  return {
    router: { system: createSystemRouter(system) },
    shell: events,
    start: async () => {},
    close: async () => {},
  }
}
