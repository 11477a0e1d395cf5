import type { FlagName } from '#contract/flags'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { type AlcoveService, startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { bigLibrary } from './big-library.ts'
import { indexed } from './indexed.ts'

/** What it costs searches and questions that the steps of every process are timed. */
export const insideBench: Bench = { name: 'inside', title: 'Timing the steps', run }

const rounds = 200
const flag: FlagName = 'inside'

async function run({ sets, sizes }: BenchOptions): Promise<string> {
  const texts = await textsOf(sets)
  const server = await startOllamaTestServer({ models: ['scripted-chat'], script: { text: 'It is so [1].' } })
  const rows: string[][] = []
  try {
    for (const size of sizes.length > 0 ? sizes : [10_000]) {
      const { data, passages } = await bigLibrary(size, texts)
      const alcove = await startAlcove(data, { OLLAMA_HOST: server.address })
      try {
        await indexed(alcove)
        const queries = Array.from({ length: rounds }, (_, place) => wordsOf(texts.texts, place))
        const found = (query: string) => alcove.client.search.find({ query, limit: 10 })
        const answered = async (question: string) => {
          for await (const event of await alcove.client.chat.ask({ question })) if (event.type === 'done') return
        }
        rows.push([readable(passages), 'search', ...(await sideBySide(alcove, queries, found))])
        rows.push([readable(passages), 'question', ...(await sideBySide(alcove, queries, answered))])
      } finally {
        await alcove.stop()
      }
    }
  } finally {
    await server.close()
  }
  const head = ['passages', 'what', 'off p10', 'on p10', 'off p50', 'on p50', 'more at p10']
  return `Each query once with and once without, in turns, ${rounds} of each after as many to warm up.\n\n${table(head, rows)}`
}

/** A few words out of one of the texts. */
function wordsOf(texts: readonly string[], place: number): string {
  const words = (texts[place % texts.length] ?? '').split(/\s+/)
  const start = (place * 7) % Math.max(1, words.length - 6)
  return words.slice(start, start + 6).join(' ')
}

/** The same queries with and without, the order of the two changing with each, so that what else the machine does falls on both. */
async function sideBySide(
  { client }: AlcoveService,
  queries: readonly string[],
  ask: (query: string) => Promise<unknown>,
): Promise<string[]> {
  const times = { on: [] as number[], off: [] as number[] }
  for (const query of queries) await ask(query)
  for (const [place, query] of queries.entries()) {
    for (const on of place % 2 === 0 ? [true, false] : [false, true]) {
      await client.operation.setFlag({ name: flag, on })
      // What was turned is loaded, and the query is as well known to every cache as it will be the second time.
      await ask(query)
      const began = performance.now()
      await ask(query)
      times[on ? 'on' : 'off'].push(performance.now() - began)
    }
  }
  await client.operation.setFlag({ name: flag, on: false })
  const of = (which: 'on' | 'off', share: number) => percentile(times[which], share)
  // The tenth that other work of the machine disturbed least tells most of the program itself.
  const more = (of('on', 0.1) / of('off', 0.1) - 1) * 100
  return [
    ...([0.1, 0.5] as const).flatMap((share) => [
      `${readable(of('off', share))} ms`,
      `${readable(of('on', share))} ms`,
    ]),
    `${readable(more)} %`,
  ]
}
