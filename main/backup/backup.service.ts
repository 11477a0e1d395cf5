import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { NoteActivity } from '#contract/activity.contract'
import type {
  Backup,
  BackupDrill,
  BackupNowInput,
  BackupState,
  BackupWork,
  RestoreInput,
} from '#contract/backup.contract'
import type { BackupPlan, BackupWish } from '#contract/backup-plan'
import type { BackupFailed } from '#contract/backup-problem'
import type { Result } from '#contract/result'
import type { Settings, SettingsChange } from '#contract/settings.contract'
import { createAnnouncer } from '../app/announcer.ts'
import type { DataFolder } from '../app/data-folder.ts'
import type { Secrets } from '../app/secrets.ts'
import { createBackupSecrets } from './backup-secrets.ts'
import type { Destination } from './destination.ts'
import { createFolderDestination } from './folder.destination.ts'
import { createLooking } from './looking.ts'
import { type BackupWorker, createMaking, scratchOf } from './making.ts'
import { openMemory } from './memory.ts'
import { mustBeApart, mustBeFile, restoreInPlace, restoreTo } from './restoring.ts'
import { outlived } from './rotation.ts'
import { nextBackup, nextDrill } from './schedule.ts'
import { namingTrouble, problemBehind, trouble } from './trouble.ts'
import { placesOf, readWaiting } from './waiting-restore.ts'
import { createWork, type Tell } from './work.ts'

export interface BackupDeps {
  readonly worker: BackupWorker
  readonly folder: DataFolder
  readonly settings: { get(): Settings; set(change: SettingsChange): Promise<Settings> }
  readonly secrets: Secrets
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The place of a plan; `password` is that of its server. */
  readonly destinationOf: (plan: BackupWish, password: string | null) => Destination
  readonly version: string
  readonly clock?: () => number
  /** Starts Alcove again; absent where it cannot do so by itself. */
  readonly restart?: (() => void) | undefined
  readonly note?: NoteActivity | undefined
  readonly report: (error: unknown) => void
}

export type BackupService = ReturnType<typeof createBackupService>

type Outcome<T> = Promise<Result<T, BackupFailed>>

/** Makes backups when they are due or asked for, looks after those that are kept, and goes back to them. */
export function createBackupService(deps: BackupDeps) {
  const { worker, folder, settings, clock = Date.now, report } = deps
  const memory = openMemory(folder.backups)
  const closing = new AbortController()
  const { signal } = closing
  let shown: BackupState | null = null
  let tidied: Promise<void> | null = null
  const announcer = createAnnouncer(() => shown)
  const work = createWork(() => void refresh().catch(report))
  const secrets = createBackupSecrets(deps)
  const make = createMaking({ ...deps, clock })
  const looking = createLooking({ worker, folder, memory, clock })
  return {
    state,
    changes,
    list,
    plan,
    setSecret,
    now,
    check,
    drill,
    restore,
    restart,
    removeAll: () => namingTrouble(async () => looking.removeOwn({ ...(await planned()), signal })),
    tidy,
    tick,
    isBusy: () => work.present() !== null || readWaiting(folder) !== null,
    close,
  }

  async function state(): Promise<BackupState> {
    const wanted = settings.get().backups
    const { lastBackup, lastGoodAt, lastDrill, lastRestore } = await memory.read()
    const past = { now: clock(), goodAt: lastGoodAt, triedAt: lastBackup?.at ?? null }
    return {
      plan: wanted,
      has: await secrets.known(),
      working: work.present(),
      nextAt: wanted && nextBackup(wanted.every, past),
      lastBackup,
      lastDrill,
      lastRestore,
      restoreWaits: readWaiting(folder) !== null,
    }
  }

  async function* changes(caller?: AbortSignal): AsyncGenerator<BackupState> {
    shown ??= await state()
    for await (const present of announcer.follow(caller)) yield present ?? (await state())
  }

  async function refresh() {
    // The library file may be closed by now.
    if (signal.aborted) return
    shown = await state()
    announcer.changed()
  }

  function list(): Outcome<readonly Backup[]> {
    return namingTrouble(async () => {
      const { destination, series } = await planned()
      return looking.list(destination, series)
    })
  }

  /** What a plan needs is tried before it holds: nobody is to believe in backups that cannot be made. */
  function plan(wish: BackupWish | null): Outcome<BackupState> {
    return namingTrouble(async () => {
      if (wish) {
        if (wish.place.kind === 'folder') mustBeApart(folder, wish.place.path)
        if (wish.encrypted && (await secrets.passphrase()) === null) throw trouble('passphrase-needed', 'backups')
        await deps.destinationOf(wish, await secrets.password()).claim(signal)
      }
      const series = settings.get().backups?.series ?? randomBytes(4).toString('hex')
      await settings.set({ backups: wish && { ...wish, series } })
      await refresh()
      return state()
    })
  }

  async function setSecret(secret: 'passphrase' | 'password', value: string | null) {
    const kept = await secrets.set(secret, value)
    await refresh()
    return { kept }
  }

  function now(wanted: BackupNowInput = {}): Outcome<Backup & { file: string }> {
    return namingTrouble(() => alone('backup', (tell) => noting(() => madeNow(wanted, tell))))
  }

  async function madeNow({ to, passphrase }: BackupNowInput, tell: Tell) {
    const { destination, series, encrypts } = to === undefined ? await planned() : once(to)
    const key = passphrase ?? (encrypts ? await secrets.needed() : null)
    const made = await make({ destination, series, passphrase: key, tell, signal })
    const thinned = () => (to === undefined ? thinOut(destination, series) : undefined)
    const looked = looking.look({ destination, series, ...made, passphrase: key, tell, signal })
    const backup = await looked.finally(thinned)
    return { ...backup, file: to === undefined ? `${destination.where}/${made.name}` : join(to, made.name) }
  }

  /** Keeps how a backup went, whichever way. */
  async function noting<T extends Backup>(body: () => Promise<T>): Promise<T> {
    const at = clock()
    const outcome = { at, seconds: 0, name: null, problem: null }
    const seconds = () => (clock() - at) / 1_000
    try {
      const made = await body()
      await memory.change(() => ({ lastGoodAt: at, lastBackup: { ...outcome, seconds: seconds(), name: made.name } }))
      deps.note?.('backup-made', { name: made.name, bytes: made.bytes })
      return made
    } catch (error) {
      // An end that was asked for is no failure: the next start finds the backup due.
      if (signal.aborted) throw error
      const problem = problemBehind(error)
      deps.note?.('backup-failed', { reason: problem.reason })
      await memory.change(() => ({ lastBackup: { ...outcome, seconds: seconds(), problem } })).catch(report)
      throw error
    }
  }

  function check(name: string): Outcome<Backup> {
    return namingTrouble(() =>
      alone('check', async (tell) => {
        const { destination, series } = await planned()
        const found = (await destination.list(signal)).find((one) => one.name === name)
        if (!found) throw trouble('no-such-backup', name)
        const passphrase = await secrets.passphrase()
        const sha256 = await looking.sha256Of(name)
        return looking.look({ destination, series, name, bytes: found.bytes, sha256, passphrase, tell, signal })
      }),
    )
  }

  function drill(): Outcome<BackupDrill> {
    return namingTrouble(() =>
      alone('drill', async (tell) => {
        const { destination, series } = await planned()
        const passphrase = await secrets.passphrase()
        const tried = await looking.drill({ destination, series, passphrase, tell, signal })
        deps.note?.('backup-tried', { documents: tried.documents, conversations: tried.conversations })
        return tried
      }),
    )
  }

  function restore({ from, passphrase, to }: RestoreInput) {
    return namingTrouble(() =>
      alone('restore', async (tell) => {
        if (to !== null) mustBeApart(folder, to)
        const name = 'name' in from ? from.name : from.file
        const scratch = scratchOf(folder)
        try {
          const { file, sha256 } = await fileOf(from, scratch)
          const unpacking = { worker, file, sha256, passphrase: passphrase ?? (await secrets.passphrase()), tell }
          const { madeAt } =
            to === null
              ? await restoreInPlace(folder, { ...unpacking, name, at: clock() })
              : await restoreTo(to, unpacking)
          return { madeAt, folder: to ?? folder.root, waits: to === null }
        } finally {
          await rm(scratch, { recursive: true, force: true })
        }
      }),
    )
  }

  async function fileOf(from: RestoreInput['from'], scratch: string) {
    if ('file' in from) {
      await mustBeFile(from.file)
      return { file: from.file, sha256: null }
    }
    const { destination } = await planned()
    const file = await looking.reach(destination, from.name, scratch, signal)
    return { file, sha256: await looking.sha256Of(from.name) }
  }

  function restart() {
    // Whoever asked is answered first.
    if (deps.restart) setTimeout(deps.restart, 100).unref()
    return { restarts: deps.restart !== undefined }
  }

  /** What an ended process left half made is taken away before anything else is made. */
  function alone<T>(what: BackupWork['what'], body: (tell: Tell) => Promise<T>): Promise<T> {
    return work.alone(what, async (tell) => {
      try {
        await tidy()
        return await body(tell)
      } catch (error) {
        // However it broke off: an end that was asked for is nothing unexpected.
        throw signal.aborted ? trouble('broke-off', '', 'Alcove was ended meanwhile') : error
      }
    })
  }

  function tidy(): Promise<void> {
    tidied ??= takeHalvesAway()
    return tidied
  }

  async function takeHalvesAway() {
    const { restoring } = placesOf(folder)
    const halves = [scratchOf(folder), `${restoring}.unfinished`, ...(readWaiting(folder) ? [] : [restoring])]
    for (const half of halves) await rm(half, { recursive: true, force: true })
  }

  /** Does what is due; called every minute. What fails is kept in the state, and tried again when it is due again. */
  async function tick() {
    const wanted = settings.get().backups
    if (!wanted || work.present() || signal.aborted) return
    const { lastBackup, lastGoodAt: goodAt } = await memory.read()
    const past = { now: clock(), goodAt, triedAt: lastBackup?.at ?? null }
    if (nextBackup(wanted.every, past) <= past.now) await now()
    const after = await memory.read()
    const drills = { now: clock(), goodAt: after.lastGoodDrillAt, triedAt: after.lastDrill?.at ?? null }
    if (after.lastGoodAt !== null && !signal.aborted && nextDrill(drills) <= drills.now) await drill()
  }

  /** Ends what is being done; resolves when nothing of it touches the library any more. */
  function close() {
    closing.abort()
    announcer.close()
    return work.idle()
  }

  async function thinOut(destination: Destination, series: string) {
    // What cannot be reached now is thinned out after the next run; it does not make this one a failure.
    await namingTrouble(async () => {
      const backups = await looking.rotated(destination, series)
      for (const { name } of outlived(backups)) await destination.remove(name, signal)
      await looking.forgetOthers(await destination.list(signal))
    })
  }

  async function planned() {
    const wanted: BackupPlan | null = settings.get().backups
    if (!wanted) throw trouble('off', '')
    const destination = deps.destinationOf(wanted, await secrets.password())
    return { destination, series: wanted.series, encrypts: wanted.encrypted }
  }

  function once(to: string) {
    mustBeApart(folder, to)
    const series = settings.get().backups?.series ?? '00000000'
    return { destination: createFolderDestination(to, { marked: false }), series, encrypts: false }
  }
}
