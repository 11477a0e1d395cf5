import { sentenceForBackup } from '#contract/backup.sentences'
import { linesForSalvage } from '#contract/salvage.sentences'
import { sentenceForStart } from '#contract/system.sentences'
import { type Repairable, repairOffline } from '../app/offline-repair.ts'
import { type Context, WrongUse } from './context.ts'

/**
 * `alcove repair`: looks at the whole library file and makes anew what can be; with `--salvage` or `--newest-copy` it does what only a person
 * may decide. The library is not opened for it, since it may be one that cannot be.
 */
export async function repair(context: Context, options: Readonly<Record<string, unknown>>): Promise<number> {
  const { data, from, json, printJson, print, fail } = context
  if (options.salvage === true && options.newestCopy === true)
    throw new WrongUse('say either --salvage or --newest-copy')
  const repaired = await repairOffline({ data, from }, (library) => act(library))
  if (repaired === null) {
    const failure = { code: 'LIBRARY_IN_USE', message: 'Another process has the lock' }
    return fail(failure, 'Another Alcove process works on this library. End it and try again.')
  }
  return repaired.ok ? repaired.value : fail(repaired.failure, sentenceForStart(repaired.failure))

  async function act(library: Repairable): Promise<number> {
    const { found, newest } = library
    if (found.derived.length + found.original.length === 0) return done({ state: 'sound' }, ['The library is sound.'])
    if (found.original.length === 0 && library.mend()) {
      return done({ state: 'mended', derived: found.derived }, [
        `Made anew: ${found.derived.join(', ')}. Nothing was lost.`,
      ])
    }
    if (options.salvage === true) return salvage(library)
    if (options.newestCopy === true) return goBack(library)
    const sentence =
      `The library is damaged (${found.details.slice(0, 3).join('; ')}). It was left as it is. ` +
      '`alcove repair --salvage` makes a library of everything that can be read, with a list of what was lost' +
      (newest ? `; \`alcove repair --newest-copy\` goes back to ${newest.file}` : '') +
      '. `alcove serve --read-only` only looks. The damaged file is kept.'
    return fail({ code: 'DATABASE_DAMAGED', message: found.details.join('; ') }, sentence)
  }

  async function salvage(library: Repairable): Promise<number> {
    const salvaged = await library.salvage((event) => {
      if (event.type === 'progress' && event.table !== '' && !json) context.say(`Reading ${event.table} …`)
    })
    if ('hopeless' in salvaged) {
      const sentence = `Nothing of the file can be read (${salvaged.hopeless}). It was left as it is. Go back to a backup with \`alcove restore FILE --in-place\`.`
      return fail({ code: 'DATABASE_DAMAGED', message: salvaged.hopeless }, sentence)
    }
    return done({ state: 'salvaged', kept: salvaged.kept, report: salvaged.report }, [
      ...linesForSalvage(salvaged.report),
      `It takes the place of the damaged library when Alcove starts next; that one is kept in ${salvaged.kept}`,
    ])
  }

  async function goBack({ newest, goBackTo }: Repairable): Promise<number> {
    if (!newest) {
      return fail({ code: 'NO_COPY', message: 'no copy' }, 'There is no copy of this library to go back to.')
    }
    const problem = await goBackTo(newest, process.env.ALCOVE_BACKUP_PASSPHRASE ?? null)
    if (problem) return fail({ code: 'BACKUP_FAILED', message: problem.detail }, sentenceForBackup(problem))
    return done({ state: 'copy-ready', file: newest.file }, [
      `${newest.file} takes the place of the damaged library when Alcove starts next. The damaged file is kept.`,
    ])
  }

  function done(value: object, lines: readonly string[]): number {
    if (json) printJson(value)
    else for (const line of lines) print(line)
    return 0
  }
}
