import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportedPart, ImportInput } from '#contract/your-data-worker.contract'
import type { LibraryKey } from '#database/library-key'
import { sealBytes } from '#database/sealed-file'
import { type Archive, openArchive } from './archive.ts'
import { YourDataBroken } from './broken.ts'
import type { DocumentToImport } from './document-import.store.ts'
import {
  columnsOf,
  type ExportedColumn,
  type ExportedTable,
  exportedTables,
  nestedTables,
} from './exported-tables.store.ts'
import { type Outcome, openImportStore } from './import.store.ts'
import { LineBroken, linesOf } from './lines.ts'
import { keptNameOf } from './part-names.ts'
import type { Tell } from './progress.ts'
import { objectToRow, type Row } from './row-lines.ts'

export interface Imported {
  readonly madeAt: number
  readonly parts: ImportedPart[]
  readonly resting: number
}

/** Short enough that whoever writes meanwhile is not held up. */
const longestWrite = 25
const rowsAtOnce = 200
const charactersAtOnce = 2_000_000
const breath = 2

export interface How {
  /** Of an encrypted library, whose copies of texts are sealed. */
  readonly key: LibraryKey | null
  readonly tell: Tell
  readonly signal?: AbortSignal
}

/** Compares an export with what it says of itself, all of it, and only then brings it in, some rows at a time. */
export async function importExport(
  { file, databasePath, importsFolder }: ImportInput,
  { key, tell, signal }: How,
): Promise<Imported> {
  const archive = await openArchive(file)
  const store = openImportStore({ databasePath, importsFolder, key })
  try {
    if (archive.manifest.schema > store.schema) throw new YourDataBroken('too-new', file)
    await checkAll()
    await keepCopies()
    const parts: ImportedPart[] = []
    const sources: { id: string; updatedAt: number }[] = []
    const total = exportedTables.reduce((sum, { part }) => sum + (archive.manifest.counts[part] ?? 0), 1)
    let done = 0
    for (const exported of exportedTables) {
      const imported = { part: exported.part, added: 0, updated: 0, left: 0 }
      if (archive.names.includes(exported.part)) {
        for await (const rows of inBatches(entriesOf(exported))) {
          signal?.throwIfAborted()
          await write(rows, (entry) => {
            const outcome = putOne(exported, entry)
            imported[outcome] += 1
            if (exported.part === 'library/sources.jsonl') {
              sources.push({ id: String(entry.row.id), updatedAt: Number(entry.row.updatedAt) })
            }
          })
          done += rows.length
          tell('importing', done / total)
        }
      }
      parts.push(imported)
    }
    const resting = store.together(() => store.restWithoutFiles(sources))
    return { madeAt: Date.parse(archive.manifest.madeAt), parts, resting }
  } catch (error) {
    if (error instanceof YourDataBroken || signal?.aborted || isOfSystem(error)) throw error
    throw new YourDataBroken('damaged', file, error instanceof Error ? error.message : String(error))
  } finally {
    store.close()
    archive.close()
  }

  /** Every byte of every part, and every line: nothing is brought in from an export of which a part is broken. */
  async function checkAll(): Promise<void> {
    const all = archive.manifest.parts.reduce((sum, { bytes }) => sum + bytes, 1)
    const tables = new Map(exportedTables.map((exported) => [exported.part, exported]))
    let read = 0
    for (const { name, bytes } of archive.manifest.parts) {
      signal?.throwIfAborted()
      const exported = tables.get(name)
      if (exported) for await (const _ of entriesOf(exported));
      else for await (const _ of archive.read(name));
      read += bytes
      tell('checking', read / all)
    }
  }

  async function keepCopies(): Promise<void> {
    for (const part of archive.names) {
      const name = keptNameOf(part)
      if (name !== null) await keepCopy({ archive, part, path: join(importsFolder, name), key })
    }
  }

  /** The rows of a part, as they are stored here; whatever is no such row ends it, with its line. */
  async function* entriesOf(exported: ExportedTable): AsyncGenerator<Entry> {
    const isDocuments = exported.part === 'library/documents.jsonl'
    const columns = columnsOf(exported.table, exported.leftOut, exported.json)
    try {
      for await (const { number, value } of linesOf(archive.read(exported.part))) {
        const refuse = (why: string) => new YourDataBroken('damaged', file, `${exported.part}, line ${number}: ${why}`)
        const row = objectToRow(value, columns)
        if (isWrong(row)) throw refuse(row.wrong)
        const stored = store.here(exported, row)
        if (!stored) throw refuse('its path is none that an export has')
        if (isDocuments) yield insideOf(value, stored, refuse)
        else yield { row: stored, characters: 100 }
      }
    } catch (error) {
      if (!(error instanceof LineBroken)) throw error
      throw new YourDataBroken('damaged', file, `${exported.part}, line ${error.line}: ${error.message}`)
    }
  }

  function insideOf(value: unknown, row: Row, refuse: (why: string) => Error): Entry {
    const line = recordOf(value)
    const inside = recordOf(line.inside)
    const [passages = [], definitions = [], codeImports = []] = nested.map(({ key, columns }) => {
      const list: unknown = inside[key] ?? []
      if (!Array.isArray(list)) throw refuse(`${key} is no list`)
      return list.map((one) => {
        const inner = objectToRow(one, columns)
        if (isWrong(inner)) throw refuse(`${key}: ${inner.wrong}`)
        return inner
      })
    })
    const text = line.text ?? null
    if (
      text !== null &&
      (typeof text !== 'string' || !archive.names.includes(text) || !text.startsWith('library/texts/'))
    ) {
      throw refuse('its text is missing')
    }
    return { row, characters: 0, textPart: text, passages, definitions, codeImports }
  }

  /** Gathers what is written in one breath; texts are read when their turn comes. */
  async function* inBatches(entries: AsyncIterable<Entry>): AsyncGenerator<readonly Entry[]> {
    let held: Entry[] = []
    let characters = 0
    for await (const entry of entries) {
      const bytes = entry.textPart ? await archive.whole(entry.textPart) : null
      const text = bytes === null ? null : bytes.toString('utf8')
      held.push({ ...entry, text })
      characters += entry.characters + (text?.length ?? 0)
      if (held.length < rowsAtOnce && characters < charactersAtOnce) continue
      yield held
      held = []
      characters = 0
    }
    if (held.length > 0) yield held
  }

  async function write(entries: readonly Entry[], put: (entry: Entry) => void): Promise<void> {
    for (let next = 0; next < entries.length; ) {
      store.together(() => {
        const until = performance.now() + longestWrite
        do put(entries[next++] as Entry)
        while (next < entries.length && performance.now() < until)
      })
      await sleep(breath)
    }
  }

  function putOne(exported: ExportedTable, entry: Entry): Outcome {
    if (exported.part !== 'library/documents.jsonl') return store.put(exported, entry.row)
    const { row, text = null, passages = [], definitions = [], codeImports = [] } = entry
    return store.putDocument(exported, { row, text, passages, definitions, codeImports })
  }
}

/** The own values of an object, and none that it inherits. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null), typeof value === 'object' ? value : null)
}

interface Entry extends Partial<Omit<DocumentToImport, 'row'>> {
  readonly row: Row
  readonly characters: number
  readonly textPart?: string | null
}

const nested: readonly { readonly key: string; readonly columns: readonly ExportedColumn[] }[] = Object.entries(
  nestedTables,
).map(([key, { table, leftOut }]) => ({ key, columns: columnsOf(table, leftOut) }))

interface Copying {
  readonly archive: Archive
  readonly part: string
  readonly path: string
  readonly key: LibraryKey | null
}

/** A copy that is there stays: it is what the library was read from. */
async function keepCopy({ archive, part, path, key }: Copying): Promise<void> {
  if (await stat(path).catch(() => null)) return
  const unfinished = `${path}.tmp`
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      const bytes = archive.read(part)
      for await (const piece of key ? sealBytes(bytes, key) : bytes) await file.write(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function isWrong(row: Row | { readonly wrong: string }): row is { readonly wrong: string } {
  // Rows have no prototype and only the keys of their columns, of which none is called so.
  return Object.hasOwn(row, 'wrong') && Object.keys(row).length === 1
}

/** Of the disk or the database: the archive is not to blame. */
function isOfSystem(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(E[A-Z]+|SQLITE_)/.test(code) && !code.startsWith('ERR_') && !code.startsWith('SQLITE_CONSTRAINT')
}
