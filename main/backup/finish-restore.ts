import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure, Result } from '#contract/result'
import type { DataFolder } from '../app/data-folder.ts'
import { syncFolder } from '../app/whole-file.ts'
import { openMemory } from './memory.ts'
import { keepWaiting, keptIn, placesOf, readWaiting, type Waiting } from './waiting-restore.ts'

/** What makes up a state: the library, its copies of texts, and what is derived from it. */
const stateNames = ['alcove.sqlite', 'alcove.sqlite-wal', 'alcove.sqlite-shm', 'imports', 'index', 'snapshots']
/** Of these a backup holds some; the rest is made anew. */
const restoredNames = ['alcove.sqlite', 'imports']

/** A library file alone leaves the copies of texts where they are: they are not damaged. */
function stateOf({ kind }: Waiting): readonly string[] {
  return kind === 'backup' ? stateNames : stateNames.filter((name) => name !== 'imports')
}

/**
 * Opens the library, after a restore that waits was put in place: the present state goes to a folder of its own, and comes
 * back when the restored one cannot be opened. Nothing is deleted. Only for the process that has the lock.
 */
export async function openAfterRestore<T, F extends Failure>(
  folder: DataFolder,
  open: () => Promise<Result<T, F>>,
): Promise<Result<T, F>> {
  const waiting = readWaiting(folder)
  if (!waiting) return open()
  const startedAt = Date.now()
  const memory = openMemory(folder.backups)
  let present = waiting
  let detail = 'the start before was ended while the old state was put back'
  if (waiting.phase !== 'back') {
    try {
      await putAside()
      await install()
      const opened = await open()
      if (opened.ok) {
        await finish(null)
        return opened
      }
      detail = opened.failure.message
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error)
    }
  }
  await putBack()
  await finish(detail)
  return open()

  async function putAside() {
    if (present.phase === 'ready')
      await step({ phase: 'aside', had: stateOf(present).filter((name) => isThere(folder.root, name)) })
    if (present.phase !== 'aside') return
    mkdirSync(asideOf(folder, present), { recursive: true, mode: 0o700 })
    for (const name of present.had) move(name, folder.root, asideOf(folder, present))
    await syncFolder(asideOf(folder, present))
    await step({ phase: 'install' })
  }

  async function install() {
    const restored = restoredNames.filter((name) => stateOf(present).includes(name))
    for (const name of restored) move(name, placesOf(folder).restoring, folder.root)
    // What was lost is told beside what it was lost from.
    move('report.json', placesOf(folder).restoring, asideOf(folder, present))
    // The index of the state that went is not one of this library.
    mkdirSync(folder.index, { recursive: true, mode: 0o700 })
    await syncFolder(folder.root)
    if (!existsSync(folder.database)) throw new Error('the restored library is not there')
  }

  async function putBack() {
    await step({ phase: 'back' })
    const aside = asideOf(folder, present)
    move('report.json', aside, placesOf(folder).restoring)
    for (const name of stateOf(present)) {
      const wasMoved = isThere(aside, name)
      // What is there and was not moved aside is the old state, unless there was none of it.
      if (wasMoved || !present.had.includes(name)) move(name, folder.root, placesOf(folder).restoring)
      if (wasMoved) move(name, aside, folder.root)
    }
    await syncFolder(folder.root)
    removeIfEmpty(aside)
  }

  async function step(change: Partial<Waiting>) {
    present = { ...present, ...change }
    await keepWaiting(folder, present)
  }

  async function finish(problem: string | null) {
    await memory.change(() => ({
      lastRestore: {
        at: startedAt,
        seconds: (Date.now() - startedAt) / 1_000,
        name: present.name,
        aside: problem === null ? asideOf(folder, present) : null,
        problem: problem === null ? null : { reason: 'damaged', where: present.name, detail: problem },
      },
    }))
    // Only what was unpacked from the backup, which is still there.
    rmSync(placesOf(folder).restoring, { recursive: true, force: true })
    removeIfEmpty(keptIn(folder, present.kind))
  }
}

function asideOf(folder: DataFolder, { aside, kind }: Waiting): string {
  return join(keptIn(folder, kind), aside)
}

function isThere(folder: string, name: string): boolean {
  return existsSync(join(folder, name))
}

/** Moves unless it was moved before; an empty folder that a start has made in its place makes way. */
function move(name: string, from: string, to: string): void {
  if (!isThere(from, name)) return
  if (isThere(to, name) && !removeIfEmpty(join(to, name))) return
  renameSync(join(from, name), join(to, name))
}

/** False when there is something in it: then it stays as it is. */
function removeIfEmpty(path: string): boolean {
  try {
    rmdirSync(path)
    return true
  } catch {
    return false
  }
}
