import { rm, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import type { NoteActivity } from '#contract/activity.contract'
import type { Result } from '#contract/result'
import { type ErasePreview, eraseWord, type YourDataState, type YourDataWork } from '#contract/your-data.contract'
import type { YourDataFailed } from '#contract/your-data-problem'
import type { yourDataWorkerContract } from '#contract/your-data-worker.contract'
import { createAnnouncer } from '../app/announcer.ts'
import type { DataFolder } from '../app/data-folder.ts'
import { announceErasing } from './erasing.ts'
import { fileFor, stage, unstage } from './exporting.ts'
import { openMemory } from './memory.ts'
import { namingTrouble, problemBehind, trouble } from './trouble.ts'
import { untilDone } from './until-done.ts'

export interface YourDataDeps {
  readonly worker: ContractRouterClient<typeof yourDataWorkerContract>
  readonly folder: DataFolder
  readonly version: string
  readonly note: NoteActivity
  readonly clock?: () => number
  readonly clockDoubtedSince: () => number | null
  /** What would be deleted. */
  readonly preview: () => Promise<ErasePreview>
  /** Deletes the backups of this library at their place; absent where none are planned. */
  readonly deleteBackups: () => Promise<Result<number, { readonly code: string; readonly message: string }>>
  /** Empties what the shell around Alcove keeps of its pages, and the keys it holds. */
  readonly forgetShell: () => Promise<void>
  /** Starts Alcove again; absent where it cannot do so by itself. */
  readonly restart?: (() => void) | undefined
  readonly report: (error: unknown) => void
}

export type YourDataService = ReturnType<typeof createYourDataService>

type Outcome<T> = Promise<Result<T, YourDataFailed>>

/** Takes everything along, brings it in, and deletes it: one of them at a time. */
export function createYourDataService(deps: YourDataDeps) {
  const { worker, folder, version, note, clock = Date.now, report } = deps
  const memory = openMemory(folder)
  const announcer = createAnnouncer(state)
  let working: YourDataWork | null = null
  let stopping: AbortController | null = null
  let running: Promise<unknown> = Promise.resolve()
  return {
    state,
    changes: announcer.follow,
    originals,
    export: exportTo,
    import: importFrom,
    start,
    stop,
    preview: deps.preview,
    erase,
    close,
  }

  function state(): YourDataState {
    const { lastExport, lastImport } = memory.read()
    return { working, lastExport, lastImport, clockDoubtedSince: deps.clockDoubtedSince() }
  }

  function originals() {
    return worker.originals({ databasePath: folder.database, importsFolder: folder.imports })
  }

  function exportTo({ to, originals: wanted }: { readonly to: string; readonly originals: boolean }) {
    return namingTrouble(() =>
      alone('export', async (signal) => {
        const at = clock()
        const file = await fileFor(to, { folder, now: at })
        try {
          const staged = await stage(file)
          const written = await write(staged, wanted, signal).catch(async (error: unknown) => {
            await rm(staged, { force: true }).catch(() => {})
            throw error
          })
          await unstage(staged, file)
          const { bytes, counts, missing } = written
          await memory.change({ lastExport: { at, file, bytes, problem: null } })
          note('exported', { bytes, originals: wanted })
          return { file, bytes, counts, missing }
        } catch (error) {
          await memory.change({ lastExport: { at, file, bytes: 0, problem: problemBehind(error) } }).catch(report)
          throw error
        }
      }),
    )
  }

  async function write(staged: string, originals: boolean, signal: AbortSignal) {
    const input = {
      databasePath: folder.database,
      importsFolder: folder.imports,
      target: staged,
      originals,
      madeAt: new Date(clock()).toISOString(),
      alcove: version,
    }
    return untilDone(await worker.export(input), { tell, signal })
  }

  function importFrom({ file }: { readonly file: string }) {
    return namingTrouble(() =>
      alone('import', async (signal) => {
        const found = isAbsolute(file) ? await stat(file).catch(() => null) : null
        if (!found?.isFile()) throw trouble('no-such-file', file)
        const at = clock()
        const nothing = { at, file, parts: [], resting: 0 }
        await memory.change({ importing: file })
        try {
          const input = { file, databasePath: folder.database, importsFolder: folder.imports }
          const { parts, resting } = await untilDone(await worker.import(input), { tell, signal })
          const imported = { file, parts: [...parts], resting }
          await memory.change({ importing: null, lastImport: { ...imported, at, problem: null } })
          note('imported', { rows: parts.reduce((sum, { added, updated }) => sum + added + updated, 0), resting })
          return { ...imported, restarts: restartSoon() }
        } catch (error) {
          // An end of Alcove is none of the import: the next start goes on with it.
          if (!signal.aborted || signal.reason !== ended) {
            await memory
              .change({ importing: null, lastImport: { ...nothing, problem: problemBehind(error) } })
              .catch(report)
          }
          throw error
        }
      }),
    )
  }

  /** Notes that everything was deleted, and goes on with an import that was at work when Alcove was ended. */
  async function start(): Promise<void> {
    const { importing, erased } = memory.read()
    if (erased) {
      note('erased')
      await memory.change({ erased: false })
    }
    if (importing !== null) await importFrom({ file: importing })
  }

  function stop(): { stopped: boolean } {
    const is = stopping !== null
    stopping?.abort('stopped')
    return { stopped: is }
  }

  /** Has the next start delete everything, which comes at once where Alcove can start again by itself. */
  function erase(wanted: {
    readonly word: string
    readonly models: boolean
    readonly backups: boolean
  }): Outcome<{ restarts: boolean }> {
    return namingTrouble(async () => {
      if (wanted.word.trim().toLowerCase() !== eraseWord) throw trouble('not-confirmed', '')
      if (working) throw trouble('running', '')
      if (wanted.backups) {
        const deleted = await deps.deleteBackups()
        const { backups } = await deps.preview()
        if (!deleted.ok) throw trouble('backups-not-deleted', backups ?? '', deleted.failure.message)
      }
      await announceErasing(folder, { at: clock(), models: wanted.models })
      await deps.forgetShell().catch(report)
      return { restarts: restartSoon() }
    })
  }

  function restartSoon(): boolean {
    const { restart } = deps
    // Whoever asked is answered first.
    if (restart) setTimeout(restart, 300).unref()
    return restart !== undefined
  }

  function tell(step: YourDataWork['step'], done: number): void {
    if (working) working = { ...working, step, done }
    announcer.changed()
  }

  async function alone<T>(what: YourDataWork['what'], body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (working) throw trouble('running', '')
    working = { what, step: what === 'export' ? 'writing' : 'checking', done: 0 }
    stopping = new AbortController()
    announcer.changed()
    const { signal } = stopping
    const done = body(signal)
    running = done
    try {
      return await done
    } catch (error) {
      throw signal.aborted ? trouble('stopped', '') : error
    } finally {
      working = null
      stopping = null
      announcer.changed()
    }
  }

  /** Ends what is being done; resolves when nothing of it touches the library any more. */
  async function close(): Promise<void> {
    stopping?.abort(ended)
    announcer.close()
    await running.catch(() => {})
  }
}

const ended = 'ended'
