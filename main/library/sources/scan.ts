import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, opendir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { AddFailure } from '#contract/library.contract'
import { failureOf } from './file-failure.ts'
import { isBuildFolder, isFileLeftOut, isFolderLeftOut, isProjectFile, isWithin, type Recognises } from './left-out.ts'

export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: number
}

/** What a scan reports, in slices, so that a folder of a million files is never in memory at once. */
export interface ScanSlice {
  readonly files: readonly FoundFile[]
  /** Files passed over because of their name or kind. */
  readonly leftOut: number
  readonly failed: readonly AddFailure[]
}

export interface ScanOptions {
  /** Alcove's own data, passed over wherever it lies. */
  readonly dataFolder: string
  readonly recognises: Recognises
  readonly signal?: AbortSignal
}

const sliceSize = 500
const statsAtOnce = 32

/** Walks a folder and yields the files to read, following no link out of it and entering no folder twice. */
export async function* scanFolder(
  root: string,
  { dataFolder, recognises, signal }: ScanOptions,
): AsyncGenerator<ScanSlice> {
  const seen = new Set<string>()
  let files: FoundFile[] = []
  let failed: AddFailure[] = []
  let leftOut = 0
  const folders = [root]
  let perhapsBuilt: string[] = []
  let isProject = false
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted()
    for await (const entries of readFolder(folder)) {
      await Promise.all(entries.map(look))
      if (files.length + failed.length >= sliceSize) yield takeSlice()
    }
    if (!isProject) folders.push(...perhapsBuilt)
    perhapsBuilt = []
    isProject = false
  }
  yield takeSlice()

  function takeSlice(): ScanSlice {
    const slice = { files, leftOut, failed }
    files = []
    failed = []
    leftOut = 0
    return slice
  }

  async function* readFolder(path: string): AsyncGenerator<readonly LookedAt[]> {
    try {
      const identity = await stat(path, { bigint: true })
      if (seen.has(identityOf(identity))) return void failed.push(loop(path))
      seen.add(identityOf(identity))
      let entries: LookedAt[] = []
      for await (const entry of await opendir(path, { bufferSize: 256 })) {
        entries.push({ entry, path: join(path, entry.name) })
        if (entries.length < statsAtOnce) continue
        yield entries
        entries = []
      }
      yield entries
    } catch (error) {
      failed.push({ path, ...failureOf(error) })
    }
  }

  async function look({ entry, path }: LookedAt): Promise<void> {
    isProject ||= isProjectFile(entry.name)
    if (entry.isDirectory()) {
      if (isFolderLeftOut(entry.name) || path === dataFolder) return
      const place = isBuildFolder(entry.name) ? perhapsBuilt : folders
      place.push(path)
    } else if (entry.isSymbolicLink()) {
      await lookAtLink(path)
    } else if (!entry.isFile() || isFileLeftOut(entry.name, recognises)) {
      leftOut += 1
    } else {
      try {
        const { size, mtimeMs } = await lstat(path)
        files.push({ path, bytes: size, modifiedAt: Math.trunc(mtimeMs) })
      } catch (error) {
        failed.push({ path, ...failureOf(error) })
      }
    }
  }

  /** A link is never followed: inside the folder its target is met by its own path, outside it was not allowed. */
  async function lookAtLink(path: string): Promise<void> {
    if (isFileLeftOut(basename(path), recognises) && isFolderLeftOut(basename(path))) return void (leftOut += 1)
    try {
      const target = await realpath(path)
      if (!isWithin(root, target))
        failed.push({ path, code: 'PATH_OUTSIDE_SOURCE', message: 'A link to outside the folder' })
      else if (isWithin(target, path)) failed.push(loop(path))
      else leftOut += 1
    } catch (error) {
      failed.push({ path, ...failureOf(error) })
    }
  }
}

interface LookedAt {
  readonly entry: Dirent
  readonly path: string
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`
}

function loop(path: string): AddFailure {
  return { path, code: 'LINK_LOOP', message: 'A link that leads back to a folder above it' }
}
