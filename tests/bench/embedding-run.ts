import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { shippedEmbeddingModel, shippedModelsFolder } from '#models/catalog'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { type OnnxRuntime, openOnnxSession } from '#models/embedding/onnx.session'
import { loadTokenizer } from '#models/embedding/tokenizer'
import { percentile } from './bench-kit.ts'

export interface EmbeddingRunOptions {
  /** The embedder as the product uses it, or one session in this thread with the token ids made beforehand. */
  readonly kind: 'embedder' | 'session'
  readonly runtime?: OnnxRuntime
  readonly sessions?: number
  readonly threads?: number
  readonly rounds: readonly (readonly string[])[]
}

export interface EmbeddingRun {
  readonly textsPerSecond: number
  readonly tokensPerSecond: number
  /** What the process has grown by since before the model was loaded. */
  readonly megabytes: number
  readonly startMilliseconds: number
  /** Median of short questions, one after the other. */
  readonly questionMilliseconds: number
}

interface Subject {
  embedAll(texts: readonly string[]): Promise<unknown>
  /** What is made ready outside the measured time. */
  prepare(texts: readonly string[]): void
  close(): Promise<void>
}

const options: EmbeddingRunOptions = JSON.parse(await text(process.stdin))
process.stdout.write(JSON.stringify(await measure(options)))

async function measure({ rounds, ...how }: EmbeddingRunOptions): Promise<EmbeddingRun> {
  const before = process.memoryUsage().rss
  const begun = performance.now()
  const subject = how.kind === 'embedder' ? await embedderOf(how) : await sessionOf(how)
  const startMilliseconds = performance.now() - begun

  await secondsOf(subject, ['a first text, so that everything is warm'])
  const seconds: number[] = []
  for (const texts of rounds) seconds.push(await secondsOf(subject, texts))
  const megabytes = (process.memoryUsage().rss - before) / 1e6

  const questions: number[] = []
  for (let i = 0; i < 100; i++) {
    questions.push(1000 * (await secondsOf(subject, [`what similarity laws hold for model ${i} of heated aircraft?`])))
  }
  await subject.close()
  const tokenizer = loadTokenizer()
  const tokens = rounds.map((texts) => texts.reduce((sum, one) => sum + tokenizer.encode(one).length, 0))
  const tokensPerSecond = Math.max(...tokens.map((count, round) => count / (seconds[round] ?? Number.NaN)))
  const tokensPerText = tokens.reduce((sum, count) => sum + count, 0) / rounds.flat().length
  return {
    textsPerSecond: tokensPerSecond / tokensPerText,
    tokensPerSecond,
    megabytes,
    startMilliseconds,
    questionMilliseconds: percentile(questions, 0.5),
  }
}

async function secondsOf(subject: Subject, texts: readonly string[]): Promise<number> {
  subject.prepare(texts)
  const begun = performance.now()
  await subject.embedAll(texts)
  return (performance.now() - begun) / 1000
}

async function embedderOf({ sessions, runtime }: Omit<EmbeddingRunOptions, 'rounds'>): Promise<Subject> {
  const embedder = await createEmbedder({ sessions, runtime })
  if (!embedder.ok) throw new Error(embedder.failure.message)
  return { embedAll: embedder.value.embed, prepare: () => {}, close: embedder.value.close }
}

async function sessionOf({ threads, runtime }: Omit<EmbeddingRunOptions, 'rounds'>): Promise<Subject> {
  const modelPath = join(shippedModelsFolder, shippedEmbeddingModel.id, shippedEmbeddingModel.graph)
  const session = await openOnnxSession({ modelPath, runtime, threads })
  const tokenizer = loadTokenizer()
  let prepared: (readonly number[])[] = []
  return {
    prepare: (texts) => {
      prepared = texts.map((one) => tokenizer.encode(one))
    },
    embedAll: async () => {
      for (const ids of prepared) await session.run(ids)
    },
    close: session.close,
  }
}
