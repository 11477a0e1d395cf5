import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { isFull, most, oneOf, p95, randomFor, report, tally, times } from './fault-run.ts'
import { type HowRead, openReader } from './hostile-reader.ts'
import { damagedPdf, meantPdfs, pdfOf, slowPdfs, wholePdfs } from './malformed-pdfs.ts'

/** What a person is told of a file that is no good; all else would be an accident. */
const named = [
  'read',
  'FILE_DAMAGED',
  'FILE_HAS_NO_TEXT',
  'PICTURES_NOT_SET_UP',
  'FILE_LOCKED_WITH_PASSWORD',
  'FILE_TOO_LARGE',
  'FILE_TOO_SLOW',
  'FILE_ENDS_READER',
]

test('PDFs damaged in every way are read or refused by name: the process lives, and nothing leaves it', {
  timeout: 7_200_000,
}, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const random = randomFor('malformed PDFs')
  const wholes = await wholePdfs()
  const seen: HowRead[] = []

  for (let left = times({ short: 250, full: 10_000 }); left > 0; left -= 1) {
    const path = reader.write(`damaged-${left}.pdf`, damagedPdf(random, oneOf(random, wholes)))
    seen.push(await reader.read(path))
    rmSync(path)
  }

  const outcomes = tally(seen.map(({ how }) => how))
  report('S1 damaged PDFs', {
    files: seen.length,
    'core crashes': reader.restarts(),
    'p95 ms': p95(seen.map(({ milliseconds }) => milliseconds)),
    'longest ms': most(seen.map(({ milliseconds }) => milliseconds)),
    'most growth MB': most(seen.map(({ grewBy }) => grewBy)),
    'peak MB': reader.peak(),
    'network attempts': reader.network().length,
    ...outcomes,
  })
  expect({
    restarts: reader.restarts(),
    network: reader.network(),
    unnamed: Object.keys(outcomes).filter((how) => !named.includes(how)),
    someRead: (outcomes.read ?? 0) > 0,
    someRefused: (outcomes.FILE_DAMAGED ?? 0) > 0,
  }).toEqual({ restarts: 0, network: [], unnamed: [], someRead: true, someRefused: true })
})

test('PDFs that were thought out to do harm do none', { timeout: 1_800_000 }, async () => {
  const reader = await openReader()
  onTestFinished(reader.close)
  const outcomes: Record<string, string> = {}
  const seen: HowRead[] = []
  for (const [what, make] of Object.entries(meantPdfs())) {
    if (!isFull && slowPdfs.includes(what)) continue
    const path = reader.write('meant.pdf', make())
    const read = await reader.read(path)
    outcomes[what] = read.how
    seen.push(read)
  }
  const after = await reader.read(reader.write('after.md', '# Read as if nothing had been'))

  report('S1 PDFs that mean harm', {
    files: seen.length,
    'core crashes': reader.restarts(),
    'longest ms': most(seen.map(({ milliseconds }) => milliseconds)),
    'most growth MB': most(seen.map(({ grewBy }) => grewBy)),
    'peak MB': reader.peak(),
    ...tally(Object.values(outcomes)),
  })
  expect({
    after: after.how,
    restarts: reader.restarts(),
    network: reader.network(),
    unnamed: Object.entries(outcomes).filter(([, how]) => !named.includes(how)),
  }).toEqual({ after: 'read', restarts: 0, network: [], unnamed: [] })
})

test('the guard would see a thread of the reader reach out', async () => {
  const reader = await openReader({ entry: new URL('./reaching-out.library-worker.ts', import.meta.url) })
  onTestFinished(reader.close)

  await reader.read(reader.write('one.pdf', pdfOf(['<</Type/Catalog>>'])))

  expect(reader.network().toSorted()).toEqual(['connect', 'fetch', 'lookup'])
})
