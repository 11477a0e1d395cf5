import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SalvageReport } from '#contract/salvage'
import { openConnection } from '#database/connection'
import { findFaults, mendDerived } from '#database/faults'
import { changeKey, type LibraryKey, newLibraryKey } from '#database/library-key'
import { salvage } from '../../workers/backup/salvage.store.ts'
import { contentOf, pageSize, writeLibrary } from './damaged-library.ts'
import { between, p95, randomFor, report, times } from './fault-run.ts'
import { makeFolders } from './library-core.ts'

const documents = times({ short: 60, full: 400 })

type Open = typeof openConnection

test.for([
  { mode: 'in the clear', key: null },
  { mode: 'encrypted', key: newLibraryKey() },
])(
  'a damaged page is found or harmless; what is salvaged is whole, and what is lost is in the report ($mode)',
  {
    timeout: 3_600_000,
  },
  async ({ mode, key }) => {
    // Encrypted, every damaged page is found and salvaged, which takes a second each.
    const positions = times({ short: 20, full: key ? 200 : 1_000 })
    const open: Open = (path, how = {}) => openConnection(path, { ...how, key })
    const { folder } = makeFolders()
    const sound = join(folder, 'sound.sqlite')
    await writeLibrary(sound, { documents })
    if (key) encrypt(sound, key)
    const before = contentOf(sound, open)
    const bytes = readFileSync(sound)
    const pages = bytes.length / pageSize
    const random = randomFor(`damaged pages ${mode}`)
    const counts = { noise: 0, flips: 0, found: 0, harmless: 0, unnoticed: 0, mended: 0, salvaged: 0, hopeless: 0 }
    const foundOf = { noise: 0, flips: 0 }
    const rows = { all: 0, kept: 0, changed: 0 }
    const silent: string[] = []
    const took: number[] = []

    for (let run = 0; run < positions; run += 1) {
      const how = run % 2 === 0 ? 'noise' : 'flips'
      const path = join(folder, `run-${run}`, 'alcove.sqlite')
      mkdirSync(join(folder, `run-${run}`))
      const damaged = Buffer.from(bytes)
      const page = between(random, 0, pages - 1)
      const size = how === 'noise' ? 256 : 8
      const start = page * pageSize + between(random, 0, pageSize - size)
      for (let at = 0; at < size; at += 1) damaged[start + at] = Math.floor(random() * 256)
      writeFileSync(path, damaged)
      counts[how] += 1
      const faults = look(path, open)
      if (faults.derived.length + faults.original.length === 0) {
        const same = sameContent(before, contentOf(path, open))
        counts[same ? 'harmless' : 'unnoticed'] += 1
      } else {
        counts.found += 1
        foundOf[how] += 1
        if (faults.original.length === 0 && mended(path, faults.derived, open)) {
          counts.mended += 1
          expect(contentOf(path, open)).toEqual(before)
        } else await salvageIt(run, path)
      }
      rmSync(join(folder, `run-${run}`), { recursive: true, force: true })
    }

    const isOutOf = (some: number, all: number) => `${((100 * some) / Math.max(1, all)).toFixed(1)} %`
    report(`R7 damaged pages ${mode}`, {
      positions,
      pages,
      ...counts,
      'found of those that change content or structure': isOutOf(counts.found, counts.found + counts.unnoticed),
      'found after noise': `${foundOf.noise} of ${counts.noise}`,
      'found after flips': `${foundOf.flips} of ${counts.flips}`,
      'rows kept': isOutOf(rows.kept, rows.all),
      'rows changed unnoticed': rows.changed,
      'lost without a word': silent.length,
      'salvage p95 ms': p95(took),
    })
    expect(silent).toEqual([])

    async function salvageIt(run: number, path: string) {
      const startedAt = performance.now()
      const found = await salvageOf(path, join(folder, `run-${run}`), open)
      took.push(performance.now() - startedAt)
      if (process.env.ZZ)
        process.stderr.write(
          `run ${run} ${Math.round(performance.now() - startedAt)} ${JSON.stringify(found?.report.tables.filter((t) => t.lost || t.atLeast))}\n`,
        )
      if (!found) {
        counts.hopeless += 1
        return
      }
      counts.salvaged += 1
      const after = contentOf(found.path, open)
      for (const [table, was] of before) {
        const is = after.get(table) ?? new Map()
        const told = found.report.tables.find((one) => one.table === table)
        const missing = [...was.keys()].filter((rowid) => !is.has(rowid)).length
        const changed = [...was].filter(
          ([rowid, row]) => is.has(rowid) && withoutNotes(is.get(rowid)) !== withoutNotes(row),
        ).length
        rows.all += was.size
        rows.kept += was.size - missing
        rows.changed += Math.max(0, changed - (told?.changed ?? 0))
        // A row whose key was hit stands under another one, and is named as changed.
        const isTold =
          missing <= (told?.lost ?? 0) + (told?.changed ?? 0) ||
          told?.atLeast === true ||
          isFollowing(table, found.report)
        if (!isTold) silent.push(`run ${run}: ${missing} of ${table} lost, ${told?.lost ?? 0} told`)
      }
    }
  },
)

function encrypt(path: string, key: LibraryKey): void {
  const { sqlite, close } = openConnection(path)
  sqlite.pragma('journal_mode = DELETE')
  changeKey(sqlite, key)
  close()
}

/** Parts of a document that is lost go with it, and it is named. */
function isFollowing(table: string, { tables }: SalvageReport): boolean {
  const parent = { passages: ['documents'], document_texts: ['documents'], embeddings: ['passages', 'documents'] }[
    table
  ]
  return (
    parent?.some((name) =>
      tables.some((one) => one.table === name && (one.lost > 0 || one.changed > 0 || one.atLeast)),
    ) ?? false
  )
}

/** A salvage marks documents to be read or embedded again: that is no change of what they say. */
function withoutNotes(row: string | undefined): string {
  return (row ?? '').replace(/\|"(sha \d+)?"\|[01]\|/, '|').replace(/\|3\|(1|null)\|1\|1\|null(?=\||$)/, '')
}

function look(path: string, open: Open) {
  try {
    const connection = open(path, { readonly: true })
    try {
      return findFaults(connection, 'whole')
    } finally {
      connection.close()
    }
  } catch (error) {
    return { derived: [], original: [''], details: [String(error)] }
  }
}

function mended(path: string, derived: readonly string[], open: Open): boolean {
  const connection = open(path)
  try {
    return mendDerived(connection, derived)
  } finally {
    connection.close()
  }
}

async function salvageOf(path: string, folder: string, open: Open) {
  const into = join(folder, 'salvaged')
  const input = { databasePath: path, into, scratch: join(folder, 'scratch') }
  for await (const event of salvage(input, open)) {
    if (event.type === 'hopeless') return null
    if (event.type === 'done') return { path: join(into, 'alcove.sqlite'), report: event.report }
  }
  throw new Error('The salvage ended without a word')
}

function sameContent(one: ReadonlyMap<string, ReadonlyMap<string, string>>, other: typeof one): boolean {
  return [...one].every(([table, rows]) => [...rows].every(([rowid, row]) => other.get(table)?.get(rowid) === row))
}
