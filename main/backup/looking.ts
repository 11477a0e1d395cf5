import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backup, BackupCheck, BackupDrill } from '#contract/backup.contract'
import type { DataFolder } from '../app/data-folder.ts'
import type { Destination, KeptFile } from './destination.ts'
import { type BackupWorker, scratchOf } from './making.ts'
import type { MemoryStore } from './memory.ts'
import { readName } from './names.ts'
import { unpack } from './restoring.ts'
import type { Rotated } from './rotation.ts'
import { BackupTrouble, problemBehind, trouble } from './trouble.ts'
import type { Tell } from './work.ts'

export interface LookingDeps {
  readonly worker: BackupWorker
  readonly folder: DataFolder
  readonly memory: MemoryStore
  readonly clock: () => number
}

interface Place {
  readonly destination: Destination
  readonly series: string
  readonly passphrase: string | null
  readonly tell: Tell
  readonly signal: AbortSignal
}

export interface Looked extends Place {
  readonly name: string
  readonly bytes: number
  /** What the whole file had when it was written; null where nobody knows. */
  readonly sha256: string | null
}

/** Reads backups back, and remembers what was found. */
export function createLooking({ worker, folder, memory, clock }: LookingDeps) {
  const scratch = scratchOf(folder)
  return { list, rotated, look, drill, reach, sha256Of, forgetOthers, removeOwn }

  async function list(destination: Destination, series: string): Promise<readonly Backup[]> {
    const { known } = await memory.read()
    const files = await destination.list()
    return files
      .flatMap((file) => {
        const found = known[file.name]
        const named = describe(file, series)
        return named ? [{ ...named, state: found?.state ?? 'unchecked', checkedAt: found?.at ?? null }] : []
      })
      .toSorted((a, b) => b.madeAt - a.madeAt)
  }

  /** Those of this library as far as thinning out is concerned. */
  async function rotated(destination: Destination, series: string): Promise<readonly Rotated[]> {
    const { known } = await memory.read()
    const own = (await list(destination, series)).filter((backup) => backup.own)
    return own.map(({ name, madeAt, state }) => {
      const found = known[name]
      return { name, madeAt, state, failed: found !== undefined && found.sha256 !== null && found.verifiedAt === null }
    })
  }

  /** Compares all of a backup with what it should be; throws what it found wrong after it was remembered. */
  async function look({ destination, series, name, bytes, sha256, passphrase, tell, signal }: Looked): Promise<Backup> {
    const named = describe({ name, bytes }, series)
    if (!named) throw trouble('no-such-backup', name)
    // A new one is known from now on, whatever the look finds; what was known of another one holds until then.
    if (!(await memory.read()).known[name]) await remember(name, 'unchecked', sha256)
    try {
      await readBack({ destination, name, sha256, passphrase, tell, signal })
    } catch (error) {
      const { reason } = problemBehind(error)
      if (reason === 'damaged' || reason === 'not-a-backup') await remember(name, 'damaged')
      throw error
    }
    await remember(name, 'verified')
    return { ...named, state: 'verified', checkedAt: clock() }
  }

  async function remember(name: string, state: BackupCheck, sha256?: string | null) {
    await memory.change(({ known }) => {
      const before = known[name]
      const verifiedAt = state === 'verified' ? clock() : (before?.verifiedAt ?? null)
      const now = { state, at: clock(), sha256: sha256 ?? before?.sha256 ?? null, verifiedAt }
      return { known: { ...known, [name]: now } }
    })
  }

  async function readBack(wanted: Omit<Looked, 'series' | 'bytes'>) {
    const into = join(scratch, 'read-back')
    try {
      await unpackTo(into, null, wanted)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }

  /** Restores the newest backup as a person would, opens it as a start would, and takes it away again. */
  async function drill({ destination, series, ...how }: Place): Promise<BackupDrill> {
    const at = clock()
    const newest = (await list(destination, series)).find(({ own, state }) => own && state !== 'damaged')
    const outcome = { at, seconds: 0, name: newest?.name ?? null, problem: null, documents: 0, conversations: 0 }
    const into = join(scratch, 'drill')
    try {
      if (!newest) throw trouble('no-such-backup', destination.where)
      const { name } = newest
      await unpackTo(into, join(into, 'imports'), { destination, name, sha256: await sha256Of(name), ...how })
      const found = await worker.open({ folder: into })
      const done = { ...outcome, ...found, seconds: (clock() - at) / 1_000 }
      await memory.change(() => ({ lastDrill: done, lastGoodDrillAt: at }))
      return done
    } catch (error) {
      if (how.signal.aborted) throw error
      const problem = problemBehind(error)
      await memory.change(() => ({ lastDrill: { ...outcome, seconds: (clock() - at) / 1_000, problem } }))
      if (newest && problem.reason === 'damaged') await remember(newest.name, 'damaged')
      throw error
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }

  async function unpackTo(into: string, importsFolder: string | null, wanted: Omit<Looked, 'series' | 'bytes'>) {
    const { destination, name, sha256, passphrase, tell, signal } = wanted
    const file = await reach(destination, name, scratch, signal)
    try {
      await unpack({ worker, file, sha256, passphrase, into, importsFolder, lasting: false, tell })
    } catch (error) {
      if (!(error instanceof BackupTrouble) || error.problem.where !== file) throw error
      // People know a backup by its name; the file may be a copy of ours.
      throw new BackupTrouble({ ...error.problem, where: name }, { cause: error })
    }
  }

  async function reach(destination: Destination, name: string, to: string, signal: AbortSignal): Promise<string> {
    await mkdir(to, { recursive: true, mode: 0o700 })
    return destination.fetch(name, to, signal)
  }

  async function sha256Of(name: string): Promise<string | null> {
    return (await memory.read()).known[name]?.sha256 ?? null
  }

  /** Deletes the backups of one library at their place, and no others; returns how many. */
  async function removeOwn({ destination, series, signal }: Pick<Place, 'destination' | 'series' | 'signal'>) {
    const own = (await destination.list(signal)).filter(({ name }) => readName(name)?.series === series)
    for (const { name } of own) await destination.remove(name, signal)
    return own.length
  }

  /** Forgets what is known of backups that are not there any more. */
  async function forgetOthers(files: readonly KeptFile[]): Promise<void> {
    const there = new Set(files.map(({ name }) => name))
    await memory.change(({ known }) => ({
      known: Object.fromEntries(Object.entries(known).filter(([name]) => there.has(name))),
    }))
  }
}

function describe({ name, bytes }: KeptFile, series: string) {
  const named = readName(name)
  return named && { name, bytes, madeAt: named.madeAt, encrypted: named.encrypted, own: named.series === series }
}
