import type { Stats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { v7 as newId } from 'uuid'
import type { LibraryStore } from '../library.store.ts'
import type { StoredSource } from '../source.store.ts'
import { failureOf } from './file-failure.ts'
import type { Intake, IntakeWish } from './intake.ts'
import { isBuildFolder, isNotSetUp, isProjectFile } from './left-out.ts'
import { type FoundFile, type ScanOptions, scanFolder } from './scan.ts'
import { rulesFileName, type SourceRules } from './source-rules.ts'

export type Reconciler = ReturnType<typeof createReconciler>

/** Brings the library in step with a source: what is new or changed is queued, what vanished is removed. */
export function createReconciler({
  store,
  intake,
  dataFolder,
  rulesOf,
}: {
  readonly store: LibraryStore
  readonly intake: Intake
  readonly dataFolder: string
  /** The rules of a source as they are now. */
  readonly rulesOf: (source: StoredSource) => SourceRules
}) {
  return { reconcile, follow }

  /** Compares a whole source with the library. A source that cannot be reached gets a problem and keeps its documents. */
  async function reconcile(source: StoredSource, signal?: AbortSignal): Promise<number> {
    const wish = wishOf(source)
    const root = await reach(source)
    if (!root) return 0
    if (root.isFile())
      return store.removedFiles.has(source.path) ? 0 : intake.take([foundFile(source.path, root)], wish)
    const rules = rulesOf(source)
    const seen = new Set<string>()
    let queued = await take(source.path, { rules, wish, signal, seen })
    for (const paths of store.documents.pathsBelow(source.path, sep, source.id)) {
      signal?.throwIfAborted()
      const unseen = paths.filter((path) => !seen.has(path))
      const gone = [...(await vanished(unseen)), ...(await leftOut(unseen, rules))]
      // A drive that was pulled out during the scan takes its files along; they are not gone.
      if (gone.length > 0 && (await reach(source))) queued += intake.takeGone([...new Set(gone)], wish)
    }
    return queued
  }

  /** Takes up what file events told of: paths that appeared, changed or vanished. */
  async function follow(source: StoredSource, paths: readonly string[], signal?: AbortSignal): Promise<number> {
    // Other rules may let in or leave out anything.
    if (paths.some((path) => basename(path) === rulesFileName)) return reconcile(source, signal)
    const wish = wishOf(source)
    const root = await reach(source)
    if (!root) return 0
    const rules = rulesOf(source)
    const files: FoundFile[] = []
    let queued = 0
    for (const path of root.isFile() ? paths : await withBuildFolders(paths)) {
      const found = await lstat(path).catch(() => null)
      if (!found) {
        for (const below of store.documents.pathsBelow(path, sep, null)) {
          queued += intake.takeGone(await vanished(below), wish)
        }
      } else if (root.isFile()) {
        if (found.isFile() && path === source.path && !store.removedFiles.has(path)) files.push(foundFile(path, found))
      } else if (found.isFile()) {
        if (!(await rules.judge(path, 'file'))) files.push(foundFile(path, found))
      } else if (found.isDirectory()) {
        if (await rules.judge(path, 'folder')) queued += takeOut(path, source)
        else queued += await takeFolder(path, { rules, wish, signal })
      }
    }
    return queued + intake.take(files, wish)
  }

  /** Brings the library in step with a folder of which little is known: what it holds, and what it holds no more. */
  async function takeFolder(folder: string, options: Pick<ScanOptions, 'signal'> & TakeOptions): Promise<number> {
    const seen = new Set<string>()
    let queued = await take(folder, { ...options, seen })
    for (const below of store.documents.pathsBelow(folder, sep, null)) {
      queued += intake.takeGone(await vanished(below.filter((path) => !seen.has(path))), options.wish)
    }
    return queued
  }

  /** Queues what a folder of a source holds. */
  async function take(
    folder: string,
    { rules, wish, signal, seen }: Pick<ScanOptions, 'signal'> & TakeOptions,
  ): Promise<number> {
    const within = await rules.within(folder)
    if ('leftOut' in within) return 0
    let queued = 0
    for await (const slice of scanFolder(folder, { rules: within.rules, dataFolder, signal })) {
      for (const file of slice.files) seen?.add(file.path)
      queued += intake.take(slice.files, wish)
    }
    return queued
  }

  /** Removes from the library what it has of a folder that is left out now. */
  function takeOut(folder: string, source: StoredSource): number {
    let queued = 0
    for (const below of store.documents.pathsBelow(folder, sep, source.id))
      queued += intake.takeGone(below, wishOf(source))
    return queued
  }

  /** Looks whether the source is there, and keeps its problem, or that it has none, in the store. */
  async function reach(source: StoredSource): Promise<Stats | null> {
    const { stats, problem, isGone } = await look(source)
    const before = store.sources.find(source.id)
    if (before && before.deletedAt === null && before.problem !== problem) store.sources.change(source.id, { problem })
    if (problem === null && before && stats?.isDirectory() && before.device !== stats.dev) {
      store.sources.change(source.id, { device: stats.dev })
    }
    if (isGone) intake.takeGone([source.path], wishOf(source))
    return problem === null ? stats : null
  }

  async function look(source: StoredSource): Promise<Look> {
    try {
      const stats = await stat(source.path)
      if (source.kind === 'file' || source.kind === 'text') {
        return stats.isFile() ? { stats, problem: null } : { stats: null, problem: 'This is no longer a file.' }
      }
      if (!stats.isDirectory()) return { stats: null, problem: 'This is no longer a folder.' }
      const unplugged =
        source.device !== null && source.device !== stats.dev && (await readdir(source.path)).length === 0
      return unplugged
        ? { stats: null, problem: 'The drive of this folder is not connected.' }
        : { stats, problem: null }
    } catch (error) {
      return problemOf(source, error)
    }
  }

  async function problemOf(source: StoredSource, error: unknown): Promise<Look> {
    const missing = failureOf(error).code === 'FILE_MISSING'
    const because = (problem: string): Look => ({ stats: null, problem })
    if (source.kind !== 'file' && source.kind !== 'text') {
      return because(
        missing ? 'The folder cannot be found. Its documents stay until it is back or you remove it.' : unreadable,
      )
    }
    if (!missing) return because(unreadable)
    const folder = await stat(dirname(source.path)).catch(() => null)
    if (!folder?.isDirectory()) return because('The folder of this file cannot be found.')
    // The folder is there and the file is not.
    return { stats: null, problem: 'The file was removed or renamed.', isGone: true }
  }
}

interface Look {
  readonly stats: Stats | null
  readonly problem: string | null
  /** True for a single file that was there and is no more. */
  readonly isGone?: boolean
}

interface TakeOptions {
  readonly rules: SourceRules
  readonly wish: IntakeWish
  /** Collects the paths that are taken in. */
  readonly seen?: Set<string>
}

function wishOf({ id: sourceId }: StoredSource): IntakeWish {
  return { sourceId, batchId: newId(), by: 'scan' }
}

/** Beside a project file that came or went, folders of build output are no longer what they were. */
async function withBuildFolders(paths: readonly string[]): Promise<readonly string[]> {
  const projects = new Set(paths.filter((path) => isProjectFile(basename(path))).map((path) => dirname(path)))
  const builds = await Promise.all(
    [...projects].map(async (folder) => {
      const names = await readdir(folder).catch(() => [])
      return names.filter(isBuildFolder).map((name) => join(folder, name))
    }),
  )
  return [...new Set([...paths, ...builds.flat()])]
}

/** Those of the paths that a rule leaves out. What was recognised while that was set up stays. */
async function leftOut(paths: readonly string[], rules: SourceRules): Promise<readonly string[]> {
  const verdicts = await Promise.all(paths.map((path) => rules.judge(path, 'file')))
  return paths.filter((_, index) => {
    const by = verdicts[index]
    return by && !(by.origin === 'default' && isNotSetUp(by.rule))
  })
}

const unreadable = 'Alcove may not read it. Check its permissions.'

function foundFile(path: string, { size, mtimeMs }: Stats): FoundFile {
  return { path, bytes: size, modifiedAt: Math.trunc(mtimeMs) }
}

/** Those of the paths at which there is certainly nothing any more; a path that may not be looked at is not gone. */
async function vanished(paths: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(
    paths.map((path) =>
      lstat(path).then(
        () => true,
        (error: unknown) => failureOf(error).code !== 'FILE_MISSING',
      ),
    ),
  )
  return paths.filter((_, index) => !there[index])
}

/** The real path of what a person named, with what it is. */
export async function resolvePath(path: string): Promise<{ readonly path: string; readonly stats: Stats }> {
  const real = await realpath(path)
  return { path: real, stats: await stat(real) }
}
