import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLibrary, createVectorSource } from '../../workers/search/fake.library.ts'
import { startBuild } from '../../workers/search/start-build.ts'
import { type EngineName, loadVectorEngine } from '../../workers/search/vector-engines.ts'
import { openVectors } from '../../workers/search/vectors.ts'
import { between, most, oneOf, p95, randomFor, report, tally, times } from './fault-run.ts'

type Random = () => number

const model = 'test@1'
const dimensions = 32
const count = 600

/** What may have become of the three files of an index: the graph, its keys, and the manifest that vouches for both. */
const damages: Readonly<Record<string, (file: (ending: string) => string, random: Random) => void>> = {
  'graph cut short': (file, random) =>
    change(file('.index'), (bytes) => bytes.subarray(0, between(random, 1, bytes.length - 1))),
  'graph empty': (file) => change(file('.index'), () => Buffer.alloc(0)),
  'graph of noise': (file, random) => change(file('.index'), (bytes) => noise(random, bytes.length)),
  'graph with flipped bytes': (file, random) => change(file('.index'), (bytes) => flipped(random, bytes)),
  'graph longer': (file, random) => change(file('.index'), (bytes) => Buffer.concat([bytes, noise(random, 100)])),
  'graph missing': (file) => rmSync(file('.index')),
  'keys cut short': (file, random) =>
    change(file('.keys'), (bytes) => bytes.subarray(0, between(random, 0, bytes.length - 1))),
  'keys with flipped bytes': (file, random) => change(file('.keys'), (bytes) => flipped(random, bytes)),
  'keys missing': (file) => rmSync(file('.keys')),
  'graph and keys exchanged': (file) => {
    const graph = readFileSync(file('.index'))
    change(file('.index'), () => readFileSync(file('.keys')))
    change(file('.keys'), () => graph)
  },
  'manifest of noise': (file, random) => change(file('.json'), (bytes) => noise(random, bytes.length)),
  'manifest empty': (file) => change(file('.json'), () => Buffer.alloc(0)),
  'manifest missing': (file) => rmSync(file('.json')),
  'manifest cut short': (file, random) =>
    change(file('.json'), (bytes) => bytes.subarray(0, between(random, 0, bytes.length - 3))),
  'manifest of another model': (file) => rewrite(file('.json'), /test@1/, 'other@1'),
  'manifest of other dimensions': (file) => rewrite(file('.json'), /"dimensions": 32/, '"dimensions": 64'),
  'manifest of another engine': (file) => rewrite(file('.json'), /"engine": "\w+"/, '"engine": "other"'),
  'manifest with another hash': (file, random) =>
    rewrite(file('.json'), /"sha256": "./, `"sha256": "${oneOf(random, ['g', ' ', 'A'])}`),
  'manifest that names a file elsewhere': (file) => rewrite(file('.json'), /"name": "/, '"name": "../'),
}

test.each(['usearch', 'hnswlib'] as const)(
  'a damaged index of %s is never loaded; answers come at once, and a new one takes its place',
  { timeout: 3_600_000 },
  async (name) => {
    const engine = await loadVectorEngine(name)
    if (!engine || engine.name !== name)
      return report(`R6 damaged index of ${name}`, { skipped: 'its library is not here' })
    const random = randomFor(`damaged index of ${name}`)
    const library = await createLibrary()
    onTestFinished(() => library.close())
    const next = createVectorSource(dimensions)
    const passages = library.add({
      title: 'all',
      passages: Array.from({ length: count }, (_, index) => `text ${index}`),
    })
    library.embed(
      model,
      passages.map((key) => [key, next()] as const),
    )
    const whole = join(library.folder, 'whole')
    const first = await open(whole, name)
    await first.vectors.settled()
    const question = next()
    const right = first.vectors.nearest(question, 10).map(({ key }) => key)

    const seen: {
      readonly what: string
      readonly detected: boolean
      readonly same: boolean
      readonly rebuilt: boolean
      readonly answered: number
    }[] = []
    // A step of five meets them all, and different ones in the short form than the first.
    const kinds = Object.keys(damages)
    for (let turn = 0; turn < times({ short: 7, full: 400 }); turn += 1) {
      const what = kinds[(turn * 5) % kinds.length] ?? ''
      // Each in a folder of its own: what is mapped into this very process must not change under it.
      const folder = join(library.folder, `damaged-${turn}`)
      cpSync(whole, folder, { recursive: true })
      damages[what]?.((ending) => join(folder, readdirSync(folder).find((file) => file.endsWith(ending)) ?? ''), random)
      const startedAt = performance.now()
      const { vectors, loaded } = await open(folder, name)
      const answers = vectors.nearest(question, 10).map(({ key }) => key)
      const answered = performance.now() - startedAt
      const detected = loaded.length === 0
      await vectors.settled()
      const afterwards = vectors.nearest(question, 10).map(({ key }) => key)
      const same = [answers, afterwards].every((keys) => JSON.stringify(keys) === JSON.stringify(right))
      seen.push({ what, detected, same, rebuilt: loaded.length === 1 && vectors.health().state === 'ready', answered })
      rmSync(folder, { recursive: true, force: true })
    }

    report(`R6 damaged index of ${name}`, {
      indexes: seen.length,
      detected: seen.filter(({ detected }) => detected).length,
      'rebuilt with the same ten': seen.filter(({ rebuilt, same }) => rebuilt && same).length,
      'first answer p95 ms': p95(seen.map(({ answered }) => answered)),
      'longest ms': most(seen.map(({ answered }) => answered)),
    })
    expect(tally(seen.filter((one) => !one.detected || !one.same || !one.rebuilt).map(({ what }) => what))).toEqual({})

    async function open(folder: string, of: EngineName) {
      const loaded: string[] = []
      const watched = engine && {
        ...engine,
        open(path: string, width: number) {
          loaded.push(path)
          return engine.open(path, width)
        },
      }
      const build = startBuild({ databasePath: library.databasePath, folder, engine: of, model, dimensions })
      const vectors = await openVectors({
        passages: library.passages,
        model,
        dimensions,
        folder,
        engine: watched,
        build,
        mergeAt: 500,
      })
      return { vectors, loaded }
    }
  },
)

test('an index of an older state of the library is loaded, and answers as the library is now', async () => {
  const library = await createLibrary()
  onTestFinished(() => library.close())
  const engine = await loadVectorEngine('usearch')
  const next = createVectorSource(dimensions)
  const [question, old] = [
    next(),
    library.add({ title: 'old', passages: Array.from({ length: count }, (_, index) => `text ${index}`) }),
  ]
  library.embed(
    model,
    old.map((key) => [key, next()] as const),
  )
  const folder = library.indexFolder
  const build = startBuild({ databasePath: library.databasePath, folder, engine: 'usearch', model, dimensions })
  const open = (of: typeof engine) =>
    openVectors({ passages: library.passages, model, dimensions, folder, engine: of, build, mergeAt: 500 })
  await (await open(engine)).settled()
  library.run(`DELETE FROM embeddings WHERE passage_key % 3 = 0`)
  const young = library.add({ title: 'new', passages: Array.from({ length: 100 }, (_, index) => `new ${index}`) })
  library.embed(
    model,
    young.map((key) => [key, next()] as const),
  )

  const exact = await open(null)
  const stale = await open(engine)

  expect(stale.health().engine).toBe('usearch')
  expect(stale.nearest(question, 10).map(({ key }) => key)).toEqual(exact.nearest(question, 10).map(({ key }) => key))
})

function change(path: string, to: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, to(readFileSync(path)))
}

function rewrite(path: string, from: RegExp, to: string): void {
  const before = readFileSync(path, 'utf8')
  const after = before.replace(from, to)
  if (after === before) throw new Error(`There is nothing like ${from} in ${path}`)
  writeFileSync(path, after)
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => between(random, 0, 255)))
}

/** One to 64 bytes are other ones. */
function flipped(random: Random, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  for (let left = oneOf(random, [1, 1, 2, 8, 64]); left > 0; left -= 1) {
    const at = between(random, 0, changed.length - 1)
    changed[at] = (changed[at] ?? 0) ^ between(random, 1, 255)
  }
  // Two flips may undo each other.
  return changed.equals(bytes) ? flipped(random, bytes) : changed
}
