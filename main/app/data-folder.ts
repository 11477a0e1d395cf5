import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, parse, resolve } from 'node:path'
import envPaths from 'env-paths'
import { fail, ok, type Result } from '#contract/result'
import type { DataFolderRefused } from '#contract/system.failures'

/** Where everything that belongs to one library lies. */
export interface DataFolder {
  readonly root: string
  readonly database: string
  /** Derived data: may be deleted while Alcove is closed. */
  readonly index: string
  readonly backups: string
  /** Copies of pasted and dropped files. */
  readonly imports: string
  /** What watched folders looked like last; derived, may be deleted. */
  readonly snapshots: string
  readonly logs: string
  /** Records of ends that nobody wanted. */
  readonly crashes: string
  /** Embedding and speech models and language data that the person puts there; made when they are first asked for. */
  readonly models: string
  /** A folder per embedding model, in `models`. */
  readonly embeddingModels: string
  /** Held with the operating system's own lock for as long as a process works on this folder. */
  readonly lockDatabase: string
  /** Who holds it and how to reach them. */
  readonly lockFile: string
  /** Leads to the key of an encrypted library; and its twin, should it be lost. */
  readonly keyFile: string
  readonly keyFileTwin: string
  /** Where files are converted when encryption is turned on or off. */
  readonly converting: string
  /** Keys and passwords, where a person sealed them with a passphrase. */
  readonly sealedSecrets: string
  /** Bytes kept back so that deleting and closing still work on a full disk. */
  readonly reserve: string
}

const ownNames =
  /^(alcove\.sqlite(-wal|-shm|-journal)?|lock\.sqlite(-journal)?|lock\.json(\.\d+)?|reserve|secrets\.json|sealed-secrets\.json(\.new)?|window\.json|index|backups|imports|snapshots|logs|crashes|models|chromium|updates|clock\.json(\.unfinished)?|your-data\.json(\.unfinished)?|erasing\.json(\.unfinished)?|encryption(\.twin)?\.json(\.new)?|converting|restoring(\.unfinished)?|before-restore|damaged)$/
/** What systems put into folders by themselves. */
const systemNames = /^(\.DS_Store|\.localized|Thumbs\.db|desktop\.ini|lost\+found|\.Trash.*|\.nfs.*)$/

/** The data folder to use: the one asked for, else `ALCOVE_DATA`, else the system's place for application data. */
export function chooseDataFolder(asked: string | undefined, from: string): string {
  const wanted = asked || process.env.ALCOVE_DATA
  return wanted ? resolve(from, wanted) : envPaths('Alcove', { suffix: '' }).data
}

/** Makes the folder ready and private to its owner, or says why it must not be used. */
export function openDataFolder(path: string): Result<DataFolder, DataFolderRefused> {
  const root = resolve(path)
  if (root === parse(root).root) return refused(root, 'drive-root')
  if (root === homedir()) return refused(root, 'home')
  const kind = statSync(root, { throwIfNoEntry: false })
  if (kind && !kind.isDirectory()) return refused(root, 'not-a-folder')
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 })
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK)
    if (readdirSync(root).some(isForeign)) return refused(root, 'foreign-files')
    chmodSync(root, 0o700)
    const folder = layout(root)
    for (const inner of [folder.index, folder.backups, folder.imports, folder.logs, folder.crashes]) {
      mkdirSync(inner, { recursive: true, mode: 0o700 })
    }
    return ok(folder)
  } catch (error) {
    return refused(root, 'not-writable', error)
  }
}

/** The paths inside a data folder. */
export function layout(root: string): DataFolder {
  return {
    root,
    database: join(root, 'alcove.sqlite'),
    index: join(root, 'index'),
    backups: join(root, 'backups'),
    imports: join(root, 'imports'),
    snapshots: join(root, 'snapshots'),
    logs: join(root, 'logs'),
    crashes: join(root, 'crashes'),
    models: join(root, 'models'),
    embeddingModels: join(root, 'models', 'embedding'),
    lockDatabase: join(root, 'lock.sqlite'),
    lockFile: join(root, 'lock.json'),
    keyFile: join(root, 'encryption.json'),
    keyFileTwin: join(root, 'encryption.twin.json'),
    converting: join(root, 'converting'),
    sealedSecrets: join(root, 'sealed-secrets.json'),
    reserve: join(root, 'reserve'),
  }
}

function isForeign(name: string): boolean {
  return !ownNames.test(name) && !systemNames.test(name)
}

function refused(path: string, reason: DataFolderRefused['reason'], cause?: unknown) {
  const message = `${path} cannot be the data folder: ${reason}${cause instanceof Error ? ` (${cause.message})` : ''}`
  return fail({ code: 'DATA_FOLDER_REFUSED', message, path, reason } satisfies DataFolderRefused)
}
