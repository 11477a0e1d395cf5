import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { libraryWorkerContract } from '#contract/library.contract'
import type { searchWorkerContract } from '#contract/search.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { shippedEmbeddingModel, shippedModelsFolder } from '#models/catalog'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { startWorker } from '../../main/app/start-worker.ts'
import { between, oneOf, p95, randomFor, report, tally, times } from './fault-run.ts'
import { makeFolders } from './library-core.ts'

type Random = () => number

const { id, files } = shippedEmbeddingModel
const paths = files.map(({ path }) => path)

/** What may have become of a file of the model; the bytes of another file are a swap. */
const damages: Readonly<Record<string, (path: string, random: Random) => void>> = {
  'cut short': (path, random) => truncateSync(path, between(random, 0, readFileSync(path).length - 1)),
  empty: (path) => truncateSync(path, 0),
  'one byte other': (path, random) => flip(path, random, 1),
  'many bytes other': (path, random) => flip(path, random, between(random, 2, 64)),
  longer: (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('\n')])),
  swapped: (path, random) => {
    const others = paths.filter((other) => !path.endsWith(other))
    copyFileSync(join(shippedModelsFolder, id, oneOf(random, others)), path)
  },
  missing: (path) => rmSync(path),
  'a folder': (path) => {
    rmSync(path)
    mkdirSync(path)
  },
}

test('a model with any file that is not as released is refused before it is loaded, and the file is named', {
  timeout: 3_600_000,
}, async () => {
  const random = randomFor('damaged models')
  const seen: {
    readonly what: string
    readonly code: string
    readonly named: boolean
    readonly milliseconds: number
  }[] = []
  for (let left = times({ short: 16, full: 200 }); left > 0; left -= 1) {
    const what = Object.keys(damages)[left % Object.keys(damages).length] ?? ''
    const file = oneOf(random, paths)
    const modelsFolder = withDamaged(makeFolders().folder, file, (path) => damages[what]?.(path, random))
    const startedAt = performance.now()
    const opened = await createEmbedder({ modelsFolder, sessions: 1 })
    const milliseconds = performance.now() - startedAt
    const failure = opened.ok ? null : opened.failure
    if (opened.ok) await opened.value.close()
    const named = failure?.code === 'MODEL_DAMAGED' && failure.file === file
    seen.push({ what: `${what}: ${file}`, code: failure?.code ?? 'loaded', named, milliseconds })
  }

  report('R9 damaged model files', {
    files: seen.length,
    'refused and named': seen.filter(({ named }) => named).length,
    'p95 ms': p95(seen.map(({ milliseconds }) => milliseconds)),
    ...tally(seen.map(({ code }) => code)),
  })
  expect(seen.filter(({ named }) => !named)).toEqual([])
})

test('with a damaged model documents are read and found by their words, and both processes say why meaning is missing', {
  timeout: 300_000,
}, async () => {
  const { folder, papers, data } = makeFolders()
  const modelsFolder = withDamaged(folder, 'tokenizer.json', (path) => rmSync(path))
  writeFileSync(join(papers, 'pump.md'), '# Pumps\n\nThe pump is cleaned every four weeks.')
  const databasePath = join(data, 'alcove.sqlite')
  const database = openDatabase(databasePath)
  await migrateDatabase(database, { backupFolder: join(data, 'backups') })
  database.close()
  const library = startWorker<typeof libraryWorkerContract>({
    name: 'library',
    entry: new URL('../../workers/library/library.worker.ts', import.meta.url),
    options: { databasePath, modelsFolder },
  })
  const search = startWorker<typeof searchWorkerContract>({
    name: 'search',
    entry: new URL('../../workers/search/search.worker.ts', import.meta.url),
    options: { databasePath, modelsFolder, indexFolder: join(data, 'vectors') },
  })
  onTestFinished(async () => void (await Promise.all([library.close(), search.close()])))

  const read = await library.client.read({ path: join(papers, 'pump.md'), sourceId: 's', title: null, root: papers })
  for await (const _ of await library.client.embed()) break
  const found = await search.client.find({ query: 'cleaned pump' })
  const [{ embedder }, health] = [await library.client.health(), await search.client.health()]

  expect({
    read: read.outcome,
    embedder,
    found: [found.mode, found.passages.length],
    health,
    deaths: library.restarts() + search.restarts(),
  }).toMatchObject({
    read: 'written',
    embedder: { state: 'failed', detail: expect.stringMatching(/MODEL_DAMAGED.*tokenizer\.json.*missing/) },
    found: ['words', 1],
    health: { state: 'words-only', detail: expect.stringContaining('tokenizer.json') },
    deaths: 0,
  })
})

/** A folder of models like the one that ships, with one file of its own, which is then damaged. */
function withDamaged(folder: string, damaged: string, damage: (path: string) => void): string {
  const models = join(folder, 'models')
  for (const path of paths) {
    const place = join(models, id, path)
    mkdirSync(dirname(place), { recursive: true })
    if (path === damaged) copyFileSync(join(shippedModelsFolder, id, path), place)
    else symlinkSync(join(shippedModelsFolder, id, path), place)
  }
  damage(join(models, id, damaged))
  return models
}

function flip(path: string, random: Random, count: number): void {
  const bytes = readFileSync(path)
  const from = between(random, 0, bytes.length - count)
  for (let at = from; at < from + count; at += 1) bytes[at] = (bytes[at] ?? 0) ^ between(random, 1, 255)
  writeFileSync(path, bytes)
}
