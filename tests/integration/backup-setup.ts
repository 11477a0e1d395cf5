import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { BackupWish } from '#contract/backup-plan'
import { migrateDatabase, openDatabase } from '#database/database'
import { layout, openDataFolder } from '../../main/app/data-folder.ts'
import { createMemorySecrets } from '../../main/app/secrets.ts'
import { createBackupService } from '../../main/backup/backup.service.ts'
import type { Destination } from '../../main/backup/destination.ts'
import { backupWorkerEntry, destinationOf, startBackupWorker } from '../../main/backup/open-backups.ts'
import { createSettingsService } from '../../main/settings/settings.service.ts'
import { createSettingsStore } from '../../main/settings/settings.store.ts'
import { folderWith } from './alcove-process.ts'

export interface BackupSetup {
  /** How many documents, and conversations, the library has. */
  readonly documents?: number
  readonly data?: string
  readonly clock?: () => number
  readonly environment?: Readonly<Record<string, string>>
  /** While it says so, the place gives back other bytes than it was given. */
  readonly damaging?: () => boolean
}

/** The backup service on a real library file, with its real process; a folder to back up into is there. */
export async function setupBackups(setup: BackupSetup = {}) {
  const { documents = 20, data = folderWith(), clock, environment = {}, damaging = () => false } = setup
  const opened = openDataFolder(data)
  if (!opened.ok) throw new Error(opened.failure.message)
  const folder = layout(data)
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  fillLibrary(database.sqlite, folder.imports, documents)
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  const settings = createSettingsService({ store: createSettingsStore(database) })
  const unexpected: unknown[] = []
  const backups = createBackupService({
    worker: worker.client,
    folder,
    settings,
    secrets: createMemorySecrets(),
    environment,
    destinationOf: (wish, password) => damagingPlace(destinationOf(wish, password), damaging),
    version: '0.0.0',
    ...(clock ? { clock } : {}),
    report: (error) => unexpected.push(error),
  })
  const place = folderWith()
  onTestFinished(close)
  return { backups, folder, database, settings, worker, place, unexpected, planTo, close }

  /** Plans backups into the folder for them, or wherever `wish` says. */
  async function planTo(wish: Partial<BackupWish> = {}) {
    const planned = await backups.plan({
      place: { kind: 'folder', path: place },
      every: 'daily',
      encrypted: false,
      ...wish,
    })
    if (!planned.ok) throw new Error(planned.failure.message)
    return planned.value
  }

  async function close() {
    await Promise.all([backups.close(), worker.close()])
    database.close()
  }
}

function damagingPlace(place: Destination, isDamaging: () => boolean): Destination {
  return {
    ...place,
    keep: async (finished, signal) => {
      if (isDamaging()) appendFileSync(finished.file, 'more')
      await place.keep(finished, signal)
    },
  }
}

type Sqlite = ReturnType<typeof openDatabase>['sqlite']

/** Puts pasted texts into a library, with a file, a source, a document and a passage each, and one conversation. */
export function fillLibrary(sqlite: Sqlite, imports: string, documents: number) {
  mkdirSync(imports, { recursive: true })
  const known = Number(sqlite.prepare('SELECT count(*) FROM documents').pluck().get())
  if (known > 0) return
  const source = sqlite.prepare(
    "INSERT INTO sources (id, kind, path, title, watched, created_at, updated_at) VALUES (?, 'text', ?, ?, 0, 1, 1)",
  )
  const document =
    sqlite.prepare(`INSERT INTO documents (id, source_id, path, title, type, bytes, sha256, modified_at, passages, created_at, updated_at)
    VALUES (?, ?, ?, ?, 'markdown', 10, ?, 1, 1, 1, 1)`)
  const passage =
    sqlite.prepare(`INSERT INTO passages (id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words, text_hash)
    VALUES (?, ?, 0, 1, 1, 0, 10, ?, '', ?)`)
  sqlite.transaction(() => {
    for (let n = 0; n < documents; n += 1) {
      const path = join(imports, `text-${n}.md`)
      writeFileSync(path, `# Text ${n}\n\nWords of text ${n}.\n`)
      source.run(`s${n}`, path, `Text ${n}`)
      document.run(`d${n}`, `s${n}`, path, `Text ${n}`, `hash ${n}`)
      passage.run(`p${n}`, `d${n}`, `Words of text ${n}`, `h${n}`)
    }
    sqlite.exec("INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'A question', 1, 1)")
  })()
}
