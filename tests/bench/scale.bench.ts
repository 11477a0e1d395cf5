import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lowerPriority } from '../../main/app/worker-process.ts'
import type { EngineName } from '../../workers/search/vector-engines.ts'
import { worthAnIndex } from '../../workers/search/vectors.ts'
import { type Memory, memoryOf } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { type BenchTexts, textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { questionsOf } from './questions.ts'
import type { Answered, Built, ScaleLibrary, ScaleTask } from './scale-run.ts'
import { keyPace } from './typing.ts'

/** How search grows from a thousand passages to a million: time, memory, files and the making of the index. */
export const scaleBench: Bench = { name: 'scale', title: 'Growth to a million', onDemand: true, run }

const usualSizes = [1_000, 10_000, 100_000, 1_000_000]
/** The index of a million takes hnswlib over twice its size in memory. */
const largestForHnswlib = 100_000
const sizeWithIngest = 100_000
/** Fused is what the page asks for. */
const typedCount = { words: 30, meaning: 30, fused: 60 }
const recallCount = 100

const program = fileURLToPath(new URL('./scale-run.ts', import.meta.url))

const timeHead = ['passages', 'engine', 'mode', 'p50', 'p95', 'typed', 'last key p95', 'each key p95', 'keys answered']
const memoryHead = ['opened in', 'memory', 'of it heap']
const indexHead = ['vectors', 'engine', 'built', 'memory meanwhile', 'recall@10', 'index file', 'database']

async function run({ sets, sizes }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const searches: string[][] = []
  const indexes: string[][] = []
  const besides: string[][] = []
  for (const size of sizes.length > 0 ? sizes : usualSizes) {
    const engines: readonly EngineName[] =
      size >= worthAnIndex && size <= largestForHnswlib ? ['usearch', 'hnswlib'] : ['usearch']
    for (const engine of engines) {
      const library = await libraryOf(size, texts, engine)
      indexes.push(told(await measureIndex(library, size, texts)))
      for (const mode of ['words', 'meaning', 'fused'] as const) {
        // Words know no engine.
        if (mode === 'words' && engine !== 'usearch') continue
        searches.push(told(await measureSearch(library, { size, mode, texts })))
      }
    }
    if (size === sizeWithIngest) besides.push(...(await measureBesides(await libraryOf(size, texts, 'usearch'), texts)))
  }
  const first = table([...timeHead, ...memoryHead], searches)
  const second = table(indexHead, indexes)
  const third = table(['passages', 'meanwhile', 'p50', 'p95'], besides)
  const how = `${questionsOf(texts).length} questions; then short ones typed, a key every ${keyPace} ms, as many as fit in a minute.`
  const parts = [how, first, `The index:\n\n${second}`]
  if (besides.length > 0)
    parts.push(`Fused, while the embedder of another process embeds passages, as it does for an ingest:\n\n${third}`)
  return parts.join('\n\n')
}

/** Prints a row as soon as it is there: what comes after may take half an hour, or fail. */
function told(row: string[]): string[] {
  process.stderr.write(`| ${row.join(' | ')} |\n`)
  return row
}

/** The index lies beside the library's own, so that its building is always the one that was timed. */
async function libraryOf(size: number, texts: BenchTexts, engine: EngineName): Promise<ScaleLibrary> {
  const { data, databasePath } = await bigLibrary(size, texts)
  return { databasePath, folder: join(dirname(data), `scale-${engine}`), engine }
}

async function measureIndex(library: ScaleLibrary, size: number, texts: BenchTexts): Promise<string[]> {
  const database = `${readable((await stat(library.databasePath)).size / 1e6)} MB`
  if (size < worthAnIndex) return [readable(size), 'none', '–', '–', '–', '–', database]
  const built = await builtOnce(library)
  const questions = questionsOf(texts).slice(0, recallCount)
  const { value: recall } = await inProcess<number>({ kind: 'recall', library, questions })
  return [
    readable(built.vectors),
    library.engine,
    `${readable(built.vectors / built.seconds)}/s`,
    `${readable(built.megabytes)} MB`,
    recall.toFixed(4),
    `${readable((await indexBytes(library.folder)) / 1e6)} MB`,
    database,
  ]
}

/** Builds the index unless an earlier run did; the time it took is kept with it. */
async function builtOnce(library: ScaleLibrary): Promise<Built> {
  const note = join(library.folder, 'built.json')
  if (existsSync(note)) return JSON.parse(await readFile(note, 'utf8'))
  await rm(library.folder, { recursive: true, force: true })
  await mkdir(library.folder, { recursive: true })
  const { value: built } = await inProcess<Built>({ kind: 'build', library })
  await writeFile(note, JSON.stringify(built))
  return built
}

async function indexBytes(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.index'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

interface SearchToMeasure {
  readonly size: number
  readonly mode: 'words' | 'meaning' | 'fused'
  readonly texts: BenchTexts
}

async function measureSearch(library: ScaleLibrary, { size, mode, texts }: SearchToMeasure): Promise<string[]> {
  const questions = questionsOf(texts)
  // One engine tells how typing feels; the other only how it compares.
  const typed = library.engine === 'usearch' ? questions.slice(0, typedCount[mode]).map(beginningOf) : []
  const { value, memory } = await inProcess<Answered>({ kind: 'answer', library, mode, questions, typed })
  const { times, openedMilliseconds } = value
  return [
    readable(size),
    size < worthAnIndex ? 'none' : mode === 'words' ? '–' : library.engine,
    mode,
    milliseconds(percentile(times, 0.5)),
    milliseconds(percentile(times, 0.95)),
    typed.length === 0 ? '–' : readable(value.typed.questions),
    milliseconds(percentile(value.typed.last, 0.95)),
    milliseconds(percentile(value.typed.answered, 0.95)),
    typed.length === 0 ? '–' : `${readable((100 * value.typed.answered.length) / value.typed.keys)} %`,
    milliseconds(openedMilliseconds),
    `${readable(memory.resident)} MB`,
    `${readable(memory.anonymous)} MB`,
  ]
}

/** What a person types before the answer is there: the first two words. */
function beginningOf(question: string): string {
  return question.split(' ').slice(0, 2).join(' ')
}

async function measureBesides(library: ScaleLibrary, texts: BenchTexts): Promise<string[][]> {
  const questions = questionsOf(texts)
  const row = async (meanwhile: string) => {
    const { value } = await inProcess<Answered>({ kind: 'answer', library, mode: 'fused', questions, typed: [] })
    const [p50, p95] = [percentile(value.times, 0.5), percentile(value.times, 0.95)]
    return told([readable(sizeWithIngest), meanwhile, milliseconds(p50), milliseconds(p95)])
  }
  const alone = await row('nothing')
  const low = await start({ kind: 'embed', texts: texts.texts }, 'low')
  const yielding = await row('2 sessions embed, at the low priority of the library process')
  await low.end()
  const normal = await start({ kind: 'embed', texts: texts.texts })
  const competing = await row('2 sessions embed, at the same priority')
  await normal.end()
  return [alone, yielding, competing]
}

function milliseconds(value: number): string {
  return Number.isFinite(value) ? `${readable(value)} ms` : '–'
}

/** Does one task in a process of its own and says what that held when it was done. */
async function inProcess<Value>(task: ScaleTask): Promise<{ readonly value: Value; readonly memory: Memory }> {
  const { child, value, end } = await start<Value>(task)
  const memory = memoryOf(child.pid ?? 0)
  await end()
  return { value, memory }
}

/** Starts a process with the flags of a worker and waits for its first word. */
async function start<Value>(task: ScaleTask, priority: 'normal' | 'low' = 'normal') {
  const execArgv = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4']
  const child = fork(program, [], {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  // Before it has threads: Linux gives those that are there already nothing of it.
  if (priority === 'low') lowerPriority(child)
  const exited = once(child, 'exit')
  child.send(task)
  const [value] = await Promise.race([
    once(child, 'message') as Promise<[Value]>,
    exited.then(([code]) => Promise.reject(new Error(`The process for ${task.kind} ended with ${code}`))),
  ])
  return { child, value, end }

  async function end(): Promise<void> {
    if (child.connected) child.disconnect()
    await exited
  }
}
