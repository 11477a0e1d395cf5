import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { DataFolder } from '../app/data-folder.ts'
import { isWithin } from '../app/inside-folder.ts'
import type { BackupWorker } from './making.ts'
import { trouble, troubleAt } from './trouble.ts'
import { announceRestore, placesOf } from './waiting-restore.ts'
import { type Tell, untilDone } from './work.ts'

export interface Unpacking {
  readonly worker: BackupWorker
  /** The backup, as a file of this machine. */
  readonly file: string
  /** What the whole file had when it was written, where that is known. */
  readonly sha256: string | null
  readonly passphrase: string | null
  readonly tell: Tell
}

/** Makes a data folder of a backup; the folder is new or empty, and has its name only when all of it is there. */
export async function restoreTo(target: string, unpacking: Unpacking): Promise<{ readonly madeAt: number }> {
  const into = resolve(target)
  await mustBeFree(into)
  return unpack({ ...unpacking, into, importsFolder: join(into, 'imports'), lasting: true })
}

/** Gets a backup ready to take the place of the present state, which `openAfterRestore` does at the next start. */
export async function restoreInPlace(
  folder: DataFolder,
  { name, at, ...unpacking }: Unpacking & { readonly name: string; readonly at: number },
): Promise<{ readonly madeAt: number }> {
  const { restoring } = placesOf(folder)
  // One that was got ready before and not put in place: its backup is still there.
  await rm(restoring, { recursive: true, force: true })
  const unpacked = await unpack({
    ...unpacking,
    into: restoring,
    importsFolder: folder.imports,
    lasting: true,
    under: 'ours',
  })
  await announceRestore(folder, { name, at })
  return unpacked
}

interface UnpackingInto extends Unpacking {
  readonly into: string
  readonly importsFolder: string | null
  readonly lasting: boolean
  /** Whether the library gets the key of the present one; else it stays under its own. */
  readonly under?: 'ours'
}

/** Unpacks a backup that was compared with its manifest into a folder that is not there yet. */
export async function unpack({ worker, tell, ...input }: UnpackingInto) {
  const { manifest } = await untilDone(await worker.unpack(input), tell)
  return { madeAt: Date.parse(manifest.madeAt), counts: manifest.counts }
}

/** Throws unless the path is that of a file of this machine. */
export async function mustBeFile(path: string): Promise<void> {
  const found = isAbsolute(path) ? await stat(path).catch(() => null) : null
  if (!found?.isFile()) throw trouble('no-such-backup', path)
}

async function mustBeFree(path: string): Promise<void> {
  const entries = await readdir(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw trouble('folder-not-empty', path)
  })
  if (entries && entries.length > 0) throw trouble('folder-not-empty', path)
  try {
    // Taken away, so that what is unpacked beside it can have its name at once.
    if (entries) await rmdir(path)
    else await mkdir(dirname(path), { recursive: true })
  } catch (error) {
    const named = troubleAt(path, error)
    throw named === error ? error : trouble('folder-not-writable', path, String(error))
  }
}

/** Throws for a folder inside the data folder, or one that holds it. */
export function mustBeApart(folder: DataFolder, path: string): void {
  const wanted = resolve(path)
  if (!isAbsolute(path)) throw trouble('place-missing', path, 'the path is not absolute')
  if (isWithin(folder.root, wanted) || isWithin(wanted, folder.root)) throw trouble('inside-data-folder', wanted)
}
