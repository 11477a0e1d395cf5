import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { createLibrary, createVectorSource } from './fake.library.ts'
import { startBuild } from './start-build.ts'
import { usearchEngine } from './usearch.engine.ts'
import { openVectors } from './vectors.ts'

const model = 'test@1'
const dimensions = 32

test('enough vectors become an index on disk which a later start opens, with the same answers', async () => {
  const { open, question, library } = await setup(600)
  const first = await open()
  const exact = keys(first.nearest(question, 10))
  await first.settled()

  const second = await open()

  expect([first.health().engine, second.health().engine, second.size()]).toEqual(['usearch', 'usearch', 600])
  expect([keys(first.nearest(question, 10)), keys(second.nearest(question, 10))]).toEqual([exact, exact])
  expect(readdirSync(library.indexFolder)).toHaveLength(3)
})

test('vectors that are written, removed or written late for old passages are taken up', async () => {
  const { open, question, library, all } = await setup(600)
  const vectors = await open()
  await vectors.settled()
  const [nearest = 0] = keys(vectors.nearest(question, 1))
  library.run(`DELETE FROM embeddings WHERE passage_key IN (${nearest}, 3)`)
  const late = keys(library.add({ title: 'late', passages: ['one', 'two'] }).map((key) => ({ key })))
  library.embed(model, [[late[1] ?? 0, question]])
  vectors.refresh()
  const afterFirst = vectors.nearest(question, 600)
  library.embed(model, [
    [late[0] ?? 0, question],
    [3, all.get(3) ?? question],
  ])
  vectors.refresh()
  const afterSecond = vectors.nearest(question, 600)

  expect([vectors.size(), keys(afterFirst)[0], keys(afterFirst).includes(nearest)]).toEqual([601, late[1], false])
  expect(keys(afterSecond).slice(0, 2)).toEqual(late)
  expect(keys(afterSecond)).toContain(3)
})

test.each([
  ['.index', 'cut short', (path: string) => truncateSync(path, 1_000)],
  ['.index', 'replaced by noise', (path: string) => writeFileSync(path, Buffer.alloc(50_000, 'noise'))],
  ['.index', 'with one bit flipped', flip],
  ['.keys', 'with one bit flipped', flip],
  ['.json', 'empty', (path: string) => writeFileSync(path, '')],
])('an index whose %s file is %s is built again, with the same answers', async (ending, _, damage) => {
  const { open, question, library } = await setup(600)
  const whole = await open()
  await whole.settled()
  const right = keys(whole.nearest(question, 10))
  const file = readdirSync(library.indexFolder).find((name) => name.endsWith(ending)) ?? ''
  damage(replaced(join(library.indexFolder, file)))

  const opened = await open()
  const before = [opened.size(), keys(opened.nearest(question, 10))]
  await opened.settled()

  expect([before, opened.health(), keys(opened.nearest(question, 10))]).toEqual([
    [600, right],
    { state: 'ready', detail: expect.stringMatching(/^finds (100|9\d)\.\d % of the ten nearest$/), engine: 'usearch' },
    right,
  ])
})

test('the index of another model is not used', async () => {
  const { open, question, library } = await setup(600)
  await (await open()).settled()

  const other = await open('other@1')

  expect([other.size(), other.nearest(question, 10), library.passages.vectorCount(model)]).toEqual([0, [], 600])
})

test('a build that is killed leaves the index as it was, and the next start clears up', async () => {
  const { open, question, library } = await setup(600)
  const first = await open()
  await first.settled()
  const right = keys(first.nearest(question, 10))
  const task = { databasePath: library.databasePath, folder: library.indexFolder, engine: 'usearch', model, dimensions }
  for (const delay of [0, 20, 40, 60, 80]) {
    const thread = new Worker(new URL('./build-vectors.thread.ts', import.meta.url), { workerData: task })
    await new Promise((resolve) => setTimeout(resolve, delay))
    await thread.terminate()
  }
  writeFileSync(join(library.indexFolder, 'vectors-half.index'), 'half')

  const opened = await open()

  expect([opened.size(), keys(opened.nearest(question, 10)), readdirSync(library.indexFolder).length]).toEqual([
    600,
    right,
    3,
  ])
})

test('among few accepted passages the search is exact, among many it finds enough', async () => {
  const { open, question, all } = await setup(3_000)
  const vectors = await open()
  await vectors.settled()
  const ranked = [...all]
    .map(([key, vector]) => ({ key, score: cosine(vector, question) }))
    .sort((a, b) => b.score - a.score)
  const among = (accepts: (key: number) => boolean) => {
    const accepted = [...all.keys()].filter(accepts)
    return keys(vectors.nearest(question, 10, { has: accepts, size: accepted.length, keys: () => accepted }))
  }

  expect(among((key) => key % 100 === 0)).toEqual(keys(ranked.filter(({ key }) => key % 100 === 0).slice(0, 10)))
  const many = new Set(keys(ranked.filter(({ key }) => key % 10 !== 0).slice(0, 10)))
  expect(among((key) => key % 10 !== 0).filter((key) => many.has(key)).length).toBeGreaterThanOrEqual(9)
})

async function setup(count: number) {
  const library = await createLibrary()
  const next = createVectorSource(dimensions)
  const passages = library.add({ title: 'all', passages: Array.from({ length: count }, (_, index) => `text ${index}`) })
  const all = new Map(passages.map((key) => [key, next()]))
  library.embed(model, [...all])
  const folder = library.indexFolder
  const open = (of = model) =>
    openVectors({
      passages: library.passages,
      model: of,
      dimensions,
      folder,
      engine: usearchEngine,
      build: startBuild({ databasePath: library.databasePath, folder, engine: 'usearch', model: of, dimensions }),
      mergeAt: 500,
    })
  return { library, open, question: next(), all }
}

/** The same path as a file of its own: the one before is mapped into this very process. */
function replaced(path: string): string {
  const bytes = readFileSync(path)
  rmSync(path)
  writeFileSync(path, bytes)
  return path
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 4
  writeFileSync(path, bytes)
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}

function keys(found: readonly { readonly key: number }[]) {
  return found.map(({ key }) => key)
}
