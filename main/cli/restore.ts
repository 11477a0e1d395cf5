import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { BackupName } from '#contract/backup.contract'
import type { BackupFailed } from '#contract/backup-problem'
import type { StartFailure } from '#contract/system.failures'
import { sentenceForStart } from '#contract/system.sentences'
import { restoreFileInPlace, restoreFileTo } from '../app/offline-restore.ts'
import { abandonable, failBackup, failWith, followingBackup, tellingSteps } from './backup-words.ts'
import { type Context, WrongUse } from './context.ts'

type From = { readonly name: string } | { readonly file: string }

/**
 * `alcove restore`: makes a new data folder of a backup, or puts it in the place of the present one. A file is restored also
 * when the library cannot be opened; a name of the list needs the plan, which is in the library.
 */
export async function restore(context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>) {
  const { data, from, signal } = context
  const [wanted = ''] = args
  const to = typeof options.to === 'string' ? resolve(from, options.to) : null
  if ((to === null) !== (options.inPlace === true)) throw new WrongUse('say either --to FOLDER or --in-place')
  const file = resolve(from, wanted)
  if (!existsSync(file)) {
    if (BackupName.safeParse(wanted).success) return askLibrary(context, { name: wanted }, to)
    return failWith(context, { reason: 'no-such-backup', where: wanted, detail: '' })
  }
  const how = { file, passphrase: passphraseOf(), tell: tellingSteps(context), signal }
  if (to !== null) {
    const restored = await restoreFileTo(to, how)
    if (!restored.ok) return failAs(context, restored.failure)
    return done(context, { madeAt: restored.value.madeAt, folder: to, aside: null })
  }
  const ready = await restoreFileInPlace({ data, from }, how)
  if (ready === null) return askLibrary(context, { file }, null)
  return ready.ok ? openAnew(context, ready.value.madeAt) : failAs(context, ready.failure)
}

/** Restores by the process that has the library, this or another one. */
async function askLibrary(context: Context, from: From, to: string | null): Promise<number> {
  let madeAt = 0
  let folder = ''
  let waits = false
  const code = await context.withLibrary(async (library) => {
    const { client } = library
    const stop = followingBackup(context, client)
    try {
      const passphrase = passphraseOf()
      const restored = await abandonable(client.backup.restore({ from, passphrase, to }), context.signal)
      madeAt = restored.madeAt
      folder = restored.folder
      waits = restored.waits
      if (!waits || library.held) return 0
      const { restarts } = await client.backup.restart()
      if (restarts) await library.gone
      else waits = false
      return 0
    } catch (error) {
      return failBackup(context, error)
    } finally {
      stop()
    }
  })
  if (code !== 0) return code
  if (waits) return openAnew(context, madeAt)
  if (to === null) context.say('It takes its place when Alcove starts next.')
  return done(context, { madeAt, folder, aside: null })
}

/** A start puts what is ready in place, or the state before back; the state says which. */
async function openAnew(context: Context, madeAt: number): Promise<number> {
  return context.withLibrary(async ({ client }) => {
    const { lastRestore } = await client.backup.state()
    const { dataFolder } = await client.system.status()
    const problem = lastRestore
      ? lastRestore.problem
      : ({ reason: 'broke-off', where: '', detail: 'no start' } as const)
    if (problem) return failWith(context, problem)
    return done(context, { madeAt, folder: dataFolder, aside: lastRestore?.aside ?? null })
  })
}

interface Done {
  readonly madeAt: number
  readonly folder: string
  /** Where the state before is kept. */
  readonly aside: string | null
}

function done({ json, printJson, print }: Context, { madeAt, folder, aside }: Done): number {
  if (json) printJson({ folder, madeAt, aside })
  else {
    print(`The library of ${new Date(madeAt).toLocaleString()} is in ${folder}`)
    print(aside ? `What was there before is kept in ${aside}` : `alcove --data "${folder}" opens it`)
  }
  return 0
}

function failAs(context: Context, failure: BackupFailed | StartFailure): number {
  if (failure.code === 'BACKUP_FAILED') return failWith(context, failure.problem)
  return context.fail(failure, sentenceForStart(failure))
}

function passphraseOf(): string | null {
  return process.env.ALCOVE_BACKUP_PASSPHRASE || null
}
