import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { DataFolder } from '../app/data-folder.ts'
import { isWithin } from '../app/inside-folder.ts'
import { syncFolder } from '../app/whole-file.ts'
import { trouble } from './trouble.ts'

const unfinishedName = /^\.alcove-export-.+\.unfinished$/
const day = 86_400_000

/** The file an export is to have: the path itself, or a new name of today in the folder it names. */
export async function fileFor(to: string, { folder, now }: { readonly folder: DataFolder; readonly now: number }) {
  if (!isAbsolute(to)) throw trouble('place-missing', to, 'the path is not absolute')
  const wanted = resolve(to)
  if (isWithin(folder.root, wanted)) throw trouble('inside-data-folder', wanted)
  const found = await stat(wanted).catch(() => null)
  if (found && !found.isDirectory()) throw trouble('file-exists', wanted)
  if (!found) return wanted
  const name = `alcove-export-${new Date(now).toISOString().slice(0, 10)}`
  for (let n = 1; ; n += 1) {
    const file = join(wanted, n === 1 ? `${name}.zip` : `${name}-${n}.zip`)
    if (!(await stat(file).catch(() => null))) return file
  }
}

/** Where an export is written until it is whole; what an earlier one that was killed left there is taken away. */
export async function stage(file: string): Promise<string> {
  const folder = dirname(file)
  const staged = join(folder, `.alcove-export-${basename(file)}.unfinished`)
  try {
    await mkdir(folder, { recursive: true })
    await rm(staged, { force: true })
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      // One that is being written now, by another Alcove, is younger.
      if (unfinishedName.test(name) && Date.now() - (await stat(path)).mtimeMs > day) await rm(path, { force: true })
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw trouble(/^(EACCES|EPERM|EROFS)$/.test(code) ? 'place-read-only' : 'place-missing', folder, code)
  }
  return staged
}

/** Gives an export its name, which nobody has meanwhile. */
export async function unstage(staged: string, file: string): Promise<void> {
  if (await stat(file).catch(() => null)) throw trouble('file-exists', file)
  await rename(staged, file)
  await syncFolder(dirname(file))
}
