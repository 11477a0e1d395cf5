import { sentenceForBackup } from '#contract/backup.sentences'
import { linesForSalvage } from '#contract/salvage.sentences'
import { sentenceForStart } from '#contract/system.sentences'
import type { LibraryKey } from '#database/library-key'
import { chooseDataFolder, type DataFolder, openDataFolder } from '../app/data-folder.ts'
import { createSession } from '../app/library-session.ts'
import { findingsOf, keptCopies, mend, prepareCopy, prepareSalvage } from '../app/repair.ts'
import { createMemorySecrets } from '../app/secrets.ts'
import { takeLock } from '../app/take-lock.ts'
import { backupWorkerEntry, startBackupWorker, underKey } from '../backup/open-backups.ts'
import { problemBehind } from '../backup/trouble.ts'
import { findKey } from '../encryption/find-key.ts'
import { type Context, WrongUse } from './context.ts'

/**
 * `alcove repair`: looks at the whole library file and makes anew what can be; with `--salvage` or `--newest-copy` it does what only a person
 * may decide. The library is not opened for it, since it may be one that cannot be.
 */
export async function repair(context: Context, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { data, from, json, printJson, print, fail } = context
  if (options.salvage === true && options.newestCopy === true)
    throw new WrongUse('say either --salvage or --newest-copy')
  const opened = openDataFolder(chooseDataFolder(data, from))
  if (!opened.ok) return fail(opened.failure, sentenceForStart(opened.failure))
  const folder = opened.value
  const lock = takeLock(folder)
  if (!lock) {
    const code = 'LIBRARY_IN_USE'
    return fail({ code, message: code }, 'Another Alcove process works on this library. End it and try again.')
  }
  let unclean = lock.unclean
  try {
    const passphrase = process.env.ALCOVE_PASSPHRASE || undefined
    const way = await findKey(folder, { session: createSession(), secrets: createMemorySecrets(), passphrase })
    if (!way.ok) return fail(way.failure, sentenceForStart(way.failure))
    if (way.value.closed) {
      const closed = {
        code: 'LIBRARY_LOCKED',
        message: 'closed',
        path: folder.database,
        reason: 'passphrase-needed',
      } as const
      return fail(closed, sentenceForStart(closed))
    }
    const { key } = way.value
    const found = findingsOf(folder, key)
    if (found.derived.length + found.original.length === 0) {
      unclean = false
      return done({ state: 'sound' }, ['The library is sound.'])
    }
    if (found.original.length === 0 && mend(folder, { derived: found.derived, key })) {
      return done({ state: 'mended', derived: found.derived }, [
        `Made anew: ${found.derived.join(', ')}. Nothing was lost.`,
      ])
    }
    if (options.salvage === true) return await salvage(folder, key)
    if (options.newestCopy === true) return await goBack(folder, key)
    const [newest] = keptCopies(folder, key)
    const sentence =
      `The library is damaged (${found.details.slice(0, 3).join('; ')}). It was left as it is. ` +
      '`alcove repair --salvage` makes a library of everything that can be read, with a list of what was lost' +
      (newest ? `; \`alcove repair --newest-copy\` goes back to ${newest.file}` : '') +
      '. `alcove serve --read-only` only looks. The damaged file is kept.'
    return fail({ code: 'DATABASE_DAMAGED', message: found.details.join('; ') }, sentence)
  } finally {
    lock.release({ unclean })
  }

  async function salvage(folder: DataFolder, key: LibraryKey | null) {
    return withWorker(async (worker) => {
      const salvaged = await prepareSalvage(folder, {
        worker: underKey(worker, { key, keyFile: folder.keyFile, secret: null }),
        tell: (event) => {
          if (event.type === 'progress' && event.table !== '' && !json) context.say(`Reading ${event.table} …`)
        },
      })
      if ('hopeless' in salvaged) {
        const sentence = `Nothing of the file can be read (${salvaged.hopeless}). It was left as it is. Go back to a backup with \`alcove restore FILE --in-place\`.`
        return fail({ code: 'DATABASE_DAMAGED', message: salvaged.hopeless }, sentence)
      }
      const lines = linesForSalvage(salvaged.report)
      return done({ state: 'salvaged', kept: salvaged.kept, report: salvaged.report }, [
        ...lines,
        `It takes the place of the damaged library when Alcove starts next; that one is kept in ${salvaged.kept}`,
      ])
    })
  }

  async function goBack(folder: DataFolder, key: LibraryKey | null) {
    const [newest] = keptCopies(folder, key)
    if (!newest) return fail({ code: 'NO_COPY', message: 'no copy' }, 'There is no copy of this library to go back to.')
    const passphrase = process.env.ALCOVE_BACKUP_PASSPHRASE ?? null
    return withWorker(async (worker) => {
      try {
        await prepareCopy(folder, newest, {
          worker: underKey(worker, { key, keyFile: folder.keyFile, secret: null }),
          passphrase,
        })
      } catch (error) {
        const problem = problemBehind(error)
        return fail({ code: 'BACKUP_FAILED', message: problem.detail }, sentenceForBackup(problem))
      }
      return done({ state: 'copy-ready', file: newest.file }, [
        `${newest.file} takes the place of the damaged library when Alcove starts next. The damaged file is kept.`,
      ])
    })
  }

  function done(value: object, lines: readonly string[]): number {
    if (json) printJson(value)
    else for (const line of lines) print(line)
    return 0
  }
}

async function withWorker<T>(body: (worker: ReturnType<typeof startBackupWorker>['client']) => Promise<T>): Promise<T> {
  const worker = startBackupWorker({ entry: backupWorkerEntry })
  try {
    return await body(worker.client)
  } finally {
    await worker.close()
  }
}
