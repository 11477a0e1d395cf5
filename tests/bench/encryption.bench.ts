import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FindInput } from '#contract/search.contract'
import { openConnection } from '#database/connection'
import { changeKey, type LibraryKey, newLibraryKey } from '#database/library-key'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { convertOffline } from '../../main/app/offline-conversion.ts'
import { openPassageStore } from '../../workers/search/passage.store.ts'
import { createSearch } from '../../workers/search/search.ts'
import { startBuild } from '../../workers/search/start-build.ts'
import { usearchEngine } from '../../workers/search/usearch.engine.ts'
import { openVectors } from '../../workers/search/vectors.ts'
import { addFolder } from './add-folder.ts'
import { startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { type BenchTexts, textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { paperFormats, writePapers } from './paper-files.ts'
import { paperMaker } from './papers.ts'
import { questionsOf } from './questions.ts'

/** What encryption costs: the same work on the same library in the clear and encrypted, in turns. */
export const encryptionBench: Bench = { name: 'encryption', title: 'Encryption', run }

const passphrase = 'a passphrase to measure with'
const rounds = 5
const filesARound = 100

async function run({ sets, sizes }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const made = await createEmbedder({ sessions: 1 })
  if (!made.ok) throw new Error(made.failure.message)
  const searches: string[][] = []
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) {
    process.stderr.write(`  ${size} passages …\n`)
    searches.push(...(await measureSearch(size, texts, made.value)))
  }
  await made.value.close()
  process.stderr.write('  reading …\n')
  const reading = await measureReading(texts)
  const first = table(
    [
      'passages',
      'cipher',
      'mode',
      'in the clear p50',
      'encrypted p50',
      'ratio',
      'clear p95',
      'encrypted p95',
      'opened in',
    ],
    searches,
  )
  const second = table(['passages', 'in the clear', 'encrypted', 'ratio'], reading)
  return `Search, each question asked of both in turn:\n\n${first}\n\nReading ${rounds} folders of ${filesARound} Markdown files, in turns, each by the real program:\n\n${second}`
}

type Embedder = Extract<Awaited<ReturnType<typeof createEmbedder>>, { ok: true }>['value']

async function measureSearch(size: number, texts: BenchTexts, embedder: Embedder): Promise<string[][]> {
  const library = await bigLibrary(size, texts)
  const root = await mkdtemp(join(library.data, '..', 'encryption-'))
  const rows: string[][] = []
  try {
    const clear = await openLibrary(library.databasePath, library.indexFolder, null, embedder)
    for (const cipher of ['aegis', 'chacha20'] as const) {
      const key = { ...newLibraryKey(), cipher }
      const path = join(root, `${cipher}.sqlite`)
      await cp(library.databasePath, path)
      const { sqlite, close } = openConnection(path)
      changeKey(sqlite, key)
      close()
      const encrypted = await openLibrary(path, join(root, cipher), key, embedder)
      for (const mode of ['words', 'meaning', 'fused'] as const) {
        const times = { clear: [] as number[], encrypted: [] as number[] }
        for (const query of questionsOf(texts)) {
          for (const [name, { search }] of [['clear', clear] as const, ['encrypted', encrypted] as const]) {
            times[name].push((await search.find(FindInput.parse({ query, mode }))).milliseconds)
          }
        }
        const [clearly, sealed] = [times.clear, times.encrypted].map((all) => percentile(all, 0.5)) as [number, number]
        rows.push([
          readable(library.passages),
          cipher,
          mode,
          `${readable(clearly)} ms`,
          `${readable(sealed)} ms`,
          ratio(sealed, clearly),
          `${readable(percentile(times.clear, 0.95))} ms`,
          `${readable(percentile(times.encrypted, 0.95))} ms`,
          `${readable(clear.opened)} ms, ${readable(encrypted.opened)} ms`,
        ])
      }
      encrypted.close()
    }
    clear.close()
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  return rows
}

async function openLibrary(databasePath: string, folder: string, key: LibraryKey | null, embedder: Embedder) {
  const { passages, close } = openPassageStore(databasePath, { key })
  const { id: model, dimensions } = embedder
  const task = { databasePath, folder, key, engine: 'usearch' as const, model, dimensions }
  const open = () =>
    openVectors({ passages, model, dimensions, folder, key, engine: usearchEngine, build: startBuild(task) })
  await (await open()).settled()
  const begun = performance.now()
  const vectors = await open()
  const opened = performance.now() - begun
  return { search: createSearch({ passages, meaning: { embedder, vectors } }), opened, close }
}

/** Two programs on two data folders get the same folders, one after the other; the second one is encrypted. */
async function measureReading(texts: BenchTexts): Promise<string[][]> {
  const paper = paperMaker(texts.texts, { least: 8, spread: 12 })
  const markdown = paperFormats.find(({ extension }) => extension === 'md')
  if (!markdown) throw new Error('There is no Markdown')
  const root = await mkdtemp(join(tmpdir(), 'alcove-bench-'))
  const seconds: Record<'clear' | 'encrypted', Seconds[]> = { clear: [], encrypted: [] }
  let passages = 0
  try {
    const place = { data: join(root, 'encrypted'), from: root }
    const converted = await convertOffline(place, { kind: 'encrypt', secret: passphrase, tell: () => {} })
    if (!converted?.ok) throw new Error('The library could not be encrypted')
    const clear = await startAlcove(join(root, 'clear'))
    const encrypted = await startAlcove(place.data, { ALCOVE_PASSPHRASE: passphrase })
    try {
      for (let round = 0; round <= rounds; round += 1) {
        const folder = join(root, `papers-${round}`)
        const papers = Array.from({ length: filesARound }, (_, index) => paper(round * filesARound + index))
        await writePapers(folder, markdown, papers)
        for (const [name, alcove] of [['clear', clear] as const, ['encrypted', encrypted] as const]) {
          const added = await addFolder(alcove, folder, 'meaning')
          // Starting processes and loading a parser happens once in a day.
          if (round > 0) seconds[name].push(added.seconds)
          passages = added.passages
        }
      }
    } finally {
      await clear.stop()
      await encrypted.stop()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  return (['words', 'meaning'] as const).map((by) => {
    const median = (all: readonly Seconds[]) =>
      percentile(
        all.map((one) => one[by]),
        0.5,
      )
    const each = passages / (rounds + 1)
    const [clearly, sealed] = [each / median(seconds.clear), each / median(seconds.encrypted)]
    return [`findable by ${by}`, `${readable(clearly)}/s`, `${readable(sealed)}/s`, ratio(sealed, clearly)]
  })
}

type Seconds = Readonly<Record<'words' | 'meaning', number>>

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2)
}
