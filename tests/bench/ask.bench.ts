import { startOllamaTestServer } from '../ollama/test-server.ts'
import { type AlcoveService, startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { indexed } from './indexed.ts'

/** How long a question waits for its passages, and how much later than without Alcove the model's first word comes. */
export const askBench: Bench = { name: 'ask', title: 'Answers', run }

const sizes = [1_000, 10_000, 100_000]
const questionsAsked = 60
type Server = Awaited<ReturnType<typeof startOllamaTestServer>>

interface Times {
  readonly passages: number
  readonly firstWord: number
  /** The same messages sent to the model server without Alcove. */
  readonly direct: number
}

const stopsAsked = 20

async function run(options: BenchOptions): Promise<string> {
  const texts = await textsOf(options.sets)
  const questions = questionsOf(texts.texts)
  const server = await startOllamaTestServer({ models: ['scripted-chat'], script: { text: 'It is so [1].' } })
  try {
    const rows: string[][] = []
    for (const size of sizes) {
      const { data, passages } = await bigLibrary(size, texts)
      const alcove = await startAlcove(data, { OLLAMA_HOST: server.address })
      await indexed(alcove)
      const times = await measure(alcove, server, questions).finally(alcove.stop)
      rows.push(rowOf(passages.toLocaleString('en-US'), times))
    }
    const answers = table(
      ['passages', 'passages p50', 'p95', 'first word p50', 'p95', 'model server alone p50', 'added p50', 'added p95'],
      rows,
    )
    return `${questionsAsked} questions, one after the other, through the page's WebSocket.\n\n${answers}\n\n${await stopping(options)}`
  } finally {
    await server.close()
  }
}

/** From a person's stop until the model server's connection is closed, so that it writes no further. */
async function stopping({ sets }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const script = { text: 'word '.repeat(20_000), delay: 2 }
  const server = await startOllamaTestServer({ models: ['scripted-chat'], script })
  const { data } = await bigLibrary(1_000, texts)
  const alcove = await startAlcove(data, { OLLAMA_HOST: server.address })
  const times: number[] = []
  try {
    await indexed(alcove)
    for (const question of questionsOf(texts.texts).slice(0, stopsAsked))
      times.push(await stopOne(alcove, server, question))
  } finally {
    await alcove.stop()
    await server.close()
  }
  const known = times.filter((time) => !Number.isNaN(time))
  return `${known.length} answers stopped after their first words; until the model server is free again:\n\n${table(
    ['p50', 'p95', 'slowest'],
    [[0.5, 0.95, 1].map((share) => `${readable(percentile(known, share))} ms`)],
  )}`
}

async function stopOne({ client }: AlcoveService, server: Server, question: string): Promise<number> {
  let answerId = ''
  let stoppedAt = 0
  for await (const event of await client.chat.ask({ question })) {
    if (event.type === 'started') answerId = event.answerId
    if (event.type !== 'token' || stoppedAt > 0) continue
    stoppedAt = performance.now()
    await client.chat.stop({ answerId })
  }
  // A question nothing was found for never reaches the model.
  return stoppedAt === 0 ? Number.NaN : server.idle(stoppedAt)
}

/** Stretches of words out of the texts, as a person would ask for what they half remember. */
function questionsOf(texts: readonly string[]): readonly string[] {
  return Array.from({ length: questionsAsked + 5 }, (_, index) => {
    const words = (texts[(index * 3) % texts.length] ?? '').split(/\s+/)
    const start = (index * 7) % Math.max(1, words.length - 8)
    return `What about ${words.slice(start, start + 8).join(' ')}?`
  })
}

/** The first questions only warm both sides; then Alcove and the server alone take turns. */
async function measure(alcove: AlcoveService, server: Server, questions: readonly string[]): Promise<readonly Times[]> {
  const times: Times[] = []
  for (const question of questions) {
    const asked = await ask(alcove, question)
    times.push({ ...asked, direct: await callDirectly(server) })
  }
  return times.slice(questions.length - questionsAsked)
}

async function ask({ client }: AlcoveService, question: string): Promise<Omit<Times, 'direct'>> {
  const begun = performance.now()
  let passages = Number.NaN
  let firstWord = Number.NaN
  for await (const event of await client.chat.ask({ question })) {
    if (event.type === 'passages') passages = performance.now() - begun
    if (event.type === 'token' && Number.isNaN(firstWord)) firstWord = performance.now() - begun
    if (event.type === 'interrupted') throw new Error(event.answer.failure?.message)
  }
  return { passages, firstWord }
}

async function callDirectly(server: Server): Promise<number> {
  const { authorization: _, ...body } = server.chats.at(-1) ?? { authorization: undefined }
  const begun = performance.now()
  const answer = await fetch(`${server.address}/api/chat`, { method: 'POST', body: JSON.stringify(body) })
  for await (const _chunk of answer.body ?? []) {
    const took = performance.now() - begun
    await answer.body?.cancel().catch(() => {})
    return took
  }
  throw new Error('The model server said nothing')
}

function rowOf(name: string, times: readonly Times[]): string[] {
  // A question nothing was found for never reaches the model.
  const answered = times.filter(({ firstWord }) => !Number.isNaN(firstWord))
  const added = answered.map(({ firstWord, direct }) => firstWord - direct)
  const both = (values: readonly number[]) => [percentile(values, 0.5), percentile(values, 0.95)]
  return [
    name,
    ...[
      ...both(times.map(({ passages }) => passages)),
      ...both(answered.map(({ firstWord }) => firstWord)),
      percentile(
        answered.map(({ direct }) => direct),
        0.5,
      ),
      ...both(added),
    ].map((value) => `${readable(value)} ms`),
  ]
}
