import type { Failure } from './result.ts'

/** The folder must not or cannot hold Alcove's data. */
export interface DataFolderRefused extends Failure<'DATA_FOLDER_REFUSED'> {
  readonly path: string
  readonly reason: 'drive-root' | 'home' | 'not-a-folder' | 'foreign-files' | 'not-writable'
}
/** The library file cannot be read; it is left where it is, as it is. */
export interface DatabaseDamaged extends Failure<'DATABASE_DAMAGED'> {
  readonly path: string
  /** The newest copy to go back to, null when there is none. */
  readonly backup: string | null
}
/** A newer Alcove wrote the file; this one must not touch it. */
export interface DatabaseTooNew extends Failure<'DATABASE_TOO_NEW'> {
  readonly path: string
}
/** The library could not be brought to the layout this version needs; it is as it was. */
export interface MigrationFailed extends Failure<'MIGRATION_FAILED'> {
  readonly path: string
  /** A copy of it from just before, null when there was nothing to copy. */
  readonly backup: string | null
}
/** There is no room to open the library. */
export interface NoRoom extends Failure<'STORAGE_FULL'> {
  readonly path: string
}
export interface PortTaken extends Failure<'PORT_TAKEN'> {
  readonly port: number
}
/** Another process has the data folder and does not answer. */
export interface HolderSilent extends Failure<'HOLDER_SILENT'> {
  readonly path: string
  readonly pid: number | null
}

/** The library is encrypted, and what was given does not open it. */
export interface LibraryLocked extends Failure<'LIBRARY_LOCKED'> {
  readonly path: string
  readonly reason: 'passphrase-needed' | 'passphrase-wrong'
}
/** The library is encrypted and the file that leads to its key is gone. */
export interface KeyFileMissing extends Failure<'KEY_FILE_MISSING'> {
  readonly path: string
}

/** Why Alcove cannot start on a data folder. */
export type StartFailure =
  | DataFolderRefused
  | DatabaseDamaged
  | DatabaseTooNew
  | MigrationFailed
  | NoRoom
  | PortTaken
  | HolderSilent
  | LibraryLocked
  | KeyFileMissing
