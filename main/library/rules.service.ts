import { sep } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import type { LeftOut } from '#contract/rules.contract'
import type { SourceNotFound } from '#contract/sources.contract'
import type { LibraryStore } from './library.store.ts'
import type { StoredSource } from './source.store.ts'
import { type ScanOptions, scanFolder } from './sources/scan.ts'
import { readRulesFile, type SourceRules } from './sources/source-rules.ts'

export interface RulesDeps {
  readonly store: LibraryStore
  readonly dataFolder: string
  /** The rules of a source, as they are or with other patterns of its own. */
  readonly rulesOf: (source: StoredSource, patterns?: string) => SourceRules
  readonly allPatterns: () => string
  readonly setAllPatterns: (patterns: string) => Promise<void>
  /** Brings the library in step with changed rules: of one source, or of all. */
  readonly rescan: (source: StoredSource | null) => Promise<number>
  readonly clock: () => number
}
export type RulesService = ReturnType<typeof createRulesService>

/** A walk that nobody should wait for any longer ends here and says that it did. */
const longest = 8_000

/** What sources leave out, and what they would leave out with other rules. */
export function createRulesService(deps: RulesDeps) {
  const { store, dataFolder, rulesOf, allPatterns, setAllPatterns, rescan, clock } = deps
  return { of, set, preview, leftOut }

  async function of(sourceId: string, signal?: AbortSignal) {
    const source = find(sourceId)
    if (!source) return missing(sourceId)
    const files: string[] = []
    await walk(source, { rules: rulesOf(source), signal, onRulesFile: (path) => files.push(path) })
    return ok({ source: source.rules, all: allPatterns(), files: files.toSorted() })
  }

  /** Sets patterns and has the library follow them; tells how many files are read or removed because of it. */
  async function set(sourceId: string | null, patterns: string): Promise<Result<number, SourceNotFound>> {
    if (sourceId === null) {
      await setAllPatterns(patterns)
      return ok(await rescan(null))
    }
    const source = find(sourceId)
    if (!source) return missing(sourceId)
    return ok(await rescan(store.sources.change(sourceId, { rules: patterns })))
  }

  async function preview(
    { sourceId, patterns, limit }: { readonly sourceId: string; readonly patterns: string; readonly limit: number },
    signal?: AbortSignal,
  ) {
    const source = find(sourceId)
    if (!source) return missing(sourceId)
    const present: (LeftOut & { inLibrary: boolean })[] = []
    const others: typeof present = []
    let [total, leaving, entering, reading] = [0, 0, 0, 0]
    const complete = await walk(source, {
      rules: rulesOf(source, patterns),
      signal,
      onLeftOut: (found) => {
        const documents = store.documents.countBelow(found.path, sep, sourceId)
        total += 1
        leaving += documents
        const list = documents > 0 ? present : others
        if (list.length < limit) list.push({ ...found, inLibrary: documents > 0 })
      },
      onFiles: (paths) => {
        const known = store.documents.knownFiles(paths)
        reading += paths.length
        entering += paths.filter((path) => !known.get(path)?.documentId).length
      },
    })
    return ok({ leftOut: [...present, ...others].slice(0, limit), total, leaving, entering, reading, complete })
  }

  async function leftOut(
    { sourceId, filter, limit }: { readonly sourceId: string; readonly filter: string; readonly limit: number },
    signal?: AbortSignal,
  ) {
    const source = find(sourceId)
    if (!source) return missing(sourceId)
    const wanted = filter.toLowerCase()
    const items: LeftOut[] = []
    let total = 0
    const complete = await walk(source, {
      rules: rulesOf(source),
      signal,
      onLeftOut: (found) => {
        if (!found.path.toLowerCase().includes(wanted)) return
        total += 1
        if (items.length < limit) items.push(found)
      },
    })
    return ok({ items, total, complete })
  }

  /** Walks a source without looking into files; false when it had to end before it was through. */
  async function walk(
    source: StoredSource,
    { rules, signal, onFiles, onRulesFile, ...options }: Walk,
  ): Promise<boolean> {
    if (source.kind === 'file' || source.kind === 'text') return true
    const top = await rules.within(source.path)
    if ('leftOut' in top) return true
    const own = await readRulesFile(source.path)
    if (own) onRulesFile?.(own.path)
    const end = clock() + longest
    const scan = {
      ...options,
      rules: top.rules,
      dataFolder,
      signal,
      of: 'names' as const,
      ...(onRulesFile && { onRulesFile }),
    }
    for await (const { files } of scanFolder(source.path, scan)) {
      if (files.length > 0) onFiles?.(files.map(({ path }) => path))
      if (clock() > end) return false
    }
    return true
  }

  function find(sourceId: string): StoredSource | undefined {
    const source = store.sources.find(sourceId)
    return source?.deletedAt === null ? source : undefined
  }
}

interface Walk extends Pick<ScanOptions, 'signal' | 'onLeftOut' | 'onRulesFile'> {
  readonly rules: SourceRules
  readonly onFiles?: (paths: readonly string[]) => void
}

function missing(sourceId: string) {
  return fail({ code: 'SOURCE_NOT_FOUND', message: 'No such source', sourceId })
}
