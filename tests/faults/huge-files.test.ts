import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isFull, most, report, tally } from './fault-run.ts'
import { openReader } from './hostile-reader.ts'
import { hugeFiles } from './huge-files.ts'

test('files that are huge, deep, or grow when they are read are read or refused by name, within bounds', {
  timeout: 3_600_000,
}, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const seen: {
    readonly what: string
    readonly how: string
    readonly milliseconds: number
    readonly grewBy: number
    readonly isNamed: boolean
  }[] = []
  for (const { name, what, write, ends, slow = false } of hugeFiles) {
    if (slow && !isFull) continue
    const path = join(reader.papers, name)
    write(path)
    const read = await reader.read(path)
    rmSync(path)
    seen.push({ what, ...read, isNamed: ends.includes(read.how) })
  }
  const leaked = reader.database.sqlite
    .prepare("SELECT count(*) FROM document_texts WHERE text LIKE '%root:%:0:0:%'")
    .pluck()
    .get()
  const after = await reader.read(reader.write('after.md', '# Read as if nothing had been'))

  report('S3 huge and deep files', {
    files: seen.length,
    'core crashes': reader.restarts(),
    'longest ms': most(seen.map(({ milliseconds }) => milliseconds)),
    'peak MB': reader.peak(),
    'most growth MB': most(seen.map(({ grewBy }) => grewBy)),
    ...tally(seen.map(({ how }) => how)),
  })
  expect({
    accidents: seen.filter(({ isNamed }) => !isNamed),
    restarts: reader.restarts(),
    network: reader.network(),
    leaked,
    after: after.how,
  }).toEqual({ accidents: [], restarts: 0, network: [], leaked: 0, after: 'read' })
})
