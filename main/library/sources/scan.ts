import type { BigIntStats, Dirent } from 'node:fs'
import { lstat, opendir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { AddFailure } from '#contract/library.contract'
import type { LeftOut } from '#contract/rules.contract'
import { failureOf } from './file-failure.ts'
import { fileReason, folderReason, isBuildFolder, isProjectFile, isWithin, type Recognises } from './left-out.ts'
import type { FolderRules, LeftOutBy } from './rules.ts'
import { alcovesOwn, readRulesFile } from './source-rules.ts'

export interface FoundFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: number
}

/** What a scan reports, in slices, so that a folder of a million files is never in memory at once. */
export interface ScanSlice {
  readonly files: readonly FoundFile[]
  /** Files passed over because of a rule, their name or their kind. */
  readonly leftOut: number
  readonly failed: readonly AddFailure[]
}

export interface ScanOptions {
  /** The rules in the folder where the scan begins. */
  readonly rules: FolderRules
  /** Alcove's own data, passed over wherever it lies. */
  readonly dataFolder: string
  readonly signal?: AbortSignal | undefined
  /** `names` saves the look at each file; its size and time are 0 then. */
  readonly of?: 'files' | 'names'
  /** Told of every file and folder that is passed over, and why. */
  readonly onLeftOut?: (leftOut: LeftOut) => void
  /** Told of every file of rules that holds in what is scanned. */
  readonly onRulesFile?: (path: string) => void
}

interface FolderToScan {
  readonly path: string
  readonly rules: FolderRules
}

const sliceSize = 500
const looksAtOnce = 64

/** Walks a folder and yields the files to read, following no link out of it and entering no folder twice. */
export async function* scanFolder(root: string, options: ScanOptions): AsyncGenerator<ScanSlice> {
  const { dataFolder, signal, of = 'files', onLeftOut, onRulesFile } = options
  const seen = new Set<string>()
  let files: FoundFile[] = []
  let failed: AddFailure[] = []
  let leftOut = 0
  const folders: FolderToScan[] = [{ path: root, rules: options.rules }]
  let perhapsBuilt: LookedAt[] = []
  let isProject = false
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted()
    const { path, rules } = folder
    for await (const entries of readFolder(path)) {
      await Promise.all(entries.map((entry) => look(entry, rules)))
      if (files.length + failed.length >= sliceSize) yield takeSlice()
    }
    for (const entry of perhapsBuilt) await enter(entry, rules)
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
        if (entries.length < looksAtOnce) continue
        yield entries
        entries = []
      }
      yield entries
    } catch (error) {
      failed.push({ path, ...failureOf(error) })
    }
  }

  async function look(found: LookedAt, rules: FolderRules): Promise<void> {
    const { entry, path } = found
    isProject ||= isProjectFile(entry.name)
    if (entry.isDirectory()) {
      // Whether it lies beside a project file is known once its whole folder was seen.
      if (isBuildFolder(entry.name)) perhapsBuilt.push(found)
      else await enter(found, rules)
    } else if (entry.isSymbolicLink()) {
      await lookAtLink(path)
    } else if (entry.isFile()) {
      await take(found, rules)
    } else {
      leaveOut(path, 'file', { rule: 'neither a file nor a folder', origin: 'default', file: null })
    }
  }

  async function enter({ entry, path }: LookedAt, rules: FolderRules): Promise<void> {
    const by =
      path === dataFolder ? alcovesOwn : rules.judge({ name: entry.name, kind: 'folder', besideProject: isProject })
    if (by) return leaveOut(path, 'folder', by)
    const own = await readRulesFile(path)
    if (own) onRulesFile?.(own.path)
    folders.push({ path, rules: rules.inside(entry.name, own) })
  }

  async function take({ entry, path }: LookedAt, rules: FolderRules): Promise<void> {
    const by = rules.judge({ name: entry.name, kind: 'file', besideProject: false })
    if (by) return leaveOut(path, 'file', by)
    if (of === 'names') return void files.push({ path, bytes: 0, modifiedAt: 0 })
    try {
      const { size, mtimeMs } = await lstat(path)
      files.push({ path, bytes: size, modifiedAt: Math.trunc(mtimeMs) })
    } catch (error) {
      failed.push({ path, ...failureOf(error) })
    }
  }

  function leaveOut(path: string, kind: 'file' | 'folder', by: LeftOutBy): void {
    if (kind === 'file') leftOut += 1
    onLeftOut?.({ path, folder: kind === 'folder', ...by })
  }

  /** A link is never followed: inside the folder its target is met by its own path, outside it was not allowed. */
  async function lookAtLink(path: string): Promise<void> {
    const name = basename(path)
    if (fileReason(name, everything) && folderReason(name)) return leaveOut(path, 'file', link)
    try {
      const target = await realpath(path)
      if (!isWithin(root, target))
        failed.push({ path, code: 'PATH_OUTSIDE_SOURCE', message: 'A link to outside the folder' })
      else if (isWithin(target, path)) failed.push(loop(path))
      else leaveOut(path, 'file', link)
    } catch (error) {
      failed.push({ path, ...failureOf(error) })
    }
  }
}

// A link that is called like a picture may lead to a folder; what is hidden is so whatever can be read.
const everything: Recognises = { pictures: true, recordings: true }
const link: LeftOutBy = { rule: 'a link; its target is read where it is', origin: 'default', file: null }

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
