import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Bench, readable, table } from './bench-kit.ts'
import { type BenchTexts, generatedTexts, textsOfSet } from './bench-texts.ts'
import type { EmbeddingRun, EmbeddingRunOptions } from './embedding-run.ts'

/** How fast the shipped model embeds, in the arrangements one could choose from, and what they cost in memory. */
export const embeddingBench: Bench = { name: 'embedding', title: 'Embedding', run }

interface Arrangement {
  readonly name: string
  readonly options: Pick<EmbeddingRunOptions, 'kind' | 'runtime' | 'sessions' | 'threads'>
  /** How many processes do this at once; their rates are added. */
  readonly processes: number
  readonly texts: number
}

const arrangements: readonly Arrangement[] = [
  { name: '1 × 1, the model alone', options: { kind: 'session', threads: 1 }, processes: 1, texts: 300 },
  { name: '1 × 2, the model alone', options: { kind: 'session', threads: 2 }, processes: 1, texts: 300 },
  { name: '2 × 1, the model alone', options: { kind: 'session', threads: 1 }, processes: 2, texts: 300 },
  { name: '1 × 1, the embedder', options: { kind: 'embedder', sessions: 1 }, processes: 1, texts: 300 },
  { name: '**2 × 1, the embedder**', options: { kind: 'embedder', sessions: 2 }, processes: 1, texts: 300 },
  {
    name: '2 × 1, the embedder on WASM',
    options: { kind: 'embedder', sessions: 2, runtime: 'wasm' },
    processes: 1,
    texts: 60,
  },
]

async function run({ sets }: { readonly sets: readonly string[] }): Promise<string> {
  const sources = sets.length > 0 ? await Promise.all(sets.map(textsOfSet)) : [generatedTexts(900)]
  const parts: string[] = []
  for (const source of sources) parts.push(await tableOf(source))
  return parts.join('\n\n')
}

async function tableOf({ name, texts }: BenchTexts): Promise<string> {
  const rows: string[][] = []
  let tokensPerText = 0
  for (const arrangement of arrangements) {
    const asked = { ...arrangement.options, rounds: roundsOf(texts, arrangement.texts) }
    const runs = await Promise.all(Array.from({ length: arrangement.processes }, () => inProcess(asked)))
    const sum = (pick: (one: EmbeddingRun) => number) => runs.reduce((total, one) => total + pick(one), 0)
    tokensPerText = sum((one) => one.tokensPerSecond / one.textsPerSecond) / runs.length
    rows.push([
      arrangement.name,
      readable(sum((one) => one.textsPerSecond)),
      readable(sum((one) => one.tokensPerSecond)),
      `${readable(sum((one) => one.megabytes))} MB`,
      `${readable(Math.max(...runs.map((one) => one.startMilliseconds)))} ms`,
      `${readable(runs[0]?.questionMilliseconds ?? Number.NaN)} ms`,
    ])
  }
  const head = ['sessions × threads', 'passages/s', 'tokens/s', 'memory', 'start', 'a question']
  return `Texts: ${name}, ${Math.round(tokensPerText)} tokens on average, the best of three rounds of 300 (WASM: 60).\n\n${table(head, rows)}`
}

// Every round has texts of its own, because the embedder remembers what it has just embedded.
function roundsOf(texts: readonly string[], count: number): readonly (readonly string[])[] {
  const size = Math.min(count, Math.floor(texts.length / 3))
  return [0, 1, 2].map((round) => texts.slice(round * size, (round + 1) * size))
}

/** A process per arrangement, so that memory is its own. */
async function inProcess(options: EmbeddingRunOptions): Promise<EmbeddingRun> {
  const program = new URL('./embedding-run.ts', import.meta.url).pathname
  const child = promisify(execFile)(process.execPath, [program], { maxBuffer: 1024 ** 2 })
  child.child.stdin?.end(JSON.stringify(options))
  return JSON.parse((await child).stdout)
}
