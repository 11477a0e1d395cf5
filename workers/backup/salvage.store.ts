import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { SalvagedTable, SalvageEvent, SalvageInput, SalvageReport } from '#contract/salvage'
import type { Connection, openConnection } from '#database/connection'
import { createAtSchema } from '#database/create-at-schema'
import { newestSchema } from '#database/newest-schema'
import { faultsOf, readOn, readTable, schemaOf, type TableShape, tablesOf } from './damaged.store.ts'
import { copyOf, hasLog, mendHeader } from './damaged-copy.ts'
import { databasePart } from './parts.ts'
import { faultInSalvaged, fillTable, originalTables, tidy } from './salvaged.store.ts'

/** How a library file is opened: one that is encrypted needs its key. */
export type OpenFile = typeof openConnection

/** Rows between two looks at whether this is still wanted. */
const atOnce = 2_000
const mostNamed = 500

/**
 * Makes a whole library of everything that can be read of a damaged one, which is only copied. The folder has its name when all of
 * it is on the disk: a kill at any moment leaves nothing but something half made under another name.
 */
export async function* salvage(input: SalvageInput, open: OpenFile): AsyncGenerator<SalvageEvent> {
  const { databasePath, into, scratch } = input
  const unfinished = `${into}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  const copies: Connection[] = []
  let made: Connection | null = null
  try {
    const opened = openCopies()
    if (opened.hopeless !== undefined) return yield { type: 'hopeless', detail: opened.hopeless }
    const { chosen, strict, lenient } = opened
    readOn(strict, 'strictly')
    readOn(lenient, 'leniently')
    const there = tablesOf(strict)
    if (!there.has('documents') && !there.has('conversations')) {
      return yield { type: 'hopeless', detail: chosen.damage[0] ?? 'there is no table that can be read' }
    }
    made = open(join(unfinished, databasePart))
    // It has its name only when it was synced as a whole.
    made.sqlite.pragma('synchronous = OFF')
    made.sqlite.pragma('foreign_keys = OFF')
    createAtSchema(made, Math.min(schemaOf(strict) ?? newestSchema(), newestSchema()))
    const loss = createLoss()
    const tables: SalvagedTable[] = []
    const wanted = originalTables(made)
    for (const [at, table] of wanted.entries()) {
      const known = there.get(table.name) ?? []
      const columns = table.columns.filter((column) => known.includes(column))
      yield { type: 'progress', table: table.name, done: at / wanted.length }
      if (columns.length === 0) {
        // Not in the list of tables any more: nobody knows how much there was.
        if (!there.has(table.name)) tables.push({ table: table.name, found: 0, lost: 0, atLeast: true, changed: 0 })
        continue
      }
      tables.push(await copyTable({ strict, lenient, made, table: { name: table.name, columns }, loss }))
    }
    yield { type: 'progress', table: '', done: 0.95 }
    const tidied = tidy(made, loss)
    const fault = faultInSalvaged(made)
    if (fault) throw new Error(`What was salvaged is not whole: ${fault}`)
    made.sqlite.pragma('wal_checkpoint(TRUNCATE)')
    made.sqlite.pragma('journal_mode = DELETE')
    made.close()
    made = null
    const report: SalvageReport = {
      madeAt: Date.now(),
      damage: chosen.damage.slice(0, 20),
      log: chosen.log,
      tables: tables.filter(({ found, lost, atLeast }) => found + lost > 0 || atLeast),
      documents: tidied.documents.slice(0, mostNamed),
      conversations: tidied.conversations.slice(0, mostNamed),
      others: loss.others.slice(0, mostNamed),
    }
    writeFileSync(join(unfinished, 'report.json'), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
    for (const name of [databasePart, 'report.json']) sync(join(unfinished, name))
    rmSync(into, { recursive: true, force: true })
    renameSync(unfinished, into)
    yield { type: 'done', report }
  } finally {
    made?.close()
    for (const copy of copies) copy.close()
    for (const half of [unfinished, scratch]) rmSync(half, { recursive: true, force: true })
  }

  /** A file whose first page is beyond repair cannot even be opened. */
  function openCopies() {
    try {
      const chosen = chooseCopy({ databasePath, scratch, open })
      const how = { readonly: true }
      return { chosen, strict: take(open(chosen.path, how)), lenient: take(open(chosen.path, how)) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'))) throw error
      return { hopeless: error.message }
    }
  }

  function take(copy: Connection): Connection {
    copies.push(copy)
    return copy
  }
}

interface Choice {
  readonly databasePath: string
  readonly scratch: string
  readonly open: OpenFile
}

/** A log that makes a whole file a damaged one is not of this file, or broken: then the file alone is what was kept. */
function chooseCopy({ databasePath, scratch, open }: Choice) {
  const withLog = look({ log: true, folder: join(scratch, 'with-log') })
  if (!hasLog(databasePath)) return { ...withLog, log: 'none' as const }
  if (withLog.damage.length === 0) return { ...withLog, log: 'taken-up' as const }
  const alone = look({ log: false, folder: join(scratch, 'alone') })
  if (alone.damage.length === 0) return { ...alone, damage: withLog.damage, log: 'left-out' as const }
  return { ...withLog, log: 'taken-up' as const }

  function look(how: { readonly log: boolean; readonly folder: string }) {
    const path = copyOf(databasePath, how)
    mendHeader(path)
    const copy = open(path, { readonly: true })
    try {
      readOn(copy, 'strictly')
      return { path, damage: faultsOf(copy) }
    } finally {
      copy.close()
    }
  }
}

interface Copying {
  readonly strict: Connection
  readonly lenient: Connection
  readonly made: Connection
  readonly table: TableShape
  readonly loss: ReturnType<typeof createLoss>
}

async function copyTable({ strict, lenient, made, table, loss }: Copying): Promise<SalvagedTable> {
  const { name, columns } = table
  const read = readTable(strict, lenient, table)
  const put = fillTable(made, name, columns)
  let [found, refused, changed] = [0, 0, 0]
  made.sqlite.exec('BEGIN')
  for (const { rowid, values } of read.rows) {
    if (put(rowid, values) === 'refused') {
      refused += 1
      loss.note(name, Object.fromEntries(columns.map((column, at) => [column, values[at]])))
      continue
    }
    found += 1
    if (read.isDoubtful(rowid, values) || (isGarbled(values) && read.isGarbled(rowid))) {
      changed += 1
      loss.concern(name, Object.fromEntries(columns.map((column, at) => [column, values[at]])))
    }
    if (found % atOnce === 0) await breathe()
  }
  made.sqlite.exec('COMMIT')
  const { lost, atLeast } = read.missing()
  for (const known of lost.values()) loss.note(name, known)
  return { table: name, found, lost: lost.size + refused || (atLeast ? 1 : 0), atLeast, changed }
}

/** A sign that stands for broken bytes; whether it was written like that, or is damage, its bytes tell. */
function isGarbled(values: readonly unknown[]): boolean {
  return values.some((value) => typeof value === 'string' && value.includes('\uFFFD'))
}

/** Keeps in mind what was lost, and which document or conversation it belonged to. */
function createLoss() {
  const documentIds = new Set<string>()
  const conversationIds = new Set<string>()
  const others: SalvageReport['others'][number][] = []
  return { documentIds, conversationIds, others, note, concern }

  function note(table: string, known: Readonly<Record<string, unknown>>) {
    if (others.length < mostNamed) others.push({ table, known: words(known) })
    concern(table, known)
  }

  function concern(table: string, known: Readonly<Record<string, unknown>>) {
    const documentId = known[table === 'documents' ? 'id' : 'document_id']
    if (typeof documentId === 'string') documentIds.add(documentId)
    const conversationId = known[table === 'conversations' ? 'id' : 'conversation_id']
    if (typeof conversationId === 'string') conversationIds.add(conversationId)
  }
}

function words(known: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(known).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value).slice(0, 200)]))
}

function sync(path: string) {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
