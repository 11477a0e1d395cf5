import { copyFile, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeWhole } from '../app/whole-file.ts'
import type { Destination, Finished, KeptFile } from './destination.ts'
import { readName } from './names.ts'
import { trouble, troubleAt } from './trouble.ts'

/** Tells the chosen folder from the empty one that stands in its place while a drive is not connected. */
const markName = '.alcove-backups'
const markText = 'Alcove keeps backups in this folder, and writes none where this file is missing.\n'

/** Keeps backups in a folder of this machine. `marked`: only while the mark that `claim` made is there. */
export function createFolderDestination(path: string, { marked }: { readonly marked: boolean }): Destination {
  return { where: path, claim, list, stage, keep, fetch: reach, remove, tidy }

  async function claim() {
    await named(async () => {
      const found = await stat(path)
      if (!found.isDirectory()) throw trouble('place-missing', path, 'it is no folder')
      await writeWhole(join(path, markName), markText)
    })
  }

  async function list(): Promise<readonly KeptFile[]> {
    return named(async () => {
      await mustBeThere()
      const names = (await readdir(path)).filter((name) => readName(name) !== null)
      const files = await Promise.all(
        names.map(async (name) => {
          const found = await stat(join(path, name)).catch(() => null)
          return found?.isFile() ? [{ name, bytes: found.size }] : []
        }),
      )
      return files.flat()
    })
  }

  async function stage(name: string): Promise<string> {
    return named(async () => {
      await mustBeThere()
      return join(path, unfinishedOf(name))
    })
  }

  async function keep({ name, file }: Finished) {
    await named(async () => {
      const staged = join(path, unfinishedOf(name))
      if (file !== staged) await copyFile(file, staged)
      await rename(staged, join(path, name))
      await syncFolder(path)
    })
  }

  async function reach(name: string): Promise<string> {
    return named(async () => {
      await mustBeThere()
      const file = join(path, name)
      if (!(await stat(file).catch(() => null))) throw trouble('no-such-backup', name)
      return file
    })
  }

  async function remove(name: string) {
    await named(() => rm(join(path, name), { force: true }))
  }

  async function tidy(series: string) {
    await named(async () => {
      for (const name of await readdir(path)) {
        const [, whole] = /^\.(alcove-.+)\.unfinished$/.exec(name) ?? []
        if (whole && readName(whole)?.series === series) await rm(join(path, name), { force: true })
      }
    })
  }

  async function mustBeThere() {
    if (!(await stat(path)).isDirectory()) throw trouble('place-missing', path, 'it is no folder')
    if (marked && (await readFile(join(path, markName), 'utf8').catch(() => null)) === null) {
      throw trouble('place-missing', path, 'it does not hold the mark of Alcove')
    }
  }

  async function named<T>(body: () => Promise<T>): Promise<T> {
    try {
      return await body()
    } catch (error) {
      throw troubleAt(path, error)
    }
  }
}

function unfinishedOf(name: string): string {
  return `.${name}.unfinished`
}
