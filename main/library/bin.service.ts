import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BinItem } from '#contract/bin.contract'
import type { LibraryStore } from './library.store.ts'
import type { LibraryWorkerClient } from './queue.ts'
import type { StoredSource } from './source.store.ts'

export interface BinDeps {
  readonly store: LibraryStore
  /** Calls that are repeated when the library process dies meanwhile. */
  readonly worker: Pick<LibraryWorkerClient, 'remove' | 'forget'>
  /** Where Alcove keeps copies of its own. */
  readonly importsFolder: string
  readonly clock: () => number
  /** How many days what is in the bin is kept. */
  readonly days: () => number
  /** Reads files again that scans left alone; tells how many were queued. */
  readonly readAgain: (sourceId: string, paths: readonly string[]) => Promise<number>
  readonly onChange: () => void
}
export type BinService = ReturnType<typeof createBinService>

const day = 86_400_000
/** Documents forgotten in one call of the worker. */
const forgottenAtOnce = 100

/** What a person took out of the library, for as many days as they set; never touches the person's files. */
export function createBinService({ store, worker, importsFolder, clock, days, readAgain, onChange }: BinDeps) {
  return { list, removeDocuments, restoreDocuments, empty, forgetOld }

  function list(): BinItem[] {
    const items = [
      ...store.sources.removed().map(({ id, title, path, deletedAt }) => {
        return { kind: 'source' as const, id, title, path, removedAt: deletedAt ?? 0 }
      }),
      ...store.removedFiles.documents().map(({ documentId, title, path, removedAt }) => {
        return { kind: 'document' as const, id: documentId, title, path, removedAt }
      }),
      ...store.collections.removed().map(({ id, name, deletedAt }) => {
        return { kind: 'collection' as const, id, title: name, path: null, removedAt: deletedAt ?? 0 }
      }),
    ]
    const kept = days() * day
    // Whether its time has come is not asked here: a clock that leapt would hide what is still there.
    return items
      .map((item) => ({ ...item, forgottenAt: item.removedAt + kept }))
      .toSorted((a, b) => b.removedAt - a.removedAt)
  }

  /** Takes documents out of the library. Their files are left alone by scans from now on, whatever dies in between. What is one of several documents in a file stays, since only the whole file can be left alone. */
  async function removeDocuments(documentIds: readonly string[]): Promise<number> {
    store.removedFiles.add(documentIds)
    const paths = store.documents.pathsOf(documentIds)
    store.jobs.forget(paths)
    const { documents } = await worker.remove({ documentIds: store.documents.inFiles(paths) })
    onChange()
    return documents
  }

  /** Has files read again that were removed; their tags are still there. */
  async function restoreDocuments(documentIds: readonly string[]): Promise<number> {
    const wanted = new Set(documentIds)
    const found = store.removedFiles.documents().filter(({ documentId }) => wanted.has(documentId))
    store.removedFiles.takeBack(found.map(({ path }) => path))
    let queued = 0
    for (const [sourceId, files] of Map.groupBy(found, (file) => file.sourceId)) {
      queued += await readAgain(
        sourceId,
        files.map(({ path }) => path),
      )
    }
    onChange()
    return queued
  }

  /** Forgets what is in the bin for good; everything when no id is given. */
  async function empty(ids: readonly string[]): Promise<number> {
    const wanted = new Set(ids)
    return forget(list().filter(({ id }) => ids.length === 0 || wanted.has(id)))
  }

  /** Forgets what was removed before a time, and labels of what is gone; returns how many things. */
  async function forgetOld(before: number): Promise<number> {
    const sources = store.sources.removed().filter(({ deletedAt }) => (deletedAt ?? 0) <= before)
    for (const source of sources) await forgetSource(source)
    const collections = store.collections.removed().filter(({ deletedAt }) => (deletedAt ?? 0) <= before)
    for (const { id } of collections) store.collections.forget(id)
    const old = store.removedFiles.documents().filter(({ removedAt }) => removedAt <= before)
    for (let from = 0; from < old.length; from += forgottenAtOnce) {
      const some = old.slice(from, from + forgottenAtOnce)
      await worker.forget({ documentIds: some.map(({ documentId }) => documentId) })
    }
    await forgetCopies(old)
    store.labels.forget()
    return sources.length + collections.length + old.length
  }

  async function forget(items: readonly BinItem[]): Promise<number> {
    for (const { kind, id } of items) {
      if (kind === 'collection') store.collections.forget(id)
      const source = kind === 'source' ? store.sources.find(id) : undefined
      if (source) await forgetSource(source)
    }
    const documentIds = items.flatMap(({ kind, id }) => (kind === 'document' ? [id] : []))
    const forgotten = store.removedFiles.documents().filter(({ documentId }) => documentIds.includes(documentId))
    const paths = store.documents.pathsOf(documentIds)
    if (paths.length > 0) await worker.forget({ documentIds: store.documents.inFiles(paths) })
    await forgetCopies(forgotten)
    store.labels.forget()
    onChange()
    return items.length
  }

  /** A text that was pasted, or a file that was dropped, lies in a copy of Alcove's own and is a source by itself: all of it goes. */
  async function forgetCopies(
    documents: readonly { readonly sourceId: string; readonly path: string }[],
  ): Promise<void> {
    for (const { sourceId, path } of documents) {
      const source = store.sources.find(sourceId)
      if (source?.path !== path || dirname(path) !== importsFolder) continue
      store.sources.change(sourceId, { deletedAt: clock() })
      await forgetSource(source)
    }
  }

  /** The rows go last: what a crash leaves behind is found by them and forgotten the next time. */
  async function forgetSource(source: StoredSource): Promise<void> {
    await worker.remove({ sourceId: source.id })
    await worker.forget({ sourceId: source.id })
    // A copy that Alcove made; whatever lies elsewhere belongs to the person.
    if (dirname(source.path) === importsFolder) await rm(source.path, { force: true })
    store.removedFiles.forgetSource(source.id)
    store.collections.forgetSource(source.id)
    store.sources.forget(source.id)
  }
}
