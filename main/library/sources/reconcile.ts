import type { Stats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, sep } from 'node:path'
import { v7 as newId } from 'uuid'
import type { LibraryStore } from '../library.store.ts'
import type { StoredSource } from '../source.store.ts'
import { failureOf } from './file-failure.ts'
import type { Intake, IntakeWish } from './intake.ts'
import {
  foldersBetween,
  isBuildFolder,
  isFileLeftOut,
  isFolderLeftOut,
  isProjectFile,
  isWithin,
  type Recognises,
} from './left-out.ts'
import { type FoundFile, scanFolder } from './scan.ts'

export type Reconciler = ReturnType<typeof createReconciler>

/** Brings the library in step with a source: what is new or changed is queued, what vanished is removed. */
export function createReconciler({
  store,
  intake,
  dataFolder,
  recognises,
}: {
  readonly store: LibraryStore
  readonly intake: Intake
  readonly dataFolder: string
  /** Looked at anew for each scan. */
  readonly recognises: () => Recognises
}) {
  return { reconcile, follow }

  /** Compares a whole source with the library. A source that cannot be reached gets a problem and keeps its documents. */
  async function reconcile(source: StoredSource, signal?: AbortSignal): Promise<number> {
    const wish: IntakeWish = { sourceId: source.id, batchId: newId(), by: 'scan' }
    const root = await reach(source)
    if (!root) return 0
    if (root.isFile()) return intake.take([foundFile(source.path, root)], wish)
    let queued = 0
    const seen = new Set<string>()
    for await (const slice of scanFolder(source.path, { dataFolder, recognises: recognises(), signal })) {
      for (const file of slice.files) seen.add(file.path)
      queued += intake.take(slice.files, wish)
    }
    for (const paths of store.documents.pathsBelow(source.path, sep, source.id)) {
      signal?.throwIfAborted()
      const gone = await vanished(paths.filter((path) => !seen.has(path)))
      // A drive that was pulled out during the scan takes its files along; they are not gone.
      if (gone.length > 0 && (await reach(source))) queued += intake.takeGone(gone, wish)
    }
    return queued
  }

  /** Takes up what file events told of: paths that appeared, changed or vanished. */
  async function follow(source: StoredSource, paths: readonly string[], signal?: AbortSignal): Promise<number> {
    const wish: IntakeWish = { sourceId: source.id, batchId: newId(), by: 'scan' }
    if (!(await reach(source))) return 0
    const known = recognises()
    const projects = new Map<string, Promise<boolean>>()
    const files: FoundFile[] = []
    let queued = 0
    for (const path of paths) {
      if (isWithin(dataFolder, path) || (source.path !== path && (await isPassedOver(source.path, path, projects))))
        continue
      const found = await lstat(path).catch(() => null)
      if (found?.isDirectory()) {
        for await (const slice of scanFolder(path, { dataFolder, recognises: known, signal })) {
          queued += intake.take(slice.files, wish)
        }
      } else if (found?.isFile()) {
        if (source.path === path || !isFileLeftOut(basename(path), known)) files.push(foundFile(path, found))
      } else if (!found) {
        for (const below of store.documents.pathsBelow(path, sep, null)) {
          queued += intake.takeGone(await vanished(below), wish)
        }
      }
    }
    return queued + intake.take(files, wish)
  }

  /** Looks whether the source is there, and keeps its problem, or that it has none, in the store. */
  async function reach(source: StoredSource): Promise<Stats | null> {
    const { stats, problem } = await look(source)
    const before = store.sources.find(source.id)
    if (before && before.deletedAt === null && before.problem !== problem) store.sources.change(source.id, { problem })
    if (problem === null && before && stats?.isDirectory() && before.device !== stats.dev) {
      store.sources.change(source.id, { device: stats.dev })
    }
    return problem === null ? stats : null
  }

  async function look(source: StoredSource): Promise<{ stats: Stats | null; problem: string | null }> {
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
      return { stats: null, problem: await problemOf(source, error) }
    }
  }

  async function problemOf(source: StoredSource, error: unknown): Promise<string> {
    const missing = failureOf(error).code === 'FILE_MISSING'
    if (source.kind !== 'file' && source.kind !== 'text') {
      return missing ? 'The folder cannot be found. Its documents stay until it is back or you remove it.' : unreadable
    }
    if (!missing) return unreadable
    const folder = await stat(dirname(source.path)).catch(() => null)
    if (!folder?.isDirectory()) return 'The folder of this file cannot be found.'
    // The folder is there and the file is not: it was removed or renamed.
    intake.takeGone([source.path], { sourceId: source.id, batchId: newId(), by: 'scan' })
    return 'The file was removed or renamed.'
  }
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

/** Whether a scan of `root` would not have come as far as the folder of `path`. */
async function isPassedOver(root: string, path: string, projects: Map<string, Promise<boolean>>): Promise<boolean> {
  for (const folder of [...foldersBetween(root, path), path]) {
    const name = basename(folder)
    if (folder !== path && isFolderLeftOut(name)) return true
    if (!isBuildFolder(name)) continue
    const parent = dirname(folder)
    const isProject = projects.get(parent) ?? holdsProject(parent)
    projects.set(parent, isProject)
    if (await isProject) return true
  }
  return isFolderLeftOut(basename(path)) && basename(path).startsWith('.')
}

async function holdsProject(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.some(isProjectFile)
}

/** The real path of what a person named, with what it is. */
export async function resolvePath(path: string): Promise<{ readonly path: string; readonly stats: Stats }> {
  const real = await realpath(path)
  return { path: real, stats: await stat(real) }
}
