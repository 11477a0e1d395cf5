import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DiskStep } from './disk-trace.ts'

type Change = Extract<DiskStep, { step: 'written' | 'cut' | 'emptied' }>
type NameChange = Extract<DiskStep, { step: 'made' | 'renamed' | 'removed' }>

interface File {
  /** What is on the disk for certain. */
  kept: Buffer
  /** What may or may not have reached it. */
  waiting: Change[]
}

/**
 * A disk as POSIX promises it and no more: bytes are on it after `fsync` of their file, names after `fsync` of their folder. When the
 * power goes, each change since then has happened wholly, in part (of sectors of 512 bytes) or not at all, in any order within a file
 * (ALICE, Pillai et al., 2014); changes of names of one folder happen in their order, as file systems with a journal keep it.
 */
export function createDisk(folder: string) {
  /** By the names of now. */
  const files = new Map<string, File>()
  /** By the names that are on the disk for certain. */
  const keptNames = new Map<string, File>()
  const waitingNames = new Map<string, { readonly change: NameChange; readonly file: File | undefined }[]>()
  for (const path of pathsIn(folder)) {
    const file = { kept: readFileSync(path), waiting: [] }
    files.set(path, file)
    keptNames.set(path, file)
  }
  return { take, lose }

  function take(step: DiskStep): void {
    if (step.step === 'said') return
    if (step.step === 'made') {
      if (files.has(step.path)) return
      const file = { kept: Buffer.alloc(0), waiting: [] }
      files.set(step.path, file)
      note(step, file)
      return
    }
    const file = files.get(step.path)
    if (step.step === 'renamed') {
      if (!file) return
      files.delete(step.path)
      files.set(step.to, file)
      note(step, file)
    } else if (step.step === 'removed') {
      files.delete(step.path)
      note(step, file)
    } else if (step.step === 'synced') {
      if (file) {
        file.kept = file.waiting.reduce((bytes, change) => changed(bytes, change), file.kept)
        file.waiting = []
      } else {
        for (const { change, file: named } of waitingNames.get(step.path)?.splice(0) ?? [])
          rename(keptNames, change, named)
      }
    } else file?.waiting.push(step)
  }

  function note(change: NameChange, file: File | undefined): void {
    const place = dirname(change.step === 'renamed' ? change.to : change.path)
    const waiting = waitingNames.get(place) ?? []
    waiting.push({ change, file })
    waitingNames.set(place, waiting)
  }

  /** Writes what is left after the power went into another folder. */
  function lose(to: string, random: () => number): void {
    rmSync(to, { recursive: true, force: true })
    const names = new Map(keptNames)
    for (const waiting of waitingNames.values()) {
      const some = Math.floor(random() * (waiting.length + 1))
      for (const { change, file } of waiting.slice(0, some)) rename(names, change, file)
    }
    for (const [path, file] of names) {
      // Memory that processes share is none after a start.
      if (path.endsWith('-shm')) continue
      const place = join(to, path.slice(folder.length))
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(
        place,
        file.waiting.reduce((bytes, change) => perhaps(bytes, change, random), file.kept),
      )
    }
  }
}

function rename(names: Map<string, File>, change: NameChange, file: File | undefined): void {
  if (change.step !== 'made') names.delete(change.path)
  if (change.step === 'removed' || !file) return
  names.set(change.step === 'renamed' ? change.to : change.path, file)
}

function perhaps(bytes: Buffer, change: Change, random: () => number): Buffer {
  const luck = random()
  if (luck < 0.4) return bytes
  if (luck < 0.8 || change.step !== 'written') return changed(bytes, change)
  const sectors = Math.floor((random() * change.bytes.length) / 512)
  return changed(bytes, { ...change, bytes: change.bytes.subarray(0, sectors * 512) })
}

function changed(bytes: Buffer, change: Change): Buffer {
  if (change.step === 'emptied') return Buffer.alloc(0)
  if (change.step === 'cut') return resized(bytes, change.length)
  if (change.bytes.length === 0) return bytes
  const after = resized(Buffer.from(bytes), Math.max(bytes.length, change.at + change.bytes.length))
  change.bytes.copy(after, change.at)
  return after
}

function resized(bytes: Buffer, length: number): Buffer {
  return length <= bytes.length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
}

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
