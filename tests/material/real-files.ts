import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { formatOf } from '#contract/formats'

/** A file that this machine has installed, and the name under which it goes into a folder of material. */
export interface RealFile {
  readonly from: string
  readonly name: string
}

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const manuals = '/usr/share/doc'
const largest = 60_000

/**
 * Real files of the kinds people have: documentation, changelogs, web pages and source trees of the installed packages, and
 * where there are any the manuals of the system's. The same choice on the same machine, spread over all that is there.
 */
export function realFiles(count: number): readonly RealFile[] {
  const found = [
    ...new Map([...packageFiles(), ...manualFiles()].map((file) => [file.name.toLowerCase(), file])).values(),
  ]
  const byKind = Map.groupBy(found, ({ name }) => formatOf(name)?.language ?? formatOf(name)?.type ?? 'other')
  const kinds = [...byKind.entries()].toSorted(([a], [b]) => a.localeCompare(b)).map(([, files]) => spread(files))
  const chosen: RealFile[] = []
  // In turn, so that the many do not crowd out the few.
  for (let round = 0; chosen.length < count; round += 1) {
    const before = chosen.length
    for (const files of kinds) {
      const file = files[round]
      if (file && chosen.length < count) chosen.push(file)
    }
    if (chosen.length === before) break
  }
  return chosen
}

/** Copies files into a folder, as deep as they lay; what is packed is unpacked. */
export function copyFiles(files: readonly RealFile[], folder: string): void {
  for (const { from, name } of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (from.endsWith('.gz')) writeFileSync(path, gunzipSync(readFileSync(from)))
    else cpSync(from, path, { dereference: true })
  }
}

function* packageFiles(): Generator<RealFile> {
  for (const path of walk(modules, 5)) {
    if (formatOf(basename(path)) === null) continue
    // Folders of dependencies and of build output would be left out under their own names.
    const name = path
      .slice(modules.length + 1)
      .replace(/(^|\/)(node_modules|dist|build|out|bin|target|vendor|coverage|obj)(?=\/)/g, '$1in-$2')
    yield { from: path, name: join('packages', name) }
  }
}

function* manualFiles(): Generator<RealFile> {
  if (!existsSync(manuals)) return
  for (const path of walk(manuals, 4)) {
    const plain = path.slice(manuals.length + 1).replace(/\.gz$/, '')
    const name = extname(plain) === '' || /\.Debian$/i.test(plain) ? `${plain}.txt` : plain
    if (formatOf(basename(name)) !== null) yield { from: path, name: join('manuals', name) }
  }
}

/** Regular files, hidden ones and links left out, in the order of their names. */
function* walk(folder: string, depth: number): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory() && depth > 0) yield* walk(path, depth - 1)
    if (!entry.isFile()) continue
    const { size } = statSync(path)
    if (size > 0 && size < largest) yield path
  }
}

/** Takes from everywhere in a long list before it takes neighbours: every 64th first, then those after them. */
function spread(files: readonly RealFile[]): readonly RealFile[] {
  return Array.from({ length: 64 }, (_, from) => files.filter((_, index) => index % 64 === from)).flat()
}
