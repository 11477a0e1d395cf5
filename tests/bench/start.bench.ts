import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AlcoveService, type Memory, startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { indexed } from './indexed.ts'

/** How long it takes until a person can use Alcove, and what it holds in memory while they do not. */
export const startBench: Bench = { name: 'start', title: 'Start and memory', run }

const starts = 5
const sizes = [1_000, 10_000, 100_000]
/** Longer than the half minute after which the library process ends. */
const idleSeconds = 40

interface Row {
  readonly name: string
  readonly listening: number
  readonly answered: number
  readonly slowest: number
  readonly firstSearch: number
  readonly memory: { readonly started: Memory; readonly used: Memory }
}

async function run({ sets }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const empty = await mkdtemp(join(tmpdir(), 'alcove-bench-'))
  const rows = [await measure('empty', empty)]
  await rm(empty, { recursive: true })
  for (const size of sizes) {
    const { data, passages } = await bigLibrary(size, texts)
    rows.push(await measure(passages.toLocaleString('en-US'), data))
  }
  return tableOf(rows)
}

async function measure(name: string, data: string): Promise<Row> {
  // The first start makes what is derived, such as the vector index, and is not counted.
  const first = await startAlcove(data)
  await indexed(first)
  await first.stop()

  const listening: number[] = []
  const answered: number[] = []
  const searched: number[] = []
  let started: Memory | null = null
  let used: Memory | null = null
  for (let round = 0; round < starts; round += 1) {
    const alcove = await startAlcove(data)
    listening.push(alcove.milliseconds.listening)
    answered.push(alcove.milliseconds.answered)
    const isLast = round === starts - 1
    if (isLast) {
      await sleep(2_000)
      started = alcove.memory()
    }
    const begun = performance.now()
    await alcove.client.search.find({ query: 'the first question of the day', limit: 10 })
    searched.push(performance.now() - begun)
    if (isLast) used = await usedMemory(alcove)
    await alcove.stop()
  }
  if (!started || !used) throw new Error('Nothing was measured')
  return {
    name,
    listening: percentile(listening, 0.5),
    answered: percentile(answered, 0.5),
    slowest: Math.max(...answered),
    firstSearch: percentile(searched, 0.5),
    memory: { started, used },
  }
}

/** What stays after some use: fifty searches and the question of an idle page. */
async function usedMemory(alcove: AlcoveService): Promise<Memory> {
  for (let number = 0; number < 50; number += 1) {
    await alcove.client.search.find({ query: `what did the teams of ${1900 + number} win`, limit: 10 })
  }
  await alcove.client.library.state()
  await sleep(1_000 * idleSeconds)
  return alcove.memory()
}

function tableOf(rows: readonly Row[]): string {
  const times = table(
    ['passages', 'address printed', 'page usable', 'slowest of 5', 'first search'],
    rows.map(({ name, listening, answered, slowest, firstSearch }) => [
      name,
      ...[listening, answered, slowest, firstSearch].map((value) => `${readable(value)} ms`),
    ]),
  )
  const megabytes = (value: number) => `${readable(value)} MB`
  const memory = table(
    ['passages', 'processes', 'just started', 'after use', 'of it heap', 'shared counted twice'],
    rows.map(({ name, memory: { started, used } }) => [
      name,
      used.processes,
      megabytes(started.proportional),
      megabytes(used.proportional),
      megabytes(used.anonymous),
      megabytes(used.resident),
    ]),
  )
  return `${times}\n\n${memory}`
}
