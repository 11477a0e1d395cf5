import { fileURLToPath } from 'node:url'
import type { AnyRouter } from '@orpc/server'
import type { Settings } from '#contract/settings.contract'
import { backupWorkerEntry } from '../backup/open-backups.ts'
import type { Secrets } from './secrets.ts'
import type { Updater } from './updater.ts'
import type { SpawnWorker } from './worker-process.ts'

/** What the shell around Alcove can do and where it keeps its files; all of it has an answer for plain Node. */
export interface Shell {
  /** Opens an address, which has been checked, in the system's browser. */
  readonly openAddress?: (url: string) => Promise<void>
  /** Opens the system's folder dialog; null when the person cancels. */
  readonly chooseFolder?: () => Promise<string | null>
  readonly secrets?: Secrets
  /** Empties what the browser part keeps of pages. */
  readonly forgetPages?: () => Promise<void>
  /** Ends Alcove and starts it again; absent where it cannot. */
  readonly restart?: () => void
  /** Told of what answers while an encrypted library is closed. */
  readonly onClosed?: (router: AnyRouter) => void
  readonly spawn?: SpawnWorker
  /** Told when a person changed the settings. */
  readonly onSettings?: (settings: Settings) => void
  /** Puts a newer version in the place of this one; absent where Alcove is not an installed desktop app. */
  readonly updater?: Updater
  /** Files that the desktop app keeps elsewhere. */
  readonly files?: Partial<ShippedFiles>
}

export interface ShippedFiles {
  readonly libraryWorker: URL
  readonly searchWorker: URL
  readonly backupWorker: URL
  readonly yourDataWorker: URL
  readonly modelsFolder: string
  readonly sampleFolder: string
}

/** Where these files are in a working copy. */
export const filesInPlace: ShippedFiles = {
  libraryWorker: new URL('../../workers/library/library.worker.ts', import.meta.url),
  searchWorker: new URL('../../workers/search/search.worker.ts', import.meta.url),
  backupWorker: backupWorkerEntry,
  yourDataWorker: new URL('../../workers/your-data/your-data.worker.ts', import.meta.url),
  modelsFolder: fileURLToPath(new URL('../../models/files', import.meta.url)),
  sampleFolder: fileURLToPath(new URL('../../resources/sample-library', import.meta.url)),
}
