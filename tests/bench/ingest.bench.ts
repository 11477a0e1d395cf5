import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDatabase } from '#database/database'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { embeddedText } from '../../workers/embedded-text.ts'
import { Limits } from '../../workers/library/limits.ts'
import { readDocument } from '../../workers/library/read-document.ts'
import { addFolder } from './add-folder.ts'
import { startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import type { EmbeddingRun, EmbeddingRunOptions } from './embedding-run.ts'
import { type PaperFormat, paperFormats, writePapers } from './paper-files.ts'
import { packageFormats } from './paper-packages.ts'
import { type Paper, paperMaker } from './papers.ts'

/** How fast folders become findable, by words for each format, and by meaning beside the bare model. */
export const ingestBench: Bench = { name: 'ingest', title: 'Reading folders', run }

const size = { least: 8, spread: 12 }
const rounds = 3
const papersByMeaning = 60

async function run({ sets }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const paper = paperMaker(texts.texts, size)
  const folder = await mkdtemp(join(tmpdir(), 'alcove-bench-'))
  try {
    const rows: string[][] = []
    for (const format of [...paperFormats, ...packageFormats]) {
      process.stderr.write(`  ${format.name} …\n`)
      rows.push(await byWords(join(folder, format.name), format, paper))
    }
    const head = [
      'format',
      'files',
      'passages',
      'passages/s',
      'worst of 3',
      'files/s',
      'MB/s',
      'parser alone, passages/s',
      'memory after each third',
      'most memory',
    ]
    process.stderr.write('  by meaning …\n')
    return `By words (${texts.name}):\n\n${table(head, rows)}\n\nBy meaning:\n\n${await byMeaning(join(folder, 'meaning'), paper)}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function byWords(folder: string, format: PaperFormat, paper: (number: number) => Paper): Promise<string[]> {
  const write = (name: string, count: number, from: number) =>
    writePapers(
      join(folder, name),
      format,
      Array.from({ length: count }, (_, index) => paper(from + index)),
    )
  await write('warm', 5, 1_000_000)
  const alcove = await startAlcove(join(folder, 'data'))
  try {
    // Starting processes and loading a parser happens once in a day; what is measured is the reading.
    let before = await addFolder(alcove, join(folder, 'warm'), 'words')
    const found: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      const bytes = await write(`papers-${round}`, format.files, round * format.files)
      const now = await addFolder(alcove, join(folder, `papers-${round}`), 'words')
      const memory = alcove.memory().proportional
      found.push({ read: now.passages - before.passages, seconds: now.seconds.words, bytes, peak: now.peak, memory })
      before = now
    }
    const [best] = found.toSorted((a, b) => b.read / b.seconds - a.read / a.seconds)
    if (!best) throw new Error('Nothing was measured')
    return [
      format.name,
      readable(format.files),
      readable(best.read),
      readable(best.read / best.seconds),
      readable(Math.min(...found.map(({ read, seconds }) => read / seconds))),
      readable(format.files / best.seconds),
      readable(best.bytes / 1e6 / best.seconds),
      await parserAlone(join(folder, 'papers-0')),
      `${found.map(({ memory }) => Math.round(memory)).join(', ')} MB`,
      `${readable(Math.max(...found.map(({ peak }) => peak)))} MB`,
    ]
  } finally {
    await alcove.stop()
  }
}

interface Round {
  readonly read: number
  readonly seconds: number
  readonly bytes: number
  readonly peak: number
  readonly memory: number
}

/** Passages per second of the parser and the chunker by themselves, in this process, with nothing stored; what is split first, a dash. */
async function parserAlone(folder: string): Promise<string> {
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
  )
  const limits = Limits.parse({})
  const countTokens = loadTokenizer({}).count
  let passages = 0
  const begun = performance.now()
  for (const { name, bytes } of files) {
    const read = await readDocument({ name, bytes, limits, countTokens })
    if (read.ok) passages += read.value.passages.length
  }
  return passages === 0 ? '–' : readable(passages / ((performance.now() - begun) / 1_000))
}

/** Alcove and the bare model take turns with the same texts, so that whatever else the machine does holds up both alike. */
async function byMeaning(folder: string, paper: (number: number) => Paper): Promise<string> {
  const markdown = paperFormats.find(({ extension }) => extension === 'md')
  if (!markdown) throw new Error('There is no Markdown')
  const data = join(folder, 'data')
  const alcove = await startAlcove(data)
  let embedded = 0
  const seconds = { reading: 0, meaning: 0, bare: 0 }
  let peak = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      const papers = Array.from({ length: papersByMeaning / rounds }, (_, index) =>
        paper(2_000_000 + round * papersByMeaning + index),
      )
      await writePapers(join(folder, `papers-${round}`), markdown, papers)
      const added = await addFolder(alcove, join(folder, `papers-${round}`), 'meaning')
      const texts = textsIn(join(data, 'alcove.sqlite')).slice(embedded)
      seconds.reading += added.seconds.words
      seconds.meaning += added.seconds.meaning
      seconds.bare += texts.length / (await bareRate(texts))
      embedded += texts.length
      peak = Math.max(peak, added.peak)
    }
  } finally {
    await alcove.stop()
  }
  const bare = embedded / seconds.bare
  const row = (name: string, took: number) => {
    const rate = embedded / took
    return [name, readable(embedded), readable(rate), `${readable((100 * rate) / bare)} %`, `${readable(peak)} MB`]
  }
  return table(
    ['', 'different passages', 'passages/s', 'of the model alone', 'most memory'],
    [
      ['2 × 1, the model alone', readable(embedded), readable(bare), '100 %', '–'],
      row('Alcove, from the last word to the last vector', seconds.meaning - seconds.reading),
      row('Alcove, from `add` to the last vector', seconds.meaning),
    ],
  )
}

/** The same texts by two processes with one session each and nothing else to do, the best of two rounds. */
async function bareRate(texts: readonly string[]): Promise<number> {
  const halves = [0, 1].map((half) => texts.filter((_, index) => index % 2 === half))
  const runs = await Promise.all(halves.map((half) => bareModel({ kind: 'session', threads: 1, rounds: [half, half] })))
  return runs.reduce((sum, one) => sum + one.textsPerSecond, 0)
}

/** Each text once, in the order in which they came: passages of the same text share one vector. */
function textsIn(databasePath: string): readonly string[] {
  const { sqlite, close } = openDatabase(databasePath, { readonly: true })
  const rows = sqlite.prepare<[], { readonly heading: string | null; readonly text: string }>(
    'SELECT heading, text FROM passages ORDER BY key',
  )
  const texts = new Set(rows.all().map(embeddedText))
  close()
  return [...texts]
}

async function bareModel(options: EmbeddingRunOptions): Promise<EmbeddingRun> {
  const program = new URL('./embedding-run.ts', import.meta.url).pathname
  const running = promisify(execFile)(process.execPath, [program], { maxBuffer: 1024 ** 2 })
  // As low as the library process, so that other work on the machine holds up both alike.
  if (running.child.pid) setPriority(running.child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  running.child.stdin?.end(JSON.stringify(options))
  return JSON.parse((await running).stdout)
}
