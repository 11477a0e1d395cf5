import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { isBuildFolder, isProjectFile, isWithin } from './left-out.ts'
import { createRules, type FolderRules, type LeftOutBy, type RulesFile } from './rules.ts'

export interface RulesOfSource {
  /** The source's folder. */
  readonly root: string
  /** Patterns for all sources, and for this one. */
  readonly settings: string
  readonly source: string
  /** Files a person took out of the library. */
  readonly removed: ReadonlySet<string>
  /** Alcove's own data, left out wherever it lies. */
  readonly dataFolder: string
}

/** The rules of a source during one look at it; files of rules are read once. */
export interface SourceRules {
  /** The rules in a folder, or what leaves that folder, or one above it, out. */
  within(folder: string): Promise<{ readonly rules: FolderRules } | { readonly leftOut: LeftOutBy }>
  /** What leaves a path out, however deep it lies; null when it is taken in. */
  judge(path: string, kind: 'file' | 'folder'): Promise<LeftOutBy | null>
}

/** The name of files of rules, as a person writes it into a folder. */
export const rulesFileName = '.alcoveignore'

/** Reads what a source leaves out, as far as its folders are asked about. */
export function openRules(of: RulesOfSource): SourceRules {
  const { root, settings, source, removed, dataFolder } = of
  const folders = new Map<string, ReturnType<SourceRules['within']>>()
  const projects = new Map<string, Promise<boolean>>()
  return { within, judge }

  function within(folder: string): ReturnType<SourceRules['within']> {
    const known = folders.get(folder) ?? look(folder)
    folders.set(folder, known)
    return known
  }

  async function look(folder: string): ReturnType<SourceRules['within']> {
    if (isWithin(dataFolder, folder)) return { leftOut: alcovesOwn }
    if (!isWithin(root, folder) || folder === root) {
      const own = await readRulesFile(root)
      const isRemoved = (path: string) => removed.has(path)
      return { rules: createRules({ root, separator: sep, settings, source, own, isRemoved }) }
    }
    const above = await within(dirname(folder))
    if ('leftOut' in above) return above
    const name = basename(folder)
    const by = above.rules.judge({ name, kind: 'folder', besideProject: await isBuilt(folder) })
    return by ? { leftOut: by } : { rules: above.rules.inside(name, await readRulesFile(folder)) }
  }

  async function judge(path: string, kind: 'file' | 'folder'): Promise<LeftOutBy | null> {
    if (path === root) return null
    if (isWithin(dataFolder, path)) return alcovesOwn
    const above = await within(dirname(path))
    if ('leftOut' in above) return above.leftOut
    const besideProject = kind === 'folder' && (await isBuilt(path))
    return above.rules.judge({ name: basename(path), kind, besideProject })
  }

  /** Whether a folder has a name of build output and lies beside a project file. */
  async function isBuilt(folder: string): Promise<boolean> {
    if (!isBuildFolder(basename(folder))) return false
    const parent = dirname(folder)
    const isProject = projects.get(parent) ?? holdsProject(parent)
    projects.set(parent, isProject)
    return isProject
  }
}

/** What leaves out Alcove's own data. */
export const alcovesOwn: LeftOutBy = { rule: 'the folder of Alcove itself', origin: 'default', file: null }

const mostBytes = 262_144

/** The file of rules in a folder; null when there is none that is an ordinary file of a sensible size. */
export async function readRulesFile(folder: string): Promise<RulesFile | null> {
  const path = join(folder, rulesFileName)
  // Nearly every folder has none, and to open what is not there is what costs.
  const stats = await lstat(path).catch(() => null)
  if (!stats?.isFile() || stats.size > mostBytes) return null
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(
    () => null,
  )
  if (!handle) return null
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    return { path, text: buffer.toString('utf8', 0, bytesRead) }
  } catch {
    // A file of rules that cannot be read holds none; the next scan tries again.
    return null
  } finally {
    await handle.close()
  }
}

async function holdsProject(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.some(isProjectFile)
}
