import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Data with which the letters of one language are recognised; the person put its file there. */
export interface PictureLanguage {
  /** As the file is called, e.g. `eng` or `deu`. */
  readonly code: string
  readonly path: string
  /** Size and time; another when the file was replaced. */
  readonly version: string
}

/** More than a few languages at once make recognition slow and no better. */
const mostLanguages = 3
const dataFile = /^([A-Za-z]\w{1,30})\.traineddata(\.gz)?$/
/** Find the direction of a script, or formulas; they hold no language. */
const noLanguages = new Set(['osd', 'equ'])

/** Where the person puts the data of languages, inside the folder for what helps reading. */
export function languagesFolder(readingFolder: string): string {
  return join(readingFolder, 'ocr')
}

/** The languages whose data is there, English first and at most three; none when the folder is missing. */
export function findLanguages(readingFolder: string): readonly PictureLanguage[] {
  const folder = languagesFolder(readingFolder)
  const found = namesIn(folder).flatMap((name) => {
    const code = dataFile.exec(name)?.[1]
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!code || noLanguages.has(code) || !stats?.isFile() || stats.size === 0) return []
    return [{ code, path, version: `${stats.size} ${stats.mtimeMs}` }]
  })
  // The same language packed and unpacked is one.
  const byCode = new Map(found.map((language) => [language.code, language]))
  return [...byCode.values()].toSorted(englishFirst).slice(0, mostLanguages)
}

function englishFirst(a: PictureLanguage, b: PictureLanguage): number {
  return Number(b.code === 'eng') - Number(a.code === 'eng') || a.code.localeCompare(b.code)
}

/** The names in a folder, sorted; none when it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}
