import { once } from 'node:events'
import { FindInput, type SearchMode } from '#contract/search.contract'
import { shippedEmbeddingModel } from '#models/catalog'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { createBest } from '../../workers/search/best.ts'
import { buildIndex } from '../../workers/search/build-vectors.ts'
import { dot } from '../../workers/search/exact-vectors.ts'
import { openPassageStore } from '../../workers/search/passage.store.ts'
import { createSearch } from '../../workers/search/search.ts'
import { startBuild } from '../../workers/search/start-build.ts'
import { type EngineName, loadVectorEngine } from '../../workers/search/vector-engines.ts'
import { openVectors } from '../../workers/search/vectors.ts'
import { type Typed, typeQuestions } from './typing.ts'

/** A library with the index of one engine. */
export interface ScaleLibrary {
  readonly databasePath: string
  readonly folder: string
  readonly engine: EngineName
}

export type ScaleTask =
  | { readonly kind: 'build'; readonly library: ScaleLibrary }
  | {
      readonly kind: 'answer'
      readonly library: ScaleLibrary
      readonly mode: SearchMode
      readonly questions: readonly string[]
      readonly typed: readonly string[]
    }
  | { readonly kind: 'recall'; readonly library: ScaleLibrary; readonly questions: readonly string[] }
  | { readonly kind: 'embed'; readonly texts: readonly string[] }

export interface Built {
  readonly vectors: number
  readonly seconds: number
  /** The most that the process held. */
  readonly megabytes: number
}

export interface Answered {
  readonly openedMilliseconds: number
  readonly times: readonly number[]
  readonly typed: Typed
}

const { id, revision, dimensions } = shippedEmbeddingModel
const model = `${id}@${revision}`

process.on('disconnect', () => process.exit(0))
const [task] = (await once(process, 'message')) as [ScaleTask]
process.send?.(await run(task))

function run(asked: ScaleTask): Promise<unknown> {
  switch (asked.kind) {
    case 'build':
      return build(asked.library)
    case 'answer':
      return answer(asked)
    case 'recall':
      return recall(asked)
    case 'embed':
      return embed(asked.texts)
  }
}

async function build({ databasePath, folder, engine: name }: ScaleLibrary): Promise<Built> {
  const { passages, close } = openPassageStore(databasePath)
  const engine = await loadVectorEngine(name)
  if (engine?.name !== name) throw new Error(`${name} does not load here`)
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  const onProgress = (done: number) => {
    if (done % 50_000 === 0) process.stderr.write(`  ${done} vectors after ${Math.round(seconds())} s\n`)
  }
  await buildIndex({ passages, folder, engine, model, dimensions, onProgress })
  const built = { vectors: passages.vectorCount(model), seconds: seconds() }
  close()
  return { ...built, megabytes: process.resourceUsage().maxRSS / 1024 }
}

async function answer({ library, mode, questions, typed }: Extract<ScaleTask, { kind: 'answer' }>): Promise<Answered> {
  const embedder = await openEmbedder(1)
  const begun = performance.now()
  const { passages, vectors } = await openLibrary(library)
  const openedMilliseconds = performance.now() - begun
  const search = createSearch({ passages, meaning: { embedder, vectors } })
  const find = async (query: string) => (await search.find(FindInput.parse({ query, mode }))).milliseconds

  // Other questions than those that count: the embedder remembers a text.
  for (const question of questions.slice(0, 20)) await find(question.split(' ').toReversed().join(' '))
  const times: number[] = []
  for (const question of questions) times.push(await find(question))
  return {
    openedMilliseconds,
    times,
    typed: await typeQuestions(typed, (query, signal) =>
      search.find(FindInput.parse({ query, mode, typing: true }), signal),
    ),
  }
}

/** The share of the truly nearest ten that the index finds; every vector is compared, without holding them all. */
async function recall({ library, questions }: Extract<ScaleTask, { kind: 'recall' }>): Promise<number> {
  const embedder = await openEmbedder(1)
  const asked = await embedder.embed(questions)
  const { passages, vectors } = await openLibrary(library)
  const best = asked.map(() => createBest(10))
  for (let after = 0; ; ) {
    const batch = passages.vectors(model, after, 1_000)
    for (const { key, vector } of batch) {
      asked.forEach((question, index) => best[index]?.offer(key, dot(question, vector)))
    }
    const last = batch.at(-1)
    if (!last) break
    after = last.key
  }
  const found = asked.map((question, index) => {
    const right = new Set(best[index]?.ranked().map(({ key }) => key))
    return vectors.nearest(question, 10).filter(({ key }) => right.has(key)).length / right.size
  })
  return found.reduce((sum, share) => sum + share, 0) / found.length
}

/** Embeds passages without end, as the library process does while it reads; answers once it is in full swing. */
async function embed(texts: readonly string[]): Promise<true> {
  const embedder = await openEmbedder(2)
  const embedAll = (round: number) => embedder.embed(texts.map((text) => `${round} ${text}`))
  await embedder.embed(texts.slice(0, 20))
  void (async () => {
    for (let round = 0; ; round += 1) await embedAll(round)
  })()
  return true
}

async function openLibrary({ databasePath, folder, engine: name }: ScaleLibrary) {
  const { passages } = openPassageStore(databasePath)
  const engine = await loadVectorEngine(name)
  const build = startBuild({ databasePath, folder, engine: name, model, dimensions })
  return { passages, vectors: await openVectors({ passages, model, dimensions, folder, engine, build }) }
}

async function openEmbedder(sessions: number) {
  const opened = await createEmbedder({ sessions })
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}
