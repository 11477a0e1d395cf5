import type { EmbedderPlace, EmbedderProblem, EmbedderSpec } from '#contract/embedding-models.contract'
import type { Embedder } from '#models/embedding/embedder'
import { problemOf } from '#models/embedding/embedder-fault'
import type { FoundEmbedder } from '#models/embedding/open-embedder'
import { assertUnitVectors } from '#models/embedding/unit-vectors'

export interface TryModelDeps {
  readonly findEmbedder: (place: EmbedderPlace, signal?: AbortSignal) => Promise<FoundEmbedder>
  readonly openEmbedder: (spec: EmbedderSpec) => Promise<Embedder>
  /** Passages of the library, up to so many, from all over it. */
  readonly samplePassages: (most: number) => readonly string[]
}

export interface ModelToTry {
  readonly model: EmbedderPlace
  readonly sample: 'passages' | 'sentences'
}

export type Tried =
  | ({ readonly usable: true; readonly passagesPerSecond: number } & FoundEmbedder)
  | { readonly usable: false; readonly problem: EmbedderProblem }

const mostPassages = 32
const lot = 8
const longEnough = 4_000

/** Has a model embed a few texts: whether it can, and how fast. */
export async function tryModel(
  { findEmbedder, openEmbedder, samplePassages }: TryModelDeps,
  { model, sample }: ModelToTry,
  signal?: AbortSignal,
): Promise<Tried> {
  let embedder: Embedder | null = null
  try {
    const found = await findEmbedder(model, signal)
    embedder = await openEmbedder({ ...model, ...found })
    const passages = sample === 'passages' ? samplePassages(mostPassages) : []
    const texts = passages.length > 0 ? passages : sentences
    return { usable: true, ...found, passagesPerSecond: await rateOf(embedder, texts, signal) }
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    return { usable: false, problem }
  } finally {
    await embedder?.close()
  }
}

async function rateOf(embedder: Embedder, texts: readonly string[], signal?: AbortSignal): Promise<number> {
  const { dimensions } = embedder
  const begun = performance.now()
  let done = 0
  while (done < texts.length && performance.now() - begun < longEnough) {
    const some = texts.slice(done, done + lot)
    assertUnitVectors(await embedder.embed(some, signal, 'passage'), { count: some.length, dimensions })
    done += some.length
  }
  return (done / Math.max(1, performance.now() - begun)) * 1_000
}

/** Of the length of a passage, and nobody's own. */
const sentences = [
  'The pump house stands beside the old mill, where the stream turns towards the village and the meadow begins. ',
  'Before the first frost the pipes are drained, the valves are greased, and the covers are put over the basins. ',
  'Whoever finds a leak writes it into the book by the door, with the day, the place and what was done about it. ',
  'In spring the filters are taken out, washed in clear water, dried in the shade and put back one after the other. ',
].map((sentence) => sentence.repeat(6).trim())
